from __future__ import annotations

import re
from typing import Final

import pytest

from console.words import if_it_stops
from tests.architecture.test_readme import _CODE, looks_like_a_path
from tests.architecture.tree import FOLDERS, ROOT
from tests.console.test_words import FORBIDDEN, MAX_GRADE, MAX_WORDS, _grade

SYSTEMD: Final = ROOT / "systemd"
PAGES: Final = ("plugging-in.md", "imaging.md", "helping.md", "agencies.md")

_FOLDER_MADE: Final = re.compile(r"^d (/\S+)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| `(/\S+)` \|", re.MULTILINE)
_FILE_OF: Final = re.compile(r"`([a-z-]+\.(?:json|jsonl|key|db)|checkpoint|set-up-code)`")
_VERB: Final = re.compile(r"\./lamplight ([a-z-]+)")

ROWS: Final = "## Data map"


def page(name: str) -> str:
    """Return the text of a page."""
    return (SYSTEMD / name).read_text(encoding="utf-8")


def part(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next of any rank."""
    _, found, after = text.partition(f"{heading}\n")
    assert found, heading
    return re.split(r"^#", after, maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("name", PAGES)
def test_every_path_on_the_page_exists(name: str) -> None:
    """A promise whose test was moved or taken away is noticed."""
    paths = [text for text in _CODE.findall(page(name)) if looks_like_a_path(text)]
    ours = [path for path in paths if path.partition("/")[0] in FOLDERS]

    assert [path for path in ours if not (ROOT / path).exists()] == []
    assert ours or name == "plugging-in.md"


@pytest.mark.parametrize("name", PAGES)
def test_every_command_on_the_page_is_one(name: str) -> None:
    """No page tells anybody to run a verb that the front door does not know."""
    door = (ROOT / "lamplight").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^  \./lamplight (\S+)  ", door, re.MULTILINE))

    assert set(_VERB.findall(page(name))) - verbs == set()


def test_the_data_map_has_every_folder_and_no_other() -> None:
    """Each folder that is made has one row that says what is in it, and each row a folder."""
    made = _FOLDER_MADE.findall((SYSTEMD / "lamplight.tmpfiles").read_text(encoding="utf-8"))
    rows = _ROW.findall(part(page("agencies.md"), ROWS))

    assert sorted(rows) == sorted(made)


def test_every_file_of_the_data_map_is_one_that_the_programs_name() -> None:
    """A file that the map names is named in the code of the box, too."""
    programs = [path for room in ("agent", "console") for path in (ROOT / room).rglob("*.py")]
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (*programs, *SYSTEMD.glob("*.service"))
        if not {"demo", "lab"} & set(path.parts)
    )
    named = set(_FILE_OF.findall(part(page("agencies.md"), ROWS)))

    assert len(named) > 10
    assert [
        name for name in sorted(named) if not re.search(rf"[\"/]{re.escape(name)}\b", code)
    ] == []


def test_the_map_says_which_files_the_card_bears_as_they_are() -> None:
    """The box's keys are not sealed, and the page about a stolen card says so."""
    stolen = part(page("agencies.md"), "## What a stolen card reveals")

    assert "agent/recorder/identity.py" in stolen
    assert "they lie there as they are" in stolen


def test_whoever_looks_after_the_home_can_read_their_page_at_eleven() -> None:
    """The page about plugging in has the words and the length of sentences that pages have."""
    text = re.sub(r"`[^`]+`|^#+ .*$|^\d\. |^- ", "", page("plugging-in.md"), flags=re.MULTILINE)
    lines = [line.strip() for line in text.splitlines() if line.strip().endswith(".")]
    sentences = [one for line in lines for one in re.split(r"(?<=[.!?]) ", line)]
    long = [one for one in sentences if len(one.split()) > MAX_WORDS]

    assert _grade(sentences) <= MAX_GRADE
    assert long == []
    assert [word for word in FORBIDDEN if re.search(word, text, re.IGNORECASE)] == []


def test_what_to_do_with_a_dead_box_is_the_same_everywhere() -> None:
    """The page names the printed card by the name that it has on the box."""
    for name in ("plugging-in.md", "helping.md"):
        assert str(if_it_stops.TITLE) in page(name)
