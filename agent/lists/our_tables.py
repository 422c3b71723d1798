"""Our own tables of names, as the lists job uses them.

Rules kept here:
- The tables stand in `policy.facts`, reviewed; nothing is added here.
"""

from __future__ import annotations

from typing import Final

from agent.lists.inspection import Tables
from policy.facts.canaries import CANARIES
from policy.facts.everyday import EVERYDAY
from policy.names import from_text
from policy.never_blocked import NEVER_BLOCKED
from policy.services import BY_TAG, names_to_block

WHOLE_SERVICES: Final = frozenset(map(from_text, ("gov.uk", "nhs.uk", "police.uk")))
"""Endings below which a whole public service names its hosts; all three are public suffixes."""

OUR_TABLES: Final = Tables(
    lifelines=NEVER_BLOCKED,
    everyday=frozenset(item.name for item in EVERYDAY),
    mistakes=frozenset(item.name for item in CANARIES),
    whole_services=WHOLE_SERVICES,
)

OUR_POPULAR: Final = (
    *(item.name for item in EVERYDAY),
    *sorted(names_to_block(BY_TAG)),
)
"""What the report counts where no list of popular names was given."""
