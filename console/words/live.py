"""What a page says of itself while it is kept up to date, and when that stops."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

AGAIN: Final = _("Last updated {time}")
LOST: Final = _("Reconnecting. Last updated {time}")
OFF: Final = _("This page stays as it is now. Load it again to see what is new.")
