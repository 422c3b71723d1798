from __future__ import annotations

import json
from typing import Any

import pytest

from consent.envelope import envelope_from_bytes
from consent.errors import ConsentError
from consent.keys import KeyId, public_key_listed
from consent.roles import Holder, PersonId, Requirement, Role
from consent.verification import check_signatures, open_payload
from tests.vectors.build_envelope import FOLDER, files

VECTORS = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}


def outcome(vector: dict[str, Any]) -> str:
    """Return what comes of a vector, the way any reader of records would go about it."""
    try:
        keys = [public_key_listed(key["keyid"], key["ed25519"]) for key in vector["keys"]]
        requirement = Requirement(tuple(role_in(role) for role in vector["roles"]))
        envelope = envelope_from_bytes(vector["envelope"].encode())
        open_payload(check_signatures(envelope, keys), [requirement])
    except ConsentError as error:
        return error.code
    return "opened"


def role_in(role: dict[str, Any]) -> Role:
    """Return a role of a vector as a value."""
    holders = [Holder(KeyId(one["keyid"]), PersonId(one["person"])) for one in role["holders"]]
    return Role(role["title"], tuple(holders), role["threshold"])


@pytest.mark.parametrize("name", VECTORS)
def test_what_others_once_took_wrongly_is_judged_as_published(name: str) -> None:
    """Each envelope of the files is opened or refused with the code that its file names."""
    vector = json.loads(VECTORS[name].read_text(encoding="utf-8"))

    assert outcome(vector) == vector["expect"]


def test_the_files_are_what_the_fixed_keys_make() -> None:
    """Building the files anew gives, octet for octet, those that are here, and no others."""
    here = {path.name: path.read_text(encoding="utf-8") for path in VECTORS.values()}

    assert here == files()


def test_some_vectors_are_opened() -> None:
    """The files cannot all be refused, for then a reader that refuses everything would pass."""
    expected = [json.loads(path.read_text(encoding="utf-8"))["expect"] for path in VECTORS.values()]

    assert expected.count("opened") == 2
    assert len(expected) == 27
