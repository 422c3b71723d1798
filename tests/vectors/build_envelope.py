"""Envelopes that other implementations once took wrongly, and two that are right, as files.

`python -m tests.vectors.build_envelope` writes them anew; the keys are fixed, so the octets are.
Each file holds `{name, source, envelope, keys, roles, expect}`: the text of an envelope, what a
reader knows, and either `opened` or the code of the refusal. `tests/vectors/README.md` says more.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import NamedTuple

from consent.encoding import JsonObject, JsonValue, json_from_object
from consent.envelope import Envelope, envelope_to_bytes
from consent.frozen import PAYLOAD_TYPES, Kind
from consent.keys import KeyId
from tests.consent.people import ALEX, LEE, MORGAN, PRIYA, STRANGER, keyid, signed_by

FOLDER = Path(__file__).parent / "envelope"
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493

TUF_TWICE = "TUF, GHSA-pwqf-9h7j-7mv8: one key listed twice met a threshold of two"
TUF_NOBODY = "TUF, GHSA-fphv-w9fq-2525: a threshold of none was met by no signature"
SAME_KEY = "securesystemslib 1.6.0: one key under two ids is counted twice"
EARLY = "securesystemslib 1.6.0: looks at no further signature once there are enough"
BASE64 = "securesystemslib 1.6.0: takes base64 that does not encode to itself"
NO_KEYID = "DSSE v1.0.2 lets an id be absent; securesystemslib #416"
PARSED_TWICE = "DSSE v1.0.2, envelope.md: what was parsed twice may say two things"
TYPE = "DSSE v1.0.2, protocol.md: the type is part of what is signed"
SMALL_ORDER = "Taming the Many EdDSAs, 2020: anyone can sign under such a key"
OURS = "ours"


class Case(NamedTuple):
    """One envelope, what its reader knows, and what must come of it."""

    name: str
    source: str
    envelope: bytes
    expect: str
    keys: tuple[tuple[str, str], ...]
    roles: JsonValue


def listed(*names: str) -> tuple[tuple[str, str], ...]:
    """Return id and octets of some people's keys, in hexadecimal."""
    return tuple((KEYS[name], PEOPLE[name].public_key.octets.hex()) for name in names)


PEOPLE = {"priya": PRIYA, "morgan": MORGAN, "lee": LEE, "alex": ALEX, "stranger": STRANGER}
KEYS: dict[str, KeyId] = {name: keyid(signer) for name, signer in PEOPLE.items()}
KNOWN = listed("priya", "morgan", "lee")
TWO = signed_by(PRIYA, MORGAN)
SENT = envelope_to_bytes(TWO)


def role(threshold: int, *holders: tuple[str, str], title: str = "trust root") -> JsonValue:
    """Return a role as a file holds it: keys of some people, each with who is said to hold it."""
    return {
        "title": title,
        "threshold": threshold,
        "holders": [{"keyid": KEYS[key], "person": person} for key, person in holders],
    }


THREE = (("priya", "priya"), ("morgan", "morgan"), ("lee", "lee"))
TWO_OF_THREE: JsonValue = [role(2, *THREE)]


def case(
    name: str,
    source: str,
    envelope: bytes,
    expect: str,
    *,
    keys: tuple[tuple[str, str], ...] = KNOWN,
    roles: JsonValue = TWO_OF_THREE,
) -> Case:
    """Return a case; where nothing else is said, two of three known people must sign."""
    return Case(name, source, envelope, expect, keys, roles)


def entries(envelope: Envelope) -> list[JsonObject]:
    """Return an envelope's signatures as a file holds them."""
    return [
        {"keyid": one.keyid, "sig": base64.b64encode(one.octets).decode()}
        for one in envelope.signatures
    ]


def sent(*signatures: JsonObject, kind: Kind = Kind.AGREEMENT, payload: str = "") -> bytes:
    """Return an envelope with any signatures, around the payload that everyone signed."""
    return json_from_object(
        {
            "payload": payload or base64.b64encode(TWO.payload).decode(),
            "payloadType": PAYLOAD_TYPES[kind],
            "signatures": list(signatures),
        }
    )


FIRST, SECOND = entries(TWO)
(LEES,) = entries(signed_by(LEE))
(PRIYAS,) = entries(signed_by(PRIYA))
(STRANGERS,) = entries(signed_by(STRANGER))


def malleated(entry: JsonObject) -> JsonObject:
    """Return the same signature in its second encoding: S + L."""
    octets = base64.b64decode(str(entry["sig"]))
    second = (int.from_bytes(octets[32:], "little") + GROUP_ORDER).to_bytes(32, "little")
    return entry | {"sig": base64.b64encode(octets[:32] + second).decode()}


