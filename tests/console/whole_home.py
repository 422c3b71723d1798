"""A home in which every part is there, whose people bear names that no page says by itself.

Real files, a real recorder with an agreement that has begun, lists, an authority; only the agent's
answers are played. So every address of the console has something behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from sqlmodel import Session

from console.app import create_app
from console.house import House
from console.security.authority import open_authority
from console.security.hosts import BOX_NAMES, OUR_NAMES
from console.security.passwords import TESTS
from console.security.permissions import Level, Role
from console.security.sessions import Kept, Visit, digest_of, token
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.database.sign_ins import (
    SignIn,
    add_phone,
    add_sign_in,
    begin_visit,
    sign_in_named,
    visit_with,
)
from console.store.recorder import Recorder
from policy.agent_answers import Answer, JustBlocked, SelftestCame, TimeLeft, Totals, WarningsDue
from policy.agent_requests import (
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
)
from policy.coverage import Asked
from policy.neighbours import Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.console import homes
from tests.console.answering import answering
from tests.console.at_hand import here
from tests.console.browsing import Browser
from tests.console.recorder_home import LAPTOP, SHARED, TABLET, RecorderHome, recorder_home
from tests.console.signing_in import Clock

CARER, SECOND, HELPER = "Ottoline", "Wilhelmina", "Barnabus"
YOUNG, YOUNGER = "Zephyrine", "Quillon"
NAMES: Final = (CARER, SECOND, HELPER, YOUNG, YOUNGER)
"""Nobody is called so in a sentence of ours."""

ADULTS, VISITORS, ELSEWHERE = "192.168.77.24", "192.168.77.98", "192.168.77.99"
UNNAMED_LINK: Final = "02:00:00:00:77:01"
TLS_PORT: Final = 8443

TEXT: Final = f"""\
format = "lamplight-household/v1"

[everyone]
block_categories = ["adult", "gambling"]

[[young_people]]
name = "{YOUNG}"
block = ["blocked.example"]

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{{from = "21:00", until = "07:00"}}]

[[young_people.budgets]]
minutes = 60
category = "games"

[[young_people.family_time]]
title = "Calls"
services = ["whatsapp"]

[[young_people]]
name = "{YOUNGER}"

[[carers]]
name = "{CARER}"

[[carers]]
name = "{SECOND}"

[[devices]]
name = "Tablet of {YOUNG}"
belongs_to = "{YOUNG}"
addresses = ["{TABLET}"]

[[devices]]
name = "Laptop of {YOUNGER}"
belongs_to = "{YOUNGER}"
addresses = ["{LAPTOP}"]

[[devices]]
name = "Sofa tablet"
belongs_to = "everyone"
shared_by = ["{YOUNG}", "{YOUNGER}"]
hand_back_minutes = 30
addresses = ["{SHARED}"]

