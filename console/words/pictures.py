"""The few words beside the pictures, for a young person who would rather look than read."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

SHOW: Final = _("Show me pictures")
HIDE: Final = _("Show me words only")
MINUTES: Final = _("{count} minutes")
MORE_TIME: Final = _("More time")
LATER: Final = _("Later to bed")
SITE: Final = _("Open a site")
HELP: Final = _("I need help")
BELL: Final = _("The bell")
