"""The words of the page on which a device is set up for an agreement.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Whoever holds the device learns first what the code does, and where it is shown later.
"""

from __future__ import annotations

from typing import Final

BIND: Final = "Set up this device for an agreement"
BIND_TEXT: Final = (
    "An agreement says what may be written down on this device, and for how long."
    " Setting it up writes nothing down yet."
)
BIND_SHOWN: Final = "From then on, this device always shows whether anything is written down."
CODE: Final = "The code that the carer sees"
CODE_HINT: Final = "Six digits"
BUTTON: Final = "Set up this device"
NOT_YET: Final = "This device cannot be set up"
NOT_NAMED: Final = "Nobody has named it yet. A carer does so on the Devices page."
NOT_THEIRS: Final = "Only a young person's own device can be. This one is not."
WRONG_CODE: Final = "This is not the code. Look at it again."
NO_CODE: Final = "There is no code for this device now. Ask the carer for a new one."
SILENT: Final = "The recorder does not answer, so nothing was done. Try again later."
SEE: Final = "See what is written down about this device"
