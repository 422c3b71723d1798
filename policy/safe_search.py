"""How search is made safe on a device: names that are answered by another name, engines blocked.

Rules kept here:
- `policy.facts.safe_search` is the only source. An engine's safe name is resolved when it is
  needed; no address stands here or in any table.
- Every type of question about such a name gets that one alias (RFC 1034, 3.6.2): who asks for
  HTTPS or AAAA records must not be led past what A says.
- An engine that cannot be made safe is blocked while search is to be safe; an allow for that very
  name opens it.
- YouTube has a setting of its own. Where nobody said anything about it, safe search sets the
  moderate mode, in which lessons that schools hand out still play.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy.facts.safe_search import NO_SAFE_SEARCH, SAFE_SEARCH, Mode
from policy.names import Name
from policy.rules import YouTube

YOUTUBE_ENGINE: Final = "YouTube"

BLOCKED_ENGINES: Final = frozenset(row.name for row in NO_SAFE_SEARCH)

_SEARCH: Final = {row.name: row.target for row in SAFE_SEARCH if row.engine != YOUTUBE_ENGINE}
_YOUTUBE: Final = {
    setting: {
        row.name: row.target
        for row in SAFE_SEARCH
        if row.engine == YOUTUBE_ENGINE and row.mode is mode
    }
    for setting, mode in ((YouTube.STRICT, Mode.STRICT), (YouTube.MODERATE, Mode.MODERATE))
} | {YouTube.OFF: {}}

_ANSWERS: Final[Mapping[tuple[bool, YouTube], Mapping[Name, Name]]] = {
    (safe, setting): (_SEARCH if safe else {}) | _YOUTUBE[setting]
    for safe in (False, True)
    for setting in YouTube
}

NO_ANSWERS: Final = _ANSWERS[False, YouTube.OFF]


def answers(*, safe_search: bool | None, youtube: YouTube | None) -> Mapping[Name, Name]:
    """Return which name answers for which, under two settings; None where nobody said anything."""
    if youtube is None:
        youtube = YouTube.MODERATE if safe_search else YouTube.OFF
    return _ANSWERS[bool(safe_search), youtube]
