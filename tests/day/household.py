"""A household that asks: what fifty devices look up in a day, the same for the same seed.

Rules kept here:
- A page is a burst: all its names, one after another, each by the types that its device asks for.
  A page of somebody's favourites comes often (Zipf), any other one now and then.
- Below that, every device has a few names that it asks for by itself, day and night.
- Nights are quiet; the time after school and the evening are not. Some names are typed wrongly, and
  some are on a list.
- The names of pages are recorded ones where a folder of data has them, else made up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from policy.names import Name, from_text
from tests.agent.dns.packets import AAAA, HTTPS, A, opt

A_DAY: Final = 24 * 3_600
AN_HOUR: Final = 3_600
BEGINS_AT: Final = 15.5
"""The hour at which the day begins, as `held_clock.BEGAN` has it."""

CURVE: Final = (
    *(0.4, 0.2, 0.1, 0.1, 0.1, 0.3, 1.2, 3.0, 2.5, 1.5, 1.2, 1.2),
    *(1.6, 1.3, 1.5, 3.5, 6.0, 7.0, 6.0, 6.5, 7.0, 5.0, 2.5, 1.0),
)
"""How much is looked at in each hour from midnight on, as shares."""

BY_THEMSELVES: Final = 0.25
"""The share of all questions that devices ask by themselves, at all hours alike."""
MISTYPED: Final = 0.02
ELSEWHERE: Final = 0.1
"""How often a page is none of the favourites."""

TRACKING: Final = frozenset({"ad", "ads", "pixel", "stats", "track", "tracking", "analytics"})
"""A name with one of these labels is on the list of trackers."""

MADE_UP: Final = 400
SHARED_NAMES: Final = 2_000
SHARED: Final = ("cdn", "img", "static", "fonts", "api", "ads", "pixel", "track")
OWN: Final = ("www", "img", "static", "api", "media", "login", "stats", "m", "video", "search")
LOOKS_RIGHT: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}")

BUDGET: Final = "budgets = [{ minutes = 240 }]"
BEDTIME: Final = (
    'timed = [{ title = "Bedtime", effect = "block", everything = true,'
    ' when = [{ from = "21:30", until = "06:30" }] }]'
)


class Kind(NamedTuple):
    """A kind of device: how many there are, who has them, and what they ask for."""

    title: str
    owners: Sequence[str]
    types: Sequence[int]
    pages: float
    own_names: Sequence[str]


YOUNG: Final = ("Ada", "Ben", "Cleo", "Dan")
CARERS: Final = ("Ina", "Jon")
OWNERS: Final = (*YOUNG, *CARERS)
BLOCKED_FOR: Final = len(YOUNG)
"""Of so many pages the first one's name is blocked, each for one young person."""
BROWSED: Final = (A, AAAA, HTTPS)
ALL: Final = "everyone"

KINDS: Final = (
    Kind(
        *("phone", OWNERS, BROWSED, 4),
        ("captive.apple.com", "1-courier.push.apple.com", "time.apple.com", "mtalk.google.com"),
    ),
    Kind(
        *("tablet", OWNERS, BROWSED, 3),
        ("connectivitycheck.gstatic.com", "mtalk.google.com", "time.android.com"),
    ),
    Kind(
        *("laptop", OWNERS, BROWSED, 3),
        ("www.msftconnecttest.com", "settings-win.data.microsoft.com", "time.windows.com"),
    ),
    Kind(
        *("console", YOUNG, (A, AAAA), 0.5),
        ("conntest.nintendowifi.net", "ctest.cdn.nintendo.net"),
    ),
    Kind("television", (ALL,) * 4, (A, AAAA), 1, ("time.samsungcloudsolution.com",)),
    Kind("lamp", (ALL,) * 24, (A,), 0, ("pool.ntp.org", "mqtt.lamps.example", "api.lamps.example")),
)


class Device(NamedTuple):
    """One device of the home."""

    title: str
    owner: str
    source: str
    kind: Kind


DEVICES: Final = tuple(
    Device(f"{kind.title} {number}", owner, f"127.0.1.{number}", kind)
    for number, (kind, owner) in enumerate(
        ((kind, owner) for kind in KINDS for owner in kind.owners), start=1
    )
)
"""Fifty: more than a home has that this box is for."""


class Asked(NamedTuple):
    """One question: who asks, and the octets behind its id; `end` is where the question ends."""

    source: str
    octets: bytes
    end: int


