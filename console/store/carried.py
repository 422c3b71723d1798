"""When the last backup was carried away, as the job says it that carries: `carried/carried.json`.

Rules kept here:
- The job owns the file and only it writes there (`agent.backup`); it is read strictly and bounded.
- It holds the day on which what was carried had been sealed, and nothing else.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Final

from console.store.whole_file import read_up_to

FORMAT: Final = "lamplight-carried/v1"
_MAX_OCTETS: Final = 200


def path_below(state: Path) -> Path:
    """Return where it stands below a state folder."""
    return state / "carried" / "carried.json"


def carried_on(state: Path) -> date | None:
    """Return of which day the newest backup is that was carried away, None where none is known."""
    try:
        octets = read_up_to(path_below(state), _MAX_OCTETS)
        document = json.loads(octets) if len(octets) <= _MAX_OCTETS else None
        if (
            document is None
            or set(document) != {"format", "sealed_on"}
            or document["format"] != FORMAT
        ):
            return None
        return date.fromisoformat(document["sealed_on"])
    except (OSError, ValueError, TypeError, AttributeError):
        return None
