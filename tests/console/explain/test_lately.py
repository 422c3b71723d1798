from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.explain.__main__ import main
from console.explain.lately import LatelyUnreadable, minutes_at, published_at
from policy import snapshot
from policy.compile import compile_policy
from policy.decide import decide, no_lists
from policy.given.grants import Grant, GrantKind
from policy.household import Household
from policy.moment import Moment
from policy.names import Name, from_text, to_text
from policy.screen_time.document import minutes_to_bytes
from policy.screen_time.minutes import NO_MINUTES
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.special import local_name
from policy.tonight import Tonight
from policy.what import What
from tests.policy.evening import HOME, clock, grant
from tests.policy.strategies import names, whole_households
from tests.policy.time_strategies import evenings, moments

AT = "2025-03-29 14:30"
NOW = clock(AT)


def published(folder: Path, household: Household, tonight: Tonight) -> list[str]:
    """Publish a home as the console and the agent do; return the options that find it."""
    state, minutes = folder / "snapshot.json", folder / "minutes.json"
    state.write_bytes(
        snapshot_to_bytes(
            PolicySnapshot(
                version=1, household=household, grants=tonight.grants, turns=tonight.turns
            )
        )
    )
    minutes.write_bytes(minutes_to_bytes(tonight.minutes))
    return ["--snapshot", str(state), "--minutes", str(minutes)]


def told(where: list[str], device: str, name: str, *more: str, now: datetime = NOW) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        status = main([*where, "--device", device, "--name", name, *more], now=now)
    assert status == 0
    return out.getvalue()


GIVEN: dict[str, tuple[tuple[Grant, ...], str, str]] = {
    "a pause": (
        (grant(GrantKind.PAUSE, "14:00", "15:00"),),
        "x.example",
        "may not open x.example: Jo paused it, until 15:00",
    ),
    "homework": (
        (grant(GrantKind.HOMEWORK, "14:00", "15:00"),),
        "x.example",
        "may not open x.example: Jo set homework time",
    ),
    "the filters lifted": (
        (grant(GrantKind.IS_IT_US, "14:25", "14:35", device="Sam's phone"),),
        "always.example",
        "may open always.example: Jo lifted the filters on this device",
    ),
    "nothing": ((), "always.example", "may not open always.example: a rule for Sam"),
}


@pytest.mark.parametrize("case", GIVEN)
def test_what_was_given_is_named_with_its_giver(case: str, tmp_path: Path) -> None:
    """With --snapshot a grant counts, and the sentence says who gave it and until when."""
    grants, name, words = GIVEN[case]
    where = published(tmp_path, HOME, Tonight(grants=grants))

    assert words in told(where, "Sam's phone", name)


def test_of_several_who_gave_something_the_right_one_is_named(tmp_path: Path) -> None:
    """Two carers opened a site each: for each site the sentence names who opened that one."""

    def opened(giver: str, site: str, until: str) -> Grant:
        return Grant(
            kind=GrantKind.OPEN,
            giver=giver,
            given=clock("14:00"),
            until=clock(until),
            young_person="Sam",
            what=What(names=frozenset({from_text(site)})),
        )

    grants = (opened("Jo", "always.example", "15:00"), opened("Ari", "shop.example", "16:00"))
    where = published(tmp_path, HOME, Tonight(grants=grants))

    assert "Jo opened it, until 15:00" in told(where, "Sam's phone", "always.example")
    assert "Ari opened it, until 16:00" in told(where, "Sam's phone", "shop.example")


def test_what_was_given_is_over_at_its_end(tmp_path: Path) -> None:
    """Asked about a time after its end, the same grant decides nothing."""
    where = published(tmp_path, HOME, Tonight(grants=(grant(GrantKind.PAUSE, "14:00", "15:00"),)))

    assert "Jo paused it" in told(where, "Sam's phone", "x.example", "--at", "2025-03-29 14:59")
    assert "may open" in told(where, "Sam's phone", "x.example", "--at", "2025-03-29 15:00")


@given(data=st.data(), household=whole_households(), now=moments(), name=names())
def test_the_command_names_what_decided(
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
    household: Household,
    now: Moment,
    name: Name,
) -> None:
    """For any home and evening as published, reason, rule or giver, and end are the decision's."""
    tonight = data.draw(evenings(household))
    where = published(tmp_path_factory.getbasetemp(), household, tonight)
    # As the command knows the time: a plausible one, by the home's clocks.
    at = Moment(at=now.at, zone=ZoneInfo(household.zone))
    for device, policy in compile_policy(
        household, 1, moment=at, tonight=tonight
    ).by_device.items():
        verdict = decide(policy, name, no_lists)
        found = json.loads(told(where, device, to_text(name), "--json", now=now.at))
        if local_name(name):
            continue
        until = verdict.until and verdict.until.astimezone(UTC).isoformat()
        assert (found["why"], found["rule"]) == (verdict.why, verdict.title)
        assert found["until"] == until
        assert verdict.title is None or verdict.title in found["sentence"]


def test_minutes_that_are_used_up_are_told_with_a_household_file_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sums of minutes count beside whichever file the home is read from."""
    home = tmp_path / "household.toml"
    home.write_text(
        'format = "lamplight-household/v1"\n[[young_people]]\nname = "Sam"\nid = 7\n'
        "budgets = [{ minutes = 0 }]\n"
        '[[devices]]\nname = "phone"\nbelongs_to = "Sam"\naddresses = []\n',
        encoding="utf-8",
    )
    minutes = tmp_path / "minutes.json"
    minutes.write_bytes(minutes_to_bytes(NO_MINUTES))
    options = ["--household", str(home), "--minutes", str(minutes)]
    main([*options, "--device", "phone", "--name", "x.example"], now=NOW + timedelta(hours=1))

    assert "the minutes of everything are used up" in capsys.readouterr().out


UNREADABLE: dict[str, tuple[str, bytes | None, str]] = {
    "no snapshot": ("snapshot.json", None, "cannot be read"),
    "a damaged snapshot": ("snapshot.json", b"{", "snapshot.json: "),
    "a snapshot that is too long": ("snapshot.json", b" " * (snapshot.MAX_OCTETS + 1), "snapshot"),
    "no minutes": ("minutes.json", None, "minutes.json: cannot be read"),
    "damaged minutes": ("minutes.json", b"[]", "minutes.json: expected the members"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_refused_whole(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged file is one message and status 2, never half of what was given."""
    name, octets, words = UNREADABLE[case]
    where = published(tmp_path, HOME, Tonight())
    (tmp_path / name).unlink()
    if octets is not None:
        (tmp_path / name).write_bytes(octets)
    status = main([*where, "--device", "visitor", "--name", "x.example"])
    printed = capsys.readouterr()

    assert (status, printed.out) == (2, "")
    assert words in printed.err


def test_what_was_published_is_read_back(tmp_path: Path) -> None:
    """Household, grants and turns come from the snapshot; without a file there are no minutes."""
    grants = (grant(GrantKind.PAUSE, "14:00", "15:00"),)
    published(tmp_path, HOME, Tonight(grants=grants))

    assert published_at(tmp_path / "snapshot.json", None) == (HOME, Tonight(grants=grants))
    assert minutes_at(None) == NO_MINUTES
    with pytest.raises(LatelyUnreadable):
        minutes_at(tmp_path / "none.json")
