"""The real console as a process on a clock that a test holds; its power can be cut at a commit.

python -m tests.console.stories.console_at CLOCK CUT OPTION…

Rules kept here:
- Only the value of the clock is played.
- While the file CUT is there, it names a moment of a change, and at that moment the process is
  killed by itself as a power cut ends it: nothing is tidied up, and nobody is answered.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Final

from sqlmodel import Session

from console.__main__ import main
from console.store.published import Published
from tests.fake_time import FileTime

MOMENTS: Final = (
    "before it is kept",
    "when it is kept",
    "before it is published",
    "when it is published",
)


def cuts(cut: Path) -> None:
    """Let the power go at the moment that the file names, once it is there."""
    commit, replace = Session.commit, Published.replace

    def goes_at(moment: str) -> None:
        if cut.exists() and cut.read_text(encoding="utf-8") == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(session: Session) -> None:
        goes_at("before it is kept")
        commit(session)
        goes_at("when it is kept")

    def replaced(published: Published, octets: bytes) -> None:
        goes_at("before it is published")
        replace(published, octets)
        goes_at("when it is published")

    # The moments are within them, so they are put in their place.
    setattr(Session, "commit", committed)  # noqa: B010 - to assign it, its types would have to agree
    setattr(Published, "replace", replaced)  # noqa: B010 - as above


if __name__ == "__main__":
    clock = FileTime(Path(sys.argv[1]))
    cuts(Path(sys.argv[2]))
    sys.exit(main(sys.argv[3:], clock=lambda: clock.read().now))
