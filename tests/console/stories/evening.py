"""The home of the stories of an evening: two young people alike, and a carer, each with a device.

One running home serves all these stories. Told by thumb they are Maya's, told with the keys Leo's,
so that none finds what another one left; and time only goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from console.house import House
from console.security.permissions import Role
from console.services.accounts import First, add
from console.store.database.engine import Database
from console.store.published import Published
from console.words import sign_in, ways
from tests.console.stories.one_home import OneHome
from tests.console.stories.person import Person, Way

BEGAN: Final = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
"""On a Tuesday in winter, when the home's clocks show what UTC does."""

CARER: Final = "Samira"

HOUSEHOLD: Final = """\
format = "lamplight-household/v1"

[[carers]]
name = "Samira"

[[young_people]]
name = "Maya"
block = ["chess.example", "cdn.example"]
block_categories = ["games"]

[[young_people]]
name = "Leonid"
block = ["chess.example", "cdn.example"]
block_categories = ["games"]

[[devices]]
name = "Blue tablet"
belongs_to = "Maya"
addresses = ["127.0.0.21"]

[[devices]]
name = "Old laptop"
belongs_to = "Leonid"
addresses = ["127.0.0.22"]

[[devices]]
name = "Grey phone"
belongs_to = "Samira"
addresses = ["127.0.0.31"]

[[devices]]
name = "Black laptop"
belongs_to = "Samira"
addresses = ["127.0.0.32"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Young:
    """Whose story it is: the young person, the device in their hand, and the carer's."""

    name: str
    number: int
    device: str
    carers_device: str
    spare: str


MAYA: Final = Young(
    name="Maya", number=1, device="127.0.0.21", carers_device="127.0.0.31", spare="127.0.0.41"
)
LEONID: Final = Young(
    name="Leonid", number=2, device="127.0.0.22", carers_device="127.0.0.32", spare="127.0.0.42"
)


@dataclass(slots=True)
class Evening:
    """The home, the way in which this story is told, and whose it is."""

    home: OneHome
    way: Way
    young: Young
    password: str

    def young_person(self) -> Person:
        """Give the young person their device."""
        return self.home.takes(self.way, self.young.device)

    def carer(self) -> Person:
        """Give the carer their device; they sign in."""
        carer = self.home.takes(self.way, self.young.carers_device, safely=True)
        carer.opens("/sign-in")
        signs_in(carer, CARER, self.password)
        return carer

    def comes_back(self, carer: Person) -> None:
        """Let the carer sign in again, whose visit was left alone for too long."""
        carer.opens("/tonight")  # a page that renews itself may have led there by now
        carer.reads(sign_in.HEADING)
        signs_in(carer, CARER, self.password)
        carer.follows(ways.TONIGHT)


def signs_in(person: Person, name: str, password: str, code: str = "") -> None:
    """Sign somebody in, on the page where it is asked."""
    person.types(sign_in.NAME, name)
    person.types(sign_in.PASSWORD, password)
    if code:
        person.types(sign_in.CODE, code)
    person.presses(sign_in.SIGN_IN)


def let_in(home: OneHome, name: str = CARER) -> str:
    """Let a carer sign in from the box's command line; return their first password."""
    house = House(
        database=Database.open(home.state),
        published=Published(home.state),
        clock=lambda: home.time.now,
    )
    first = add(house, name, name, Role.CARER)
    house.database.close()
    assert isinstance(first, First)
    return first.password
