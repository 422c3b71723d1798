from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from policy.facts import never_blocked
from policy.facts.background import BACKGROUND, Kind
from policy.names import from_text, parents, to_text

NAMES = frozenset(background.name for background in BACKGROUND)

FLOORS = {
    Kind.CONNECTIVITY_CHECK: 35,
    Kind.TIME: 12,
    Kind.PUSH: 15,
    Kind.UPDATE: 30,
    Kind.CERTIFICATE_CHECK: 6,
}

# Devices ask for these by themselves, and so do people.
MIXED = (
    *("www.google.com", "www.gstatic.com", "www.apple.com", "apple.com", "google.com"),
    *("android.clients.google.com", "clients4.google.com", "play.googleapis.com"),
    *(
        "www.qualcomm.com",
        "kuketz.de",
        "akadns.net",
        "microsoft.com",
        "amazon.com",
        "s3.amazonaws.com",
    ),
)

ASLEEP = {
    "a phone in a drawer": "17-courier.push.apple.com",
    "another phone in a drawer": "mtalk.google.com",
    "a television that is off": "firetvcaptiveportal.com",
    "a clock": "0.uk.pool.ntp.org",
    "an update in the night": "swcdn.apple.com",
    "a certificate": "ocsp.digicert.com",
}


def covered(text: str) -> bool:
    """Say whether a name is in the table or below a name of it."""
    name = from_text(text)
    return not NAMES.isdisjoint({name, *parents(name)})


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_is_forgotten(kind: Kind) -> None:
    """Each kind has at least as many names as were once reviewed."""
    assert Counter(background.kind for background in BACKGROUND)[kind] >= FLOORS[kind]


@pytest.mark.parametrize("text", ASLEEP.values(), ids=ASLEEP)
def test_a_device_that_nobody_uses_is_not_in_use(text: str) -> None:
    """What a device asks for in a drawer is known."""
    assert covered(text)


@pytest.mark.parametrize("text", MIXED)
def test_what_a_person_may_have_opened_counts(text: str) -> None:
    """A name that devices and people both ask for is no background name."""
    assert not covered(text)


def test_no_name_says_what_another_one_says() -> None:
    """An entry covers what is below it, so nothing stands below another entry."""
    assert [to_text(name) for name in NAMES if not NAMES.isdisjoint(parents(name))] == []


def test_checks_clocks_and_updates_that_are_never_blocked_never_count() -> None:
    """What every device may do at any hour costs nobody a minute."""
    kinds = {
        never_blocked.Kind.CONNECTIVITY_CHECK,
        never_blocked.Kind.TIME,
        never_blocked.Kind.SYSTEM_UPDATE,
    }

    assert [
        text
        for lifeline in never_blocked.LIFELINES
        if lifeline.kind in kinds and not covered(text := to_text(lifeline.name))
    ] == []


def test_the_names_that_were_gathered_are_all_here(shared_data: Path | None) -> None:
    """Every gathered name is covered, bar those that are people's too."""
    if shared_data is None:
        pytest.skip("the gathered names are not here")
    with (shared_data / "background" / "background.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    mixed = {row[0] for row in rows if row[1].startswith("mixed")}

    assert {row[0] for row in rows if not covered(row[0])} - mixed == {
        *("kuketz.de", "play.googleapis.com", "www.qualcomm.cn", "www.qualcomm.com")
    }
    assert [text for text in mixed if covered(text)] == []
