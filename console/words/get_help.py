"""What stands on the page that everybody may open when something is wrong."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Get help"
HEADING: Final = "Get help"
TEXT: Final = "You do not have to be alone with it."
PRIVATE: Final = "This page sends nothing to anyone. That you opened it is written down nowhere."
CALLS: Final = "You can ring these from any phone. The box cannot block or hear a call."
SITES: Final = "Their sites are never blocked here, and never written down."
DANGER: Final = "If somebody is hurt or in danger now"
DANGER_TEXT: Final = "Ring 999. If you cannot speak, press 55 when you are asked to."
PICTURES: Final = "If somebody wants pictures of you, or says they will share one"
PICTURES_TEXT: Final = (
    "Do not pay, and do not send more. It is not your fault.",
    "Childline can help to take a picture down. They call it Report Remove.",
    "You can tell the police at ceop.police.uk.",
)
MISSING: Final = "If somebody has not come home"
MISSING_TEXT: Final = "Ring the police on 101. If you fear for them, ring 999."
TALK: Final = "If you want to talk"
TRUST: Final = "You can also tell an adult you trust, at school or at home."
BACK: Final = "Back"
