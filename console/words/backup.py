"""What stands on the page about backups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.backup_states import Held, Unopened
from console.words.sentence import _

TITLE: Final = _("Backup")
HEADING: Final = _("A backup of this home")
TEXT: Final = (
    _("It holds the people, the devices, the rules and your numbers to ring."),
    _("It holds nothing that anyone looked up, no passwords and no keys."),
)
WITH_RECORDS: Final = _("It holds what was agreed and the box's own journal, to be read.")
LACKS_RECORDS: Final = _(
    "The part that keeps what was agreed does not answer. A backup made now is without it."
)
MAKE: Final = _("Make a backup")
PHRASE: Final = _("Choose a passphrase")
PHRASE_HINT: Final = _("Ten letters or more. Write it down. Without it nobody can open the backup.")
PHRASE_SHORT: Final = _("This is too short. Write ten letters or more.")
SAVE: Final = _("Save the backup on this device")
NIGHTLY: Final = _("A backup each night")
NIGHTLY_TEXT: Final = _(
    "The box makes one by itself, and puts it where whoever set up the box chose. It does not keep"
    " your passphrase, so it cannot open one."
)
NIGHTLY_ON: Final = _("The box makes one each night. With a new passphrase, it begins anew.")
NIGHTLY_BEGIN: Final = _("Make one each night")
AS_TEXT: Final = _("As text, to read or to change")
AS_TEXT_TEXT: Final = _("This file is not locked. Whoever has it can read names and rules.")
AS_TEXT_SAVE: Final = _("Save the text")
TAKE: Final = _("Use a changed text")
TAKE_TEXT: Final = _("It takes the place of all people, devices and rules here.")
TAKE_FILE: Final = _("The file household.toml")
TAKE_DONE: Final = _("This home is now as the text says.")
TAKE_WRONG: Final = _("This text cannot be used, and nothing was changed.")
TAKE_WHERE: Final = _("What is wrong, and where:")
TAKE_TODO: Final = _("Mend that in the file, and choose it again.")
TAKE_NO_TEXT: Final = _("The file holds no text.")
TAKE_NO_TEXT_TODO: Final = _("Choose the file household.toml that you saved here.")
TAKE_OVER: Final = _("The box does not hold this text any more.")
TAKE_OVER_TODO: Final = _(
    "It was used, or it waited too long, or another one came. Look at your rules, or choose the"
    " file again."
)
TAKE_PREVIEW: Final = _("Is this what you want?")
TAKE_AGAIN: Final = _("Somebody else changed something just now. Look at it once more.")
TAKE_NOTHING: Final = _("This text says what holds already. Nothing would change.")
TAKE_ORDER: Final = _("No rule would change. What changes is the order of people or devices.")
TAKE_LEAVES: Final = _("Not in this text: {names}.")
TAKE_LEAVES_TEXT: Final = _(
    "They would not live here any more. What they wrote and asked, and what they were given, would"
    " be gone for good. So would their PIN and their card."
)
TAKE_NOBODY: Final = _("No people and no devices.")
TAKE_HOME_NOW: Final = _("This home now")
TAKE_HOME_THEN: Final = _("This home then")
TAKE_YES: Final = _("Yes, use this text")
TAKE_NO: Final = _("No, leave this home as it is")
RESTORE: Final = _("Bring a home back from its backup")
RESTORE_TEXT: Final = _("This works just on a box that nobody has set up.")
RESTORE_FILE: Final = _("The backup file")
RESTORE_PHRASE: Final = _("Its passphrase")
RESTORE_NOW: Final = _("Show me what it would change")
RESTORE_OVER: Final = _("This took too long, so the box forgot the file. Choose it again.")
RESTORE_WRONG: Final[Mapping[Unopened, str]] = MappingProxyType(
    {
        Unopened.NO_BACKUP: _("This file is no backup of Lamplight. Choose another file."),
        Unopened.NEWER: _("A newer Lamplight made this backup. Update this box first."),
        Unopened.WRONG: _("The passphrase is wrong, or the file is damaged. Try again."),
        Unopened.CONTENTS: _("What is in this backup cannot be used here. Choose another one."),
    }
)
PREVIEW: Final = _("Is this your home?")
PREVIEW_TEXT: Final = _("Nothing has changed yet. This is what would change:")
NOW: Final = _("This box now")
NOW_EMPTY: Final = _("Nobody lives here yet. What protects everyone holds.")
THEN: Final = _("This box then")
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "family": _("It is a family home."),
        "foster": _("It is a foster home."),
    }
)
CARERS: Final = _("Carers: {names}.")
YOUNG_PEOPLE: Final = _("Young people: {names}.")
DEVICES: Final = _("Devices: {names}.")
KNOWN_BY: Final = _("It is known everywhere by: {names}.")
NUMBERS: Final = _("Your own numbers to ring: {names}.")
ENDS: Final = _("This ends")
BEGINS: Final = _("This is new")
GIVEN: Final = _("Given for a time, and not over")
GIVEN_ALL: Final = _("Every young person")
GIVEN_TEXT: Final = _("It goes on, also if it was undone after this backup. Undo it on Tonight.")
PASSWORDS: Final = _("Passwords are not in a backup. Each carer chooses a new one.")
AGREED: Final = _("What was agreed")
RECORDS: Final[Mapping[Held, tuple[str, ...]]] = MappingProxyType(
    {
        Held.HELD: (
            _("Nothing is written down on this box. What was agreed was agreed for another box."),
            _("To go on, the social worker makes a new agreement for this one."),
            _(
                "The old agreements and the old journal are in the backup. You can save them as a"
                " file. It does not come onto this box, so keep the backup too."
            ),
            _(
                "The journal begins anew here. Tell the social worker that the card was changed,"
                " and give them the file: they can check it."
            ),
        ),
        Held.NONE: (
            _("Nothing is written down on this box until something is agreed."),
            _("This backup holds no old agreements."),
        ),
        Held.SILENT: (
            _("Nothing is written down on this box until something new is agreed."),
            _(
                "The old agreements are not in this backup: the part that keeps them did not answer"
                " when it was made. An older backup may hold them."
            ),
            _("The journal begins anew here. Tell the social worker that the card was changed."),
        ),
        Held.LARGE: (
            _("Nothing is written down on this box until something new is agreed."),
            _("The old agreements and the old journal were too much for this backup."),
            _("The journal begins anew here. Tell the social worker that the card was changed."),
        ),
    }
)
RECORDS_SAVE: Final = _("Save what was agreed as a file")
YES: Final = _("Yes, bring it back")
NO: Final = _("No, leave this box as it is")
NOTHING_CHANGED: Final = _("Nothing was changed.")
BACK: Final = _("Back")
