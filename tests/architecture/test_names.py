"""Names that say nothing, or that no family would accept, are not used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, definitions, python_files

# A word on the left says nothing, or says it in words a family would not use of itself.
BANNED = {
    **dict.fromkeys(("util", "utils", "helper", "helpers", "common", "misc"), "say what is in it"),
    **dict.fromkeys(("manager", "handler", "processor"), "say what it does"),
    **dict.fromkeys(("data", "info", "obj", "stuff"), "say what it is"),
    **dict.fromkeys(("temp", "tmp"), "say what it holds"),
    **dict.fromkeys(("user", "users", "admin", "tenant", "account"), "say who: carer, reader, ..."),
    **dict.fromkeys(("child", "children", "kid", "kids", "minor"), "young person"),
    **dict.fromkeys(("surveillance", "history", "tracking"), "observation, entry"),
    **dict.fromkeys(("whitelist", "blacklist"), "allow list, block list"),
    "log": "journal or activity",
    "client": "device; outside the DNS code a client is a customer",
}
BANNED_FIRST = {
    **dict.fromkeys(("do", "process", "my", "new"), "a verb that says the result"),
}

# Where a banned word is the right one, with the reason.
EXCEPTIONS = {
    "tests/conftest.py: shared_data": "the folder beside the repository is called data",
}
# Names that somebody else's interface prescribes.
PRESCRIBED = {
    "data_received": "asyncio.Protocol",
    "log_message": "http.server",
    "do_GET": "http.server",
}
# Rooms in which a banned word is the field's own.
FIELD_WORDS = {
    "client": ("agent/dns/", "tests/agent/dns/", "tests/promises/"),
    "user": ("tests/front_door/",),  # an operating system's
    # HPKE's own parameter (RFC 9180 section 5.1): what a sealed thing is bound to.
    "info": ("consent/frames.py", "consent/sealed_day.py"),
    "manager": ("consent/", "tests/consent/"),  # a post in an agency, one of those who sign
}

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words(name: str) -> list[str]:
    """Return the words of a name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def advice(name: str, path: str = "") -> str | None:
    """Return what to say instead, None for a name that is in order."""
    if name in PRESCRIBED or f"{path}: {name}" in EXCEPTIONS:
        return None
    for word in words(name):
        if word in BANNED and not path.startswith(FIELD_WORDS.get(word, ("/",))):
            return BANNED[word]
    first, underscore, _ = name.lstrip("_").partition("_")
    return BANNED_FIRST.get(first) if underscore else None


def names(path: Path) -> Iterator[str]:
    """Yield the name of a module and of everything it defines."""
    # A test bears a sentence, and its module the name of its twin; neither was chosen for itself.
    for name in (path.stem, *(node.name for node in definitions(path))):
        if not name.startswith("test_"):
            yield name


def test_no_name_is_empty_of_meaning() -> None:
    """No module, class or function bears a banned word that the table does not excuse."""
    wrong = [
        f"{relative}: {name}: {better}"
        for path in python_files(*ROOMS, "tests")
        if (relative := path.relative_to(ROOT).as_posix())
        for name in names(path)
        if (better := advice(name, relative))
    ]

    assert wrong == []


def test_no_exception_outlives_its_name() -> None:
    """An exception is taken back when the name it excuses is gone."""
    used = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path in python_files(*ROOMS, "tests")
        for name in names(path)
    }

    assert sorted(EXCEPTIONS.keys() - used) == []


JUDGED = {
    "a heap of things": ("utils", True),
    "inside a name": ("query_handler", True),
    "in a class": ("QueryManager", True),
    "after an acronym": ("DNSData", True),
    "a verb that says nothing": ("process_query", True),
    "a verb alone": ("process", False),
    "a transport": ("Do53Upstream", False),
    "a word that only begins so": ("information", False),
    "a catalogue": ("catalog", False),
    "a young person": ("child_devices", True),
    "a helpline": ("childline", False),
    "the noun we use": ("YoungPerson", False),
}


@pytest.mark.parametrize(("name", "refused"), JUDGED.values(), ids=JUDGED)
def test_banned_words_are_found_as_words(name: str, *, refused: bool) -> None:
    """A banned word is found in either way of writing names, and only as a whole word."""
    assert (advice(name) is not None) is refused