def cases() -> list[Case]:
    """Return every case, from what is right to what is wrong with roles, keys and octets."""
    return [
        case("two_of_three_signed", OURS, SENT, "opened"),
        case("in_another_order", OURS, sent(SECOND, FIRST), "opened"),
        case("one_of_two_signed", OURS, envelope_to_bytes(signed_by(PRIYA)), "E_SIG_MISSING"),
        case(
            "threshold_of_none",
            TUF_NOBODY,
            SENT,
            "E_ROLE_THRESHOLD",
            roles=[role(0, *THREE)],
        ),
        case("threshold_below_none", TUF_NOBODY, SENT, "E_ROLE_THRESHOLD", roles=[role(-1)]),
        case("no_role_at_all", TUF_NOBODY, SENT, "E_ROLE_NOBODY", roles=[]),
        case(
            "threshold_above_the_people",
            OURS,
            SENT,
            "E_ROLE_TOO_FEW",
            roles=[role(3, ("priya", "priya"), ("morgan", "morgan"))],
        ),
        case(
            "key_twice_in_a_role",
            TUF_TWICE,
            SENT,
            "E_ROLE_KEY_TWICE",
            roles=[role(2, ("priya", "priya"), ("priya", "morgan"))],
        ),
        case(
            "key_of_two_people_in_two_roles",
            TUF_TWICE,
            SENT,
            "E_ROLE_KEY_SHARED",
            roles=[role(1, ("priya", "priya")), role(1, ("priya", "morgan"), title="manager")],
        ),
        case(
            "one_person_with_two_keys",
            TUF_TWICE,
            SENT,
            "E_SIG_MISSING",
            roles=[role(2, ("priya", "priya"), ("morgan", "priya"), ("lee", "lee"))],
        ),
        case("signature_twice", TUF_TWICE, sent(PRIYAS, PRIYAS), "E_ENV_SIGNED_TWICE"),
        case(
            "key_listed_under_a_second_id",
            SAME_KEY,
            SENT,
            "E_KEY_ID",
            keys=(*KNOWN, ("0" * 64, PRIYA.public_key.octets.hex())),
        ),
        case(
            "signature_under_a_second_id",
            SAME_KEY,
            sent(PRIYAS, PRIYAS | {"keyid": "0" * 64}),
            "E_SIG_UNKNOWN",
        ),
        case(
            "signature_under_the_id_in_capitals",
            SAME_KEY,
            sent(PRIYAS, PRIYAS | {"keyid": KEYS["priya"].upper()}),
            "E_TEXT_HEX",
        ),
        case(
            "third_signature_is_wrong",
            EARLY,
            sent(FIRST, SECOND, LEES | {"sig": FIRST["sig"]}),
            "E_SIG_INVALID",
        ),
        case("third_signature_is_unknown", EARLY, sent(FIRST, SECOND, STRANGERS), "E_SIG_UNKNOWN"),
        case(
            "signature_under_anothers_id",
            OURS,
            sent(PRIYAS, PRIYAS | {"keyid": KEYS["morgan"]}),
            "E_SIG_INVALID",
        ),
        case("no_id", NO_KEYID, sent(FIRST, {"sig": SECOND["sig"]}), "E_ENV_MEMBERS"),
        case("empty_id", NO_KEYID, sent(FIRST, SECOND | {"keyid": ""}), "E_ENV_KEYID"),
        case(
            "signature_with_bits_left_over",
            BASE64,
            sent(FIRST, SECOND | {"sig": left_over(str(SECOND["sig"]))}),
            "E_TEXT_BASE64",
        ),
        case(
            "payload_without_padding",
            BASE64,
            sent(FIRST, SECOND, payload="e30"),
            "E_TEXT_BASE64",
        ),
        case("signature_malleated", OURS, sent(FIRST, malleated(SECOND)), "E_SIG_INVALID"),
        case(
            "key_of_small_order",
            SMALL_ORDER,
            SENT,
            "E_KEY_WEAK",
            keys=(*KNOWN, ("0" * 64, "01" + "00" * 31)),
        ),
        case(
            "signature_with_r_of_small_order",
            SMALL_ORDER,
            sent(FIRST, SECOND | {"sig": base64.b64encode(b"\1" + bytes(63)).decode()}),
            "E_SIG_INVALID",
        ),
        case("another_type", TYPE, sent(FIRST, SECOND, kind=Kind.WITHDRAWAL), "E_SIG_INVALID"),
        case(
            "payload_twice",
            PARSED_TWICE,
            SENT.replace(b'{"payload":', b'{"payload":"e30=","payload":'),
            "E_JSON_DUPLICATE",
        ),
        case("not_in_canonical_form", OURS, SENT.replace(b",", b", ", 1), "E_JSON_FORM"),
    ]


def left_over(text: str) -> str:
    """Return the same base64 with a bit set that stands for nothing."""
    return text[:-3] + chr(ord(text[-3]) + 1) + "=="


def files() -> dict[str, str]:
    """Return the name and the contents of each file."""
    return {
        f"{one.name}.json": json.dumps(
            {
                "name": one.name,
                "source": one.source,
                "envelope": one.envelope.decode("ascii"),
                "keys": [{"keyid": named, "ed25519": key} for named, key in one.keys],
                "roles": one.roles,
                "expect": one.expect,
            },
            indent=1,
        )
        + "\n"
        for one in cases()
    }


def write() -> None:
    """Write every file, in place of what is there."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, contents in files().items():
        (FOLDER / name).write_text(contents, encoding="utf-8")


if __name__ == "__main__":
    write()
