"""An observation: what a level lets through of one look-up, and nothing more.

The levels (design, consent.md B.3): 1, that a kind of site was blocked; 2, the main name of a
blocked site of an agreed kind; 3, a name of the agreed watch list; 4, the main name of any site.

Rules kept here:
- An observation has no room for more than its level: no full host name, no time, no answer, no
  device. The hour is the recorder's to add, by a clock that is trusted; the device is the socket's.
- It is made small before it leaves the agent, and checked again at the recorder's own door. What
  does not fit there is dropped whole, never trimmed to fit.
- Where one is printed, it names nothing that was looked up, and it cannot be written to a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn, final

from consent.codes import Code
from consent.errors import ConsentError
from consent.suffixes import is_registrable

MAX_DATAGRAM_OCTETS: Final = 320
"""More than a level, a category's 40 characters and a name's 253 come to, with two spaces."""

BY_KIND: Final = 1
BLOCKED_SITES: Final = 2
WATCHED_SITES: Final = 3
EVERY_SITE: Final = 4

_NOTHING: Final = "-"


class ObservationRefused(ConsentError):
    """What was sent is no observation, or more than the level lets through."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Observation:
    """One look-up cut down to a level. `category` at levels 1 and 2, `domain` from level 2 on.

    What it says is not judged before `check_observation`.
    """

    level: int
    category: str | None
    domain: str | None

    def __repr__(self) -> str:
        return f"<Observation, level {self.level}>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an observation is not written to a file")


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Terms:
    """What one lease lets through: the level, and the lists that the agreement names.

    `categories` counts at levels 1 and 2, `watch` at level 3. `never_recorded` holds registrable
    domains: what the agreement adds to what is never recorded.
    """

    level: int
    categories: frozenset[str]
    watch: frozenset[str]
    never_recorded: frozenset[str]

    def __repr__(self) -> str:
        return f"<Terms, level {self.level}>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("terms are not written to a file")


def observation_to_octets(observation: Observation) -> bytes:
    """Return an observation as the datagram that carries it. Raises ObservationRefused.

    Of what it says, only the form is judged here: the recorder judges the rest.
    """
    parts = (str(observation.level), observation.category, observation.domain)
    octets = " ".join(part or _NOTHING for part in parts).encode("utf-8", "replace")
    # What would be read as something else is not sent, and no error of a codec names it.
    if observation_from_octets(octets) != observation:
        raise ObservationRefused(Code.OBSERVATION_FORM, "an observation")
    return octets


def observation_from_octets(octets: bytes) -> Observation:
    """Return the observation that a datagram carries. Raises ObservationRefused."""
    parts = octets.split(b" ")
    if len(octets) > MAX_DATAGRAM_OCTETS or len(parts) != 3 or not octets.isascii():
        raise ObservationRefused(Code.OBSERVATION_FORM, "a datagram")
    level, category, domain = (part.decode("ascii") for part in parts)
    if level not in {"1", "2", "3", "4"}:
        raise ObservationRefused(Code.OBSERVATION_FORM, "level")
    return Observation(
        level=int(level),
        category=None if category == _NOTHING else category,
        domain=None if domain == _NOTHING else domain,
    )


def check_observation(observation: Observation, terms: Terms) -> None:
    """Raise ObservationRefused unless an observation is exactly what the terms let through."""
    level, category, domain = observation.level, observation.category, observation.domain
    if level != terms.level:
        raise ObservationRefused(Code.OBSERVATION_LEVEL, "level")
    has_category = level in {BY_KIND, BLOCKED_SITES}
    if has_category != (category is not None) or (level != BY_KIND) != (domain is not None):
        raise ObservationRefused(Code.OBSERVATION_LEVEL, "shape")
    if category is not None and category not in terms.categories:
        raise ObservationRefused(Code.OBSERVATION_LEVEL, "category")
    if domain is None:
        return
    # Registrable and no more: the name of a host can say who somebody is, or what they read.
    if not is_registrable(domain) or domain in terms.never_recorded:
        raise ObservationRefused(Code.OBSERVATION_LEVEL, "domain")
    if level == WATCHED_SITES and domain not in terms.watch:
        raise ObservationRefused(Code.OBSERVATION_LEVEL, "watch")
