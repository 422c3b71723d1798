from __future__ import annotations

import json
from typing import Any

import pytest

from consent.profiles.eng_foster_1 import AGREEMENT_RULES, REVIEW_RULES
from tests.vectors.build_ledger import FOLDER, files
from tests.vectors.cases.rules import expected
from tests.vectors.ledger_case import PERMIT, outcome

VECTORS = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}


def vector_named(name: str) -> dict[str, Any]:
    """Return a file as its reader has it."""
    found: dict[str, Any] = json.loads(VECTORS[name].read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", VECTORS)
def test_a_case_is_judged_as_published(name: str) -> None:
    """What is refused is refused with the code that its file names, and what is right permits."""
    vector = vector_named(name)

    assert outcome(vector) == vector["expect"]


def test_the_files_are_what_the_fixed_keys_make() -> None:
    """Building the files anew gives, octet for octet, those that are here, and no others."""
    here = {path.name: path.read_text(encoding="utf-8") for path in VECTORS.values()}

    assert here == files()


def test_there_are_enough_of_them() -> None:
    """At least a hundred and fifty cases are published, and not all of them are refused."""
    expects = [vector_named(name)["expect"] for name in VECTORS]

    assert len(expects) >= 150
    assert sum(one.startswith(PERMIT) for one in expects) >= 30


@pytest.mark.parametrize(
    "rule", [*(one.name for one in AGREEMENT_RULES), *(one.name for one in REVIEW_RULES)]
)
def test_every_rule_has_a_case_that_breaks_it_and_a_twin_that_does_not(rule: str) -> None:
    """For each rule of the profile one file yields its code, and its twin yields a permit."""
    vector = vector_named(f"rule_{rule.lower()}")
    twin = vector_named(vector["twin"])

    assert vector["expect"] == expected(rule)
    assert twin["expect"].startswith(PERMIT)


def test_every_twin_is_there_and_permits() -> None:
    """No case points to a twin that is missing; a twin of a refusal is a permit."""
    twins = {vector_named(name)["twin"] for name in VECTORS} - {None}

    assert all(vector_named(twin)["expect"].startswith(PERMIT) for twin in twins)
