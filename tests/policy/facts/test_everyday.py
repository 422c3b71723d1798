from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from policy.facts.canaries import CANARIES
from policy.facts.everyday import EVERYDAY, Kind
from policy.names import Name, from_text, label_count, parents, to_text

NAMES = frozenset(everyday.name for everyday in EVERYDAY)

# How many of each kind there are at least.
FLOORS = {
    Kind.SCHOOL: 40,
    Kind.HOMEWORK: 70,
    Kind.STUDY: 25,
    Kind.PUBLIC_SERVICE: 25,
    Kind.COUNCIL: 10,
    Kind.MONEY: 35,
    Kind.POST: 10,
    Kind.TRAVEL: 25,
    Kind.MAPS: 8,
    Kind.FOOD: 11,
    Kind.HOME: 18,
    Kind.NEWS: 20,
    Kind.KNOWLEDGE: 12,
    Kind.CULTURE: 14,
    Kind.CHARITY: 20,
    Kind.COMPUTER: 30,
    Kind.MAIL: 8,
    Kind.GROUND: 35,
}

NEEDED = {
    "signing in at school": "login.microsoftonline.com",
    "signing in at school, the other way": "accounts.google.com",
    "homework": "thenational.academy",
    "Bitesize": "bbc.co.uk",
    "public service": "gov.uk",
    "a bank": "barclays.co.uk",
    "the post": "royalmail.com",
    "a train": "nationalrail.co.uk",
    "food": "tesco.com",
    "looking things up": "wikipedia.org",
    "an examination": "aqa.org.uk",
    "a network under thousands of sites": "cloudfront.net",
}

# Kinds that a home may block; a list of such a kind is right to name these.
NOT_EVERYDAY = (
    *("tiktok.com", "instagram.com", "snapchat.com", "facebook.com", "reddit.com", "x.com"),
    *("youtube.com", "netflix.com", "disneyplus.com", "twitch.tv", "spotify.com"),
    *("roblox.com", "fortnite.com", "minecraft.net", "steampowered.com", "xbox.com"),
    *("whatsapp.com", "discord.com", "telegram.org", "amazon.co.uk", "ebay.co.uk", "temu.com"),
    *("bet365.com", "tinder.com", "doubleclick.net", "google-analytics.com", "play.google.com"),
)

# What each of these lists takes, it takes for everyone; read with all that lies below, save hosts.
ADVERTS_AND_HARM = (
    *("domains/hagezi-ultimate.txt", "domains/oisd-big.txt", "hosts/stevenblack-base.hosts"),
    *("formats/ph00lt0.domains", "domains/hagezi-tif.txt", "domains/shadowwhisperer-malware.txt"),
    *("domains/shadowwhisperer-typo.txt", "domains/shadowwhisperer-scam.txt"),
    *("domains/blocklistproject-scam.txt", "domains/blocklistproject-ransomware.txt"),
    *("domains/oisd-nsfw.txt", "domains/shadowwhisperer-adult.txt"),
    *("domains/chadmayfield-porn-top1m.txt", "hosts/stevenblack-porn-only.hosts"),
    *("hosts/sinfonietta-pornography.hosts", "hosts/hostsvn-adult.hosts"),
    *("domains/hagezi-gambling-2023.txt", "domains/shadowwhisperer-gambling.txt"),
    *("hosts/stevenblack-gambling-only.hosts", "hosts/sinfonietta-gambling.hosts"),
    *("hosts/hostsvn-gambling.hosts", "ut1/gambling.txt"),
    *("domains/blocklistproject-drugs.txt", "ut1/drogue.txt", "ut1/games.txt"),
)


def test_there_are_enough() -> None:
    """At least three hundred names are looked after."""
    assert len(EVERYDAY) >= 300


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_is_forgotten(kind: Kind) -> None:
    """Each part of a day has at least as many names as were once reviewed."""
    assert Counter(everyday.kind for everyday in EVERYDAY)[kind] >= FLOORS[kind]


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_a_day_cannot_do_without(text: str) -> None:
    """One name of each sort that a home would miss within the hour is here."""
    assert from_text(text) in NAMES


@pytest.mark.parametrize("text", NOT_EVERYDAY)
def test_what_a_home_may_block_by_its_kind_is_not_here(text: str) -> None:
    """A list of social media, games, streaming, shops, bets or adverts may name its own."""
    assert from_text(text) not in NAMES


def test_an_everyday_name_is_a_site_and_says_what_it_is() -> None:
    """No name is a whole ending, and each has words and a source."""
    wrong = [
        to_text(everyday.name)
        for everyday in EVERYDAY
        if label_count(everyday.name) < 2 or not (everyday.what and everyday.source)
    ]

    assert wrong == []


def test_an_everyday_name_is_no_canary() -> None:
    """A name that a real list takes today, or one below it, is told apart as a canary."""
    canaries = {canary.name for canary in CANARIES}

    assert [to_text(name) for name in NAMES if canaries & {name, *parents(name)}] == []


def listed(path: Path) -> set[str]:
    """Return the names on a list of plain names or of hosts."""
    lines = path.read_text(encoding="utf-8", errors="replace").lower().splitlines()
    return {words[-1] for line in lines if (words := line.partition("#")[0].split())}


def test_no_list_of_today_takes_one(shared_data: Path | None) -> None:
    """No public list of adverts, malware, adult, gambling, drugs or games names one of them."""
    if shared_data is None:
        pytest.skip("the public lists are not here")
    exact = {to_text(name): to_text(name) for name in NAMES}
    with_parents: dict[str, str] = {
        to_text(up): to_text(name) for name in NAMES for up in (*parents(name), name)
    }
    taken = [
        (name, found[name])
        for name in ADVERTS_AND_HARM
        for found in [exact if name.endswith(".hosts") else with_parents]
        for name in listed(shared_data / "lists" / name) & found.keys()
    ]

    assert taken == []


def test_a_name_is_known(shared_data: Path | None) -> None:
    """Each name that is said to stand in a ranking stands in it."""
    if shared_data is None:
        pytest.skip("the rankings are not here")
    rankings = {
        "Cisco Umbrella 2026-08": "cisco-umbrella-buckets.tsv",
        "Tranco 2025-01": "tranco-10k-unranked.txt",
        "Majestic 2023-10": "majestic-10k-unranked.txt",
    }
    for source, file in rankings.items():
        known = {text.removesuffix(".") for text in listed(shared_data / "toplists" / file)}
        said: set[Name] = {one.name for one in EVERYDAY if one.source == source}

        assert {to_text(name) for name in said} - known == set()
