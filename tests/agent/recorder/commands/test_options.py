from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pytest

from agent.recorder.asking import Recorder
from agent.recorder.commands.options import (
    RUN,
    add_agreement,
    add_picture,
    add_verb,
    ask_with,
    day_option,
)
from consent.desk import Desk


def nothing(_desk: Desk, _recorder: Recorder, _given: argparse.Namespace) -> None:
    """Do nothing."""


DAYS = {
    "as machines write it": "2026-11-24",
    "as the box writes it": "24 November 2026",
    "in capitals": "24 NOVEMBER 2026",
}


@pytest.mark.parametrize("typed", DAYS.values(), ids=DAYS)
def test_a_day_is_read_as_people_and_the_box_write_it(typed: str) -> None:
    """A day can be copied from what the box has shown."""
    assert day_option(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["", "tomorrow", "24th", "2026-13-01", "1 May 1066"])
def test_what_is_no_day_is_refused_with_a_way_to_write_it(typed: str) -> None:
    """What is no day is an option that is wrong, and how to write one is said."""
    with pytest.raises(argparse.ArgumentTypeError, match="Please write a day"):
        day_option(typed)


def test_a_verb_asks_the_recorder_of_the_box() -> None:
    """A verb asks the recorder where a box has it, unless another folder is named."""
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers()
    add_verb(verbs, "how", "how everything stands", nothing)
    as_it_is = parser.parse_args(["how"])
    elsewhere = parser.parse_args(["how", "--run", "there"])

    assert (as_it_is.folder, as_it_is.ask) == (RUN, nothing)
    assert elsewhere.folder == Path("there")


def test_which_agreement_and_which_picture_can_be_left_open() -> None:
    """Nobody has to say which agreement they mean, or to have a picture drawn."""
    parser = argparse.ArgumentParser()
    ask_with(parser, nothing)
    add_agreement(parser)
    add_picture(parser)
    left_open = parser.parse_args([])
    said = parser.parse_args(["--agreement", "ab", "--qr", "x.svg"])

    assert (left_open.agreement, left_open.qr) == (None, None)
    assert (said.agreement, said.qr) == ("ab", "x.svg")
