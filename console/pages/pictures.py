"""Pictures in place of many words, on the pages that a young person opens by themselves.

Rules kept here:
- A picture never stands alone: few words stand beside it, and the whole page comes after it. What
  is written down about a device is told in full in either dress.
- What can be heard is what a person read out for the rights pack of this language; where nobody
  did, there is nothing to press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from console.pages.rights import audio_at
from console.words.rights_pack import Pack, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Where a sentence can be heard, and what kind of file it is."""

    at: str
    media_type: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Whether a page is shown in pictures, and the sentences that can be heard, by their keys."""

    is_on: bool = False
    voices: Mapping[str, Voice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture, with what stands large in it and few words beside it."""

    icon: str
    large: str
    text: str


NO_PICTURES: Final = Pictures(voices=MappingProxyType({}))

_HEARD: Final = (
    *(Say.RECORDED_YES, Say.RECORDED_NO, Say.RECORDED_UNKNOWN),
    *(Say.HELP_CHILDLINE, Say.HELP_DANGER),
)


def pictures_of(pack: Pack, *, is_on: bool) -> Pictures:
    """Return how pages are shown, in the language of a pack."""
    return Pictures(
        is_on=is_on,
        voices={
            str(say): Voice(
                at=audio_at(pack, audio), media_type=audio.media_type, says=pack.sentences[say]
            )
            for say, audio in pack.audio.items()
            if say in _HEARD
        },
    )
