from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promises.real_home import KINDS, Evening, live

QUIET_KINDS = ("answered", "a lifeline")


def fresh_word() -> str:
    """Return a word that stands nowhere yet: letters and digits, fit for a name."""
    return f"zq{secrets.token_hex(10)}"


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """Return a home in which names of every kind were asked for, good ones and malformed ones."""
    return live(tmp_path_factory.mktemp("home") / "first", fresh_word(), tuple(KINDS))


@pytest.fixture(scope="module")
def other_evening(evening: Evening, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """Return the same home, in which other names were asked for, and none that is blocked."""
    index = evening.folder / "state" / "lists" / "categories.idx"
    folder = tmp_path_factory.mktemp("home") / "other"
    return live(folder, fresh_word(), QUIET_KINDS, index)


def forms(word: str) -> dict[str, re.Pattern[bytes]]:
    """Return what to look for: the word as it may stand in a file, by the name of the form."""
    octets = word.encode()
    found = {
        "as it is, in any case, or as on the wire": re.compile(re.escape(octets), re.IGNORECASE),
        "backwards": re.compile(re.escape(octets[::-1]), re.IGNORECASE),
        "in hexadecimal": re.compile(octets.hex().encode(), re.IGNORECASE),
        "in UTF-16": re.compile(re.escape(word.encode("utf-16-le")), re.IGNORECASE),
    }
    for written, text in (("small", octets), ("capital", octets.upper())):
        for shift in range(3):
            # Without the characters that octets before and behind have a part in.
            begin, end = -(-shift * 8 // 6), (shift + len(text)) * 8 // 6
            inner = base64.b64encode(bytes(shift) + text)[begin:end]
            found[f"in base64, {written} letters, {shift} octets on"] = re.compile(
                re.escape(inner).replace(rb"\+", rb"[+-]").replace(b"/", b"[/_]")
            )
    return found


def places(folder: Path, word: str) -> list[str]:
    """Return the files below a folder that hold the word, or are named after it."""
    looked_for = forms(word).values()
    return [
        str(path)
        for path in folder.rglob("*")
        if any(
            form.search(str(path.relative_to(folder)).encode())
            or (path.is_file() and form.search(path.read_bytes()))
            for form in looked_for
        )
    ]


def test_every_kind_of_question_was_really_asked(evening: Evening) -> None:
    """Blocked, answered, failing and silent names were all met, so the rest is no empty promise."""
    seen = set(evening.outcomes)

    assert {
        ("answered", "NOERROR"),
        ("listed", "NXDOMAIN"),
        ("ruled", "NXDOMAIN"),
        ("allowed", "NOERROR"),
        ("missing", "NXDOMAIN"),
        ("failing", "SERVFAIL"),
        ("an alias", "NOERROR"),
        ("a lifeline", "NOERROR"),
        ("a bypass signal", "NXDOMAIN"),
        ("localhost", "NOERROR"),
        ("resolver.arpa", "NOERROR"),
        ("onion", "NXDOMAIN"),
        ("silent", "SERVFAIL"),
    } <= seen
    assert evening.outcomes.total() > 250
    assert any(evening.word.encode() in packet for packet in evening.heard)


def test_no_file_holds_a_name_that_was_asked(evening: Evening) -> None:
    """After hundreds of questions no file of the home holds any name, in any common writing."""
    assert places(evening.folder, evening.word) == []


def test_nothing_printed_holds_a_name_that_was_asked(evening: Evening) -> None:
    """What agent and console print, errors included, holds no name that a device asked for."""
    found = [
        form for form, look in forms(evening.word).items() if look.search(evening.printed.encode())
    ]

    assert found == []


def test_no_file_is_open_for_writing(evening: Evening) -> None:
    """While they run, the agent holds no file open to write in, the console its database alone."""
    own = evening.folder / "state" / "console" / "household.db"

    assert set(evening.writable) <= {str(own), f"{own}-wal", f"{own}-shm"}


def test_asking_touches_no_file(evening: Evening) -> None:
    """No file of the state is written, replaced or added because a device asked something."""
    before, after = evening.stamps

    assert before == after
    assert "agent/status.json" in before


def test_asking_changes_nothing_on_the_page(evening: Evening) -> None:
    """The console's page is the same, octet for octet, before the questions and after them."""
    before, after = evening.pages

    assert before == after
    assert b"Television" in before


def test_both_programs_end_well(evening: Evening) -> None:
    """Both end with status 0 when told to, so nothing was lost by looking at a crash."""
    assert evening.statuses == (0, 0)


def test_homes_that_differ_in_names_leave_the_same_files(
    evening: Evening, other_evening: Evening
) -> None:
    """Two homes that differ only in the names asked leave byte-identical state folders."""
    assert evening.state == other_evening.state


def test_homes_that_differ_in_names_show_the_same_page(
    evening: Evening, other_evening: Evening
) -> None:
    """Two homes that differ only in the names asked show byte-identical pages."""
    # A page that keeps itself up to date bears a version, under a secret of its own process.
    shown, others = (
        [re.sub(rb' data-version="\w+"', b"", page) for page in one.pages]
        for one in (evening, other_evening)
    )

    assert shown == others


WRITINGS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda word: word.encode(),
    "in capital letters": lambda word: word.upper().encode(),
    "as on the wire": lambda word: bytes((len(word),)) + word.encode() + b"\7example\0",
    "in hexadecimal": lambda word: f"{word}.example".encode().hex().encode(),
    "in base64": lambda word: base64.b64encode(f"www.{word}.example".encode()),
    "in base64 for URLs": lambda word: base64.urlsafe_b64encode(f"a.{word}.example".encode()),
    "in UTF-16": lambda word: word.encode("utf-16"),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_the_search_finds_what_was_planted(writing: str, tmp_path: Path) -> None:
    """A file that does hold the word is found, in each writing that is searched for."""
    word = fresh_word()
    planted = tmp_path / "below" / "planted"
    planted.parent.mkdir()
    planted.write_bytes(b"before " + WRITINGS[writing](word) + b" behind")

    assert places(tmp_path, word) == [str(planted)]


def test_the_search_finds_a_file_named_after_a_name(tmp_path: Path) -> None:
    """A file is found by its name too."""
    word = fresh_word()
    (tmp_path / f"{word}.example.part").touch()

    assert places(tmp_path, word) == [str(tmp_path / f"{word}.example.part")]
