from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.lists.publisher import DATE, LATER_DATE, Publisher, content, etag, held


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """Give a publisher that serves one line at /list."""
    with Publisher(tmp_path) as publisher:
        publisher.serve("/list", content(b"a.example\n"))
        yield publisher


def ask(publisher: Publisher, path: str, **headers: str) -> tuple[int, str | None, bytes]:
    """Ask by the standard library; return status, ETag and body."""
    trust = ssl.create_default_context(cafile=publisher.authority)
    connection = http.client.HTTPSConnection("localhost", publisher.port, context=trust, timeout=20)
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    connection.request("GET", path, headers=named)
    with connection.getresponse() as response:
        answer = response.status, response.getheader("ETag"), response.read()
    connection.close()
    return answer


KNOWN: dict[str, tuple[dict[str, str], int]] = {
    "nothing": ({}, 200),
    "the ETag": ({"If_None_Match": etag(b"a.example\n")}, 304),
    "another ETag": ({"If_None_Match": '"x"'}, 200),
    "the date": ({"If_Modified_Since": DATE}, 304),
    "another date": ({"If_Modified_Since": LATER_DATE}, 200),
    "another ETag and the date": ({"If_None_Match": '"x"', "If_Modified_Since": DATE}, 200),
}


@pytest.mark.parametrize(("known", "status"), KNOWN.values(), ids=KNOWN)
def test_a_publisher_answers_by_what_is_known(
    known: dict[str, str], status: int, publisher: Publisher
) -> None:
    """An ETag speaks before a date, and whoever knows the copy gets no body."""
    body = b"a.example\n" if status == 200 else b""

    assert ask(publisher, "/list", **known) == (status, etag(b"a.example\n"), body)


def test_what_is_served_can_change(publisher: Publisher) -> None:
    """A path answers with what it was last told to, and one that was told nothing is not there."""
    publisher.serve("/list", content(b"b.example\n"))

    assert ask(publisher, "/list")[2] == b"b.example\n"
    assert ask(publisher, "/other")[0] == 404
    assert [asked.path for asked in publisher.asked] == ["/list", "/other"]


def test_a_publisher_leaves_its_public_certificate_and_nothing_else(
    tmp_path: Path,
) -> None:
    """No key, no thread and no socket outlive a publisher, even one that stood still."""
    before = set(threading.enumerate())
    with Publisher(tmp_path) as publisher:
        publisher.serve("/list", held(b"a.example\n"))
        asking = threading.Thread(target=ask, args=(publisher, "/list"))
        asking.start()
        assert publisher.reached.wait(20)
    asking.join()

    assert set(threading.enumerate()) == before
    assert [path.name for path in tmp_path.iterdir()] == [publisher.authority.name]
    assert b"PRIVATE" not in publisher.authority.read_bytes()
