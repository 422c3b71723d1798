from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts.never_blocked import LIFELINES, REVIEW_EVERY, Kind, Lifeline, overdue
from policy.names import Name, from_text, is_at_or_below, label_count, parents, to_text
from policy.special import BYPASS_SIGNALS

NAMES = {lifeline.name: lifeline for lifeline in LIFELINES}

# How many of each kind there are at least; fewer means that somebody lost some.
FLOORS = {
    Kind.HELP_LINE: 90,
    Kind.ADVOCACY: 20,
    Kind.REFUGEE: 18,
    Kind.HEALTH: 6,
    Kind.EMERGENCY: 5,
    Kind.COMPLAINTS: 12,
    Kind.CONNECTIVITY_CHECK: 30,
    Kind.TIME: 12,
    Kind.SYSTEM_UPDATE: 28,
    Kind.WIFI_CALLS: 1,
    Kind.MEDICAL_DEVICE: 14,
    Kind.TELECARE: 8,
}

# An entry below another one says nothing new about what is open; its words have to be worth it.
BELOW_WITH_REASON = {
    "ceop.police.uk": "somebody who reports abuse wants to read CEOP, not the police",
    "childrenscommissioner.gov.uk": "help for young people in care, not the government",
    "nidirect.gov.uk": "the government of Northern Ireland, not GOV.UK",
    "policeconduct.gov.uk": "where one complains about the police, not the police",
}

LOST = {
    "taken over, leads to gambling": "emergencysms.org.uk",
    "dead": "emergencysms.net",
    "closed on 31 March 2026": "gambleaware.org",
    "its older name": "begambleaware.org",
}

# Each of these would open a whole kind of site, or half the internet.
TOO_BROAD = (
    *("com", "net", "org", "uk", "co.uk", "org.uk", "ac.uk", "sch.uk", "abbott", "microsoft"),
    *("apple.com", "icloud.com", "aaplimg.com", "cdn-apple.com", "apps.apple.com"),
    *("google.com", "www.google.com", "gstatic.com", "www.gstatic.com", "googleapis.com"),
    *("play.googleapis.com", "youtube.com", "youtubei.googleapis.com", "android.com"),
    *("microsoft.com", "windows.com", "xboxlive.com", "mp.microsoft.com"),
    *("amazon.com", "amazonaws.com", "s3.amazonaws.com", "cloudfront.net"),
    *("akadns.net", "akamai.net", "akamaiedge.net", "edgekey.net", "cloudflare.com", "fastly.net"),
    *("nintendo.net", "steampowered.com", "samsung.com", "huawei.com", "bt.com", "3gppnetwork.org"),
    *("medtronic.com", "abbott.com", "resmed.com", "att.net", "mozilla.org", "firefox.com"),
    # These only report how an update went, or where it came from.
    *("xp.apple.com", "do.dsp.mp.microsoft.com"),
)

WIFI_CALLS = {
    "EE": "epdg.epc.mnc030.mcc234.pub.3gppnetwork.org",
    "Vodafone": "epdg.epc.mnc015.mcc234.pub.3gppnetwork.org",
    "O2": "epdg.epc.mnc010.mcc234.pub.3gppnetwork.org",
    "Three": "epdg.epc.mnc020.mcc234.pub.3gppnetwork.org",
    "an emergency call": "sos.epdg.epc.mnc030.mcc234.pub.3gppnetwork.org",
}

THINGS = {
    "a glucose sensor shared in Europe": "shareous1.dexcom.com",
    "a glucose sensor's report": "clarity.dexcom.eu",
    "another maker's sensor": "api-eu.libreview.io",
    "an insulin pump": "carelink.minimed.eu",
    "a tubeless pump": "www.omnipod.com",
    "a pump with a wire": "tconnect.tandemdiabetes.com",
    "a heart monitor": "carelinkdata.medtroniccarelink.net",
    "a telecare alarm": "www.tunstall.co.uk",
    "an alarm in sheltered housing": "www.appello.co.uk",
    "an alarm by another maker": "www.tynetec.co.uk",
    "a pendant": "www.careium.co.uk",
    "a television that crashes without": "firetvcaptiveportal.com",
    "a television that crashes without, too": "fireoscaptiveportal.com",
    "a loudspeaker that falls silent without": "mmechocaptiveportal.com",
    "updates from Microsoft": "dl.delivery.mp.microsoft.com",
    "updates from Apple": "mesu.apple.com",
    "family anywhere": "familylinks.icrc.org",
    "asylum": "www.migranthelpuk.org",
    "999 in sign language": "999bsl.co.uk",
}


def lies_below(name: Name) -> list[str]:
    """Return the lifelines at or above a name."""
    return [to_text(up) for up in (name, *parents(name)) if up in NAMES]


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_is_forgotten(kind: Kind) -> None:
    """Each kind has at least as many entries as were once reviewed."""
    assert Counter(lifeline.kind for lifeline in LIFELINES)[kind] >= FLOORS[kind]


