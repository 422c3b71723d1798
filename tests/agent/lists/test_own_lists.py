from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from publicsuffixlist import PublicSuffixList

from agent.lists.own_lists import (
    OWN_LISTS_FOLDER,
    REVIEW_DAYS,
    OwnEntry,
    OwnList,
    load_own_list,
    own_list_ids,
    read_own_list,
)
from agent.lists.strict_toml import TomlMalformed
from policy.categories import Category
from policy.names import from_text, is_at_or_below, to_text
from policy.never_blocked import NEVER_BLOCKED

OUR_LISTS = {list_id: load_own_list(list_id) for list_id in own_list_ids()}
OUR_ENTRIES = {
    f"{own.id}: {to_text(entry.name)}": (own, entry)
    for own in OUR_LISTS.values()
    for entry in own.entries
}

EXPECTED = {
    "artificial-companions": Category.STRANGERS,
    "self-harm-and-eating-disorders": Category.SELF_HARM,
    "stranger-chat": Category.STRANGERS,
    "weapons": Category.VIOLENCE,
}

# Help and recovery whose names hold a word that a careless list would look for.
HELP_WITH_A_HARD_WORD = (
    "selfharm.co.uk",
    "nshn.co.uk",
    "prevent-suicide.org.uk",
    "papyrus-uk.org",
    "beateatingdisorders.org.uk",
    "nationaleatingdisorders.org",
    "suicideforum.com",
    "nhs.uk",
)
# Everyday names that stand close to one of ours, in letters or in kind.
EVERYDAY_NEIGHBOURS = (
    "poly.ai",
    "openai.com",
    "discord.com",
    "bbc.co.uk",
    "reddit.com",
    "nerf.com",
    "youtube.com",
)

GOOD = """
format = "lamplight-own-list/v1"
id = "one"
category = "violence"
title = "One"
what = "A list of one."

[[entry]]
name = "a.example"
why = "It does harm."
source = "looked at"
reviewed = 2026-11-21
"""


def test_a_list_is_read() -> None:
    """A list comes back with all that was written."""
    own = read_own_list(GOOD)

    assert own == OwnList(
        id="one",
        category=Category.VIOLENCE,
        title="One",
        what="A list of one.",
        entries=(
            OwnEntry(from_text("a.example"), "It does harm.", "looked at", dt.date(2026, 11, 21)),
        ),
    )
    assert own.names == {from_text("a.example")}


