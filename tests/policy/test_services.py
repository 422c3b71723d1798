from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.facts.service_names import SERVICE_NAMES
from policy.names import Name, from_text, is_at_or_below, suffix_offsets
from policy.services import (
    BY_TAG,
    SERVICES,
    blocked_with,
    by_tag,
    category_names,
    in_category,
    names_of,
    names_to_block,
    services_of,
)

TAGS = sorted(BY_TAG)
some_tags = st.frozensets(st.sampled_from(TAGS))

FED_FROM_HERE = (
    *(Category.SOCIAL_MEDIA, Category.MESSAGING, Category.GAMES),
    *(Category.STREAMING, Category.SHOPPING),
)

WELL_KNOWN = {
    "TikTok's page": ("www.tiktok.com", ["tiktok"]),
    "a film on TikTok": ("v16-webapp.tiktokcdn-eu.com", ["tiktok"]),
    "what CapCut needs too": ("p16-sign.ibyteimg.com", ["tiktok", "capcut", "lemon8"]),
    "a film on YouTube": ("rr1---sn-abc.googlevideo.com", ["youtube"]),
    "somebody's picture on YouTube": ("yt3.ggpht.com", ["youtube"]),
    "Instagram's app": ("i.instagram.com", ["instagram"]),
    "Messenger inside Facebook": ("edge-chat.facebook.com", ["messenger"]),
    "the rest of Facebook": ("m.facebook.com", ["facebook"]),
    "Minecraft's sign-in": ("session.minecraft.net", ["minecraft"]),
    "a picture of Meta's": (
        "scontent.xx.fbcdn.net",
        ["facebook", "instagram", "messenger", "threads", "whatsapp"],
    ),
    "a link on X": ("t.co", ["x"]),
    "Alexa": ("api.amazonalexa.com", []),
    "a Kindle's clock": ("kindle-time.amazon.com", []),
    "the BBC": ("www.bbc.co.uk", []),
    "Sky News": ("news.sky.com", []),
    "nobody's": ("example.org", []),
}

# What else needs these is no service, so no choice of services blocks them.
NEVER = {
    "links in mail": "t.co",
    "a test of speed": "fast.com",
    "pictures in Google's mail": "ggpht.com",
    "signing in elsewhere": "facebook.net",
    "games of other makers": "easyanticheat.net",
    "live films of others": "live-video.net",
    "pictures of Kindle books": "media-amazon.com",
    "Bitesize": "vod-dash-ww-live.akamaized.net",
}


def covered(text: str, names: Iterable[Name]) -> bool:
    """Say whether a name is one of `names` or below one."""
    name = from_text(text)
    return not frozenset(names).isdisjoint(name[offset:] for offset in suffix_offsets(name))


@pytest.mark.parametrize(("text", "tags"), WELL_KNOWN.values(), ids=WELL_KNOWN)
def test_a_name_is_known_as_what_it_is_part_of(text: str, tags: list[str]) -> None:
    """However far below, a name has the services of the nearest name of the table."""
    assert [service.tag for service in services_of(from_text(text))] == tags


def test_a_tag_leads_to_its_service() -> None:
    """Each service is found by its tag, and a tag that none has is told from one that exists."""
    assert [by_tag(service.tag) for service in SERVICES] == list(SERVICES)
    for ask in (by_tag, lambda tag: names_to_block({tag})):
        with pytest.raises(KeyError, match="myspace"):
            ask("myspace")


@given(some_tags)
def test_a_name_is_blocked_with_all_who_need_it_and_never_before(chosen: frozenset[str]) -> None:
    """For any choice, exactly those names are blocked that nothing outside the choice needs."""
    assert names_to_block(chosen) == {
        row.name for row in SERVICE_NAMES if row.also_for is None and set(row.services) <= chosen
    }


@given(some_tags, some_tags)
def test_to_choose_more_blocks_more(some: frozenset[str], more: frozenset[str]) -> None:
    """No service comes back because another one is blocked too."""
    assert names_to_block(some) <= names_to_block(some | more)


