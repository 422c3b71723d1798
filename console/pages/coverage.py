"""What this box can and cannot do here: each finding in plain words, with its fix and its limit.

Rules kept here:
- Words are those of `policy.coverage_words`; here stands what surrounds them.
- A finding names devices for facts about link addresses alone, as `policy.coverage` gives them.
- What is ours is said by a carer for the very network that the page showed them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from console.services.health import Answers, NetworkNow
from console.store.known_roads import digest_of
from console.words import TITLE as PAGE_TITLE
from console.words import health as health_words
from console.words.of_policy import IPV6_STEPS, ROUTER_LOCKED, ROUTER_SETS_DNS, told
from policy.coverage import NOTES
from policy.coverage_words import Told


class Wrong(StrEnum):
    """Why what was pressed was not done."""

    CHANGED = "changed"
    NOT_KEPT = "not-kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One finding. `is_note` where no rule is in danger by it."""

    told: Told
    is_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The steps for one sort of router."""

    heading: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPart:
    """The question whether this is the home's network. `digest` is of what was shown."""

    says: str
    press: str | None
    digest: str
    wrong: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """The page. `known` is None where no network was seen."""

    title: str
    found: tuple[FoundRow, ...]
    is_whole: bool
    guides: tuple[Guide, ...]
    known: KnownPart | None
    status: HTTPStatus


GUIDES = (
    Guide(heading=health_words.ROUTER_OWN, steps=ROUTER_SETS_DNS),
    Guide(heading=health_words.ROUTER_LOCKED, steps=ROUTER_LOCKED),
    Guide(heading=health_words.ROUTER_SIX, steps=IPV6_STEPS),
)


def coverage_page(now: NetworkNow, wrong: Wrong | None = None) -> CoveragePage:
    """Return the page, given what was found; `wrong` is why what was pressed was not done."""
    return CoveragePage(
        title=PAGE_TITLE.format(page=health_words.COVERAGE_TITLE),
        found=tuple(FoundRow(told=told(one), is_note=one.kind in NOTES) for one in now.findings),
        is_whole=now.answers is Answers.CAME,
        guides=GUIDES,
        known=_known(now, wrong),
        status=HTTPStatus.CONFLICT if wrong else HTTPStatus.OK,
    )


def _known(now: NetworkNow, wrong: Wrong | None) -> KnownPart | None:
    if now.roads is None:
        return None
    if now.known is None:
        says, press = health_words.KNOWN_TEXT, health_words.KNOWN_PRESS
    elif now.roads != now.known:
        says, press = health_words.KNOWN_TEXT, health_words.KNOWN_AGAIN
    else:
        says, press = health_words.KNOWN_SAID, None
    said = {Wrong.CHANGED: health_words.KNOWN_CHANGED, Wrong.NOT_KEPT: health_words.KNOWN_NOT_KEPT}
    return KnownPart(
        says=says,
        press=press,
        digest=digest_of(now.roads),
        wrong=said[wrong] if wrong else None,
    )
