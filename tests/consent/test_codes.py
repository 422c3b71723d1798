from __future__ import annotations

import ast

from consent.codes import Code
from tests.architecture.tree import ROOT, parsed, python_files


def test_a_code_is_its_name_for_ever() -> None:
    """What is written down for a code is the name that engineers read, with one prefix."""
    assert [code.value for code in Code] == [f"E_{code.name}" for code in Code]


def test_every_code_is_used() -> None:
    """No code stands in the list that nothing ever gives as its reason."""
    used = {
        node.attr
        for path in python_files("consent", "agent/recorder", root=ROOT)
        if path.name not in {"codes.py", "sentences.py"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Code"
    }

    assert {code.name for code in Code} - used == set()