def test_no_choice_means_no_block() -> None:
    """Where nothing was chosen, nothing is blocked."""
    assert names_to_block(()) == frozenset()


def test_a_shared_name_stays_until_its_last_service_goes() -> None:
    """Pictures that five services of one company fetch stay while one of the five is wanted."""
    meta = {"facebook", "instagram", "messenger", "threads", "whatsapp"}
    pictures = from_text("fbcdn.net")

    assert pictures in names_to_block(meta)
    for wanted in meta:
        assert pictures not in names_to_block(BY_TAG.keys() - {wanted})


@pytest.mark.parametrize("text", NEVER.values(), ids=NEVER)
def test_what_is_needed_elsewhere_is_never_blocked(text: str) -> None:
    """Not even all services together take a name that something else needs."""
    assert services_of(from_text(text))
    assert not covered(text, names_to_block(TAGS))


@pytest.mark.parametrize("tag", TAGS)
def test_each_service_can_be_blocked_alone(tag: str) -> None:
    """Blocking one service does something, and does it to that service alone or to what it says."""
    names = names_to_block({tag})
    hit = {
        other
        for row in SERVICE_NAMES
        for other in row.services
        if any(is_at_or_below(row.name, name) for name in names)
    }

    assert tag in hit
    assert hit - {tag} <= set(by_tag(tag).also_stops)


@pytest.mark.parametrize("category", FED_FROM_HERE)
def test_a_category_without_a_public_list_is_full_enough(category: Category) -> None:
    """Categories that lists of others do not hold have at least twenty services each."""
    assert len(in_category(category)) >= 20
    assert len(category_names(category)) >= 50


def test_each_service_is_in_one_category_or_in_none() -> None:
    """The categories, and those without one, hold every service once."""
    found = [service for kind in (*Category, None) for service in in_category(kind)]

    assert sorted(service.tag for service in found) == TAGS


@pytest.mark.parametrize("category", Category)
def test_a_category_takes_nothing_that_others_need(category: Category) -> None:
    """What a category blocks belongs to its own services."""
    inside = {service.tag for service in in_category(category)}

    assert category_names(category) == names_to_block(inside)
    assert all(
        {service.tag for service in services_of(name)} <= inside
        for name in category_names(category)
    )


def test_what_two_categories_share_is_in_neither() -> None:
    """Pictures of Instagram and WhatsApp stay open under social media and under messaging."""
    pictures = from_text("fbcdn.net")

    assert not any(pictures in category_names(category) for category in Category)


# Each service of the comparison by the name it has there.
COMPARED = {
    "TikTok": "tiktok", "YouTube": "youtube", "Snapchat": "snapchat", "Instagram": "instagram",
    "Facebook": "facebook", "WhatsApp": "whatsapp", "Discord": "discord", "Roblox": "roblox",
    "Epic/Fortnite": "epic-games", "Minecraft": "minecraft", "Xbox": "xbox",
    "PlayStation": "playstation", "Nintendo": "nintendo", "Steam": "steam", "Twitch": "twitch",
    "Netflix": "netflix", "Disney+": "disney-plus", "Prime Video": "prime-video",
    "Spotify": "spotify", "Reddit": "reddit", "X/Twitter": "x", "Telegram": "telegram",
    "OpenAI/ChatGPT": "chatgpt", "Signal": "signal", "Pinterest": "pinterest",
    "Tumblr": "tumblr", "Bluesky": "bluesky", "Tinder": "tinder", "EA": "ea",
    "Riot/LoL": "riot-games", "Blizzard": "battle-net", "VK": "vk", "Vimeo": "vimeo",
}  # fmt: skip