@pytest.mark.parametrize("text", [*WIFI_CALLS.values(), *THINGS.values()])
def test_what_a_body_or_a_call_needs_is_covered(text: str) -> None:
    """Calls over Wi-Fi, medical devices, alarms and checks have a name at or above them."""
    assert lies_below(from_text(text))


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_a_name_that_changed_hands_is_not_opened(text: str) -> None:
    """A name that its owner lost or left is neither here nor below an entry."""
    assert lies_below(from_text(text)) == []


@pytest.mark.parametrize("text", TOO_BROAD)
def test_no_entry_opens_more_than_it_is_for(text: str) -> None:
    """No entry stands at or above a name that carries half the internet or a kind of site."""
    assert lies_below(from_text(text)) == []


def test_an_entry_below_another_one_has_a_kind_and_a_reason_of_its_own() -> None:
    """What is covered already stands here a second time only where better words are needed."""
    below = {
        to_text(lifeline.name): NAMES[up].kind
        for lifeline in LIFELINES
        for up in parents(lifeline.name)
        if up in NAMES
    }

    assert below.keys() == BELOW_WITH_REASON.keys()
    assert [text for text, kind in below.items() if NAMES[from_text(text)].kind is kind] == []


def test_no_way_around_this_network_is_a_lifeline() -> None:
    """A name by which devices ask to go around the rules is not at or below an entry."""
    assert [to_text(signal) for signal in BYPASS_SIGNALS if lies_below(signal)] == []


@pytest.mark.parametrize("lifeline", LIFELINES, ids=lambda lifeline: to_text(lifeline.name))
def test_an_entry_is_complete(lifeline: Lifeline) -> None:
    """Each entry names an owner and a source, was reviewed, and has words for a sentence."""
    assert lifeline.owner
    assert lifeline.source
    assert lifeline.reviewed >= dt.date(2026, 1, 1)
    assert lifeline.what[-1].isalnum()
    assert "|" not in f"{lifeline.owner}{lifeline.what}{lifeline.source}"
    assert label_count(lifeline.name) >= 2


def test_the_same_words_mean_the_same_kind() -> None:
    """Entries with the same words stand together on a page, so they are of one kind."""
    kinds: dict[str, set[Kind]] = {}
    for lifeline in LIFELINES:
        kinds.setdefault(lifeline.what, set()).add(lifeline.kind)

    assert {what: found for what, found in kinds.items() if len(found) > 1} == {}


def test_no_review_is_late_on_the_day_it_was_made() -> None:
    """On the day of the newest review nothing is overdue."""
    assert overdue(LIFELINES, max(lifeline.reviewed for lifeline in LIFELINES)) == ()


@given(st.sampled_from(LIFELINES), st.dates(), st.integers(-400, 800))
def test_a_review_is_late_after_a_year_and_not_before(
    lifeline: Lifeline, reviewed: dt.date, days: int
) -> None:
    """Whatever the day of a review, an entry is overdue when more than 365 days have passed."""
    day = max(dt.date(2000, 1, 1), min(reviewed, dt.date(2100, 1, 1)))
    entry = replace(lifeline, reviewed=day)

    assert overdue([entry], day + dt.timedelta(days)) == ((entry,) if days > 365 else ())


def test_the_days_at_the_edge_of_a_year() -> None:
    """After 365 days a review still holds, a day later it does not."""
    entry = replace(LIFELINES[0], reviewed=dt.date(2026, 11, 21))

    assert dt.timedelta(days=365) == REVIEW_EVERY
    assert overdue([entry], dt.date(2027, 11, 21)) == ()
    assert overdue([entry], dt.date(2027, 11, 22)) == (entry,)


def test_most_of_the_directory_of_help_is_here(shared_data: Path | None) -> None:
    """Of a directory of UK help and essential services nearly all is covered, bar what was lost."""
    if shared_data is None:
        pytest.skip("the directory of help is not here")
    with (shared_data / "helplines" / "helplines-uk.tsv").open(encoding="utf-8") as file:
        known = [row[0] for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    missing = {text for text in known if not lies_below(from_text(text))}

    assert missing == {
        *("gambleaware.org", "begambleaware.org"),  # closed
        *("sexwise.org.uk", "fpa.org.uk"),  # the charity behind both went under
        "headstogether.org.uk",  # a campaign, nobody to talk to
        *("988lifeline.org", "crisistextline.org", "thetrevorproject.org"),  # in another country
    }


def test_no_service_that_a_home_may_block_lies_below_an_entry(shared_data: Path | None) -> None:
    """No name of social media, games, streaming or chat is opened by an entry for help."""
    names = {"www.tiktok.com", "i.ytimg.com", "www.roblox.com", "store.steampowered.com"}
    if shared_data is not None:
        rules = (shared_data / "services" / "nextdns-services.json").read_text(encoding="utf-8")
        names |= {text for text in rules.split('"') if "." in text and " " not in text}
    opened = {
        text for text in names for lifeline in NAMES if is_at_or_below(from_text(text), lifeline)
    }

    assert opened == set()
