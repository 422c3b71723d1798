from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from console.words.rights_pack import (
    FOLDER,
    MAX_AUDIO_OCTETS,
    MAX_OCTETS,
    MOST_SENTENCES,
    Packs,
    Say,
    read_packs,
)
from tests.console.words.reading import faults

ENGLISH: Final = (FOLDER / "en-GB.toml").read_text(encoding="utf-8")
REVIEWER: Final = '[reviewer]\nname = "Ann Example"\nrole = "interpreter"\non = 2026-11-01\n'
WELSH: Final = ENGLISH.replace('name = "English"', 'name = "Cymraeg"') + REVIEWER
SOUND: Final = b"a voice"
AUDIO: Final = f'[audio.help]\nfile = "help.ogg"\nsha256 = "{sha256(SOUND).hexdigest()}"\n'

BROKEN: Final = {
    "no reviewer": (WELSH.replace(REVIEWER, ""), "nobody is named who reviewed it"),
    "a reviewer without a name": (WELSH.replace("Ann Example", " "), "nobody is named"),
    "a reviewer without a role": (WELSH.replace('"interpreter"', '""'), "nobody is named"),
    "no day": (WELSH.replace("on = 2026-11-01\n", ""), "on which day"),
    "a day in words": (WELSH.replace("2026-11-01", '"today"'), "on which day"),
    "a sentence less": (WELSH.replace("stop-free = ", "# "), "sentences are missing: stop-free"),
    "an empty sentence": (WELSH.replace("How do I stop it?", ""), "it does not say: stop"),
    "a sentence more": (
        WELSH.replace("title = ", 'more = "x"\ntitle = '),
        "nothing shows these sentences: more",
    ),
    "another number": (WELSH.replace("0800 1111", "0800 1112"), "other numbers"),
    "a number less": (WELSH.replace("ring 999", "ring"), "other numbers"),
    "another gap": (WELSH.replace("{date} at", "{day} at"), "other gaps"),
    "no direction": (WELSH.replace('"ltr"', '"up"'), "direction"),
    "no name": (WELSH.replace('name = "Cymraeg"', ""), "it does not say: name"),
    "sentences that are none": ("sentences = 1\n", "direction"),
    "no table": ('direction = "ltr"\nsentences = 1\n', "it does not say: sentences"),
    "no toml": ("[", "cannot be read"),
    "too large": ("#" * (MAX_OCTETS + 1), "too large"),
    "audio of nothing": (WELSH + AUDIO.replace("audio.help", "audio.more"), "of no sentence"),
    "audio that is no table": (WELSH + '[audio]\nhelp = "x"\n', "of no sentence"),
    "audio elsewhere": (WELSH + AUDIO.replace("help.ogg", "../help.ogg"), "no file that can"),
    "audio of another kind": (WELSH + AUDIO.replace(".ogg", ".exe"), "no file that can"),
    "audio that is missing": (WELSH + AUDIO.replace("help.ogg", "gone.ogg"), "is missing"),
    "audio that was changed": (
        WELSH + AUDIO.replace(sha256(SOUND).hexdigest(), "0" * 64),
        "not the one that was reviewed",
    ),
    "audio that is too large": (WELSH + AUDIO.replace("help.ogg", "large.ogg"), "too large"),
}


def test_the_english_pack_is_whole() -> None:
    """Every sentence is there, there are forty at most, and no reviewer is made up."""
    packs = read_packs()

    assert len(Say) <= MOST_SENTENCES
    assert packs.refused == ()
    assert packs.english.reviewer is None
    assert set(packs.english.sentences) == set(Say)


def test_a_whole_pack_is_offered(tmp_path: Path) -> None:
    """With every sentence, a reviewer and the audio that was reviewed, a language is offered."""
    packs = _packs(tmp_path, WELSH + AUDIO)

    assert packs.refused == ()
    welsh = packs.offered["cy"]
    assert (welsh.name, welsh.direction) == ("Cymraeg", "ltr")
    assert welsh.reviewer is not None
    assert (welsh.reviewer.name, welsh.reviewer.role) == ("Ann Example", "interpreter")
    assert welsh.audio[Say.HELP].media_type == "audio/ogg"
    assert welsh.audio[Say.HELP].name == f"{sha256(SOUND).hexdigest()[:16]}.ogg"


def test_a_language_that_keeps_letters_apart_within_words_is_offered(tmp_path: Path) -> None:
    """Dari and Persian write most verbs with a joiner that has no width; else they are wrong."""
    asked = "چگون\u0647 می\u200cتو\u0627نم آن ر\u0627 توقف د\u0647م؟"
    packs = _packs(tmp_path, WELSH.replace("How do I stop it?", asked))

    assert packs.refused == ()
    assert asked in packs.offered["cy"].sentences.values()


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_whole_is_not_offered(case: str, tmp_path: Path) -> None:
    """A pack with one thing wrong is refused, and it is said what is wrong."""
    text, why = BROKEN[case]

    packs = _packs(tmp_path, text)

    assert list(packs.offered) == ["en-GB"]
    assert [one.tag for one in packs.refused] == ["cy"]
    assert why in packs.refused[0].why


def test_a_file_with_another_name_is_no_language(tmp_path: Path) -> None:
    """What a pack is for is said by its file's name."""
    (tmp_path / "en-GB.toml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "Welsh.toml").write_text(WELSH, encoding="utf-8")

    packs = read_packs(tmp_path)

    assert [one.why for one in packs.refused] == ["its file is not named after a language"]


def _packs(folder: Path, text: str) -> Packs:
    (folder / "en-GB.toml").write_text(ENGLISH, encoding="utf-8")
    (folder / "cy.toml").write_text(text, encoding="utf-8")
    (folder / "cy").mkdir()
    (folder / "cy" / "help.ogg").write_bytes(SOUND)
    with (folder / "cy" / "large.ogg").open("wb") as large:
        large.truncate(MAX_AUDIO_OCTETS + 1)
    return read_packs(folder)


def test_the_english_can_be_read_at_eleven() -> None:
    """Nothing of the pack is hard, long or forbidden."""
    module = ModuleType("pack")
    gaps = {"date": "2 January 2027", "name": "Ann Example", "role": "interpreter"}
    for say, text in read_packs().english.sentences.items():
        setattr(module, say.name, text.format(**gaps))

    # Whom to ask is on this page alone, and only where something can be written down.
    assert [
        fault for fault in faults(module) if fault[0] not in {"not used", "social worker"}
    ] == []
