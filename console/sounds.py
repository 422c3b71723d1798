"""The sounds that pages carry, made by reckoning: nobody's music, and the same octets each time.

Rules kept here:
- A sound says no more than the picture beside it. Words are heard where a person read them out
  (`console.words.rights_pack`), and by no machine: a browser may send what it reads out elsewhere.
- It is short and soft, so that it frightens nobody at night.

Format: RIFF WAVE, 8 bits, one channel.
"""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Sequence
from typing import Final

RATE: Final = 8_000
LOUD: Final = 0.35

SOUNDS: Final[dict[str, Sequence[tuple[float, float]]]] = {
    "soon.wav": ((659.26, 0.35), (523.25, 0.55)),
}
"""For each file its tones: how high, in hertz, and how long, in seconds. E, then C below it."""


def sound_of(tones: Sequence[tuple[float, float]]) -> bytes:
    """Return the file that holds these tones, one after another, each of which dies away."""
    samples = bytearray()
    for hertz, seconds in tones:
        count = round(RATE * seconds)
        for place in range(count):
            fading = (1 - place / count) ** 2 * min(1.0, place / 80)
            height = math.sin(2 * math.pi * hertz * place / RATE)
            samples.append(128 + round(127 * LOUD * fading * height))
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(samples))
    return held.getvalue()
