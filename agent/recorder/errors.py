"""What can go wrong in the recorder."""

from __future__ import annotations

from agent.errors import AgentError
from consent.errors import ConsentError


class RecorderRefused(ConsentError):
    """An act is not done. Its code says why, in words for whoever asked."""


class RecorderBroken(AgentError):
    """The recorder cannot run at all; the message says what to do."""


class CardDamaged(RecorderBroken):
    """What is on the card cannot be read. It stays as it is, and nothing is recorded."""