WRONG = {
    "another format": ("own-list/v1", "own-list/v2", "format: expected"),
    "an unknown member": ('title = "One"', 'titel = "One"', "'titel' is not known"),
    "no such category": ('"violence"', '"weapons"', "category: expected one of ads"),
    "an id that is a path": ('id = "one"', 'id = "../one"', "id: expected small letters"),
    "what is no sentence": ("A list of one.", "A list of one", "what: expected a sentence"),
    "why is no sentence": ("It does harm.", "harm", r"entry\[0\].why: expected a sentence"),
    "why is long": ("It does harm.", "It does harm." * 10, r"entry\[0\].why: .* at most 120"),
    "no source": ('source = "looked at"', "", r"entry\[0\]: the member 'source' is missing"),
    "no review": ("reviewed = 2026-11-21", "", r"entry\[0\]: the member 'reviewed' is missing"),
    "no name": ("a.example", "a..example", r"entry\[0\].name: 'a..example' has two dots"),
    "a whole ending": ('"a.example"', '"example"', r"entry\[0\].name: expected a site's name"),
    "no entries": (GOOD[GOOD.index("[[entry]]") :], "", "entry: expected one entry at least"),
    "a name twice": (
        "[[entry]]",
        '[[entry]]\nname = "a.example"\nwhy = "x."\nsource = "x"\nreviewed = 2026-11-21\n[[entry]]',
        r"entry\[1\].name: expected a name that is not listed already",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_list_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    """What breaks the closed shape is refused as a whole, with the place and a sentence."""
    assert old in GOOD

    with pytest.raises(TomlMalformed, match=sentence):
        read_own_list(GOOD.replace(old, new))


def test_the_lists_are_those_we_mean() -> None:
    """Each list of ours bears the id of its file and feeds the category it is meant for."""
    assert {list_id: own.category for list_id, own in OUR_LISTS.items()} == EXPECTED
    assert all(own.id == list_id for list_id, own in OUR_LISTS.items())


@pytest.mark.parametrize(("own", "entry"), OUR_ENTRIES.values(), ids=OUR_ENTRIES)
def test_no_entry_reaches_too_far(own: OwnList, entry: OwnEntry) -> None:
    """No entry is at, above or below a name of help or of everyday life, or a shared ending."""
    watched = [
        *NEVER_BLOCKED,
        *map(from_text, HELP_WITH_A_HARD_WORD),
        *map(from_text, EVERYDAY_NEIGHBOURS),
    ]

    assert [
        to_text(name)
        for name in watched
        if is_at_or_below(name, entry.name) or is_at_or_below(entry.name, name)
    ] == []
    assert not PublicSuffixList().is_public(to_text(entry.name))
    assert [
        to_text(other.name)
        for other in own.entries
        if other != entry and is_at_or_below(entry.name, other.name)
    ] == []


@pytest.mark.parametrize(("own", "entry"), OUR_ENTRIES.values(), ids=OUR_ENTRIES)
def test_every_entry_was_reviewed_before_it_was_shipped(own: OwnList, entry: OwnEntry) -> None:
    """The review of an entry lies between the first day of the project and the last edit."""
    newest = max(other.reviewed for other in own.entries)

    assert dt.date(2026, 11, 1) <= entry.reviewed <= newest
    assert entry.why[0].isupper()


def test_no_name_stands_in_two_lists_of_ours() -> None:
    """A block can say which list of ours it comes from."""
    names = [entry.name for own in OUR_LISTS.values() for entry in own.entries]

    assert len(names) == len(set(names))


def test_self_harm_says_no_more_than_it_must() -> None:
    """The list that hurts to read is a handful, and says neither how nor where."""
    own = OUR_LISTS["self-harm-and-eating-disorders"]
    # Looked for as parts of words, so that every form of them is found.
    never_said = ("method", "poison", "dose", "calorie", "weight", "thin", "suicid", "cut", "fast")

    assert len(own.entries) <= 12
    for entry in own.entries:
        assert entry.why.endswith("help is one tap away.")
        assert [word for word in never_said if word in entry.why.lower()] == []
        assert to_text(entry.name) not in entry.why


def test_an_entry_becomes_overdue() -> None:
    """An entry is overdue on the first day after its time for review, and not on the last of it."""
    own = read_own_list(GOOD)
    last = own.entries[0].reviewed + dt.timedelta(days=REVIEW_DAYS)

    assert own.overdue(last) == ()
    assert own.overdue(last + dt.timedelta(days=1)) == own.entries


def test_every_file_in_the_folder_is_a_list() -> None:
    """Nothing lies beside the lists that would be shipped and never read."""
    assert {path.name for path in OWN_LISTS_FOLDER.iterdir()} == {
        f"{list_id}.toml" for list_id in own_list_ids()
    }


def test_our_lists_leave_the_directory_of_help_alone(shared_data: Path | None) -> None:
    """No list of ours covers any of a directory of help."""
    if shared_data is None:
        pytest.skip("the directory of help is not here")
    rows = (shared_data / "helplines" / "helplines-uk.tsv").read_text(encoding="utf-8").splitlines()
    help_names = [from_text(row.split("\t")[0]) for row in rows if row and row[0] != "#"]

    assert [
        (to_text(name), list_id)
        for name in help_names
        for list_id, own in OUR_LISTS.items()
        for listed in own.names
        if is_at_or_below(name, listed) or is_at_or_below(listed, name)
    ] == []
