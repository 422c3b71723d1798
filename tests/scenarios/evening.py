"""Evenings as files: a household and a clock, and what people there do, ask and are told.

Rules kept here:
- Everything here is the pure policy: what is published is written and read back as it is at home,
  made ready for the moment, decided, explained. `at_the_agent` plays the same with the agent.
- Time only goes forward, by what the home's clocks show.
- An unknown key is an error, and so is an expectation that expects nothing.
- What a running agent shows beside this is marked in the file (`agent`), and what only a box in the
  path could do is said in it (`gateway`).

The keys of a file and of its steps stand in tests/scenarios/README.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from policy import names
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.compiled import ttl_cap
from policy.decide import decide
from policy.expectations import moment_at, wall_from_text
from policy.explain import Explanation, explain
from policy.given import requests
from policy.given.document import grants_from, turns_from, written
from policy.given.requests import Request
from policy.household import Household, ids_of, terms_of
from policy.index import CategoryIndex
from policy.moment import Clockwork, Moment
from policy.names import Name
from policy.screen_time.budgets import budgeted, minutes_left
from policy.screen_time.document import minutes_from_bytes, minutes_to_bytes
from policy.screen_time.minutes import SLOT, counted, slot_of
from policy.screen_time.slots import MINIMUM, SlotCounter
from policy.screen_time.targets import counts_towards
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.timed import SLOT_MINUTES, Target
from policy.timed_document import target_from
from policy.tonight import Tonight
from policy.verdict import Allow
from policy.zones import on_the_wall
from tests.house import index_of
from tests.scenarios.story import StoryFailed, StoryMalformed, Table, household_of, list_of, table

AGENT: Final = ("ttl", "running-stream", "restart", "minutes")
"""What a running agent shows beside the policy; each has tests of its own with real sockets."""

FILE_KEYS: Final = (
    *("request", "asked", "story", "agent", "gateway", "household", "lists", "step"),
)
STEPS: Final = (
    *("ask", "give", "turn", "plays", "left", "asks_for", "answers", "told", "restart", "clock"),
)
EXPECT: Final = ("opens", "because", "until", "keep_at_most", "keep_at_least")


def play(path: Path, at: type[Evening] | None = None) -> int:
    """Play the evening in a file; return the number of its steps.

    `at` is where it is played, with the policy alone if it is left out.
    Raises StoryMalformed, and StoryFailed where it goes otherwise.
    """
    return play_text(path.read_text(encoding="utf-8"), path.name, at)


def play_text(text: str, name: str, at: type[Evening] | None = None) -> int:
    """Play an evening; `name` is what it is called where it fails."""
    story = read(text, name)
    evening = (at or Evening)(
        household_of(story["household"]),
        index_of(list_of(entry, f"{name}, lists") for entry in story.get("lists", ())),
    )
    for number, step in enumerate(story["step"], start=1):
        _Step(evening, step, f"{name}, step {number}").take()
    return len(story["step"])


def read(text: str, name: str) -> Table:
    """Return a file's table, its own keys checked. Raises StoryMalformed."""
    needed = ("request", "asked", "story", "household", "step")
    story = table(tomllib.loads(text), name, FILE_KEYS, needed=needed)
    for mark in story.get("agent", ()):
        if mark not in AGENT:
            raise StoryMalformed(f"{name}: a running agent shows one of {AGENT}, not {mark!r}")
    return story


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is decided: whether it opens, and for how many seconds that may be kept."""

    opens: bool
    kept: int | None


class Evening:
    """A home on one evening: what is published, what was used and asked, and what time it is."""

    def __init__(self, household: Household, index: bytes) -> None:
        """Begin without a time; the first step says it."""
        self.household = household
        self.zone = ZoneInfo(household.zone)
        self.octets = index
        self.index = CategoryIndex(memoryview(index))
        self.moment: Moment | None = None
        self.tonight = Tonight()
        self.requests: tuple[Request, ...] = ()

    @property
    def now(self) -> datetime:
        """What time it is. Raises StoryMalformed while nobody has said."""
        if self.moment is None:
            raise StoryMalformed("the first step has to say when it is: at = …")
        return self.moment.at

    @property
    def published(self) -> PolicySnapshot:
        """What is published, written and read back as it is at home."""
        octets = snapshot_to_bytes(
            PolicySnapshot(
                version=1,
                household=self.household,
                grants=self.tonight.grants,
                turns=self.tonight.turns,
            )
        )
        return snapshot_from_bytes(octets)

    @property
    def policy(self) -> CompiledPolicy:
        """What holds now."""
        found = self.published
        tonight = replace(self.tonight, grants=found.grants, turns=found.turns)
        return compile_policy(found.household, found.version, moment=self.moment, tonight=tonight)

    def on(self, device: str) -> DevicePolicy:
        """Return what holds on a device. Raises StoryMalformed for one that is not here."""
        policy = self.policy
        if device == "a visitor":
            return policy.visitors
        if device not in policy.by_device:
            raise StoryMalformed(f"no device here is called {device!r}")
        return policy.by_device[device]

    def goes_to(self, at: datetime) -> None:
        """Let it be later. Raises StoryMalformed for earlier."""
        if self.moment is not None and at < self.moment.at:
            raise StoryMalformed("time goes forward only")
        self.moment = replace(self.moment or Moment(at=at, zone=self.zone), at=at)

    def plays(self, devices: list[str], name: Name, minutes: int) -> None:
        """Use a name on some devices at once for so many minutes, or until it is closed on all."""
        budgets = budgeted(self.household)
        for _ in range(0, minutes, SLOT_MINUTES):
            policies = [self.on(device) for device in devices]
            counter, slot = SlotCounter(), slot_of(self.now)
            played = False
            for policy in policies:
                if not isinstance(decide(policy, name, self.index.listings), Allow):
                    continue
                played = True
                mask = counts_towards(name, self.index.listings)
                for _ in range(MINIMUM if policy.counted_for else 0):
                    counter.note(policy.counted_for, mask, slot)
            if not played:
                return
            counter.advance(slot + 1)
            today = on_the_wall(self.now, self.zone).date()
            for over, seen in counter.take():
                sums = counted(self.tonight.minutes, over, today, seen, budgets)
                self.tonight = replace(self.tonight, minutes=sums)
            self.goes_to(self.now + SLOT)

    def left(self, young_person: str, target: Target) -> list[int]:
        """Return how many minutes are left of each budget of a target."""
        person = next(one for one in self.household.young_people if one.name == young_person)
        number = ids_of(self.household)[young_person]
        found = minutes_left(
            person,
            number,
            self.tonight.minutes,
            [one for one in self.tonight.grants if one.holds(self.moment)],
            Clockwork(self.moment),
            terms_of(self.household, person),
        )
        return [one.minutes for one in found if one.budget.target == target]

    def asked(self, device: str, name: str, found: Found) -> str | None:
        """Return what somebody else who is asked says otherwise; here nobody else is."""
        del device, name, found
        return None

    def restarts(self) -> None:
        """Start the box anew: what was published and the sums come back from their files."""
        minutes = minutes_from_bytes(minutes_to_bytes(self.tonight.minutes))
        self.tonight = replace(self.tonight, minutes=minutes)
        assert self.moment is not None
        self.moment = replace(self.moment, booted=self.now)


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a story, with where it stands."""

    evening: Evening
    step: Table
    where: str

    def take(self) -> None:
        """Let it happen, or check what is expected."""
        kinds = [key for key in self.step if key in STEPS]
        table(self.step, self.where, ("at", "expect", *STEPS))
        if len(kinds) != 1 or ("expect" in self.step) is not (kinds == ["ask"]):
            raise StoryMalformed(f"{self.where}: expected one thing to happen, and of ask, expect")
        try:
            if "at" in self.step:
                self.evening.goes_to(self._instant(self.step["at"]))
            self.evening.now  # noqa: B018 - the first step has to say when it is
            getattr(self, f"_{kinds[0]}")(self.step[kinds[0]])
        except StoryMalformed as error:
            raise StoryMalformed(f"{self.where}: {error}") from error

    def _instant(self, text: str) -> datetime:
        wall = wall_from_text(text, self.where)
        return moment_at(wall, self.evening.zone, self.where).at

    def _fail(self, expected: object, found: object) -> None:
        raise StoryFailed(f"{self.where}: expected {expected!r}, found {found!r}")

    def _ask(self, ask: Table) -> None:
        table(ask, "ask", ("device", "name"), needed=("device", "name"))
        expect = table(self.step["expect"], "expect", EXPECT, needed=("opens", "because"))
        policy = self.evening.on(ask["device"])
        name = names.from_text(ask["name"])
        found = explain(policy, name, self.evening.index, self.evening.zone)
        kept = ttl_cap(policy, self.evening.now)
        checks: dict[str, Any] = {
            "opens": found.allowed == expect["opens"],
            "because": expect["because"] in found.sentence,
            "until": self._until(found) == expect.get("until"),
            "keep_at_most": kept is not None and kept <= expect.get("keep_at_most", 0),
            "keep_at_least": kept is None or kept >= expect.get("keep_at_least", 0),
        }
        otherwise = self.evening.asked(
            ask["device"], ask["name"], Found(opens=found.allowed, kept=kept)
        )
        if otherwise is not None:
            self._fail(found.sentence, otherwise)
        for key, wanted in expect.items():
            if not checks[key]:
                raise StoryFailed(
                    f"{self.where}: expected {key} {wanted!r}; found {found.sentence!r}, which may"
                    f" be kept for {kept} seconds"
                )

    def _until(self, found: Explanation) -> str | None:
        if found.until is None:
            return None
        return f"{on_the_wall(found.until, self.evening.zone):%Y-%m-%d %H:%M}"

    def _give(self, give: Table) -> None:
        now = self.evening.now
        until = self._instant(give["until"])
        grant = {**give, "given": written(now), "until": written(until)}
        grants = (*self.evening.tonight.grants, *grants_from({"give": [grant]}, "give"))
        self.evening.tonight = replace(self.evening.tonight, grants=grants)

    def _turn(self, turn: Table) -> None:
        found = turns_from({"turn": [{**turn, "since": written(self.evening.now)}]}, "turn")
        turns = (*self.evening.tonight.turns, *found)
        self.evening.tonight = replace(self.evening.tonight, turns=turns)

    def _plays(self, plays: Table) -> None:
        table(plays, "plays", ("devices", "name", "minutes"), needed=("devices", "name", "minutes"))
        self.evening.plays(plays["devices"], names.from_text(plays["name"]), plays["minutes"])

    def _left(self, left: Table) -> None:
        keys = ("young_person", "minutes", "category", "service")
        table(left, "left", keys, needed=keys[:2])
        target = {key: left[key] for key in ("category", "service") if key in left}
        found = self.evening.left(left["young_person"], target_from(target, "left"))
        if found != [left["minutes"]]:
            self._fail(left, found)

    def _asks_for(self, asks: Table) -> None:
        keys = ("young_person", "words", "name", "minutes", "target", "title")
        table(asks, "asks_for", keys, needed=keys[:2])
        self.evening.requests += (
            Request(
                number=len(self.evening.requests) + 1,
                young_person=asks["young_person"],
                asked=self.evening.now,
                words=asks["words"],
                name=names.from_text(asks["name"]) if "name" in asks else None,
                target=target_from(asks["target"], "target") if "target" in asks else None,
                minutes=asks.get("minutes", 0),
                title=asks.get("title"),
            ),
        )

    def _answers(self, answers: Table) -> None:
        table(answers, "answers", ("carer", "yes", "words"), needed=("carer", "yes", "words"))
        *before, last = self.evening.requests
        answered = requests.answered(
            last,
            yes=answers["yes"],
            carer=answers["carer"],
            words=answers["words"],
            at=self.evening.now,
        )
        self.evening.requests = (*before, answered)

    def _told(self, told: list[Table]) -> None:
        found = [
            {
                "young_person": one.young_person,
                "words": one.words,
                "answer": str(one.answer),
                "answer_words": one.answer_words,
            }
            for one in requests.kept(self.evening.requests, self.evening.now)
        ]
        if found != told:
            self._fail(told, found)

    def _restart(self, _: object) -> None:
        self.evening.restarts()

    def _clock(self, state: str) -> None:
        assert self.evening.moment is not None
        if state not in ("known", "unknown"):
            raise StoryMalformed("a clock is known or unknown")
        self.evening.moment = replace(self.evening.moment, plausible=state == "known")
