"""What stands on the page that everybody may open when something is wrong."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("Get help")
HEADING: Final = _("Get help")
TEXT: Final = _("You do not have to be alone with it.")
PRIVATE: Final = _("This page sends nothing to anyone. That you opened it is written down nowhere.")
CALLS: Final = _("You can ring these from any phone. The box cannot block or hear a call.")
SITES: Final = _("Their sites are never blocked here, and never written down.")
DANGER: Final = _("If somebody is hurt or in danger now")
DANGER_TEXT: Final = _("Ring 999. If you cannot speak, press 55 when you are asked to.")
PICTURES: Final = _("If somebody wants pictures of you, or says they will share one")
PICTURES_TEXT: Final = (
    _("Do not pay, and do not send more. It is not your fault."),
    _("Childline can help to take a picture down. They call it Report Remove."),
    _("You can tell the police at ceop.police.uk."),
)
MISSING: Final = _("If somebody has not come home")
MISSING_TEXT: Final = _("Ring the police on 101. If you fear for them, ring 999.")
TALK: Final = _("If you want to talk")
TRUST: Final = _("You can also tell an adult you trust, at school or at home.")
BACK: Final = _("Back")
