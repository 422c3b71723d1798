"""With what this box seals its backups by itself, `backup-key.json`: it seals and cannot open.

Rules kept here:
- A salt and a public key stand in it; neither opens anything. The passphrase is never kept.
- A file that holds anything else is none: no backup is made then, and Health says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from console.security.backup import SealingKey
from console.store.whole_file import read_up_to, replace_whole

FORMAT: Final = "lamplight-sealing-key/v1"
_MAX_OCTETS: Final = 1_000
_OURS_ALONE: Final = 0o600
_SALT, _PUBLIC = 16, 32


def path_below(state: Path) -> Path:
    """Return where it stands below a state folder."""
    return state / "console" / "backup-key.json"


def keep_sealing_key(state: Path, key: SealingKey) -> None:
    """Have a key on the disk, in place of the one before. Raises OSError."""
    document = {"format": FORMAT, "salt": key.salt.hex(), "public": key.public.hex()}
    replace_whole(path_below(state), json.dumps(document).encode(), _OURS_ALONE)


def sealing_key_in(state: Path) -> SealingKey | None:
    """Return the key, None where there is none that can be read."""
    try:
        document = json.loads(read_up_to(path_below(state), _MAX_OCTETS))
        if set(document) != {"format", "salt", "public"} or document["format"] != FORMAT:
            return None
        key = SealingKey(bytes.fromhex(document["salt"]), bytes.fromhex(document["public"]))
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return key if (len(key.salt), len(key.public)) == (_SALT, _PUBLIC) else None
