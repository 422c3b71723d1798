from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policy.categories import Category
from policy.facts.canaries import CANARIES, Canary
from policy.names import from_text, to_text

BY_TEXT = {to_text(canary.name): canary for canary in CANARIES}

# One of each way in which a list goes wrong.
WAYS = {
    "help named after its subject": ("talktofrank.com", Category.DRUGS),
    "help against gambling": ("gamcare.org.uk", Category.GAMBLING),
    "a clinic": ("sextherapylondon.nhs.uk", Category.ADULT),
    "a county with three letters in it": ("essex.sch.uk", Category.ADULT),
    "a university's library": ("essex.idm.oclc.org", Category.ADULT),
    "what statistics are": ("statistics.gov.uk", Category.ADS),
    "a sign-in": ("federated-id.live.api.bbc.co.uk", Category.ADS),
    "a heart monitor": ("carelinkdata.medtroniccarelink.net", Category.ADS),
    "a museum one key from a university": ("vam.ac.uk", Category.MALWARE),
    "homework that is called a game": ("ttrockstars.com", Category.GAMES),
    "books that are free": ("gutenberg.org", Category.PIRACY),
    "where another name leads": ("apple-dns.net", Category.VPN),
    "a network under unrelated sites": ("hwcdn.net", Category.ADULT),
    "a whole government": ("gob.mx", Category.ADULT),
}


@pytest.mark.parametrize(("text", "category"), WAYS.values(), ids=WAYS)
def test_each_way_of_going_wrong_has_a_canary(text: str, category: Category) -> None:
    """For each mistake that was seen on a real list one name watches."""
    assert BY_TEXT[text].category is category


def test_there_are_as_many_as_were_found() -> None:
    """None that was once found is lost."""
    assert len(CANARIES) >= 70


def test_the_canaries_that_were_measured_are_all_here(shared_data: Path | None) -> None:
    """Every name of the table that was measured on the real lists is carried over."""
    if shared_data is None:
        pytest.skip("the table that was measured is not here")
    with (shared_data / "traps" / "overblock-canaries.tsv").open(encoding="utf-8") as file:
        measured = {
            row[0] for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")
        }

    assert len(measured) == 24
    assert measured <= BY_TEXT.keys()


def lists_of(canary: Canary) -> list[str]:
    """Return the names of the lists in a canary's row."""
    return canary.source.split(", ")


def test_each_canary_is_on_the_lists_of_its_row(shared_data: Path | None) -> None:
    """What is said of a list is so: the name stands there, by itself."""
    if shared_data is None:
        pytest.skip("the public lists are not here")
    paths = {
        path.stem: path
        for folder in ("formats", "hosts", "domains", "ut1")
        for path in (shared_data / "lists" / folder).iterdir()
        if path.suffix in {".txt", ".hosts", ".domains"}
    }
    for name in sorted({name for canary in CANARIES for name in lists_of(canary)}):
        lines = paths[name].read_text(encoding="utf-8", errors="replace").lower().splitlines()
        listed = {words[-1] for line in lines if (words := line.partition("#")[0].split())}
        said = {to_text(canary.name) for canary in CANARIES if name in lists_of(canary)}

        assert said - listed == set(), name


def test_a_canary_says_what_it_is_and_where_it_was_found() -> None:
    """Each has words for a sentence and at least one list, and is not a whole top-level domain."""
    for canary in CANARIES:
        assert canary.what[-1].isalnum()
        assert all(lists_of(canary))
        assert "." in to_text(canary.name)
    assert from_text("com") not in {canary.name for canary in CANARIES}
