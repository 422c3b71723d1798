"""What the page says where the set-up code is typed."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("Set-up code")
HEADING: Final = _("Type the set-up code")
TEXT: Final = _("This shows that you are the one who has the box.")
WHERE: Final = _(
    "The box showed three words when it was first started. At the box, this shows them:"
)
COMMAND: Final = "sudo ./lamplight set-up-code"
FIELD: Final = _("The three words")
OPEN: Final = _("Go on")
WRONG: Final = _("Those are not the words of this box. Look at each word again.")
TOO_OFTEN: Final = _("That was too often. Wait a minute, then try again.")
OVER: Final = _("This home is set up")
OVER_TEXT: Final = _("The code is used up. Who takes care of this home can sign in.")
SIGN_IN: Final = _("Sign in")
