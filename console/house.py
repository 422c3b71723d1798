"""The house: all that the pages and services of one home need, in one frozen bag.

Rules kept here:
- Everything in it is given by whoever starts the console; nothing in it is looked up or global.
- Time is asked of `clock` and of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from console.last_test import LastTest
from console.security.limits import Tries
from console.security.passing import Passing, of_cards, of_set_up
from console.security.passwords import BOX, Profile
from console.store.database.engine import Database
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from console.store.recorder import Recorder
from console.words.language import ENGLISH, Language
from console.words.rights_pack import Packs, read_packs


def utc_now() -> datetime:
    """Return what the machine's own clock shows."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What one console works with.

    `lists` is the folder of the lists job, `recorder` where the recorder is asked, `agent` the
    socket on which the running agent is asked, `neighbours` the file in which discovery says what
    it saw; each is None where this console was not told. `clock` returns an aware time in UTC.
    `profile` is how much work a try of a password is, `tries` how many were made lately,
    `last_test` when a device passed the test of itself. `by_card` are the visits of young people by
    their cards, `setting_up` those of whoever typed the set-up code. `languages` are those that
    pages are offered in, by their tags, English among them, `packs` what people may know in each.
    """

    database: Database
    published: Published
    lists: ListsFolder | None = None
    recorder: Recorder | None = None
    agent: Path | None = None
    neighbours: Path | None = None
    clock: Callable[[], datetime] = utc_now
    profile: Profile = BOX
    tries: Tries = field(default_factory=Tries)
    last_test: LastTest = field(default_factory=LastTest)
    languages: Mapping[str, Language] = field(default_factory=lambda: {ENGLISH.tag: ENGLISH})
    packs: Packs = field(default_factory=read_packs)
    by_card: Passing = field(default_factory=of_cards)
    setting_up: Passing = field(default_factory=of_set_up)
