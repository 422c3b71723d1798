"""What stands on the page for an adult who is worried about somebody here.

Who says so, read in November 2026; look at each again before a release:
- 999 and 55 (Silent Solution), 101: police.uk, "Contact us"; nothing else is free of both.
- Report Remove: childline.org.uk (with the Internet Watch Foundation), for anyone under 18; that
  adults never look at the pictures: learning.nspcc.org.uk, "Using the Report Remove tool".
- CEOP, of the National Crime Agency: ceop.police.uk; it is no emergency line.
- Not paying and keeping what was sent: National Crime Agency, "Financially motivated sexual
  extortion", alert to education settings, 2024.
- Missing: no wait of 24 hours (College of Policing, Authorised Professional Practice on missing
  persons). Missing People: 116 000, call or text, free.
- Samaritans 116 123; NHS 111 with option 2 for mental health in England (nhs.uk); Shout, text
  SHOUT to 85258. PAPYRUS HOPELINE247: 0800 068 4141, text 88247.
- NSPCC helpline for adults: 0808 800 5000.
"""

from __future__ import annotations

from typing import Final

from console.words import HelpLine
from console.words.sentence import _

TITLE: Final = _("Worried?")
HEADING: Final = _("Worried?")
TEXT: Final = _("Start with what fits. You do not have to be sure.")
PRIVATE: Final = _("This page works without the internet. It sends nothing and keeps nothing.")

DANGER: Final = _("Somebody is in danger now")
DANGER_TEXT: Final = (
    _("Ring 999. If you cannot speak, press 55 when you are asked to."),
    _("Stay with them if you can do it safely."),
)
DANGER_LINES: Final = (HelpLine(_("Emergency"), "999", "999", _("Police, fire or ambulance.")),)

PICTURES: Final = _("Somebody threatens to share pictures")
PICTURES_TEXT: Final = (
    _("Tell them: it is not your fault, and we will sort it out together."),
    _("Do not pay. Do not send more. Stop answering."),
    _(
        "Keep the messages and the name of the account."
        " Do not look for the pictures or pass them on."
    ),
    _("Report Remove takes down pictures of anyone under 18. They ask for it at childline.org.uk."),
    _("Tell the police at ceop.police.uk, or ring 101. If there is danger now, ring 999."),
)
PICTURES_LINES: Final = (
    HelpLine(
        _("NSPCC"), "0808 800 5000", "08088005000", _("For adults who worry. See nspcc.org.uk.")
    ),
    HelpLine(
        _("Childline"), "0800 1111", "08001111", _("For anyone under 19. Free, day or night.")
    ),
)

MISSING: Final = _("Somebody has not come home")
MISSING_TEXT: Final = (
    _("Ring their phone. Ask their friends and the people they trust."),
    _("If you are worried, ring 101. If you fear for them, ring 999. You need not wait a day."),
    _("Have ready: what they wear, a photo, their phone number, and where they may go."),
)
MISSING_LINES: Final = (
    HelpLine(_("Police"), "101", "101", _("If it is not an emergency.")),
    HelpLine(_("Missing People"), "116 000", "116000", _("Call or text. Free.")),
)

DISTRESS: Final = _("Somebody may hurt themselves")
DISTRESS_TEXT: Final = (
    _("Stay with them. Ask them, and listen. Asking does not put it into their head."),
    _("If they are hurt, or took something, ring 999."),
    _("In England, ring NHS 111 and choose mental health."),
)
DISTRESS_LINES: Final = (
    HelpLine(
        _("HOPELINE247"), "0800 068 4141", "08000684141", _("For those under 35, and for you.")
    ),
    HelpLine(
        _("Samaritans"), "116 123", "116123", _("For anyone, about anything. Free, day or night.")
    ),
    HelpLine(_("NHS"), "111", "111", _("For health worries, day or night.")),
)

OWN: Final = _("Your own numbers")
OWN_NONE: Final = _("You have not put in any yet.")
OWN_CHANGE: Final = _("Put in or change your numbers")
OWN_TEXT: Final = _("Whom would you ring first? A neighbour, a doctor, an out-of-hours line.")
OWN_ROW: Final = _("Number {number}")
OWN_NAME: Final = _("Who it is")
OWN_NUMBER: Final = _("Phone number")
OWN_SAVE: Final = _("Save the numbers")
OWN_WRONG: Final = _("Write a name and a phone number in each row, or leave both empty.")
OWN_WRONG_HINT: Final = _("A phone number has digits and spaces. It may begin with +.")
BACK: Final = _("Back")
