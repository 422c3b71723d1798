"""What can go wrong on the network side, as exceptions a person can act on.

Rules kept here:
- `AgentError` is the root; its message is one sentence that says what to do.
- No message holds a name that a device asked for.
"""

from __future__ import annotations


class AgentError(Exception):
    """Root of this room's errors; never raised itself."""


class ListMalformed(AgentError):
    """A list file cannot be read at all, or holds not one usable name."""


class ListenRefused(AgentError):
    """An address to listen on is taken, not ours, or not an address."""


class UpstreamsMixed(AgentError):
    """Upstreams with and without encryption are named for the same names."""


class BootstrapMissing(AgentError):
    """An upstream is named whose addresses nobody could be asked for."""


class AsksItself(AgentError):
    """A resolver to ask is an address at which this very program listens."""
