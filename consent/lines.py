"""A file that is lines in one form, taken one after the other.

Rules kept here:
- A file ends with the end of a line. What stands behind it was cut off on its way, or put there:
  either way the file is not over, and has no second form with something behind it.
- What is wrong is named by its part and its line, in the words of whoever reads the file.
"""

from __future__ import annotations

from collections.abc import Callable

from consent.errors import ConsentError


class Lines:
    """The lines of a file. `number` is that of the last one taken, counted from 1."""

    def __init__(
        self, octets: bytes, longest: int, refusal: Callable[[str, int], ConsentError]
    ) -> None:
        """Take none yet. `refusal` makes an error of a part and a line."""
        *self._lines, self._behind = octets.split(b"\n")
        self._longest = longest
        self._refusal = refusal
        self.number = 0

    @property
    def are_over(self) -> bool:
        """Say whether the last one was taken, and nothing stands behind it."""
        return self.number == len(self._lines) and not self._behind

    def take(self, part: str) -> bytes:
        """Return the next line. Raises the refusal where there is none, or one too long."""
        self.number += 1
        if self.number > len(self._lines) or len(self._lines[self.number - 1]) > self._longest:
            raise self.refused(part)
        return self._lines[self.number - 1]

    def refused(self, part: str) -> ConsentError:
        """Return that the last line taken is not the part that it should be."""
        return self._refusal(part, self.number)
