from __future__ import annotations

import re

import pytest

from policy.list_text.faults import Fault, Unsupported


@pytest.mark.parametrize("why", [*Fault, *Unsupported])
def test_why_a_line_gives_no_name_can_be_read(why: str) -> None:
    """Each reason is said in plain words that fit into a sentence, and no two are the same."""
    assert re.fullmatch(r"[a-z][A-Za-z0-9 ,.'()-]+[a-z)]", why)
    assert [*Fault, *Unsupported].count(why) == 1