@dataclass(frozen=True, slots=True)
class Site:
    """A page's address, and all names that it brings."""

    name: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who lives here, what they look at, and how much they ask in a day."""

    seed: int
    questions: int
    sites: Sequence[Site]

    @property
    def text(self) -> str:
        """The household file: budgets of minutes, a bedtime, blocked names, everybody's devices."""
        said = ['format = "lamplight-household/v1"', "[everyone]", 'block_categories = ["ads"]']
        said += [f'[[carers]]\nname = "{name}"' for name in CARERS]
        for name, site in zip(YOUNG, self.sites, strict=False):
            said += [f'[[young_people]]\nname = "{name}"\nblock = ["{site.name}"]', BUDGET, BEDTIME]
        for one in DEVICES:
            said.append(f'[[devices]]\nname = "{one.title}"\nbelongs_to = "{one.owner}"')
            said.append(f'addresses = ["{one.source}"]')
        return "\n".join((*said, ""))

    @property
    def known(self) -> frozenset[Name]:
        """Every name that exists."""
        names = {name for site in self.sites for name in (site.name, *site.names)}
        names.update(name for kind in KINDS for name in kind.own_names)
        return frozenset(map(from_text, names))

    @property
    def listed(self) -> Sequence[str]:
        """The names on the list of trackers."""
        names = {name for site in self.sites for name in site.names}
        return sorted(name for name in names if not TRACKING.isdisjoint(name.split(".")))

    def day(self, every_seconds: int) -> Iterator[tuple[int, list[Asked]]]:
        """Give what is asked until each moment of a day that is so many seconds after the last."""
        dice = random.Random(f"{self.seed} day")  # noqa: S311 - it has to repeat
        asks = lru_cache(maxsize=None)(asked)
        favourites = {one: dice.sample(self.sites, len(self.sites)) for one in DEVICES}
        often = list(accumulate(1 / (rank + 1) for rank in range(len(self.sites))))
        readers = [one for one in DEVICES if one.kind.pages]
        reading = list(accumulate(one.kind.pages for one in readers))
        alone = pages = 0.0
        for second in range(0, A_DAY, every_seconds):
            now: list[Asked] = []
            alone += self.questions * BY_THEMSELVES * every_seconds / A_DAY
            pages += self.questions * (1 - BY_THEMSELVES) * looked_at(second, every_seconds)
            while alone > 0:
                device = dice.choice(DEVICES)
                name = dice.choice(device.kind.own_names)
                now += [asks(device.source, name, rtype) for rtype in device.kind.types]
                alone -= len(device.kind.types)
            while pages > 0:
                [device] = dice.choices(readers, cum_weights=reading)
                [site] = dice.choices(favourites[device], cum_weights=often)
                if dice.random() < ELSEWHERE:
                    site = dice.choice(self.sites)
                names = (site.name, *site.names)
                if dice.random() < MISTYPED:
                    names = (f"{dice.choice('qxz')}{site.name}",)
                types = device.kind.types
                now += [asks(device.source, name, rtype) for name in names for rtype in types]
                pages -= len(names) * len(types)
            yield second + every_seconds, now


def asked(source: str, name: str, rtype: int) -> Asked:
    """Return a question, with EDNS as most devices have it."""
    question = from_text(name) + rtype.to_bytes(2, "big") + b"\0\1"
    return Asked(source, b"\1\0\0\1\0\0\0\0\0\1" + question + opt(), 10 + len(question))


def looked_at(second: int, seconds: int) -> float:
    """Return the share of a day's pages that is looked at in some seconds of it."""
    hour = int(BEGINS_AT + second / AN_HOUR) % len(CURVE)
    return CURVE[hour] / sum(CURVE) * seconds / AN_HOUR


def household(
    seed: int,
    questions: int,
    data: Path | None = None,
    *,
    most_sites: int = 1_000,
    most_names: int = 1_000,
) -> Household:
    """Return the household of a seed; its pages are those in a folder of data where there is one.

    With fewer names in a page a day of fewer questions has as many pages.
    """
    sites = made_up(seed) if data is None else recorded(data / "streams" / "pageload-dns-hpcn.tsv")
    dice = random.Random(f"{seed} sites")  # noqa: S311 - it has to repeat
    chosen = dice.sample(sites, min(most_sites, len(sites)))
    cut = [Site(site.name, site.names[:most_names]) for site in chosen]
    return Household(seed=seed, questions=questions, sites=cut)


def made_up(seed: int) -> Sequence[Site]:
    """Return pages that nobody has, of the size that pages have; they share some names."""
    dice = random.Random(f"{seed} names")  # noqa: S311 - it has to repeat
    shared = [f"{dice.choice(SHARED)}.part{number}.example" for number in range(SHARED_NAMES)]
    sites = []
    for number in range(MADE_UP):
        name = f"site{number}.example"
        own = [f"{label}.{name}" for label in dice.sample(OWN, dice.randrange(1, len(OWN)))]
        sites.append(Site(name, [*own, *dice.sample(shared, dice.randrange(4, 60))]))
    return sites


def recorded(path: Path) -> Sequence[Site]:
    """Return the pages of a recording: a line for each answer, with its page and its name."""
    pages: dict[str, dict[str, None]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            page, _, name, *_ = line.split("\t")
            if LOOKS_RIGHT.fullmatch(name) and LOOKS_RIGHT.fullmatch(page):
                pages.setdefault(page, {})[name] = None
    return [Site(page, tuple(names)) for page, names in pages.items()]
