"""Sample homes, and what an agent may say of itself, for the tests of the console."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from agent.presence import present_at
from console.house import House
from console.services.home import publish_home, read_in
from console.services.publish import publish
from console.store.allowed_file import AllowedFile, AllowedName
from console.store.database.engine import Database
from console.store.household_file import HouseholdFile
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from policy.categories import Category
from policy.document import household_from_toml
from policy.index import ListSource
from policy.list_standing import ListsStanding, ListStanding, Trouble, Use, standing_to_bytes
from policy.names import from_text
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus, ClockState, IndexState, PolicyState, Refusal, status_to_bytes
from tests.policy.strategies import index_octets

FULL: Final = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["ads", "malware", "adult", "gambling"]
block = ["chat.example", "childline.org.uk"]

[visitors]
block_categories = ["vpn"]

[[young_people]]
name = "Maya"
block_categories = ["self-harm", "dating", "vpn"]
allow = ["museum.example"]

[[young_people]]
name = "Leo"
block_categories = ["social-media", "strangers", "vpn"]

[[young_people]]
name = "Noor"

[[carers]]
name = "Sam"
allow = ["chat.example"]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["192.168.77.21"]

[[devices]]
name = "Maya's phone"
belongs_to = "Maya"
addresses = ["192.168.77.22"]
block_categories = ["games"]
block = ["n1.example", "n2.example", "n3.example", "n4.example", "n5.example",
         "n6.example", "n7.example", "n8.example", "n9.example"]

[[devices]]
name = "Leo's games console"
belongs_to = "Leo"
addresses = ["fd00:77::23"]

[[devices]]
name = "Sam's laptop"
belongs_to = "Sam"
addresses = ["192.168.77.24"]

[[devices]]
name = "Living room TV"
belongs_to = "everyone"
addresses = ["192.168.77.25"]

[[devices]]
name = "Kitchen radio"
belongs_to = "everyone"
addresses = ["192.168.77.26"]
"""

EMPTY: Final = 'format = "lamplight-household/v1"\n'

IN_FORCE: Final = AgentStatus(
    policy=PolicyState.PUBLISHED,
    snapshot_version=1,
    snapshot_refused=Refusal.NONE,
    index=IndexState.IN_FORCE,
    index_names=812_345,
    index_refused=Refusal.NONE,
    clock=ClockState.PLAUSIBLE,
    latest_hour=498_758,
)
BEHIND: Final = replace(IN_FORCE, snapshot_version=7)
DEFAULT: Final = replace(IN_FORCE, policy=PolicyState.PROTECTIVE_DEFAULT, snapshot_version=0)
ALL_WRONG: Final = replace(
    IN_FORCE,
    snapshot_refused=Refusal.MALFORMED,
    index=IndexState.MISSING,
    index_names=0,
    index_refused=Refusal.MALFORMED,
)

CHECKED: Final = "2026-11-21T04:43:15Z"


def _list(list_id: str, category: Category, **changed: object) -> ListStanding:
    plain = ListStanding(
        id=list_id,
        title=f"The {list_id} list",
        category=category,
        publisher=f"People of {list_id}",
        licence="MIT",
        home=f"https://{list_id}.lists.example/",
        use=Use.IN_USE,
        names=1_234,
        checked=CHECKED,
        changed=CHECKED,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # the fields are a test's own


BETS: Final = ListSource("bets", Category.GAMBLING)
HARM: Final = ListSource("harm", Category.SELF_HARM)
ADULT_ONE: Final = ListSource("adult-one", Category.ADULT, alone=False)
ADULT_TWO: Final = ListSource("adult-two", Category.ADULT, alone=False)

COPIES: Final = {
    "bets": b"# wagers\n0.0.0.0 bet.example\n",
    "harm": b"harm.example\n",
    "adult-one": b"other.example\n\nadult.example\n",
    "adult-two": b"adult.example\n",
}
"""The copies of the lists from which INDEX is built."""

LISTS: Final = ListsStanding(
    made=CHECKED,
    lists=(
        _list("bets", Category.GAMBLING),
        _list("harm", Category.SELF_HARM, left_out=("kind.example",)),
        _list("adult-one", Category.ADULT, moved_to="https://adult.example/list"),
        _list("adult-two", Category.ADULT),
    ),
)
LISTS_IN_TROUBLE: Final = ListsStanding(
    made=CHECKED,
    lists=(
        _list("bets", Category.GAMBLING, trouble=Trouble.UNREACHABLE),
        _list("harm", Category.SELF_HARM, trouble=Trouble.UNREACHABLE),
        _list(
            "adult-one",
            Category.ADULT,
            trouble=Trouble.BLOCKS_EVERYDAY,
            told=("bbc.co.uk",),
            figures=(1,),
        ),
        _list("adult-two", Category.ADULT, use=Use.WAITING, names=0, checked=None, changed=None),
        _list(
            "games",
            Category.GAMES,
            use=Use.WAITING,
            names=0,
            checked=None,
            changed=None,
            trouble=Trouble.NO_ROOM,
        ),
    ),
)


def lists_in(folder: Path, standing: ListsStanding = LISTS) -> ListsFolder:
    """Leave what the lists job leaves: standing, index and copies."""
    (folder / "copies").mkdir(parents=True, exist_ok=True)
    for name, octets in COPIES.items():
        (folder / "copies" / name).write_bytes(octets)
    adult = (from_text("adult.example"), False)
    lists = ListsFolder(folder)
    lists.index_path.write_bytes(
        index_octets(
            [
                (BETS, [(from_text("bet.example"), False)]),
                (HARM, [(from_text("harm.example"), False)]),
                (ADULT_ONE, [adult]),
                (ADULT_TWO, [adult]),
            ]
        )
    )
    (folder / "lists.json").write_bytes(standing_to_bytes(standing))
    return lists


def snapshot_of(text: str, version: int = 1) -> PolicySnapshot:
    """Return the snapshot of a household file."""
    return PolicySnapshot(version=version, household=household_from_toml(text))


def published_in(state: Path, text: str, status: AgentStatus | None) -> Published:
    """Publish a household below `state`, and leave what an agent would say of itself."""
    published = Published(state)
    publish(published, household_from_toml(text))
    if status is not None:
        leave_status(published, status)
    return published


WHEN: Final = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
"""What the clock of a house in a test shows."""


def let_through(state: Path, *names: AllowedName) -> None:
    """Leave names that were allowed from a page, as though a console that is over had done it."""
    file = AllowedFile(state)
    file.propose(names, 1)
    file.take_in(lambda _: True)


def house_at(
    state: Path,
    text: str | None = None,
    status: AgentStatus | None = None,
    **parts: Any,  # noqa: ANN401 - parts of a House by their names
) -> House:
    """Return a house below `state`, published, whose home is `text`; not set up without one."""
    house = House(
        database=Database.open(state),
        published=Published(state),
        **{"clock": lambda: WHEN} | parts,
    )
    if text is None:
        publish_home(house)
    else:
        digest = hashlib.sha256(text.encode()).hexdigest()
        read_in(house, HouseholdFile(household=household_from_toml(text), digest=digest))
    if status is not None:
        leave_status(house.published, status)
    return house


@contextmanager
def agent_at(state: Path) -> Iterator[None]:
    """Be there as a running agent is, by holding the lock that one holds."""
    folder = Published(state).status_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    with present_at(folder):
        yield


def leave_status(published: Published, status: AgentStatus) -> None:
    """Leave what an agent would say of itself."""
    published.status_path.parent.mkdir(parents=True, exist_ok=True)
    published.status_path.write_bytes(status_to_bytes(status))
