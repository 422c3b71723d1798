"""What a young person reads about their own time, on their own device."""

from __future__ import annotations

from typing import Final

TITLE: Final = "My time"
HEADING: Final = "My time"
HELLO: Final = "Hello {person}"
HELP: Final = "Get help"
RECORDED: Final = "What is written down"
SOON: Final = "Soon"
SOON_END: Final = "{title}: in about {count} minutes."
SOON_MINUTES: Final = "About {count} minutes of {title} to go."
TIME: Final = "Time"
HOLDS: Final = "What holds now, and why"
BORROW: Final = "Take ten minutes from tomorrow"
BORROW_GIVE: Final = "Take ten minutes of {target}"
BORROW_NOT: Final = "You have taken ten minutes already today."
BORROW_NOT_TIME: Final = "The box does not know what time it is, so it cannot lend."
BORROW_NOT_BUDGET: Final = "No minutes are counted for that today."
BORROW_SILENT: Final = "The filter did not answer. Please try again in a minute."
NOT_DONE: Final = "This was not done"
SAME: Final = "Your carers read the same as you. They read minutes in steps of fifteen."
FIX_USED: Final = "Fix an app was used on {date}, {time}."
FIX_USED_HEADING: Final = "Fix an app"

# Whose page it is.
UNKNOWN: Final = "The box does not know whose device this is"
UNKNOWN_TEXT: Final = "Ask a carer to give it your name. Until then, the rules for visitors hold."
UNKNOWN_ADULT: Final = "This page is for young people"
UNKNOWN_ADULT_TEXT: Final = "This device is a carer's. Open it on a young person's device."
SHARED: Final = "Others use this device too. When you are done, give it back."
SHARED_BACK: Final = "I am done"
