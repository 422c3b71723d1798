"""What the ways between pages are called."""

from __future__ import annotations

from typing import Final

LABEL: Final = "Pages"
TONIGHT: Final = "Tonight"
RULES: Final = "Rules"
DEVICES: Final = "Devices"
HEALTH: Final = "Health"
CHANGES: Final = "Changes"
MINE: Final = "My time"
ASK: Final = "Ask"
OWN_RULES: Final = "My rules"
FIX: Final = "Fix an app"
RECORDED: Final = "Written down"
HELP: Final = "Get help"
