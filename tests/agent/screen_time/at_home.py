"""A home for tests of counting: who has budgets, an evening's clock, and look-ups of every kind.

Rules kept here:
- Sunday 30 March 2025 in Europe/London, from noon; the boot clock began an hour before.
- Decisions are made by the real policy of the home for that moment, not made up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from agent.in_force import InForce
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.document import household_from_toml
from policy.household import Household
from policy.index import ListSource
from policy.moment import Moment
from policy.names import from_text
from policy.tonight import Tonight
from policy.verdict import Verdict
from tests.policy.strategies import index_of

LONDON: Final = ZoneInfo("Europe/London")
NOON: Final = datetime(2025, 3, 30, 11, 0, tzinfo=UTC)
UP_MS: Final = 60 * 60 * 1000
SAM, ALEX = 7, 8

HOME_TEXT: Final = """
format = "lamplight-household/v1"

[everyone]
block = ["closed.example"]

[[carers]]
name = "Jo"

[[young_people]]
name = "Sam"
id = 7
timed = [{ title = "Bedtime", effect = "block", everything = true, \
when = [{ from = "21:00", until = "07:00" }] }]
budgets = [
    { minutes = 20, category = "games" },
    { minutes = 300, per = "week", category = "games" },
    { minutes = 60 },
]
family_time = [{ title = "Call Mum", services = ["whatsapp"] }]

[[young_people]]
name = "Alex"
id = 8

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]

[[devices]]
name = "Sam's tablet"
belongs_to = "Sam"
addresses = ["127.0.0.12", "127.0.0.13"]

[[devices]]
name = "Sam's school laptop"
belongs_to = "Sam"
addresses = ["127.0.0.14"]
school = true

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = ["127.0.0.15"]

[[devices]]
name = "Jo's phone"
belongs_to = "Jo"
addresses = ["127.0.0.16"]
"""

PHONE, TABLET, TABLET_TOO, SCHOOL, ALEXS, JOS, NOBODYS = (
    f"127.0.0.{number}" for number in (11, 12, 13, 14, 15, 16, 99)
)

HOME: Final[Household] = household_from_toml(HOME_TEXT)
LISTED: Final = [(ListSource("Play", Category.GAMES), [(from_text("play.example"), False)])]
INDEX: Final = index_of(LISTED)


class HomeClock:
    """Boot milliseconds and the wall clock, which a test moves together or apart."""

    def __init__(self, at: datetime = NOON) -> None:
        """Begin an hour after the start of the box."""
        self.at = at
        self.boot_ms = UP_MS

    def __call__(self) -> int:
        """Return boot milliseconds."""
        return self.boot_ms

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass on both."""
        self.at += timedelta(seconds=seconds)
        self.boot_ms += round(seconds * 1000)

    def step(self, by: timedelta) -> None:
        """Step the wall clock alone."""
        self.at += by

    def moment(self, *, plausible: bool = True) -> Moment:
        """Return what time it is."""
        booted = self.at - timedelta(milliseconds=self.boot_ms)
        return Moment(at=self.at, zone=LONDON, plausible=plausible, booted=booted)


def in_force_at(moment: Moment, home: Household = HOME, tonight: Tonight | None = None) -> InForce:
    """Return the home's policy for a moment, with its lists."""
    policy = compile_policy(home, 1, moment=moment, tonight=tonight or Tonight())
    return InForce(policy, INDEX)


def decided(in_force: InForce, text: str, device: str = "Sam's phone") -> Verdict:
    """Return what the policy says to a name on a device."""
    policy = in_force.policy.by_device[device]
    return decide(policy, from_text(text), in_force.listings)
