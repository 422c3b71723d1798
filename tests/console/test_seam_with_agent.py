"""What the page says of the agent, held against the real agent's keeping of its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.in_force import Current, InForce, protective_default
from agent.keeper import Keeper
from console import words
from console.errors import PublishedDamaged
from console.pages.home import HomePage, home_page
from console.pages.standing import listed
from console.services.publish import publish
from console.store.published import Published
from policy.categories import Category
from policy.decide import decide
from policy.document import household_from_toml
from policy.index import ListSource
from policy.names import Name, from_text
from policy.verdict import Allow, Block
from tests.console import homes
from tests.policy.strategies import index_octets

FULL = household_from_toml(homes.FULL)
BETS = from_text("bets.example")
INDEX = index_octets([(ListSource("bets", Category.GAMBLING), [(BETS, False)])])


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """Return a state folder in which an agent counts as running."""
    with homes.agent_at(tmp_path):
        yield tmp_path


class Agent:
    """The part of the agent that keeps policy and lists, over one state folder.

    The test's `state` fixture holds the lock by which it counts as running.
    """

    def __init__(self, state: Path) -> None:
        """Start as the agent starts: the protective default until something is found."""
        self.index_path = state / "lists" / "categories.idx"
        published = Published(state)
        for path in (self.index_path, published.status_path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.current = Current(InForce(protective_default(), None))
        self._keeper = Keeper(
            self.current,
            snapshot=published.snapshot_path,
            index=self.index_path,
            status=published.status_path,
        )

    def look(self) -> None:
        """Look at the files, as the agent does once a second."""
        self._keeper.look()

    def blocks(self, device: str, name: Name) -> bool:
        """Say whether a query for `name` from the address would be blocked."""
        in_force = self.current.in_force
        policy = in_force.policy.by_address.get(device, in_force.policy.visitors)
        return isinstance(decide(policy, name, in_force.listings), Block)


def test_what_the_agent_took_up_is_said_to_be_in_force(state: Path) -> None:
    """Published here, taken up there, and only then said here."""
    published, agent = Published(state), Agent(state)
    agent.look()
    publish(published, FULL)
    before = _page(published)
    agent.look()
    after = _page(published)

    assert before.truth.heading == words.DEFAULT
    assert after.truth.heading == words.IN_FORCE


def test_until_rules_are_taken_up_the_starting_rules_hold(state: Path) -> None:
    """What the page lists as blocked from the start is what the agent blocks, for any device."""
    agent = Agent(state)
    sources = [
        (ListSource(kind, kind), [(from_text(f"{kind}.example"), False)]) for kind in Category
    ]
    agent.index_path.write_bytes(index_octets(sources))
    agent.look()
    blocked = [
        kind for kind in Category if agent.blocks("192.168.77.9", from_text(f"{kind}.example"))
    ]
    page = home_page(homes.snapshot_of(homes.FULL), Published(state).status())

    assert page.truth.texts[1] == words.DEFAULT_KINDS.format(kinds=listed(frozenset(blocked)))


def test_without_lists_names_stay_blocked_and_kinds_do_not(state: Path) -> None:
    """The agent without an index blocks by name, blocks no kind, and the page says just that."""
    published, agent = Published(state), Agent(state)
    publish(published, FULL)
    agent.look()

    assert agent.blocks("192.168.77.21", from_text("chat.example"))
    assert not agent.blocks("192.168.77.21", BETS)
    assert words.LISTS_MISSING in _notes(published)


def test_damaged_rules_leave_the_last_good_ones_in_force(state: Path) -> None:
    """The agent keeps what it has; starting the console again says what to do."""
    published, agent = Published(state), Agent(state)
    publish(published, FULL)
    agent.look()
    good = published.snapshot()
    published.replace(b"damaged")
    agent.look()

    assert agent.current.in_force.policy.version == good.version
    assert words.RULES_DAMAGED in [
        note.heading for note in home_page(good, published.status()).notes
    ]
    with pytest.raises(PublishedDamaged, match="mv "):
        publish(published, FULL)


def test_older_rules_are_refused_and_starting_again_heals_it(state: Path) -> None:
    """After a lost state the agent keeps its newer rules until the console is started again."""
    published, agent = Published(state), Agent(state)
    for text in (homes.EMPTY, homes.FULL, homes.EMPTY):
        publish(published, household_from_toml(text))
        agent.look()
    status = published.status_path.read_bytes()
    published.snapshot_path.unlink()
    published.status_path.unlink()
    publish(published, FULL)
    published.status_path.write_bytes(status)
    agent.look()
    refused = _notes(published)
    publish(published, FULL)
    agent.look()

    assert words.RULES_OLDER in refused
    assert _page(published).truth.heading == words.IN_FORCE
    assert agent.current.in_force.policy.version == 4


def test_damaged_lists_leave_the_last_good_ones_in_force(state: Path) -> None:
    """A damaged index is told on the page while the agent goes on blocking by the last one."""
    published, agent = Published(state), Agent(state)
    publish(published, FULL)
    agent.index_path.write_bytes(INDEX)
    agent.look()
    damaged = agent.index_path.with_suffix(".new")
    damaged.write_bytes(INDEX[:-1])
    damaged.replace(agent.index_path)
    agent.look()

    assert agent.blocks("192.168.77.21", BETS)
    assert _notes(published) == [words.LISTS_DAMAGED]


def test_the_agent_needs_no_console(state: Path) -> None:
    """With every published file gone, what was taken up goes on deciding."""
    published, agent = Published(state), Agent(state)
    publish(published, FULL)
    agent.look()
    published.snapshot_path.unlink()
    agent.look()

    assert agent.blocks("192.168.77.21", from_text("chat.example"))


def test_a_device_nobody_named_has_the_rules_for_visitors(state: Path) -> None:
    """An address that no device of the home bears is judged as a visitor's."""
    published, agent = Published(state), Agent(state)
    text = homes.EMPTY + '[visitors]\nblock = ["visited.example"]\n'
    publish(published, household_from_toml(text))
    agent.look()

    assert agent.blocks("192.168.77.99", from_text("visited.example"))
    assert isinstance(
        decide(
            agent.current.in_force.policy.visitors,
            from_text("other.example"),
            agent.current.in_force.listings,
        ),
        Allow,
    )


def _page(published: Published) -> HomePage:
    return home_page(published.snapshot(), published.status())


def _notes(published: Published) -> list[str]:
    return [note.heading for note in _page(published).notes]
