from __future__ import annotations

import io
import wave

import pytest

from console.sounds import LOUD, SOUNDS, sound_of
from console.static_files import FOLDER


@pytest.mark.parametrize("name", SOUNDS)
def test_what_is_kept_is_what_is_reckoned(name: str) -> None:
    """The file among the static ones is the one that the code makes, to the octet."""
    assert (FOLDER / name).read_bytes() == sound_of(SOUNDS[name])


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_short_and_soft(name: str) -> None:
    """It lasts a second, is never loud, begins and ends in silence, and is small."""
    octets = sound_of(SOUNDS[name])
    with wave.open(io.BytesIO(octets)) as file:
        lasts = file.getnframes() / file.getframerate()
        samples = file.readframes(file.getnframes())

    assert lasts <= 1
    assert max(abs(one - 128) for one in samples) <= 127 * LOUD + 1
    assert (samples[0], samples[-1]) == (128, 128)
    assert len(octets) <= 8_000
