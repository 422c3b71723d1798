"""What languages this Lamplight comes with: their packs and catalogues, as they are found at start.

Rules kept here:
- A language is offered where its rights pack is whole. Where it has a catalogue too, pages are in
  it; else its page of rights is, and the others are in English.
- A catalogue that fills other gaps than the English is none: a page would break on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from console.words.collected import sentences
from console.words.language import ENGLISH, Language, is_sound, lookup_in
from console.words.language import FOLDER as LANGUAGES
from console.words.rights_pack import Packs
from console.words.unsaid import unsaid


def languages_of(packs: Packs, folder: Path = LANGUAGES) -> Mapping[str, Language]:
    """Return the languages that are offered, by their tags, English first."""
    found = {ENGLISH.tag: ENGLISH}
    for tag, pack in packs.offered.items():
        if tag == ENGLISH.tag:
            continue
        lookup = lookup_in(folder, tag)
        is_for_pages = lookup is not None and is_sound(lookup, sentences())
        found[tag] = Language(
            tag=tag,
            name=pack.name,
            direction=pack.direction,
            lookup=lookup if lookup is not None and is_for_pages else unsaid,
            is_for_pages=is_for_pages,
        )
    return found
