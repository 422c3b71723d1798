"""What a desk remembers of each box: how long its journal was, and its root, when last checked.

Rules kept here:
- A box's journal only grows. Who remembers an earlier length finds out when one was cut, or written
  anew; who does not, cannot.
- Where a card was changed the old journal is gone. That it was is said by a person, and the length
  before stays in the file.
- It holds boxes by the ids of their keys, and nobody by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from consent.checkpoint import Checkpoint, origin_of
from consent.desk import Desk, DeskRefused
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError
from consent.frozen import MAX_WHOLE_NUMBER
from consent.records.fields import Digest, Instant
from consent.schema import Items, Span, read, write

SEEN: Final = "seen.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBox:
    """The newest checkpoint of one box that was found right, and when that was."""

    box: Digest
    size: Annotated[int, Span(1, MAX_WHOLE_NUMBER)]
    root: Digest
    at: Instant

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint itself."""
        return Checkpoint(origin=origin_of(self.box), size=self.size, root=bytes.fromhex(self.root))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Every box that this desk has checked; `before` holds what was seen before a card's change."""

    v: Literal[1] = 1
    boxes: Annotated[tuple[SeenBox, ...], Items(0, 200)] = ()
    before: Annotated[tuple[SeenBox, ...], Items(0, 200)] = ()

    def box(self, keyid: str) -> SeenBox | None:
        """Return what was seen of a box, None where nothing was."""
        return next((one for one in self.boxes if one.box == keyid), None)

    def followed_by(self, seen: SeenBox, *, is_new_card: bool) -> Seen:
        """Return this with a newer checkpoint of a box in the place of its older one."""
        rest = tuple(one for one in self.boxes if one.box != seen.box)
        old = self.box(seen.box)
        before = (*self.before, old) if is_new_card and old is not None else self.before
        return replace(self, boxes=(*rest, seen), before=before)


def seen_in(desk: Desk, name: str) -> Seen:
    """Return what a file remembers; nothing where there is none. Raises DeskRefused."""
    if not desk.exists(name):
        return Seen()
    try:
        return read(Seen, object_from_json(desk.read(name).strip()))
    except ConsentError as error:
        raise DeskRefused(
            f"{name} is not as it was written ({error.code}). It is what tells a journal that was"
            " cut from a whole one; look for a copy before you delete it"
        ) from None


def keep_seen(desk: Desk, name: str, seen: Seen) -> None:
    """Write what is remembered from now on. Raises DeskRefused, RecordMalformed."""
    desk.write(name, json_from_object(write(seen)) + b"\n", private=True)
