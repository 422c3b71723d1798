from __future__ import annotations

import errno
import io
import itertools
import os
import random
import sys
from pathlib import Path

import pytest

from agent.errors import ListMalformed
from agent.lists.build import (
    MAX_LIST_OCTETS,
    Build,
    CategoryUnknown,
    IndexUnsound,
    ListFile,
    ListReport,
    _check,
    agreeing,
    list_file,
    open_list,
)
from policy.categories import Category
from policy.index import CategoryIndex, ListSource
from policy.names import Name, from_text, suffix_offsets
from tests.conftest import Scale
from tests.policy.strategies import index_octets


def started() -> Build:
    """Return a build whose clock goes on by one second each time it is read."""
    seconds = itertools.count()
    return Build(lambda: float(next(seconds)), lambda _: None)


def test_the_index_equals_a_model(tmp_path: Path, dice: random.Random, scale: Scale) -> None:
    """The index answers for every name as a plain table of what the lists say does."""
    labels = ["a", "b", "www", "example", "org", "x1", "-_"]
    for _ in range(scale(25, 500)):
        build = started()
        model: dict[Name, set[tuple[ListSource, bool]]] = {}
        asked: set[Name] = set()
        for number in range(dice.randint(1, 4)):
            source = ListSource(f"list{number}.txt", dice.choice(list(Category)))
            lines = []
            for _ in range(dice.randint(1, 40)):
                text = ".".join(dice.choices(labels, k=dice.randint(1, 3))) + ".example"
                exact = dice.random() < 0.5
                lines.append(f"0.0.0.0 {text}\n" if exact else f"{text}\n")
                model.setdefault(from_text(text), set()).add((source, exact))
                asked |= {from_text(text), from_text(f"www.{text}"), from_text(f"b.a.{text}")}
            path = tmp_path / source.name
            path.write_text("".join(lines))
            build.read(ListFile(path, source.category))
        built = build.finish()
        index = CategoryIndex(memoryview(built.octets))

        assert built.names == index.count == len(model)
        for name in asked:
            for category in Category:
                expected = {
                    (offset, source)
                    for offset in suffix_offsets(name)
                    for source, exact in model.get(Name(name[offset:]), ())
                    if source.category is category and not (exact and offset)
                }
                assert set(index.lists_naming(name, category)) == expected


def test_a_report_says_what_was_read(tmp_path: Path) -> None:
    """Reading a list gives its base name, its category, its counts and its seconds."""
    path = tmp_path / "some.list"
    path.write_text("a.example\ncom\nb.example\n0.0.0.0 c.example\n127.0.0.1 localhost\n")

    report = started().read(ListFile(path, Category.ADULT))

    assert isinstance(report, ListReport)
    assert report.source == ListSource("some.list", Category.ADULT)
    assert (report.tally.names, report.tally.exact) == (2, 1)
    assert (report.tally.local, report.tally.bad) == (1, 1)
    assert report.seconds == 1.0


def test_names_struck_out_are_passed_over_and_counted(tmp_path: Path) -> None:
    """A name the list is known to hold by mistake is not listed; all else of the list is."""
    path = tmp_path / "some.list"
    path.write_text("good.example\nbad.example\n0.0.0.0 good.example\n@@||open.example^\n")
    strike = frozenset({from_text("good.example"), from_text("open.example")})
    build = started()

    report = build.read(ListFile(path, Category.ADS, strike=strike))
    index = CategoryIndex(memoryview(build.finish().octets))

    assert report.struck == 2
    assert index.listings(from_text("good.example")) == ()
    assert index.listings(from_text("bad.example")) == ((0, Category.ADS.bit),)


def test_a_list_that_is_struck_out_whole_is_refused(tmp_path: Path) -> None:
    """A list of which nothing is left is no list, and the sentence says so."""
    path = tmp_path / "some.list"
    path.write_text("good.example\n")

    with pytest.raises(ListMalformed, match="all its names are struck out"):
        started().read(ListFile(path, Category.ADS, strike=frozenset({from_text("good.example")})))


def lists_of(*tags: str) -> list[ListFile]:
    """Return a list file of each category."""
    return [ListFile(Path(f"{number}.txt"), Category(tag)) for number, tag in enumerate(tags)]


AGREEMENT = {
    "one adult list counts by itself": (("adult",), [True]),
    "two must agree": (("adult", "adult"), [False, False]),
    "among others": (("adult", "ads", "adult", "ads"), [False, True, False, True]),
    "no other category asks for it": (("ads", "ads", "malware", "malware"), [True] * 4),
}


@pytest.mark.parametrize(("tags", "alone"), AGREEMENT.values(), ids=AGREEMENT)
def test_several_adult_lists_must_agree(tags: tuple[str, ...], alone: list[bool]) -> None:
    """Given once, an adult list counts by itself; given several times, two must agree."""
    assert [item.alone for item in agreeing(lists_of(*tags))] == alone


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    """While it reads, it says which list it is at and how many names it has so far."""
    path = tmp_path / "long.txt"
    path.write_text("".join(f"{number}.example\n" for number in range(40_000)))
    told: list[str] = []
    build = Build(lambda: 0.0, told.append)
    build.read(ListFile(path, Category.ADS))
    build.finish()

    assert told[0].startswith("long.txt: ")
    assert "long.txt: 40,000 names so far" in told
    assert told[-2:] == ["sorting 40,000 names", "checking the index"]


