"""Safe search as a device meets it: with the real agent, real sockets, and a real resolver above.

The addresses of the plain engine and of its safe name are told apart; no answer has the first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import dns.message
import dns.rdatatype
import pytest

from agent.dns.answers import ALIAS_SECONDS
from policy.document import household_from_toml
from policy.names import from_text
from policy.rules import YouTube
from policy.safe_search import answers
from policy.snapshot import PolicySnapshot
from tests.agent.evening import Evening, evening

SAM, ALEX, TABLET = "127.0.0.11", "127.0.0.12", "127.0.0.13"

HOME = household_from_toml("""
format = "lamplight-household/v1"

[[carers]]
name = "Alex"

[[young_people]]
name = "Sam"
safe_search = true
block = ["www.bing.com"]

[[young_people]]
name = "Kim"
safe_search = true
youtube = "strict"

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = ["127.0.0.12"]

[[devices]]
name = "Tablet"
belongs_to = "everyone"
shared_by = ["Sam", "Kim"]
addresses = ["127.0.0.13"]
""")

PLAIN, SAFE, OTHER = "192.0.2.66", "192.0.2.1", "192.0.2.2"
PLAIN_6, SAFE_6 = "2001:db8::66", "2001:db8::1"
HINT = "000100" + "00040004c0000242" + "00060010" + "20010db8000000000000000000000066"

ABOVE = (
    f"--host-record=www.google.com,{PLAIN},{PLAIN_6}",
    f"--host-record=forcesafesearch.google.com,{SAFE},{SAFE_6}",
    f"--host-record=www.youtube.com,{PLAIN},{PLAIN_6}",
    f"--host-record=restrictmoderate.youtube.com,{SAFE}",
    f"--host-record=restrict.youtube.com,{OTHER}",
    f"--host-record=www.bing.com,{PLAIN}",
    # The safe name is an alias itself, and says nothing of IPv6.
    "--cname=safe.duckduckgo.com,edge.example",
    f"--host-record=edge.example,{SAFE}",
    f"--host-record=duckduckgo.com,{PLAIN},{PLAIN_6}",
    f"--dns-rr=www.google.com,65,{HINT}",
    "--dns-rr=forcesafesearch.google.com,65,00010000010003026832",
    "--txt-record=www.google.com,plain",
    "--local-ttl=900",
    "--local=/google.com/youtube.com/duckduckgo.com/",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """Return a home in which Sam's search is safe and Alex's is not."""
    published = PolicySnapshot(version=1, household=HOME)
    folder = tmp_path_factory.mktemp("home")
    with evening(folder, "2026-12-01 12:00", *ABOVE, home=published) as running:
        yield running


def records(reply: dns.message.Message) -> list[tuple[str, str, str]]:
    """Return the records of an answer: owner, type, what it says."""
    return [
        (rrset.name.to_text(), dns.rdatatype.to_text(rrset.rdtype), found.to_text())
        for rrset in reply.answer
        for found in rrset
    ]


_NAME = re.compile(r"[a-z0-9.-]+")
ALIAS = ("www.google.com.", "CNAME", "forcesafesearch.google.com.")
FORCED = "forcesafesearch.google.com."
MODERATE = "restrictmoderate.youtube.com."
DUCK = ("duckduckgo.com.", "CNAME", "safe.duckduckgo.com.")

SAYS = {
    "an address": ("www.google.com", "A", [ALIAS, (FORCED, "A", SAFE)]),
    "an address of IPv6": ("www.google.com", "AAAA", [ALIAS, (FORCED, "AAAA", SAFE_6)]),
    "a service": ("www.google.com", "HTTPS", [ALIAS, (FORCED, "HTTPS", '1 . alpn="h2"')]),
    "the alias itself": ("www.google.com", "CNAME", [ALIAS]),
    "a text that the plain name has": ("www.google.com", "TXT", [ALIAS]),
    "written in capitals": (
        "WWW.Google.Com",
        "A",
        [("WWW.Google.Com.", *ALIAS[1:]), (FORCED, "A", SAFE)],
    ),
    "a film": (
        "www.youtube.com",
        "A",
        [("www.youtube.com.", "CNAME", MODERATE), (MODERATE, "A", SAFE)],
    ),
    "a film over IPv6, which the safe name lacks": (
        "www.youtube.com",
        "AAAA",
        [("www.youtube.com.", "CNAME", MODERATE)],
    ),
    "a safe name that is an alias": (
        "duckduckgo.com",
        "A",
        [
            DUCK,
            ("safe.duckduckgo.com.", "CNAME", "edge.example."),
            ("edge.example.", "A", SAFE),
        ],
    ),
}


@pytest.mark.parametrize("again", [False, True], ids=["asked", "kept"])
@pytest.mark.parametrize(("name", "rtype", "expected"), SAYS.values(), ids=SAYS)
def test_an_engine_is_answered_by_its_safe_name_for_every_type(
    home: Evening, name: str, rtype: str, expected: list[tuple[str, str, str]], *, again: bool
) -> None:
    """Whatever type is asked for, the answer is an alias, and what its target has of that type."""
    if again:
        home.ask(SAM, name, rtype)
    reply = home.ask(SAM, name, rtype)
    text = reply.to_text()

    assert records(reply) == expected
    assert PLAIN not in text
    assert PLAIN_6 not in text
    assert reply.answer[0].ttl <= ALIAS_SECONDS


def test_the_same_engine_is_as_it_is_for_others(home: Evening) -> None:
    """What was asked for Sam changes nothing for Alex, nor the other way round."""
    ways = [records(home.ask(source, "www.google.com")) for source in (SAM, ALEX, SAM, ALEX)]
    plain = [("www.google.com.", "A", PLAIN)]

    assert ways == [SAYS["an address"][2], plain] * 2
    assert PLAIN_6 in home.ask(ALEX, "www.google.com", "HTTPS").to_text()


def test_while_nobody_said_whose_turn_it_is_the_stricter_mode_holds(home: Evening) -> None:
    """On a shared device the strict mode of films answers, on one's own one's own."""
    assert [one[2] for one in records(home.ask(TABLET, "www.youtube.com"))] == [
        "restrict.youtube.com.",
        OTHER,
    ]


def test_an_engine_that_cannot_be_safe_is_blocked_and_so_is_one_that_a_rule_blocks(
    home: Evening,
) -> None:
    """A block goes before the alias; an engine without a safe name is closed."""
    assert home.is_blocked(SAM, "www.bing.com")
    assert home.is_blocked(SAM, "www.startpage.com")
    assert not home.is_blocked(ALEX, "www.startpage.com")


def test_every_known_safe_name_is_one_of_ours(shared_data: Path | None) -> None:
    """What others answer for engines is what is answered here, where both know the engine."""
    if shared_data is None:
        return
    ours = answers(safe_search=True, youtube=YouTube.STRICT)
    with (shared_data / "safesearch" / "facts.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if "." in row[1]]
    known = {name.strip(): row[1] for row in rows for name in row[0].split(",")}
    both = {
        name: (target, ours[from_text(name)])
        for name, target in known.items()
        if _NAME.fullmatch(name) and from_text(name) in ours
    }

    assert len(both) >= 5
    assert {name: mine for name, (_, mine) in both.items()} == {
        name: from_text(target) for name, (target, _) in both.items()
    }
