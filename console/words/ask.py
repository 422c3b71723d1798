"""What a young person reads where they ask for something."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.outcomes import NotAsked

TITLE: Final = "Ask"
HEADING: Final = "Ask for something"
WRONG: Final = "Something is wrong"
WRONG_TEXT: Final = "This opens Get help. It sends nothing to your carers."
WHO_READS: Final = "{who} can read what you write here."
WHO_READS_NOBODY: Final = "Carers of this home can read what you write here."
KEPT: Final = "It is kept for 30 days after the last word. Then it is erased."
SITE: Final = "A site"
SITE_NAME: Final = "Which site?"
SITE_HINT: Final = "Write its name, such as example.org"
SITE_WRONG: Final = "That is no name of a site. Write one such as example.org"
MINUTES: Final = "More time"
MINUTES_OF: Final = "Of what?"
MINUTES_COUNT: Final = "How many minutes?"
LATER: Final = "Bedtime later"
LATER_TITLE: Final = "What should come later?"
WORDS: Final = "Anything you want to say"
SEND_SITE: Final = "Ask for this site"
SEND_MINUTES: Final = "Ask for more time"
SEND_LATER: Final = "Ask for later"
ASKED: Final = "What you asked"
ASKED_NONE: Final = "You have not asked for anything yet."
ASKED_SITE: Final = "You asked for {site}"
ASKED_MINUTES: Final = "You asked for {count} more minutes of {target}"
ASKED_LATER: Final = "You asked that {title} comes later"
ASKED_AT: Final = "On {date}, {time}"
WAITS: Final = "Nobody has answered yet."
YES: Final = "{who} said yes."
NO: Final = "{who} said no."
NOT_ANSWERED: Final = "Nobody answered for three days, so it is closed. You can ask again."
WHY: Final = "Why: {reason}"
SHARED: Final = "Others use this device too, so what you asked is not shown here."
NOT_DONE: Final = "This was not sent"
NOT_ASKED: Final[Mapping[NotAsked, str]] = MappingProxyType(
    {
        NotAsked.NOT_SET_UP: "This home is not set up yet.",
        NotAsked.NOBODY: "The box does not know whose device this is.",
        NotAsked.NOTHING_SAID: "Say what you ask for.",
        NotAsked.LONG_WORDS: "That is too long. Please use fewer words.",
        NotAsked.TOO_MANY: "Ten things wait for an answer already. Wait for one of them first.",
        NotAsked.NO_WORDS: "Please say why.",
        NotAsked.ANSWERED: "This was answered already.",
    }
)
