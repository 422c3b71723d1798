"""What the page says of the agent, held against the real agent's keeping of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.in_force import Current, InForce, protective_default
from agent.keeper import Files, Keeper
from console import words
from console.errors import PublishedDamaged
from console.pages.home import HomePage, home_page
from console.pages.standing import listed
from console.services.allow import allow, take_back
from console.services.publish import publish
from console.store.allowed_file import AllowedFile
from console.store.index_file import open_index
from console.store.published import Published
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.document import household_from_toml
from policy.explain import explain
from policy.index import ListSource
from policy.names import Name, from_text
from policy.snapshot import PolicySnapshot
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
            Files(
                snapshot=published.snapshot_path,
                index=self.index_path,
                status=published.status_path,
            ),
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


def test_the_agent_need_not_be_told_how_the_lists_stand(state: Path) -> None:
    """With lists.json damaged beside it, the index goes on blocking."""
    published, agent = Published(state), Agent(state)
    publish(published, FULL)
    agent.index_path.write_bytes(INDEX)
    agent.index_path.with_name("lists.json").write_bytes(b"damaged")
    agent.look()

    assert agent.blocks("192.168.77.21", BETS)


def test_a_name_allowed_from_a_page_is_taken_up_at_the_next_look(state: Path) -> None:
    """One look after the button, the agent lets the name through on every device; undo ends it."""
    house = homes.house_at(state, homes.FULL)
    published, agent = house.published, Agent(state)
    agent.index_path.write_bytes(INDEX)
    agent.look()
    index = open_index(agent.index_path)
    found = explain(compile_policy(FULL, 1).visitors, BETS, index)
    addresses = ("192.168.77.21", "192.168.77.99")
    seen = [[agent.blocks(address, BETS) for address in addresses]]
    said: list[str | None] = []
    changes: tuple[Callable[[], PolicySnapshot], ...] = (
        lambda: allow(house, "Sam", BETS, found),
        lambda: take_back(house, "Sam", BETS),
    )
    for change in changes:
        change()
        said.append(_page(published).truth.heading)
        said.append(_said_of_allowed(published))
        agent.look()
        seen.append([agent.blocks(address, BETS) for address in addresses])
        said.append(_page(published).truth.heading)
        said.append(_said_of_allowed(published))

    assert said == [
        *(words.NOT_YET, words.ALLOWED_NOT_YET, words.IN_FORCE, words.ALLOWED_IN_FORCE),
        *(words.NOT_YET, None, words.IN_FORCE, None),
    ]
    assert seen == [[True, True], [False, False], [True, True]]


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


def _said_of_allowed(published: Published) -> str | None:
    allowed = AllowedFile(published.state).read()
    page = home_page(published.snapshot(), published.status(), allowed=allowed)
    return page.allowed.text if page.allowed else None


def _notes(published: Published) -> list[str]:
    return [note.heading for note in _page(published).notes]
