"""The words of the page on which a device is set up for an agreement.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Whoever holds the device learns first what the code does, and where it is shown later.
"""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

BIND: Final = _("Set up this device for an agreement")
BIND_TEXT: Final = _(
    "An agreement says what may be written down on this device, and for how long."
    " Setting it up writes nothing down yet."
)
BIND_SHOWN: Final = _("From then on, this device always shows whether anything is written down.")
CODE: Final = _("The code that the carer sees")
CODE_HINT: Final = _("Six digits")
BUTTON: Final = _("Set up this device")
NOT_YET: Final = _("This device cannot be set up")
NOT_NAMED: Final = _("Nobody has named it yet. A carer does so on the Devices page.")
NOT_THEIRS: Final = _("Only a young person's own device can be. This one is not.")
WRONG_CODE: Final = _("This is not the code. Look at it again.")
NO_CODE: Final = _("There is no code for this device now. Ask the carer for a new one.")
SILENT: Final = _("The recorder does not answer, so nothing was done. Try again later.")
SEE: Final = _("See what is written down about this device")
