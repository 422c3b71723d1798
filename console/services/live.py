"""The streams of open pages: how many there may be, when each is over, and what a version is.

Rules kept here:
- A version says that a page looks as it did or does not, and nothing about how. It is a digest
  with a key that this process alone knows, so nobody can tell from one what stood on a page.
- There are so many streams in all and so many of one asker. Of one asker the newest stays, since
  the oldest may be that of a phone which went to sleep long ago.
- Whoever ends the console ends them all at once; nobody waits for an open page.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Final

MOST: Final = 64
"""Of all askers together. A home has a dozen devices; each stream holds a connection."""

MOST_OF_ONE: Final = 4
"""Of one asker. A browser makes six connections to one host, and has to load pages too."""

_KEY_OCTETS: Final = 32
_VERSION_OCTETS: Final = 12


class Ending(StrEnum):
    """Why a stream ends by our side."""

    FULL = "full"
    """The same asker opened more pages than are kept up."""

    STOPPING = "stopping"
    """The console ends."""


@dataclass(slots=True, eq=False)
class Stream:
    """One stream that is open. `of` is who asked for it."""

    of: str
    ending: Ending | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, why: Ending) -> None:
        """Say that it is over, and wake whoever rests."""
        self.ending = self.ending or why
        self._ended.set()

    async def rest(self, seconds: float) -> None:
        """Wait for a while, or until it is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)


class Streams:
    """The streams that are open, the oldest first."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        """Begin with none."""
        self._most = most
        self._most_of_one = most_of_one
        self._open: list[Stream] = []
        self._is_stopping = False

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._open)

    def begin(self, of: str) -> Stream | None:
        """Open one for an asker, and end their oldest if needed; None where there are too many."""
        theirs = [one for one in self._open if one.of == of]
        if len(theirs) >= self._most_of_one:
            self.forget(theirs[0])
            theirs[0].end(Ending.FULL)
        if self._is_stopping or len(self._open) >= self._most:
            return None
        stream = Stream(of)
        self._open.append(stream)
        return stream

    def forget(self, stream: Stream) -> None:
        """Count a stream no more."""
        if stream in self._open:
            self._open.remove(stream)

    def end_all(self) -> None:
        """End every stream, and open none from now on."""
        self._is_stopping = True
        for stream in self._open:
            stream.end(Ending.STOPPING)


class Versions:
    """What this process calls the looks of its pages."""

    def __init__(self) -> None:
        """Draw a key. After a new start every version is another, and each page loads anew."""
        self._key = secrets.token_bytes(_KEY_OCTETS)
        self.place: Final = secrets.token_hex(_VERSION_OCTETS)
        """What stands on a page where its version goes; nobody can have typed it."""

    def of(self, html: str) -> str:
        """Return the version of a page that bears `place`."""
        octets = html.encode(errors="replace")
        return blake2b(octets, digest_size=_VERSION_OCTETS, key=self._key).hexdigest()

    def stamped(self, html: str) -> tuple[str, str]:
        """Return a page with its version in its place, and the version."""
        version = self.of(html)
        return html.replace(self.place, version), version