def test_two_builds_differ_in_their_salt(tmp_path: Path) -> None:
    """Every index has a salt of its own, so nobody can prepare names that collide."""
    path = tmp_path / "one.txt"
    path.write_text("a.example\n")
    octets = []
    for _ in range(2):
        build = started()
        build.read(ListFile(path, Category.ADS))
        octets.append(build.finish().octets)

    assert octets[0] != octets[1]


def test_a_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    """A list whose file name is not UTF-8 can be read, and is called by a text in the index."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/l\xff.txt"))
    path.write_text("a.example\n")

    report = started().read(ListFile(path, Category.ADS))

    assert report.source.name == "l\ufffd.txt"


ARGUMENTS = {
    "file": ("lists/ads.txt", Path("lists/ads.txt"), Category.HOME_LIST),
    "category": ("adult=lists/x.txt", Path("lists/x.txt"), Category.ADULT),
    "category with a hyphen": ("self-harm=x.txt", Path("x.txt"), Category.SELF_HARM),
    "equals sign in the file": ("ads=a=b.txt", Path("a=b.txt"), Category.ADS),
    "equals sign, no category": ("./a=b.txt", Path("a=b.txt"), Category.HOME_LIST),
    "equals sign in a folder": ("/x=y/b.txt", Path("/x=y/b.txt"), Category.HOME_LIST),
}


@pytest.mark.parametrize(("text", "path", "category"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments(text: str, path: Path, category: Category) -> None:
    """A list on a command line is a file, or a category and a file."""
    assert list_file(text) == ListFile(path, category)


@pytest.mark.parametrize("text", ["adlut=x.txt", "=x.txt", "Adult=x.txt", "a=b"])
def test_an_unknown_category_names_those_there_are(text: str) -> None:
    """A category that does not exist is refused with the tags of all that do."""
    with pytest.raises(CategoryUnknown) as caught:
        list_file(text)

    assert all(category in str(caught.value) for category in Category)
    assert f"./{text}" in str(caught.value)


def test_files_that_cannot_be_lists(tmp_path: Path) -> None:
    """What is no list file is refused in a sentence that names it and says what to do."""
    empty = tmp_path / "empty.txt"
    empty.touch()
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_LIST_OCTETS + 1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    expected = {
        tmp_path / "missing.txt": "does not exist; check the name",
        tmp_path: "is a folder; name the list files",
        empty: "is empty; fetch the list again",
        huge: "is larger than 512 MB",
        pipe: "is not a plain file; save the list",
        empty / "below": "cannot be opened: Not a directory",
    }
    for path, words in expected.items():
        with pytest.raises(ListMalformed, match=words) as caught:
            open_list(path)

        assert str(caught.value).startswith(f"{path} ")


def test_a_malformed_list_is_named(tmp_path: Path) -> None:
    """The refusal of a list as a whole begins with its path."""
    path = tmp_path / "web.txt"
    path.write_text("<html>\n")

    with pytest.raises(ListMalformed, match=f"^{path}: 1 of 1 lines"):
        started().read(ListFile(path, Category.ADS))


class TornCard(io.BytesIO):
    """A file on a card that can be opened and no longer read."""

    def read(self, _: int | None = -1) -> bytes:
        """Fail as a broken card does."""
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_list_that_fails_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that opens and then cannot be read is refused with the system's reason."""
    # No file of a healthy machine behaves like this.
    monkeypatch.setattr("agent.lists.build.open_list", lambda _: TornCard())

    with pytest.raises(ListMalformed, match=r"^x.txt: it could not be read: Input/output error$"):
        started().read(ListFile(Path("x.txt"), Category.ADS))


def test_an_unsound_index_is_not_handed_out() -> None:
    """Octets that do not open, or that lost a name of a list, are refused as unsound."""
    ads = ListSource("ads.txt", Category.ADS)
    octets = index_octets([(ads, [(from_text("a.example"), False)])])

    assert _check(octets, [(from_text("a.example"), ads)]) == 1
    with pytest.raises(IndexUnsound, match="cannot be opened"):
        _check(octets[:-1], [])
    with pytest.raises(IndexUnsound, match="has lost a name of ads"):
        _check(octets, [(from_text("b.example"), ads)])


def test_real_lists(
    shared_data: Path | None, scale: Scale, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every hosts file and every list of plain names that homes really use can be read."""
    if shared_data is None:
        pytest.skip("../shared/data is not there")
    paths = [*shared_data.glob("lists/hosts/*"), *shared_data.glob("lists/domains/*")]
    limit = scale(200_000, MAX_LIST_OCTETS)
    paths = sorted(path for path in paths if path.stat().st_size <= limit)
    refused, rows = [], []
    for path in paths:
        try:
            tally = started().read(ListFile(path, Category.ADS)).tally
        except ListMalformed as error:
            refused.append(str(error))
            continue
        lines = [line.strip() for line in path.read_bytes().splitlines()]
        skipped = tally.local + tally.addresses
        rows.append(f"{path.name:45} {tally.names:8} {tally.exact:8} {skipped:4} {tally.bad:4}")

        assert tally.lines == sum(line[:1] not in {b"", b"#"} for line in lines)
        # Each of these lists has one name on a line, but for a handful of lines.
        assert abs(tally.names + tally.exact + skipped + tally.bad - tally.lines) <= 5
        assert tally.bad <= 10
    if scale(quick=0, soak=1):
        with capsys.disabled():
            sys.stdout.write("\n".join(["", "list, names, exact, skipped, bad:", *rows, ""]))

    assert not refused
    assert len(rows) > 20
