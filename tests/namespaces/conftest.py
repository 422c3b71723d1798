"""Leaves out the tests here and of the booted box where that was asked for, and says so.

Rules kept here:
- Never by itself: a machine that allows no namespaces fails these tests loudly, with what to do.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import is_part_of_a_run

HERE = Path(__file__).parent
NEED_NAMESPACES = (HERE, HERE.parent / "systemd" / "booted")
LEFT_OUT = os.environ.get("LAMPLIGHT_WITHOUT_NAMESPACES") == "1"

_COUNT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what stands in these folders, if so asked."""
    if not LEFT_OUT:
        return
    left_out = [item for item in items if any(map(item.path.is_relative_to, NEED_NAMESPACES))]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    config.stash[_COUNT] = len(left_out)
    if is_part_of_a_run(config):
        config.workeroutput["left_out"] = len(left_out)  # type: ignore[attr-defined] # xdist's


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401, ARG001 - as xdist calls it
    """Take over what one part of the run counted; each part has collected all tests."""
    node.config.stash[_COUNT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many tests were left out, so that nobody takes the run for a whole one."""
    if count := config.stash.get(_COUNT, 0):
        terminalreporter.write_line(
            f"{count} tests were left out, as asked: they need network namespaces"
        )
