from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.lists.suffixes import shipped_suffixes

SUFFIXES = shipped_suffixes()

JUDGED = {
    "a registry's": (b"co.uk", True),
    "a county's schools": (b"essex.sch.uk", True),
    "a service's": (b"nhs.uk", True),
    "a wildcard rule's": (b"anything.ck", True),
    "an international one": ("公司.cn".encode("idna"), True),
    "a provider's": (b"github.io", False),
    "a provider's, of three labels": (b"s3.amazonaws.com", False),
    "a site": (b"example.org", None),
    "below a registry's": (b"example.co.uk", None),
    "below a provider's": (b"example.github.io", None),
    "an exception to a wildcard rule": (b"www.ck", None),
    "below what a wildcard rule gives": (b"site.anything.ck", None),
    "under an ending that nobody gives out": (b"example.invalid", None),
}


@pytest.mark.parametrize(("name", "registry"), JUDGED.values(), ids=JUDGED)
def test_whose_an_ending_is(name: bytes, *, registry: bool | None) -> None:
    """An ending is told from a site, and a registry's from a provider's."""
    expected = {} if registry is None else {name: registry}

    assert SUFFIXES.among([b"a.example", name, name, b"b.example"]) == expected


def rules() -> list[str]:
    """Return the names in the library's list, without the signs of its rules."""
    text = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    lines = [line.split()[0] for line in text.splitlines() if line and not line.startswith("//")]
    return [line.lstrip("!*.").encode("idna").decode() for line in lines]


def near_endings() -> st.SearchStrategy[str]:
    """Return names of two labels or more in the neighbourhood of the list's rules."""
    front = st.lists(st.sampled_from(("a", "www", "co", "city", "gov", "xn--p1ai")), max_size=2)
    rule = st.sampled_from(rules())
    cut = st.integers(0, 2)
    return (
        st.tuples(front, rule, cut)
        .map(lambda drawn: ".".join((*drawn[0], *drawn[1].split(".")[drawn[2] :])))
        .filter(lambda name: "." in name)
    )


@given(st.lists(near_endings(), max_size=30))
def test_picking_loses_no_ending(names: list[str]) -> None:
    """Picking the few names to judge says what judging each of them says."""
    assert SUFFIXES.among([name.encode() for name in names]) == {
        name.encode(): SUFFIXES.is_registry(name) for name in names if SUFFIXES.is_public(name)
    }


def test_every_rule_is_known() -> None:
    """Each rule of the list is found among all of them, but for the exceptions."""
    names = [rule for rule in rules() if "." in rule]

    assert len(names) > 7_000
    assert SUFFIXES.among([name.encode() for name in names]) == {
        name.encode(): SUFFIXES.is_registry(name) for name in names if SUFFIXES.is_public(name)
    }


def test_the_list_is_loaded_once() -> None:
    """Reading a second list does not load the suffixes again."""
    assert shipped_suffixes() is SUFFIXES


def test_the_list_s_own_examples(shared_data: Path | None) -> None:
    """What the Public Suffix List calls an ending in its examples is one here, and no more."""
    if shared_data is None:
        pytest.skip("the list's examples are not here")
    text = (shared_data / "names" / "psl-tests.txt").read_text(encoding="utf-8")
    pairs = [line.split() for line in text.splitlines() if line.strip() and line[:2] != "//"]
    tried = 0
    for name, site in pairs:
        octets = name.lower().encode("idna") if not name.startswith(".") else b""
        if b"." in octets:
            tried += 1
            assert bool(SUFFIXES.among([octets])) is (site == "null"), name

    assert tried > 50


def test_endings_that_real_lists_hold(shared_data: Path | None) -> None:
    """Of the endings found in real lists, 12 are registries' and 203 are providers'."""
    if shared_data is None:
        pytest.skip("the endings found in real lists are not here")
    path = shared_data / "traps" / "list-entries-that-are-public-suffixes.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    found = SUFFIXES.among([row[0].encode() for row in rows])

    assert found == {name.encode(): kind == "icann" for name, _, kind in rows}
    assert (sum(found.values()), len(found)) == (12, 215)
