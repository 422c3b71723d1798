"""What is sent to whoever helps says how the box is, and nothing about anybody who lives there."""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.install.doctor import NOT_LOOKED, WELL, Places
from agent.install.support_bundle import (
    ABOUT,
    FLAGS,
    FOLDERS,
    FORMAT,
    KINDS,
    SETTINGS,
    write_bundle,
)
from console.words import health
from tests.console import homes
from tests.promises.test_nothing_is_written_down import forms, fresh_word

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = """\
format = "lamplight-household/v1"

[everyone]
block = ["{word}rule.example"]

[[young_people]]
name = "{word} the young person"
allow = ["{word}allow.example"]

[[carers]]
name = "{word} the carer"

[[devices]]
name = "{word} tablet"
belongs_to = "{word} the young person"
addresses = ["192.168.77.21"]
links = ["02:00:5e:00:53:21"]
"""

STORES = (
    *("agent/status.json", "agent/minutes.json", "recorder/home.json", "recorder/ledger.jsonl"),
    *("recorder/journal.jsonl", "recorder/checkpoint", "recorder/clock.json", "recorder/box.key"),
    *("recorder/days/{word}/frames", "recorder/{word}.example", "lists/categories.idx"),
    *("lists/copies/{word}.txt", "console/set-up-code", "console/allowed.json"),
    *("console/tls/authority.pem", "console/tls/box.pem", "console/{word}.damaged-1"),
    *("console/household.db.damaged-1", "recorder/journal.jsonl.damaged-2", "sealed/{word}.txt"),
)
"""Every store of a box, and files whose names are themselves what somebody looked up."""

ENVIRONMENT = """\
LAMPLIGHT_INTERFACE={word}
LAMPLIGHT_PAGES=--listen 192.168.77.2:80 --tls-listen 192.168.77.2:443
LAMPLIGHT_UPSTREAMS=--upstream https://dns.example/{word} --upstream tls://9.9.9.9#{word}.example
LAMPLIGHT_ZONES=--zone {word}=192.168.77.1:53 --{word}
LAMPLIGHT_LAMP=
LAMPLIGHT_{capital}=--led /{word}
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A home full of one word, and the bundle that was written of it."""

    word: str
    places: Places
    octets: bytes


