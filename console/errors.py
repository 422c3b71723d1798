"""What can go wrong on the console's side, as exceptions a person can act on.

Rules kept here:
- `ConsoleError` is the root; its message says what is wrong and what to do about it.
- The command lines print the message; pages never do, they take their sentences from `words`.
"""

from __future__ import annotations

from pathlib import Path


class ConsoleError(Exception):
    """Root of this room's errors; never raised itself."""


class HouseholdUnreadable(ConsoleError):
    """A household file cannot be read, or breaks a rule of its shape."""


class NothingPublished(ConsoleError):
    """There is no published snapshot in the state folder."""


class PublishedDamaged(ConsoleError):
    """A published snapshot is there and cannot be read, so nothing is written over it."""


class PublishRefused(ConsoleError):
    """A household cannot be published: the agent would refuse it, or the disk does."""


class CardTakesNothing(PublishRefused):
    """Nothing can be kept: the card was full or could not be written when the console started."""


class DeviceStays(PublishRefused):
    """A device is somebody's by an agreement, or may be, so it is not made somebody else's."""


class KeptUnpublished(PublishRefused):
    """A change is kept, and could not be published; the next one, or the next start, does it."""


class IndexUnreadable(ConsoleError):
    """A category index is missing or damaged."""


class ListenRefused(ConsoleError):
    """An address to listen on is taken, not an address, or not on this machine alone."""


class FileMalformed(ConsoleError):
    """What stands in a file of ours is not what we write; `path` is the file."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class AllowedDamaged(ConsoleError):
    """The file of names that were allowed from a page is there and cannot be read."""


class AllowedRefused(ConsoleError):
    """A name cannot be allowed from a page: there are too many, or the disk refuses."""


class PublishedMalformed(FileMalformed, PublishedDamaged):
    """The published rules are not what we write. The filter keeps the last rules it took up."""


class AllowedMalformed(FileMalformed, AllowedDamaged):
    """The names allowed from a page are not as we write them."""
