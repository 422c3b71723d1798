"""What stands on the page about backups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.security.backup import Unopened

TITLE: Final = "Backup"
HEADING: Final = "A backup of this home"
TEXT: Final = (
    "It holds the people, the devices, the rules and your numbers to ring.",
    "It holds nothing that anyone looked up, no passwords and no keys.",
)
MAKE: Final = "Make a backup"
PHRASE: Final = "Choose a passphrase"
PHRASE_HINT: Final = "Ten letters or more. Write it down. Without it nobody can open the backup."
PHRASE_SHORT: Final = "This is too short. Write ten letters or more."
SAVE: Final = "Save the backup on this device"
AS_TEXT: Final = "As text, to read or to change"
AS_TEXT_TEXT: Final = "This file is not locked. Whoever has it can read names and rules."
AS_TEXT_SAVE: Final = "Save the text"
TAKE: Final = "Use a changed text"
TAKE_TEXT: Final = "It takes the place of all people, devices and rules here."
TAKE_FILE: Final = "The file household.toml"
TAKE_NOW: Final = "Use this text"
TAKE_DONE: Final = "The text is in use now."
TAKE_WRONG: Final = "This text cannot be used, and nothing was changed."
TAKE_NO_TEXT: Final = "The file holds no text."
RESTORE: Final = "Bring a home back from its backup"
RESTORE_TEXT: Final = "This works just on a box that nobody has set up."
RESTORE_FILE: Final = "The backup file"
RESTORE_PHRASE: Final = "Its passphrase"
RESTORE_NOW: Final = "Bring it back"
RESTORE_WRONG: Final[Mapping[Unopened, str]] = MappingProxyType(
    {
        Unopened.NO_BACKUP: "This file is no backup of Lamplight. Choose another file.",
        Unopened.NEWER: "A newer Lamplight made this backup. Update this box first.",
        Unopened.WRONG: "The passphrase is wrong, or the file is damaged. Try again.",
        Unopened.CONTENTS: "What is in this backup cannot be used here. Choose another one.",
    }
)
NOTHING_CHANGED: Final = "Nothing was changed."
BACK: Final = "Back"
