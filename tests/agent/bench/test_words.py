from __future__ import annotations

import re

from agent.bench import words
from tests.promises.programs import ROOT


def test_where_the_benchmark_sends_a_reader_there_is_something() -> None:
    """Every page and test that the sentences name is there."""
    said = "\n".join([words.USAGE, *words.ELSEWHERE.values()])
    named = re.findall(r"[a-z]+/[\w/]+\.(?:md|py)", said)

    assert len(named) == 3
    assert [path for path in named if not (ROOT / path).is_file()] == []
