from __future__ import annotations

import ast
import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from consent.codes import Code
from consent.errors import Reader
from consent.permits import Off, Permit
from consent.sentences import SENTENCES
from tests.architecture.tree import ROOMS, parsed, python_files
from tests.consent.scene import agreed, decided


@pytest.fixture(scope="module")
def permit() -> Permit:
    """Return a permit as it is given."""
    found = decided(agreed())
    assert isinstance(found, Permit)
    return found


def fields_of(permit: Permit) -> dict[str, object]:
    """Return everything that a permit says."""
    return {one.name: getattr(permit, one.name) for one in fields(permit)}


@pytest.mark.parametrize("proof", [None, True, object()], ids=["none", "yes", "another"])
def test_nobody_makes_a_permit(permit: Permit, proof: object) -> None:
    """Whoever knows all that a permit says cannot make one from it."""
    with pytest.raises(TypeError):
        Permit(**fields_of(permit), proof=proof)  # type: ignore[arg-type]  # fields by their names


def test_a_permit_is_made_where_it_is_decided_and_nowhere_else() -> None:
    """No module but the decision's mentions the function that makes permits, or its proof."""
    mentions = {
        (path.name, node.id if isinstance(node, ast.Name) else node.name)
        for path in python_files(*ROOMS)
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Name) and node.id in {"mint_permit", "_PROOF"})
        or (isinstance(node, ast.alias) and node.name in {"mint_permit", "_PROOF"})
    }

    assert mentions == {
        ("decide.py", "mint_permit"),
        ("permits.py", "_PROOF"),
    }


def test_a_permit_is_not_altered(permit: Permit) -> None:
    """No permit becomes one for another level, day or device."""
    with pytest.raises(FrozenInstanceError):
        permit.level = 4  # type: ignore[misc]  # what must not work
    with pytest.raises((TypeError, ValueError)):
        replace(permit, level=4)  # type: ignore[call-arg]  # what must not work


def test_a_permit_is_neither_copied_nor_written_down(permit: Permit) -> None:
    """It lives in the process that decided, and dies with it."""
    for act in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            act(permit)


def test_a_permit_that_is_printed_names_no_one(permit: Permit) -> None:
    """Neither device nor categories nor anybody's keys stand in what a journal would show."""
    assert repr(permit) == "<Permit, level 2, until 2026-12-09T18:10:00+00:00>"


@pytest.mark.parametrize("reader", Reader)
def test_off_explains_itself(reader: Reader) -> None:
    """Whoever is told no is told why, in the words of the code."""
    sentences = SENTENCES[Code.TIME_REVIEW]
    said = sentences.carer if reader is Reader.CARER else sentences.social_worker

    assert Off(Code.TIME_REVIEW).explain(reader) == said
