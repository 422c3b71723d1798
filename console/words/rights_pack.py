"""Rights packs: what a young person may know and do, in few sentences, whole or not at all.

Rules kept here:
- One file for each language, `rights/TAG.toml`: its name in itself, its direction, who reviewed it,
  every sentence that `Say` names, and audio files where somebody has read sentences out.
- A pack is offered where nothing is wrong with it. What is wrong with one is said in `Refused`, and
  Health shows it: a pack that misses a sentence, names no reviewer, has another number or gap than
  the English, or an audio file that is not the one that was reviewed.
- English is the text that the others are translations of. It has no reviewer and says so.
- No pack is made by a machine: a reviewer is a person, who answers for it with name and role.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from console.words.catalogue import gaps_in
from console.words.language import ENGLISH, Direction
from policy.letters import is_readable

FOLDER: Final = Path(__file__).parent / "rights"
MOST_SENTENCES: Final = 40
MAX_OCTETS: Final = 65_536
MAX_AUDIO_OCTETS: Final = 4_000_000

AUDIO_TYPES: Final = {
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
}
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
_FILE: Final = re.compile(r"[a-z0-9-]{1,40}(\.[a-z0-9]{3})")


class Say(StrEnum):
    """The sentences of a pack. A value is the key in the file."""

    TITLE = "title"
    INTRO = "intro"
    RECORDED = "recorded"
    RECORDED_YES = "recorded-yes"
    RECORDED_NO = "recorded-no"
    RECORDED_NO_BOX = "recorded-no-box"
    RECORDED_UNKNOWN = "recorded-unknown"
    RECORDED_TWO = "recorded-two"
    RECORDED_SILENT = "recorded-silent"
    RECORDED_LIMIT = "recorded-limit"
    RECORDED_SIGNED = "recorded-signed"
    WHO = "who"
    WHO_NAMED = "who-named"
    WHO_LIST = "who-list"
    UNTIL = "until"
    UNTIL_DATE = "until-date"
    UNTIL_NOT_NOW = "until-not-now"
    UNTIL_LAST_DAY = "until-last-day"
    STOP = "stop"
    STOP_HERE = "stop-here"
    STOP_FREE = "stop-free"
    STOP_ELSEWHERE = "stop-elsewhere"
    STOP_NOTHING = "stop-nothing"
    HELP = "help"
    HELP_CHILDLINE = "help-childline"
    HELP_DANGER = "help-danger"
    HELP_WORKER = "help-worker"
    HELP_ADVOCATE = "help-advocate"
    HELP_INTERPRETER = "help-interpreter"
    HELP_PRIVATE = "help-private"
    SEE_ALL = "see-all"
    SEE_HELP = "see-help"
    LISTEN = "listen"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who answers for a translation, as what, and since when."""

    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """One sentence that somebody read out: its file, what kind it is, and its octets' digest."""

    file: Path
    media_type: str
    digest: str

    @property
    def name(self) -> str:
        """What it is called in an address; a changed file has another one."""
        return f"{self.digest[:16]}{self.file.suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A whole pack. `reviewer` is None for English alone."""

    tag: str
    name: str
    direction: Direction
    reviewer: Reviewer | None
    sentences: Mapping[Say, str]
    audio: Mapping[Say, Audio]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A pack that is not offered, and why, for whoever looks after the box."""

    tag: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """All packs, by their tags; English is always one."""

    offered: Mapping[str, Pack]
    refused: tuple[Refused, ...] = ()

    @property
    def english(self) -> Pack:
        """The pack that the others are translations of."""
        return self.offered[ENGLISH.tag]


class PackBroken(ValueError):
    """A pack is not offered; the text says why."""


def read_packs(folder: Path = FOLDER) -> Packs:
    """Return every pack of a folder. Raises PackBroken where it is the English one."""
    english = read_pack(folder / f"{ENGLISH.tag}.toml", None)
    offered = {english.tag: english}
    refused: list[Refused] = []
    for path in sorted(folder.glob("*.toml")):
        if path.stem == english.tag:
            continue
        try:
            offered[path.stem] = read_pack(path, english)
        except PackBroken as broken:
            refused.append(Refused(tag=path.stem, why=str(broken)))
    return Packs(offered=offered, refused=tuple(refused))


def read_pack(path: Path, english: Pack | None) -> Pack:
    """Return one pack; `english` is None where it is that one. Raises PackBroken."""
    table = _table(path)
    if _TAG.fullmatch(path.stem) is None:
        raise PackBroken("its file is not named after a language")
    try:
        direction = Direction(_text(table, "direction"))
    except ValueError as error:
        raise PackBroken("it does not say in which direction it is written") from error
    sentences = _sentences(table)
    if english is not None:
        _like_the_english(sentences, english.sentences)
    return Pack(
        tag=path.stem,
        name=_text(table, "name"),
        direction=direction,
        reviewer=None if english is None else _reviewer(table),
        sentences=sentences,
        audio=_audio(table, path.with_suffix("")),
    )


def _table(path: Path) -> Mapping[str, object]:
    try:
        octets = path.read_bytes()
        if len(octets) > MAX_OCTETS:
            raise PackBroken("its file is too large")
        return tomllib.loads(octets.decode())
    except (OSError, ValueError) as error:  # no UTF-8 and no TOML are kinds of it
        if isinstance(error, PackBroken):
            raise
        raise PackBroken("its file cannot be read") from error


def _text(table: Mapping[str, object], key: str) -> str:
    text = table.get(key)
    if not isinstance(text, str) or not text.strip() or not is_readable(text):
        raise PackBroken(f"it does not say: {key}")
    return text


def _part(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    part = table.get(key, {})
    if not isinstance(part, dict):
        raise PackBroken(f"it does not say: {key}")
    return part


def _sentences(table: Mapping[str, object]) -> Mapping[Say, str]:
    written = _part(table, "sentences")
    missing = [str(one) for one in Say if one not in written]
    if missing:
        raise PackBroken(f"sentences are missing: {', '.join(missing)}")
    unknown = sorted(set(written) - set(Say))
    if unknown:
        raise PackBroken(f"nothing shows these sentences: {', '.join(unknown)}")
    return {one: _text(written, one) for one in Say}


def _like_the_english(sentences: Mapping[Say, str], english: Mapping[Say, str]) -> None:
    for one in Say:
        if gaps_in(sentences[one]) != gaps_in(english[one]):
            raise PackBroken(f"it fills other gaps than the English: {one}")
        if _numbers(sentences[one]) != _numbers(english[one]):
            raise PackBroken(f"it has other numbers than the English: {one}")


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"[0-9][0-9 ]*", re.sub(r"(?<=[0-9]) +(?=[0-9])", "", text)))


def _reviewer(table: Mapping[str, object]) -> Reviewer:
    written = _part(table, "reviewer")
    try:
        name, role = _text(written, "name"), _text(written, "role")
    except PackBroken as error:
        raise PackBroken("nobody is named who reviewed it") from error
    on = written.get("on")
    if type(on) is not date:
        raise PackBroken("it does not say on which day it was reviewed")
    return Reviewer(name=name, role=role, on=on)


def _audio(table: Mapping[str, object], folder: Path) -> Mapping[Say, Audio]:
    found: dict[Say, Audio] = {}
    for key, entry in _part(table, "audio").items():
        if key not in set(Say) or not isinstance(entry, dict):
            raise PackBroken(f"its audio is of no sentence: {key}")
        name, digest = _text(entry, "file"), _text(entry, "sha256")
        match = _FILE.fullmatch(name)
        if match is None or match[1] not in AUDIO_TYPES:
            raise PackBroken(f"its audio is no file that can be played: {key}")
        path = folder / name
        try:
            octets = path.read_bytes()
        except OSError as error:
            raise PackBroken(f"its audio file is missing: {name}") from error
        if len(octets) > MAX_AUDIO_OCTETS:
            raise PackBroken(f"its audio file is too large: {name}")
        if sha256(octets).hexdigest() != digest:
            raise PackBroken(f"its audio file is not the one that was reviewed: {name}")
        found[Say(key)] = Audio(file=path, media_type=AUDIO_TYPES[match[1]], digest=digest)
    return found
