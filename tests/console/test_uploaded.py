from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from console.forms import FormRefused
from console.uploaded import parts_of
from tests.console.routes.test_backup import sent_file
from tests.console.signing_in import home_in

FILE: Final = b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

MALFORMED: Final = {
    "empty": b"",
    "no end": b"--b\r\n" + FILE + b"x",
    "text before the first part": b"hello\r\n--b\r\n" + FILE + b"x\r\n--b--\r\n",
    "only an end": b"--b--\r\n",
    "no gap": b'--b\r\nContent-Disposition: form-data; name="file"\r\n--b--\r\n',
    "no name": b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    "twice": b"--b\r\n" + FILE + b"x\r\n--b\r\n" + FILE + b"y\r\n--b--\r\n",
    "another field": b'--b\r\nContent-Disposition: form-data; name="else"\r\n\r\nx\r\n--b--\r\n',
    "something behind the end": b"--b\r\n" + FILE + b"x\r\n--b--\r\nmore",
}


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\r\n", b"a\r\n--\r\nb", bytes(range(256)), b"--c--\r\n"]
)
def test_a_file_arrives_octet_for_octet(content: bytes) -> None:
    """Whatever stands in a file, also ends of lines, is what is read."""
    body = b"--b\r\n" + FILE + content + b"\r\n--b--\r\n"

    assert parts_of(body, b"b", ("file",)) == {"file": content}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_no_page_of_ours_sends_is_refused(case: str) -> None:
    """It is refused as a whole, with nothing of it read."""
    with pytest.raises(FormRefused) as refused:
        parts_of(MALFORMED[case], b"b", ("file",))

    assert refused.value.status is HTTPStatus.BAD_REQUEST


def test_a_body_of_another_kind_or_too_long_is_refused(state: Path) -> None:
    """The route never sees it."""
    home = home_in(state, "Sam")
    sam = home.signed_in("Sam")

    assert sam.send("/backup/text", file="x").status == 415
    assert sent_file(sam, "/backup/text", b"x" * 4_194_304).status == 413
