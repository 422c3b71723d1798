"""An audit as one JSON object, for programs: the same as the page of words, without the words."""

from __future__ import annotations

from datetime import datetime

from consent.acts import Exported, Viewed
from consent.audit_entry import AuditEntry
from consent.bundle_audit import Audit
from consent.encoding import JsonObject, JsonValue
from consent.schema import write


def audit_document(audit: Audit) -> JsonObject:
    """Return what an audit found."""
    return {
        "entries": len(audit.entries),
        "root": audit.checkpoint.root.hex(),
        "last_trusted": _instant(audit.last_trusted),
        "agreements": [
            {
                "agreement": digest,
                "level": one.scope.level,
                "starts_on": one.agreement.starts_on.isoformat(),
                "valid_until": one.valid_until.isoformat(),
                "end_by": one.agreement.end_by.isoformat(),
                "reviews": one.seq,
                "ended": None if one.ended is None else str(one.ended),
                "objected": one.is_objected,
            }
            for digest, one in audit.standings.items()
        ],
        "notices": [_act(one) for one in audit.notices],
        "on": [
            {
                "device": one.device,
                "agreement": one.agreement,
                "level": one.level,
                "since": _instant(one.since),
                "until": _instant(one.until),
                "code": None if one.code is None else str(one.code),
            }
            for one in audit.spans
        ],
        "looks": [_act(one) for one in audit.looks if isinstance(one.act, Viewed | Exported)],
        "stops": [_act(one) for one in audit.stops],
        "refused": [_act(one) for one in audit.refused],
        "keys": [
            {
                "agreement": one.agreement,
                "made": one.made,
                "left": [day.isoformat() for day in one.left],
                "young_persons": [day.isoformat() for day in one.young_persons],
                "closed_at": _instant(one.closed_at),
                "reason": None if one.reason is None else str(one.reason),
            }
            for one in audit.keys
        ],
        "gaps": [
            {
                "since": _instant(one.since),
                "until": _instant(one.until),
                "code": None if one.code is None else str(one.code),
            }
            for one in audit.gaps
        ],
        "to_look_at": [write(one) for one in audit.findings],
    }


def _act(entry: AuditEntry) -> JsonValue:
    found = write(entry)
    return {name: found[name] for name in ("n", "at", "actor", "act")}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
