from __future__ import annotations

import re
from http import HTTPStatus

import pytest

from console.forms import FormRefused
from console.ticked import MAX_FIELDS, filled_of

NAMES = re.compile(r"kind|from-\d{1,2}", re.ASCII)
REFUSED = {
    "another field": b"kind=ads&admin=yes",
    "no text": b"kind=%ff",
    "a letter beyond ascii": "kind=\u00e9".encode(),
    "no field at all": b"kind",
    "too many": b"&".join([b"kind=ads"] * (MAX_FIELDS + 1)),
}


def test_a_box_may_stand_several_times() -> None:
    """Each field has its texts in their order; nothing ticked is nothing sent."""
    assert filled_of(b"kind=ads&from-1=21%3A30&kind=adult", NAMES) == {
        "kind": ("ads", "adult"),
        "from-1": ("21:30",),
    }
    assert filled_of(b"", NAMES) == {}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_form_of_ours_sends_is_refused(case: str) -> None:
    """It is refused as a whole."""
    with pytest.raises(FormRefused) as refused:
        filled_of(REFUSED[case], NAMES)

    assert refused.value.status is HTTPStatus.BAD_REQUEST
