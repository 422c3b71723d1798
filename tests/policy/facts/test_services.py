from __future__ import annotations

from collections import Counter

import pytest

from policy.categories import Category
from policy.facts.services import SERVICES, Service, a_tag, tags, words_or_none

TAGS = {service.tag for service in SERVICES}

# Tags stand in what households decide. One that is taken out, or means another service, breaks it.
PERMANENT = """
    tiktok instagram facebook threads snapchat x reddit discord pinterest tumblr bereal bluesky
    whatsapp messenger telegram signal viber line wechat google-chat roblox epic-games minecraft
    xbox playstation nintendo steam ea battle-net call-of-duty riot-games supercell youtube
    youtube-kids youtube-music netflix disney-plus prime-video bbc-iplayer itvx channel-4 sky now
    twitch kick crunchyroll spotify apple-music soundcloud amazon ebay etsy vinted shein temu
    tinder bumble hinge grindr bet365 sky-bet national-lottery nordvpn proton-vpn tor
    character-ai replika ometv chatgpt gemini copilot claude wattpad webtoon onlyfans
"""

KINDS = {
    Category.SOCIAL_MEDIA: "tiktok",
    Category.MESSAGING: "whatsapp",
    Category.GAMES: "roblox",
    Category.STREAMING: "youtube",
    Category.SHOPPING: "vinted",
    Category.DATING: "tinder",
    Category.GAMBLING: "bet365",
    Category.VPN: "nordvpn",
    Category.STRANGERS: "character-ai",
    Category.ADULT: "onlyfans",
    None: "chatgpt",
}

# Who cannot work without whom; each is how the service itself lets people sign in, or its films.
KNOWN_TO_STOP = {
    ("facebook", "messenger"),
    ("x", "grok"),
    ("epic-games", "rocket-league"),
    ("epic-games", "fall-guys"),
    ("xbox", "minecraft"),
    ("youtube", "youtube-kids"),
    ("youtube", "youtube-music"),
}

WRONG_TAGS = {
    "nothing": "",
    "capitals": "TikTok",
    "a blank": "tik tok",
    "two hyphens": "tik--tok",
    "a hyphen at its end": "tiktok-",
    "a letter of another alphabet": "pokémon",
}


def test_there_are_as_many_as_families_name() -> None:
    """No service that was once reviewed is lost."""
    assert len(SERVICES) >= 330


def test_tags_that_were_given_stay() -> None:
    """A household that named a service finds it under the same tag."""
    assert [tag for tag in PERMANENT.split() if tag not in TAGS] == []


def test_no_two_services_are_called_the_same() -> None:
    """A list to choose from shows each label once, whatever its letters' case."""
    labels = Counter(service.label.casefold() for service in SERVICES)

    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(("category", "tag"), KINDS.items(), ids=KINDS.values())
def test_each_kind_holds_what_it_is_known_by(category: Category | None, tag: str) -> None:
    """A service is under the kind where a family looks for it."""
    assert {service.tag: service.category for service in SERVICES}[tag] is category


def test_adverts_and_malware_are_no_services() -> None:
    """What nobody asks for by name is no service, and a home's own list is its own."""
    never = {Category.ADS, Category.MALWARE, Category.HOME_LIST}

    assert [service.tag for service in SERVICES if service.category in never] == []


def test_what_stops_with_a_service_is_a_service() -> None:
    """Whatever stops with another is known, and is never the service itself."""
    stopping = {(service.tag, other) for service in SERVICES for other in service.also_stops}

    assert stopping == KNOWN_TO_STOP
    assert {other for _, other in stopping} <= TAGS


@pytest.mark.parametrize(
    "service",
    [service for service in SERVICES if service.note is not None],
    ids=lambda service: service.tag,
)
def test_a_note_is_one_short_sentence(service: Service) -> None:
    """What a carer reads beside a service is a sentence of at most twenty words."""
    assert service.note is not None
    assert service.note[0].isupper()
    assert service.note.endswith(".")
    assert ". " not in service.note
    assert len(service.note.split()) <= 20


@pytest.mark.parametrize("cell", WRONG_TAGS.values(), ids=WRONG_TAGS)
def test_a_tag_that_is_none_is_refused(cell: str) -> None:
    """A tag has one way to be written, and the refusal says which."""
    with pytest.raises(ValueError, match="use small letters, digits and single hyphens"):
        a_tag(cell)


def test_a_cell_of_tags_is_read_in_order() -> None:
    """Tags keep their order, and one that comes twice is refused."""
    assert tags("facebook instagram") == ("facebook", "instagram")
    with pytest.raises(ValueError, match="names a service twice"):
        tags("facebook instagram facebook")


def test_a_hyphen_stands_for_nothing() -> None:
    """A cell with a hyphen is None, one with words is those words, and an empty one is refused."""
    assert words_or_none("-") is None
    assert words_or_none("as it is") == "as it is"
    with pytest.raises(ValueError, match="write words"):
        words_or_none("")