# What two of three other tables agree on and ours leaves out on purpose.
LEFT_OUT = {
    "a country's name that leads to youtube.com": r"youtube\.(com?\.)?[a-z]{2}|youtube\.(cat|soy)",
    "a country's name of YouTube Go, which closed": r"youtubego\.(co\.|com\.)?[a-z]{2}",
    "a whole ending": r"youtube",
    "help pages for phone makers": r"youtubemobilesupport\.com",
    "only in China": r".*\.cn|.*\.8686c\.com|st\.dl\..*|dl\.steam\..*|steamchina\.com"
    r"|wmsjsteam\.com|xz\.pphimalayanrt\.com",
    "other countries' services": r"disneynow\.com|hotstar\.com|starplus\.com",
    "adverts": r"snapads\.com|ads-twitter\.com|tellapart\.com",
    "held so that nobody else has it": r"whatsapp-plus\..*",
    "jokes and goods": r"airhorn.*|bigbeans\.solutions|watchanime.*|discordmerch\.com"
    r"|vimeogoods\.com",
    "a help desk": r"hammerandchisel\.ssl\.zendesk\.com",
    "a connectivity check is below": r"nintendo\.net",
    "only for testing": r"netflixdnstest\d+\.com|vhxqa\d\.com|vimeo-staging2?\.com",
    "about the company": r"netflix(investor|techblog)\.com|spotify(forbrands|jobs)\.com"
    r"|twitter(community|flightschool|inc|oauth)\.com|twitterstat\.us|vimeostatus\.com"
    r"|pinterest\.engineering|pinterestmail\.com",
}

# Of these two the other tables hold hundreds of look-alikes, so what people visit is compared.
LOOK_ALIKES = frozenset({"Facebook", "Instagram"})
# Adverts, programs for the company's own people, or a page about its sign or its goods.
NOT_THE_SERVICE = frozenset(
    {
        *("atdmt2.com", "fburl.com", "crowdtangle.com"),
        *("facebookbrand.com", "facebook-hardware.com"),
    }
)


@pytest.mark.parametrize("label", COMPARED)
def test_what_two_other_tables_agree_on_is_here(shared_data: Path | None, label: str) -> None:
    """At least nine in ten names on which two of three others agree are here, bar the left out."""
    if shared_data is None:
        pytest.skip("the other tables are not here")
    merged = json.loads((shared_data / "services" / "services-merged.json").read_bytes())
    agreed = {text for text in merged[label]["in_two_or_more"] if not left_out(text)}
    if label in LOOK_ALIKES:
        agreed &= visited(shared_data)
        agreed -= NOT_THE_SERVICE
    here = {text for text in agreed if COMPARED[label] in tags_at_or_above(from_text(text))}

    assert agreed
    assert len(here) >= 0.9 * len(agreed), sorted(agreed - here)


def tags_at_or_above(name: Name) -> set[str]:
    """Return the tags of the services that a name, or a name above it, belongs to."""
    return {
        service.tag
        for offset in suffix_offsets(name)
        for service in services_of(Name(name[offset:]))
    }


def left_out(text: str) -> bool:
    """Say whether a name is left out on purpose; youtube.co.uk and its like are in the table."""
    return not services_of(from_text(text)) and any(
        re.fullmatch(pattern, text) for pattern in LEFT_OUT.values()
    )


def visited(shared_data: Path) -> set[str]:
    """Return the names of two rankings by use."""
    toplists = shared_data / "toplists"
    return {
        line.split("\t")[-1]
        for name in ("tranco-10k-unranked.txt", "cisco-umbrella-buckets.tsv")
        for line in (toplists / name).read_text(encoding="utf-8").splitlines()
    }


def test_a_service_is_made_of_all_names_it_needs() -> None:
    """What it shares and what something else needs too is among them; who opens it needs them."""
    found = names_of(["instagram"])

    assert found >= names_to_block(["instagram"])
    assert from_text("fbcdn.net") in found
    assert names_of([]) == frozenset()
    with pytest.raises(KeyError):
        names_of(["tictoc"])


def test_a_blocked_name_says_whose_it_is() -> None:
    """Each name that is blocked with some services has those of them that need it."""
    found = blocked_with(frozenset({"hbo-max", "discovery-plus"}))

    assert found.keys() == names_to_block(["hbo-max", "discovery-plus"])
    assert found[from_text("discomax.com")] == {"hbo-max", "discovery-plus"}
    assert found[from_text("hbomax.com")] == {"hbo-max"}
    assert blocked_with(frozenset({"tictoc"})) == {}
