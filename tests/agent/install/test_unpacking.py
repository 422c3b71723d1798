from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from agent.install.manifest import ReleaseRefused, signed
from agent.install.packing import write_release
from agent.install.unpacking import unpacked
from tests.agent.install.releases import (
    ABOUT,
    HOUSE,
    MAKER,
    STRANGER,
    files_in,
    keys_of,
    members_of,
    release_in,
    rewritten,
)
from tests.conftest import Scale

Members = list[tuple[tarfile.TarInfo, bytes]]


def test_a_release_from_a_file_is_what_was_packed(tmp_path: Path) -> None:
    """Each file is there with its octets, only the one that is started can be, and no other is."""
    release, into = release_in(tmp_path), tmp_path / "into"

    manifest = unpacked(release, into, keys_of(MAKER))

    found = {path.relative_to(into).as_posix(): path for path in into.rglob("*") if path.is_file()}
    assert (manifest.release, manifest.number) == ("0.2.0", 2)
    assert set(found) == {*HOUSE, "release.json", "release.files"}
    assert {path: found[path].read_text() for path in HOUSE} == HOUSE
    assert [path for path in HOUSE if found[path].stat().st_mode & 0o111] == ["lamplight"]


def test_a_release_from_a_folder_is_the_same(tmp_path: Path) -> None:
    """Whoever unpacked the file by hand has a release too."""
    release, once, twice = release_in(tmp_path), tmp_path / "once", tmp_path / "twice"
    unpacked(release, once, keys_of(MAKER))
    (once / "something else").write_text("is no part of it")

    assert unpacked(once, twice, keys_of(MAKER)).release == "0.2.0"
    assert not (twice / "something else").exists()
    assert (twice / "agent/release.py").read_text() == HOUSE["agent/release.py"]


def test_nothing_is_read_before_the_signature_is_good(tmp_path: Path) -> None:
    """A stranger's release leaves nothing behind, though each of its files is as it should be."""
    release = release_in(tmp_path, signers=[STRANGER])

    with pytest.raises(ReleaseRefused, match="Nobody signed"):
        unpacked(release, tmp_path / "into", keys_of(MAKER))
    assert not (tmp_path / "into").exists()


def _with(members: Members, at: int, **changes: object) -> Members:
    member, octets = members[at]
    for name, value in changes.items():
        setattr(member, name, value)
    members[at] = (member, octets)
    return members


