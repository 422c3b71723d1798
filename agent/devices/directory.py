"""Finding whose packet it is.

Rules kept here:
- Only the packet's source address counts, never anything written inside the message (a client
  subnet or a cookie could claim to be anyone).
- An address nobody named gets the visitors' rules, and nothing breaks.
"""

from __future__ import annotations

from policy.compile import CompiledPolicy, DevicePolicy


def policy_for(policy: CompiledPolicy, address: str) -> DevicePolicy:
    """Return what is decided for whoever has `address`, as the socket gives it."""
    if found := policy.by_address.get(address):
        return found
    if "%" in address:  # a link-local address comes with the name of our own interface
        return policy.by_address.get(address.partition("%")[0], policy.visitors)
    return policy.visitors
