from __future__ import annotations

import pickle

import pytest

from agent.dns.known import Known, Ready
from policy.names import from_text


def test_what_is_known_cannot_be_written_down() -> None:
    """What is kept of a question is neither printed nor pickled."""
    known, ready = Known(from_text("example.org"), (), ()), Ready(b"example", 0)

    for one in (known, ready):
        assert "example" not in repr(one)
        with pytest.raises(TypeError, match="not written to a file"):
            pickle.dumps(one)