def lived_in(folder: Path, word: str) -> Places:
    """Return a home in which the word stands in every store, and in the settings."""
    programs, state = folder / "opt", folder / "state"
    (programs / "venv" / "bin").mkdir(parents=True)
    (programs / "house").symlink_to(ROOT)
    python = programs / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="ascii")
    python.chmod(0o755)
    homes.house_at(state, PEOPLE.format(word=word)).database.close()
    for name in STORES:
        path = state / name.format(word=word)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{word}.example 192.168.77.21 a passphrase of {word}\n".encode())
    settings = folder / "lamplight.env"
    settings.write_text(ENVIRONMENT.format(word=word, capital=word.upper()), encoding="utf-8")
    return Places(
        programs=programs,
        settings=settings,
        state=state,
        run=folder / "run",
        journal=folder / "journal",
        sys=folder / "sys",
        user=None,
    )


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Return a bundle of a home whose people, devices, names and keys are one word."""
    folder, word = tmp_path_factory.mktemp("sent"), fresh_word()
    places = lived_in(folder, word)
    said: list[str] = []
    assert write_bundle(folder / "bundle.txt", places, said.append) == WELL
    assert str(folder / "bundle.txt") in said[0]
    return Sent(word, places, (folder / "bundle.txt").read_bytes())


def test_no_store_is_in_the_bundle(sent: Sent) -> None:
    """Names of people, devices and sites, addresses, keys and passphrases: in no writing at all."""
    found = [form for form, look in forms(sent.word).items() if look.search(sent.octets)]

    assert found == []
    for planted in (b"192.168", b"02:00:5e", b"passphrase", b"young", b"tablet", b"dns.example"):
        assert planted not in sent.octets


STATES = "active|inactive|failed|unknown|activating|deactivating|reloading|maintenance"
FOLDER, KIND = f"({'|'.join(FOLDERS)})", f"({'|'.join(map(re.escape, KINDS))})"
OWNER = "(root|lamplight-[a-z]+|another|nobody)"
LINES = (
    re.escape(FORMAT),
    r"release [0-9.]{1,20}",
    r"image [0-9a-f]{64}",
    r"system [a-z]{0,20} [0-9.]{0,10} (x86_64|aarch64) ([0-9.]+|unknown)",
    r"python [0-9.]+",
    rf"unit lamplight-[a-z-]+\.(service|socket|timer) ({STATES})",
    r"health not-looked",
    rf"check ({'|'.join(one.lower().replace(' ', '-') for one in ABOUT)}) (well|look)",
    rf"setting ({'|'.join(SETTINGS)})( ({'|'.join(FLAGS)})x[0-9]+)*",
    r"setting another|settings unread",
    rf"file {FOLDER} {KIND} (whole|damaged) up to [0-9]+ octets [0-9]+ days of-{OWNER}",
    rf"files ({'|'.join(FOLDERS)}) (whole|damaged) [0-9]+ others",
    "end",
)


def test_every_line_is_of_a_closed_form(sent: Sent) -> None:
    """Nothing has room for a name: no free text, nothing packed, nothing encoded."""
    lines = sent.octets.decode("ascii").splitlines()

    assert [
        one for one in lines if not re.fullmatch("|".join(f"(?:{form})" for form in LINES), one)
    ] == []
    assert (lines[0], lines[-1]) == (FORMAT, "end")
    assert {"unit", "check", "setting", "file", "files"} <= {line.split()[0] for line in lines}


def test_it_tells_what_a_helper_needs(sent: Sent) -> None:
    """A damaged file, which options are set, and how large things are, can be read there."""
    lines = sent.octets.decode("ascii").splitlines()
    found = " ".join(lines)

    assert re.search(r"file console household\.db damaged up to 1024 octets 0 days", found)
    assert "setting LAMPLIGHT_UPSTREAMS --upstreamx2" in lines
    assert "setting another" in lines
    assert "check rules look" in lines


def test_two_homes_that_differ_in_names_send_the_same(sent: Sent, tmp_path: Path) -> None:
    """Other people, other devices and other names looked up change nothing of the bundle."""
    other = lived_in(tmp_path, fresh_word())
    (other.state / "recorder" / "days" / "more").write_bytes(b"x" * 100_000)
    write_bundle(tmp_path / "bundle.txt", other, lambda _: None)

    assert (tmp_path / "bundle.txt").read_bytes() == sent.octets


def test_what_hangs_on_what_was_asked_is_no_check_of_it() -> None:
    """The checks are Health's headings, but for those that a look-up could change."""
    abouts = {
        str(value)
        for name, value in vars(health).items()
        if name in {"FILTER", "LISTS", "CLOCK", "NETWORK", "ANSWERS", "GENUINE", "CARD", "POWER"}
        or name in {"HEAT", "ASIDE", "RECORDING", "LANGUAGE", "SETTINGS"}
    }

    assert abouts <= ABOUT
    assert not {str(health.LED_HOME), str(health.TOO_MUCH)} & ABOUT


def test_the_search_would_have_found_one(sent: Sent) -> None:
    """A word planted in the text is found; packed, it would break the form of a line."""
    planted = sent.octets + f"x{sent.word}.example\n".encode()
    packed = zlib.compress(planted)

    assert any(look.search(planted) for look in forms(sent.word).values())
    assert not re.fullmatch("|".join(LINES), packed.decode("latin-1"))


def test_where_it_cannot_be_written_it_is_said(sent: Sent, tmp_path: Path) -> None:
    """A place that takes no file, and a machine without Lamplight, are each one sentence."""
    said: list[str] = []
    assert write_bundle(tmp_path / "no" / "such" / "place", sent.places, said.append) == NOT_LOOKED
    nowhere = Places(programs=tmp_path / "none", user=None)
    assert write_bundle(tmp_path / "bundle.txt", nowhere, said.append) == NOT_LOOKED

    assert len(said) == 2
    assert not (tmp_path / "bundle.txt").exists()
