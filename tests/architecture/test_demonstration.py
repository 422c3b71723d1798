"""What plays the demonstration cannot be had on a box that is installed."""

from __future__ import annotations

import ast

from tests.architecture.tree import ROOMS, ROOT, parsed, python_files

PLAYED = "agent/demo/"
# A desk makes an agency under whatever domain, and no box takes it for that. The console reads
# again what the recorder has admitted, and admits nothing.
BESIDE_THE_GATE = {"consent/commands/agency.py", "console/services/agreements.py"}


def modules() -> list[tuple[str, ast.Module]]:
    """Return every module of the rooms but the demonstration's own, by its path."""
    found = []
    for path in python_files(*ROOMS):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(PLAYED):
            found.append((name, parsed(path)))
    return found


def imports_of(tree: ast.Module) -> set[str]:
    """Return the names of all modules that a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


def test_nothing_else_imports_the_demonstration() -> None:
    """Neither its clock nor its ceremony can be built by the agent, recorder or console."""
    found = [
        name
        for name, tree in modules()
        if any(one == "agent.demo" or one.startswith("agent.demo.") for one in imports_of(tree))
    ]

    assert found == []


def test_nothing_else_says_that_it_is_the_demonstration() -> None:
    """No module but the demonstration's trusts the demonstration's agency of its own accord."""
    found = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "demonstration"
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
    }

    assert found <= BESIDE_THE_GATE


def test_the_installed_recorder_has_one_time_source() -> None:
    """The composition root of the recorder builds the machine's own clock and no other."""
    tree = parsed(ROOT / "agent/recorder/__main__.py")
    built = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert "SystemClock" in built
    assert not {one for one in built if one.endswith(("Time", "Clock"))} - {"SystemClock"}
