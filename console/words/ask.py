"""What a young person reads where they ask for something."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.outcomes import NotAsked
from console.words.sentence import _

TITLE: Final = _("Ask")
HEADING: Final = _("Ask for something")
WRONG: Final = _("Something is wrong")
WRONG_TEXT: Final = _("This opens Get help. It sends nothing to your carers.")
WHO_READS: Final = _("{who} can read what you write here.")
WHO_READS_NOBODY: Final = _("Carers of this home can read what you write here.")
KEPT: Final = _("It is kept for 30 days after the last word. Then it is erased.")
SITE: Final = _("A site")
SITE_NAME: Final = _("Which site?")
SITE_HINT: Final = _("Write its name, such as example.org")
SITE_WRONG: Final = _("That is no name of a site. Write one such as example.org")
MINUTES: Final = _("More time")
MINUTES_OF: Final = _("Of what?")
MINUTES_COUNT: Final = _("How many minutes?")
LATER: Final = _("Bedtime later")
LATER_TITLE: Final = _("What should come later?")
WORDS: Final = _("Anything you want to say")
SEND_SITE: Final = _("Ask for this site")
SEND_MINUTES: Final = _("Ask for more time")
SEND_LATER: Final = _("Ask for later")
ASKED: Final = _("What you asked")
ASKED_NONE: Final = _("You have not asked for anything yet.")
ASKED_SITE: Final = _("You asked for {site}")
ASKED_MINUTES: Final = _("You asked for {count} more minutes of {target}")
ASKED_LATER: Final = _("You asked that {title} comes later")
ASKED_AT: Final = _("On {date}, {time}")
WAITS: Final = _("Nobody has answered yet.")
YES: Final = _("{who} said yes.")
NO: Final = _("{who} said no.")
NOT_ANSWERED: Final = _("Nobody answered for three days, so it is closed. You can ask again.")
WHY: Final = _("Why: {reason}")
SHARED: Final = _("Others use this device too, so what you asked is not shown here.")
NOT_DONE: Final = _("This was not sent")
NOT_ASKED: Final[Mapping[NotAsked, str]] = MappingProxyType(
    {
        NotAsked.NOT_SET_UP: _("This home is not set up yet."),
        NotAsked.NOBODY: _("The box does not know whose device this is."),
        NotAsked.NOTHING_SAID: _("Say what you ask for."),
        NotAsked.LONG_WORDS: _("That is too long. Please use fewer words."),
        NotAsked.TOO_MANY: _("Ten things wait for an answer already. Wait for one of them first."),
        NotAsked.NO_WORDS: _("Please say why."),
        NotAsked.ANSWERED: _("This was answered already."),
    }
)