[[devices]]
name = "Laptop of {CARER}"
belongs_to = "{CARER}"
addresses = ["{ADULTS}"]
"""

_ANSWERS: Final[Mapping[type[Request], Answer]] = {
    AskTimeLeft: TimeLeft(left=(), knows_the_time=True),
    AskWarnings: WarningsDue(warnings=()),
    Borrow: TimeLeft(left=(), knows_the_time=True),
    GiveBack: TimeLeft(left=(), knows_the_time=True),
    BeginFix: JustBlocked(names=(), seconds=60),
    AskJustBlocked: JustBlocked(names=(), seconds=60),
    AskTotals: Totals(asked=Asked()),
    AskSelftest: SelftestCame(over_ipv4=True, over_ipv6=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeHome:
    """The home, its application and its clock; its recorder where one answers."""

    house: House
    app: FastAPI
    clock: Clock
    recorder: RecorderHome | None = None

    def browser(self, source: str = ELSEWHERE, scheme: str = "https") -> Browser:
        """Return a browser that keeps nothing yet."""
        return Browser(self.app, source, scheme)

    def visiting(
        self,
        name: str,
        level: Level = Level.FULL,
        source: str = ELSEWHERE,
        *,
        on_phone: bool = False,
        ago: timedelta = timedelta(),
    ) -> Browser:
        """Return a browser in which somebody's visit began, just now or so long ago."""
        browser = self.browser(source)
        self.begin(browser, name, level, on_phone=on_phone, ago=ago)
        return browser

    def begin(
        self,
        browser: Browser,
        name: str,
        level: Level = Level.FULL,
        *,
        on_phone: bool = False,
        ago: timedelta = timedelta(),
    ) -> None:
        """Let a visit of somebody begin in a browser; who cannot sign in, is added."""
        kept, at = token(), self.clock.now - ago
        with self.house.database.changing() as session:
            sign_in = _sign_in(session, self.house, name)
            phone = token() if on_phone else ""
            number = (
                add_phone(session, sign_in.number, "", (digest_of(phone), ""), at).number
                if phone
                else None
            )
            visit = Visit(
                digest=digest_of(kept),
                sign_in=sign_in.number,
                phone=number,
                level=level,
                began_at=at,
                seen_at=at,
            )
            begin_visit(session, visit)
        browser.jar[f"__Host-{Kept.VISIT}"] = kept
        if phone:
            browser.jar[f"__Host-{Kept.PHONE}"] = phone

    def by_card(self) -> Browser:
        """Return a browser in which a young person has just typed the words of their card."""
        browser = self.browser()
        kept = self.house.by_card.begin(YOUNG, self.clock.now)
        browser.jar[f"__Host-{Kept.CARD}"] = kept
        return browser

    def is_visiting(self, browser: Browser) -> bool:
        """Say whether the visit that a browser keeps goes on."""
        kept = browser.jar.get(f"__Host-{Kept.VISIT}", "")
        with self.house.database.reading() as session:
            return visit_with(session, digest_of(kept)) is not None

    def is_kind(self, kind: HomeKind) -> None:
        """Say what kind of home it is."""
        with self.house.database.changing() as session:
            home = home_of(session)
            assert home is not None
            save_home(session, replace(home, kind=kind))


@contextmanager
def whole_home(
    folder: Path,
    begin: Callable[[RecorderHome], object] = RecorderHome.agreed,
    answers: Mapping[type[Request], Answer] = _ANSWERS,
) -> Iterator[WholeHome]:
    """Yield the home, with two carers and a helper who sign in, and an agreement begun."""
    folder.mkdir(parents=True, exist_ok=True)
    agent = folder / "agent.sock"
    with recorder_home(folder / "box") as recorder, answering(agent, answers):
        begin(recorder.enrolled())
        home = replace(_home(folder, recorder.socket, agent), recorder=recorder)
        yield home
        home.house.database.close()


@contextmanager
def quiet_home(folder: Path) -> Iterator[WholeHome]:
    """Yield the same home, whose recorder and agent do not answer: quick, for many requests."""
    folder.mkdir(parents=True, exist_ok=True)
    home = _home(folder, folder / "no-recorder", folder / "no-agent")
    yield home
    home.house.database.close()


def _home(folder: Path, recorder: Path, agent: Path) -> WholeHome:
    neighbours, clock = folder / "neighbours.json", Clock()
    seen = (here(UNNAMED_LINK, VISITORS), here("02:00:00:00:77:02", "192.168.77.97"))
    neighbours.write_bytes(neighbours_to_bytes(Neighbours(neighbours=seen)))
    house = homes.house_at(
        folder / "state",
        TEXT,
        clock=clock,
        profile=TESTS,
        lists=homes.lists_in(folder / "lists"),
        recorder=Recorder(recorder),
        agent=agent,
        neighbours=neighbours,
    )
    authority = open_authority(folder / "tls", BOX_NAMES, (), clock.now)
    app = create_app(house, OUR_NAMES, authority=authority, tls_port=TLS_PORT)
    with house.database.changing() as session:
        for name in (CARER, SECOND, HELPER):
            _sign_in(session, house, name)
    return WholeHome(house=house, app=app, clock=clock)


def _sign_in(session: Session, house: House, name: str) -> SignIn:
    role = Role.HELPER if name == HELPER else Role.CARER
    found = sign_in_named(session, name)
    return found or add_sign_in(session, name, role, "", house.clock())
