from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from console.pages.pictures import NO_PICTURES, Voice, pictures_of
from console.words.rights_pack import Audio, Say, read_packs

PACK = read_packs().english
SPOKEN = Audio(file=Path("no.ogg"), media_type="audio/ogg", digest="ab" * 32)


def test_without_a_voice_nothing_can_be_heard() -> None:
    """Nobody has read the English pack out, so no page has anything to press."""
    assert pictures_of(PACK, is_on=True).voices == {}
    assert (NO_PICTURES.is_on, NO_PICTURES.voices) == (False, {})


def test_a_voice_is_where_the_pack_says() -> None:
    """What was read out and is said on these pages can be heard there, and nothing else."""
    pack = replace(PACK, audio={Say.RECORDED_NO: SPOKEN, Say.TITLE: SPOKEN})

    assert pictures_of(pack, is_on=True).voices == {
        "recorded-no": Voice(
            at="/rights/audio/en-GB/abababababababab.ogg",
            media_type="audio/ogg",
            says=PACK.sentences[Say.RECORDED_NO],
        )
    }
