from __future__ import annotations

import runpy
import sys

import pytest

from agent.upstreams.well_known import WELL_KNOWN


def test_the_list_says_all_of_it_in_lines_that_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list tells each word, what it filters, who runs it, and its page about privacy."""
    monkeypatch.setattr(sys, "argv", ["upstreams"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("agent.upstreams", run_name="__main__")
    said = capsys.readouterr().out
    for one in WELL_KNOWN:
        assert f"\n{one.word}\n" in said
        for fact in (one.filters, one.who, one.country, one.privacy, one.tls_name):
            assert fact in said
    assert max(map(len, said.splitlines())) <= 100
