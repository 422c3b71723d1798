from __future__ import annotations

from agent.errors import AgentError
from agent.recorder.errors import RecorderBroken, RecorderRefused
from consent.codes import Code
from consent.errors import ConsentError, Reader


def test_a_refusal_can_explain_itself() -> None:
    """Whoever is refused by the recorder gets the sentence of its code."""
    refused = RecorderRefused(Code.LOOK_PROOF, "signature")

    assert isinstance(refused, ConsentError)
    assert refused.explain(Reader.CARER).startswith("Those are not the right words.")


def test_a_recorder_that_cannot_run_says_what_to_do() -> None:
    """What keeps the recorder from running ends it as any fault of this room does."""
    assert isinstance(RecorderBroken("the folder is damaged; put it back"), AgentError)
