from __future__ import annotations

import shlex
from pathlib import Path

from agent.demo import words
from agent.demo.devices import ANSWERED, BLOCKED, NOT_RECORDED_AT, RECORDED_AT, TOUR
from agent.demo.sign_ins import SignIn
from agent.dns.upstream import Address

BOX = Address("127.0.0.1", 5300)
CONSOLE = Address("127.0.0.1", 8080)
OUTCOMES = [(visit, visit.outcome) for visit in TOUR]


def test_the_welcome_holds_all_there_is_to_try() -> None:
    """The welcome shows the tour, a dig for each device, and how to ask why."""
    text = words.welcome(BOX, Path("h.toml"), Path("c.idx"), OUTCOMES)

    assert "a household of 5 devices" in text
    assert words.things_to_try(BOX) in text
    assert words.explain_command(Path("h.toml"), Path("c.idx")) in text


def test_every_door_is_told_with_what_opens_it() -> None:
    """Each page has its address, and each sign-in the password that opens it."""
    people = [SignIn("Sam", "carer", "four words of chance"), SignIn("Alex", "helper", None)]
    lines = words.doors(CONSOLE, people).splitlines()

    for door in ("sign-in", "mine", "visit"):
        assert f"  http://127.0.0.1:8080/{door}" in lines
    assert "      carer   Sam   four words of chance" in lines
    assert "      helper  Alex  (its password was shown once)" in lines
    assert f"  curl --interface {NOT_RECORDED_AT} http://127.0.0.1:8080/mine/rules" in lines


def test_what_is_recorded_is_told_with_how_to_read_it_and_how_to_stop_it() -> None:
    """The agreement is told of with the card's words, the stop code, and a command for each."""
    said = ("card: one two three four five", "stop code: 1234 5678", "ready: the gate")
    text = words.recorded(BOX, CONSOLE, Path("/state/run"), said)

    assert "with the words of her card: one two three four five\n" in text
    assert "with this code: 1234 5678\n" in text
    assert f"-b {RECORDED_AT} www.bet365.com" in text
    for verb in ("recorder how", "recorder look Phone", "audit show", "recorder stop --code"):
        assert f"  ./lamplight {verb} --run /state/run\n" in text
    assert "  http://127.0.0.1:8080/recorded\n" in text
    assert text.endswith("Press Ctrl-C to stop.")


def test_words_that_were_shown_once_are_not_shown_again() -> None:
    """In a folder that was kept nobody but their owner knows the words of the card any more."""
    text = words.recorded(BOX, CONSOLE, Path("/state/run"), ("ready: the gate",))

    assert "with the words of her card; they were shown once\n" in text
    assert "with its code, which was shown once\n" in text


def test_each_device_has_a_dig_with_the_answer_to_expect() -> None:
    """For each device there is a dig from its address, and below it what it should show."""
    lines = words.things_to_try(BOX).splitlines()
    commands, expectations = lines[::2], lines[1::2]

    assert {visit.address for visit in TOUR} == {
        shlex.split(command)[shlex.split(command).index("-b") + 1] for command in commands
    }
    assert all(command.startswith("  dig @127.0.0.1 -p 5300 -b 127.") for command in commands)
    assert all("NOERROR" in line or "NXDOMAIN" in line for line in expectations)
    assert commands[-1].endswith("childline.org.uk")


def test_a_wrong_outcome_is_shown_as_wrong() -> None:
    """Where the box does something else than was promised, the line says what was expected."""
    [visit] = [visit for visit in TOUR if visit.outcome == BLOCKED][:1]

    assert "(expected: blocked)" in words.tour_table([(visit, ANSWERED)])
    assert "expected" not in words.tour_table([(visit, BLOCKED)])


def test_the_explain_command_survives_a_folder_with_a_space() -> None:
    """The command can be pasted also where the state folder's name holds a space or a quote."""
    household, index = Path("/my state/it's/household.toml"), Path("/my state/categories.idx")
    argv = shlex.split(words.explain_command(household, index))

    assert argv[:2] == ["./lamplight", "explain"]
    assert argv[argv.index("--household") + 1] == str(household)
    assert argv[argv.index("--lists") + 1] == str(index.parent)
    assert argv[argv.index("--device") + 1] == "Leo's tablet"