def _more(members: Members, name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> Members:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, to
    return [*members, (member, b"")]


CHANGES: dict[str, Callable[[Members], Members]] = {
    "an octet of a file": lambda found: [*found[:-1], (found[-1][0], b"A wheel")],
    "a file more": lambda found: _more(found, "lamplight-0.2.0/agent/more.py"),
    "a file less": lambda found: found[:-1],
    "a file twice": lambda found: [*found, found[-1]],
    "a path out of the folder": lambda found: _more(found, "lamplight-0.2.0/../../etc/x"),
    "a path from the root": lambda found: _more(found, "/etc/cron.d/x"),
    "a link": lambda found: _more(found, "lamplight-0.2.0/x", tarfile.SYMTYPE, "/etc"),
    "a hard link": lambda found: _more(found, "lamplight-0.2.0/x", tarfile.LNKTYPE, "/etc/x"),
    "a link in a file's place": lambda found: _with(
        found, 4, type=tarfile.SYMTYPE, linkname="/etc/passwd"
    ),
    "a device": lambda found: _more(found, "lamplight-0.2.0/x", tarfile.CHRTYPE),
    "a folder": lambda found: _more(found, "lamplight-0.2.0/x", tarfile.DIRTYPE),
    "another folder": lambda found: _more(found, "lamplight-9/README.md"),
    "the list first": lambda found: [found[1], found[0], *found[2:]],
    "no list": lambda found: [found[0], *found[2:]],
    "no manifest": lambda found: found[1:],
    "nothing": lambda _: [],
    "another list": lambda found: [found[0], (found[1][0], found[1][1][:-1]), *found[2:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_release_is_refused_whole(
    tmp_path: Path, change: Callable[[Members], Members]
) -> None:
    """Whatever was added, left out, changed or leads elsewhere: a sentence, and nothing is left."""
    release = release_in(tmp_path)
    rewritten(release, change(members_of(release)))

    with pytest.raises(ReleaseRefused) as refused:
        unpacked(release, tmp_path / "into", keys_of(MAKER))
    assert str(refused.value).endswith((".", "?"))
    assert not (tmp_path / "into").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["house", "release.tar"]


def test_a_release_that_was_cut_off_is_refused_wherever_it_was(
    tmp_path: Path, dice: Random, scale: Scale
) -> None:
    """A download that ended early is never half a release."""
    release = release_in(tmp_path)
    whole = release.read_bytes()
    # Behind the last file there are only zeros, which say nothing.
    end = len(whole.rstrip(b"\0"))
    for _ in range(scale(20, 500)):
        release.write_bytes(whole[: dice.randrange(end)])
        with pytest.raises(ReleaseRefused):
            unpacked(release, tmp_path / "into", keys_of(MAKER))
        assert not (tmp_path / "into").exists()


def test_damage_is_refused_in_a_sentence_and_nothing_else(
    tmp_path: Path, dice: Random, scale: Scale
) -> None:
    """An octet that flips is refused, or was one that says nothing."""
    release = release_in(tmp_path)
    whole = release.read_bytes()
    for _ in range(scale(60, 3_000)):
        at = dice.randrange(len(whole))
        release.write_bytes(
            whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :]
        )
        try:
            unpacked(release, tmp_path / "into", keys_of(MAKER))
        except ReleaseRefused:
            continue
        assert {path: (tmp_path / "into" / path).read_text() for path in HOUSE} == HOUSE


def test_what_is_no_release_at_all_is_told_so(tmp_path: Path) -> None:
    """A picture, an empty folder: a sentence each."""
    (tmp_path / "picture").write_bytes(b"\x89PNG" * 500)
    (tmp_path / "empty").mkdir()
    for wrong in ("picture", "empty"):
        with pytest.raises(ReleaseRefused):
            unpacked(tmp_path / wrong, tmp_path / "into", keys_of(MAKER))


def test_a_file_far_too_big_is_not_even_opened(tmp_path: Path) -> None:
    """What no release can be is refused by its size alone."""
    with (tmp_path / "big").open("wb") as file:
        file.truncate(2**30)

    with pytest.raises(ReleaseRefused, match="far too big"):
        unpacked(tmp_path / "big", tmp_path / "into", keys_of(MAKER))


def _emptied(folder: Path) -> Path:
    (folder / "README.md").unlink()
    return folder / "README.md"


def _elsewhere(folder: Path, name: str) -> None:
    (folder / name).rename(folder.parent / "elsewhere")
    (folder / name).symlink_to(folder.parent / "elsewhere")


FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file changed": lambda folder: (folder / "README.md").write_text("Another house.\n"),
    "a file longer": lambda folder: (folder / "README.md").write_text("A house.\n" * 99),
    "a file gone": _emptied,
    "a folder in a file's place": lambda folder: _emptied(folder).mkdir(),
    "a link in a file's place": lambda folder: _elsewhere(folder, "README.md"),
    "a link in a folder's place": lambda folder: _elsewhere(folder, "agent"),
    "a link to itself": lambda folder: _emptied(folder).symlink_to("README.md"),
    "no list": lambda folder: (folder / "release.files").unlink(),
    "a manifest far too long": lambda folder: (folder / "release.json").write_text(" " * 99_999),
}


@pytest.mark.parametrize("change", FOLDERS.values(), ids=FOLDERS)
def test_a_changed_folder_is_refused_whole(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    """A folder is held to the same list, and what a link leads to is never taken."""
    folder = tmp_path / "folder"
    unpacked(release_in(tmp_path), folder, keys_of(MAKER))
    change(folder)

    with pytest.raises(ReleaseRefused):
        unpacked(folder, tmp_path / "into", keys_of(MAKER))
    assert not (tmp_path / "into").exists()


def test_more_than_was_signed_is_refused(tmp_path: Path) -> None:
    """The sum of all files is signed too, so that no release fills a card."""
    files = files_in(tmp_path / "house")
    release = tmp_path / "release.tar"
    manifest = write_release(files, release, ABOUT, [MAKER])
    found = members_of(release)
    smaller = signed(replace(manifest, octets=manifest.octets - 1), [MAKER])
    rewritten(release, [(found[0][0], smaller), *found[1:]])

    with pytest.raises(ReleaseRefused, match="bigger than was signed"):
        unpacked(release, tmp_path / "into", keys_of(MAKER))
