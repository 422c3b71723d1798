from __future__ import annotations

from pathlib import Path

from console.words.catalogue import mo_of
from console.words.language import ENGLISH, Direction
from console.words.rights_pack import Pack, Packs, read_packs
from console.words.shipped import languages_of

ENGLISH_PACK = read_packs().english


def test_english_alone_comes_with_lamplight() -> None:
    """No language is offered that nobody has reviewed, and so far nobody has reviewed any."""
    assert languages_of(read_packs()) == {ENGLISH.tag: ENGLISH}


def test_a_catalogue_makes_a_language_one_for_pages(tmp_path: Path) -> None:
    """With a catalogue pages are in it; without one, or with a broken one, they are English."""
    for tag, said in {"cy": {"Yes": "Ie"}, "fr": {"Hello {person}": "Salut {personne}"}}.items():
        path = tmp_path / tag / "LC_MESSAGES" / "lamplight.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(mo_of(said))

    found = languages_of(_packs("cy", "fr", "ur"), tmp_path)

    assert list(found) == ["en-GB", "cy", "fr", "ur"]
    assert [found[tag].is_for_pages for tag in ("cy", "fr", "ur")] == [True, False, False]
    lookup = found["cy"].lookup
    assert lookup is not None
    assert lookup("Yes") == "Ie"


def _packs(*tags: str) -> Packs:
    offered = {
        tag: Pack(
            tag=tag,
            name=tag,
            direction=Direction.LEFT_TO_RIGHT,
            reviewer=None,
            sentences=ENGLISH_PACK.sentences,
            audio={},
        )
        for tag in tags
    }
    return Packs(offered={ENGLISH.tag: ENGLISH_PACK} | offered)
