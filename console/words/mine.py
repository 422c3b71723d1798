"""What a young person reads about their own time, on their own device."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("My time")
HEADING: Final = _("My time")
HELLO: Final = _("Hello {person}")
HELP: Final = _("Get help")
RECORDED: Final = _("What is written down")
SOON: Final = _("Soon")
SOON_END: Final = _("{title}: in about {count} minutes.")
SOON_MINUTES: Final = _("About {count} minutes of {title} to go.")
TIME: Final = _("Time")
HOLDS: Final = _("What holds now, and why")
BORROW: Final = _("Take ten minutes from tomorrow")
BORROW_GIVE: Final = _("Take ten minutes of {target}")
BORROW_NOT: Final = _("You have taken ten minutes already today.")
BORROW_NOT_TIME: Final = _("The box does not know what time it is, so it cannot lend.")
BORROW_NOT_BUDGET: Final = _("No minutes are counted for that today.")
BORROW_SILENT: Final = _("The filter did not answer. Please try again in a minute.")
NOT_DONE: Final = _("This was not done")
SAME: Final = _("Your carers read the same as you. They read minutes in steps of fifteen.")
FIX_USED: Final = _("Fix an app was used on {date}, {time}.")
FIX_USED_HEADING: Final = _("Fix an app")

# Whose page it is.
UNKNOWN: Final = _("The box does not know whose device this is")
UNKNOWN_TEXT: Final = _(
    "Ask a carer to give it your name. Until then, the rules for visitors hold."
)
UNKNOWN_ADULT: Final = _("This page is for young people")
UNKNOWN_ADULT_TEXT: Final = _("This device is a carer's. Open it on a young person's device.")
SHARED: Final = _("Others use this device too. When you are done, give it back.")
SHARED_BACK: Final = _("I am done")
