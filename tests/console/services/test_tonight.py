from __future__ import annotations

from pathlib import Path

from sqlmodel import delete

from console.services.grants import Pause, give
from console.services.requests import Asking, ask
from console.services.tonight import tonight_now
from console.store.agent import AgentSilence
from console.store.database.homes import HomeKind
from console.store.database.tables.home import HomeRow
from console.store.published import Silence
from policy.agent_answers import Answer, TimeLeft, Totals
from policy.agent_requests import AskTimeLeft, AskTotals, Request
from policy.compile import PROTECTIVE_DEFAULT
from policy.coverage import Asked
from tests.console.answering import answering
from tests.console.given_home import SIX_IN_THE_EVENING, given_home


def test_everything_is_of_one_moment(tmp_path: Path) -> None:
    """What was given and asked, what the agent says, and the time stand in one value."""
    home = given_home(tmp_path, agent=tmp_path / "agent.sock")
    give(home.house, "Jo", Pause(young_person="Sam", reason="dinner"))
    ask(home.house, Asking(young_person="Sam", title="Bedtime"))
    answers: dict[type[Request], Answer] = {
        AskTimeLeft: TimeLeft(left=(), knows_the_time=True),
        AskTotals: Totals(asked=Asked(over_ipv4=5, quiet_minutes=7)),
    }
    assert home.house.agent is not None
    with answering(home.house.agent, answers):
        now = tonight_now(home.house)

    assert now.moment.at == SIX_IN_THE_EVENING
    assert [one.grant for one in now.grants] == list(now.snapshot.grants)
    assert [one.young_person for one in now.requests] == ["Sam"]
    assert now.left == answers[AskTimeLeft]
    assert now.quiet_minutes == 7
    assert now.household == home.household
    assert [name for name, _ in now.listed] == ["Sam", "Alex"]


def test_of_how_much_was_asked_only_the_quiet_is_kept(tmp_path: Path) -> None:
    """No count of questions is in the value, so no page can show one."""
    fields = set(tonight_now(given_home(tmp_path).house).__slots__)

    assert fields & {"asked", "totals"} == set()


def test_silence_is_a_value(tmp_path: Path) -> None:
    """Without an agent, or with one that is not there, nothing is guessed."""
    for agent in (None, tmp_path / "nobody.sock"):
        folder = tmp_path / str(agent is None)
        folder.mkdir()
        now = tonight_now(given_home(folder, agent=agent).house)

        assert (now.left, now.quiet_minutes) == (AgentSilence.NOT_THERE, None)
        assert now.status is Silence.NOT_RUNNING


def test_before_the_first_run_it_is_the_home_that_protects_everyone(tmp_path: Path) -> None:
    """Nobody lives there yet, and it is no home in which anything is recorded."""
    house = given_home(tmp_path).house
    with house.database.changing() as session:
        session.exec(delete(HomeRow))
    now = tonight_now(house)

    assert (now.household, now.kind, now.set_up_at) == (PROTECTIVE_DEFAULT, HomeKind.FAMILY, None)
