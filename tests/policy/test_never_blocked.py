from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.names import from_text, is_at_or_below, label_count, parents, to_text
from policy.never_blocked import (
    LIFELINES,
    NEVER_BLOCKED,
    NEVER_BLOCKED_PARENTS,
    REVIEWED,
    Lifeline,
    what_is,
)

# One of each kind that the promise names; losing one is losing the promise.
PROMISED = {
    "a helpline for children": "childline.org.uk",
    "a crisis line": "samaritans.org",
    "help with self-harm": "selfharm.co.uk",
    "help with eating disorders": "beateatingdisorders.org.uk",
    "health": "nhs.uk",
    "the police": "police.uk",
    "reporting abuse online": "ceop.police.uk",
    "taking pictures down": "iwf.org.uk",
    "the emergency text relay": "relayuk.bt.com",
    "advocacy in care": "coramvoice.org.uk",
    "running away": "runawayhelpline.org.uk",
    "tracing family": "redcross.org.uk",
    "refugees": "refugeecouncil.org.uk",
    "complaints": "ombudsman.org.uk",
    "calls over Wi-Fi": "epdg.epc.mnc010.mcc234.pub.3gppnetwork.org",
    "is there internet, Apple": "captive.apple.com",
    "is there internet, Android": "connectivitycheck.gstatic.com",
    "is there internet, Windows": "www.msftconnecttest.com",
    "the time": "0.uk.pool.ntp.org",
    "updates from Apple": "mesu.apple.com",
    "updates from Microsoft": "fe2.update.microsoft.com",
    "a glucose sensor": "shareous1.dexcom.com",
    "a telecare alarm": "www.tunstall.co.uk",
    "family anywhere": "familylinks.icrc.org",
}

# emergencysms.org.uk was taken over and serves advertisements for gambling; emergencysms.net is
# dead. Official pages still link both. GambleAware closed on 31 March 2026.
NEVER_TO_BE_LISTED = (
    "emergencysms.org.uk",
    "emergencysms.net",
    "gambleaware.org",
    "begambleaware.org",
    "uk",
    "org.uk",
    "com",
    "google.com",
)


@pytest.mark.parametrize("text", PROMISED.values(), ids=PROMISED)
def test_what_is_promised_is_covered(text: str) -> None:
    """Each kind of help has a name at or above it on the list."""
    name = from_text(text)

    assert name in NEVER_BLOCKED or NEVER_BLOCKED & set(parents(name))


@pytest.mark.parametrize("text", NEVER_TO_BE_LISTED)
def test_what_would_open_too_much_or_harm_is_not_listed(text: str) -> None:
    """A name that changed hands, or that holds half the internet, is no lifeline."""
    assert from_text(text) not in NEVER_BLOCKED


def test_no_lifeline_is_listed_twice() -> None:
    """Each entry says something that no other says: a new name, or better words for one below."""
    assert len(NEVER_BLOCKED) == len(LIFELINES)
    assert [
        (to_text(one.name), to_text(other.name))
        for one in LIFELINES
        for other in LIFELINES
        if one != other and one.what == other.what and is_at_or_below(one.name, other.name)
    ] == []


@pytest.mark.parametrize("lifeline", LIFELINES, ids=lambda lifeline: to_text(lifeline.name))
def test_every_lifeline_says_what_it_is(lifeline: Lifeline) -> None:
    """Each entry has words for the middle of a sentence, and two labels at least."""
    assert what_is(lifeline.name) == lifeline.what
    assert lifeline.what[-1].isalnum()
    assert label_count(lifeline.name) >= 2


def test_the_list_carries_the_date_of_its_review() -> None:
    """The day on which, or after which, somebody looked at every entry is written down."""
    oldest = dt.date.fromisoformat(REVIEWED)

    assert oldest >= dt.date(2026, 1, 1)
    assert all(oldest <= lifeline.reviewed for lifeline in LIFELINES)
    assert any(oldest == lifeline.reviewed for lifeline in LIFELINES)


@given(st.sampled_from(LIFELINES))
def test_the_names_above_a_lifeline_are_known(lifeline: Lifeline) -> None:
    """Every name above a lifeline is one where NXDOMAIN would deny too much."""
    assert set(parents(lifeline.name)) <= NEVER_BLOCKED_PARENTS


def test_no_other_names_are_counted_as_above_a_lifeline() -> None:
    """The names above lifelines are theirs alone."""
    assert {parent for line in LIFELINES for parent in parents(line.name)} == NEVER_BLOCKED_PARENTS


def test_lifelines_stand_in_the_directory_of_help(shared_data: Path | None) -> None:
    """At least a hundred and twenty names of a directory of help are answered under every rule."""
    if shared_data is None:
        pytest.skip("the directory of help is not here")
    lines = (
        (shared_data / "helplines" / "helplines-uk.tsv").read_text(encoding="utf-8").splitlines()
    )
    known = {line.split("\t")[0] for line in lines if line and not line.startswith("#")}
    covered = {
        text for text in known if NEVER_BLOCKED & {from_text(text), *parents(from_text(text))}
    }

    assert len(covered) >= 120
