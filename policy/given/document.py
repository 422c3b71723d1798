"""Grants, turns, a confirmed time: how they outlive a restart, and how the agent learns them.

Rules kept here:
- An unknown key is an error. A grant that breaks a rule of `policy.given.grants` cannot be read, so
  none comes back without an end, a giver, or the reason it needs.
- Instants are whole seconds of UTC, written `2026-11-21T20:30:00Z`.
- Reading back what was written gives the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from policy import reading
from policy.confirmed import MAX_BOOT_MS, ConfirmedTime
from policy.errors import HouseholdMalformed
from policy.given.grants import MAX_MORE_MINUTES, MAX_REASON, Grant, GrantKind
from policy.given.turns import Turn
from policy.timed import Target
from policy.timed_document import target_from, target_to, what_from, what_to

MAX_GRANTS: Final = 2_000
MAX_TURNS: Final = 1_000

_GRANT_KEYS: Final = (
    "kind",
    "giver",
    "given",
    "until",
    "young_person",
    "device",
    "reason",
    "open",
    "target",
    "minutes",
    "title",
)
_TURN_KEYS: Final = ("device", "person", "since")
_CONFIRMED_KEYS: Final = ("at", "clock", "boot_id", "boot_ms")
_WHAT_KEYS: Final = ("categories", "services", "names")
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def grants_from(holder: Mapping[str, object], key: str) -> tuple[Grant, ...]:
    """Return the grants of an array. Raises HouseholdMalformed."""
    return tuple(
        _grant(entry, here) for entry, here in reading.entries(holder, key, "", MAX_GRANTS)
    )


def grants_to(grants: Iterable[Grant]) -> list[dict[str, object]]:
    """Return grants as an array of tables."""
    return [_grant_to(grant) for grant in grants]


def turns_from(holder: Mapping[str, object], key: str) -> tuple[Turn, ...]:
    """Return the turns of an array. Raises HouseholdMalformed."""
    return tuple(_turn(entry, here) for entry, here in reading.entries(holder, key, "", MAX_TURNS))


def turns_to(turns: Iterable[Turn]) -> list[dict[str, object]]:
    """Return turns as an array of tables."""
    return [
        {"device": turn.device, "person": turn.person, "since": written(turn.since)}
        for turn in turns
    ]


def confirmed_from(holder: Mapping[str, object], key: str) -> ConfirmedTime | None:
    """Return the confirmed time at a key, None where there is none. Raises HouseholdMalformed."""
    if key not in holder:
        return None
    table = reading.table(holder[key], key, _CONFIRMED_KEYS)
    at, clock = (instant(table, one, key) for one in ("at", "clock"))
    boot_id = reading.text(reading.needed(table, "boot_id", key), f"{key}.boot_id")
    boot_ms = reading.number(table, "boot_ms", key, (0, MAX_BOOT_MS))
    return reading.built(
        key, lambda: ConfirmedTime(at=at, clock=clock, boot_id=boot_id, boot_ms=boot_ms)
    )


def confirmed_to(confirmed: ConfirmedTime) -> dict[str, object]:
    """Return a confirmed time as a table."""
    return {
        "at": written(confirmed.at),
        "clock": written(confirmed.clock),
        "boot_id": confirmed.boot_id,
        "boot_ms": confirmed.boot_ms,
    }


def written(at: datetime) -> str:
    """Return an instant as the document has it."""
    return at.astimezone(UTC).strftime(_FORM)


def instant(holder: Mapping[str, object], key: str, where: str) -> datetime:
    """Return the instant at a key. Raises HouseholdMalformed."""
    said = reading.text(reading.needed(holder, key, where), f"{where}.{key}")
    try:
        found = datetime.strptime(said, _FORM).replace(tzinfo=UTC)
    except ValueError:
        found = None
    if found is None or written(found) != said:
        raise HouseholdMalformed(
            f"{where}.{key}", f"{said!r} is no instant; expected one such as 2026-11-21T20:30:00Z"
        )
    return found


def _grant(entry: object, where: str) -> Grant:
    table = reading.table(entry, where, _GRANT_KEYS)
    kind = reading.word(
        GrantKind, reading.needed(table, "kind", where), f"{where}.kind", "kind of grant", "kinds"
    )
    giver = reading.label(table, "giver", where)
    given, until = (instant(table, key, where) for key in ("given", "until"))
    names = {
        key: reading.label(table, key, where) if key in table else None
        for key in ("young_person", "device", "title")
    }
    reason = ""
    if "reason" in table:
        reason = reading.a_label(table["reason"], f"{where}.reason", MAX_REASON)
    opened = reading.table(table.get("open", {}), f"{where}.open", _WHAT_KEYS)
    what = what_from(opened, f"{where}.open")
    target: Target | None = None
    if "target" in table:
        target = target_from(table["target"], f"{where}.target")
    minutes = 0
    if "minutes" in table:
        minutes = reading.number(table, "minutes", where, (1, MAX_MORE_MINUTES))
    return reading.built(
        where,
        lambda: Grant(
            kind=kind,
            giver=giver,
            given=given,
            until=until,
            young_person=names["young_person"],
            device=names["device"],
            reason=reason,
            what=what,
            target=target,
            minutes=minutes,
            title=names["title"],
        ),
    )


def _grant_to(grant: Grant) -> dict[str, object]:
    table: dict[str, object] = {
        "kind": str(grant.kind),
        "giver": grant.giver,
        "given": written(grant.given),
        "until": written(grant.until),
    }
    optional: dict[str, object] = {
        "young_person": grant.young_person,
        "device": grant.device,
        "reason": grant.reason or None,
        "open": what_to(grant.what) or None,
        "target": None if grant.target is None else target_to(grant.target),
        "minutes": grant.minutes or None,
        "title": grant.title,
    }
    return table | {key: value for key, value in optional.items() if value is not None}


def _turn(entry: object, where: str) -> Turn:
    table = reading.table(entry, where, _TURN_KEYS)
    device, person = (reading.label(table, key, where) for key in ("device", "person"))
    since = instant(table, "since", where)
    return Turn(device=device, person=person, since=since)
