from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from console.store.recorder import Recorder
from console.words.language import ENGLISH
from console.words.rights_pack import FOLDER, Packs, Say, read_packs
from console.words.shipped import languages_of
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.signing_in import home_in

SOUND = b"RIFF, a voice"
ENGLISH_PACK = read_packs().english


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    """Return packs with one more language, written from right to left, that was read out."""
    folder = tmp_path / "rights"
    (folder / "ur").mkdir(parents=True)
    english = (FOLDER / "en-GB.toml").read_text(encoding="utf-8")
    (folder / "en-GB.toml").write_text(english, encoding="utf-8")
    (folder / "ur" / "help.ogg").write_bytes(SOUND)
    (folder / "ur.toml").write_text(
        english.replace('"English"', '"اردو"')
        .replace('"ltr"', '"rtl"')
        .replace("Who helps me?", "Kaun madad karta hai?")
        + '[reviewer]\nname = "Ann Example"\nrole = "interpreter"\non = 2026-11-01\n'
        + f'[audio.help]\nfile = "help.ogg"\nsha256 = "{sha256(SOUND).hexdigest()}"\n',
        encoding="utf-8",
    )
    return read_packs(folder)


@pytest.fixture
def browser(state: Path, packs: Packs) -> Browser:
    """Return a browser in a home that has these packs and a recorder that is silent."""
    home = home_in(
        state,
        "Sam",
        packs=packs,
        languages=languages_of(packs),
        recorder=Recorder(state / "nobody"),
    )
    return home.browser(ELSEWHERE)


def test_anybody_reads_it_without_a_sign_in(state: Path) -> None:
    """In a home that records nothing it says so, says nothing of papers, and names help."""
    page = home_in(state, "Sam").browser(ELSEWHERE).open("/rights")

    assert page.status == 200
    assert page.shows(ENGLISH_PACK.sentences[Say.RECORDED_NO_BOX])
    assert page.shows(ENGLISH_PACK.sentences[Say.HELP_CHILDLINE])
    assert not page.shows("paper")
    assert not page.shows("social worker")


def test_a_silent_recorder_is_guessed_nothing_of(browser: Browser) -> None:
    """Where the box cannot say, neither yes nor no stands there."""
    page = browser.open("/rights")

    assert page.shows(ENGLISH_PACK.sentences[Say.RECORDED_SILENT])
    assert not page.shows(ENGLISH_PACK.sentences[Say.RECORDED_NO])
    assert not page.shows(ENGLISH_PACK.sentences[Say.RECORDED_YES])


def test_a_pack_is_shown_in_its_language_and_the_frame_in_english(browser: Browser) -> None:
    """Without a catalogue the page of rights is all the same whole in its language."""
    browser.send("/language", language="ur", back="/rights")
    page, other = browser.open("/rights"), browser.open("/help")

    assert '<html lang="ur" dir="rtl">' in page.body
    assert page.shows("Kaun madad karta hai?")
    assert page.shows("Ann Example (interpreter) has checked these words")
    assert '<a class="skip" href="#main"><span lang="en" dir="ltr">Skip to' in page.body
    assert f'<html lang="{ENGLISH.tag}" dir="ltr">' in other.body


def test_what_was_read_out_can_be_heard(browser: Browser, packs: Packs) -> None:
    """The sentence has a player, the file comes from the box as what it is, and no other does."""
    browser.send("/language", language="ur", back="/rights")
    body = browser.open("/rights").body
    at = f"/rights/audio/ur/{packs.offered['ur'].audio[Say.HELP].name}"
    heard = browser.open(at)

    assert body.count("<audio") == 1
    assert f'<source src="{at}" type="audio/ogg">' in body
    assert (heard.status, heard["content-type"], heard.body) == (200, "audio/ogg", SOUND.decode())
    assert browser.open(f"{at}x").status == 404
    assert browser.open("/rights/audio/ur/help.ogg").status == 404
    assert browser.open("/rights/audio/fr/help.ogg").status == 404


def test_where_nobody_read_it_out_there_is_no_button(state: Path) -> None:
    """The English pack has no voice, so nothing on its page promises one."""
    assert "<audio" not in home_in(state, "Sam").browser(ELSEWHERE).open("/rights").body
