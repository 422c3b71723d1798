"""The form, the style and the types of everything, by the tools that pyproject.toml sets up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

CHECKS = {
    "form": ("ruff", "format", "--check", "--no-cache", "."),
    "style": ("ruff", "check", "--no-cache", "--output-format=concise", "."),
    "types": ("mypy",),
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_tools_have_nothing_to_say(check: tuple[str, ...]) -> None:
    """Each tool, set up as the project sets it up, finds nothing."""
    done = subprocess.run(
        [sys.executable, "-m", *check],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{' '.join(check)}\n{done.stdout}"
