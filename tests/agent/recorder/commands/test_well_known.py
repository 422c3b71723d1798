from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.recorder.commands.well_known import KEYSET, ROOT, domain_typed, file_of
from consent.desk import DeskRefused
from tests.agent.lists.publisher import Answer, content, cut_short, moved, raw, status
from tests.agent.recorder.commands.council import COUNCIL, Council, council_at

PATH = f"/.well-known/lamplight/{ROOT}"


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Give a council's site that this machine finds under the council's own name."""
    with council_at(tmp_path, monkeypatch) as found:
        yield found


TYPED = {
    "as it stands on the card": ("kent.gov.uk", "kent.gov.uk"),
    "in capitals": (" Kent.GOV.uk ", "kent.gov.uk"),
    "out of a browser": ("https://kent.gov.uk/", "kent.gov.uk"),
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.values(), ids=TYPED)
def test_a_domain_is_read_as_people_type_it(typed: str, expected: str) -> None:
    """A domain counts whatever its capitals, also where somebody copied it from a browser."""
    assert domain_typed(typed) == expected


NO_DOMAINS = {
    "a path": "kent.gov.uk/elsewhere",
    "a port": "kent.gov.uk:8443",
    "a name and a password": "kent.gov.uk@evil.example",
    "a question": "kent.gov.uk?x",
    "without safety": "http://kent.gov.uk",
    "an address": "192.168.1.1",
    "nothing": "",
    "words": "Kent County Council",
}


@pytest.mark.parametrize("typed", NO_DOMAINS.values(), ids=NO_DOMAINS)
def test_what_is_not_a_domain_is_not_asked(typed: str) -> None:
    """What could lead to somebody else's site is refused before anything is asked."""
    with pytest.raises(DeskRefused, match="not a web address by itself"):
        domain_typed(typed)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", None, "Application/JSON; x=y"])
def test_a_file_comes_as_it_is(kind: str | None, council: Council) -> None:
    """The file of the council's own site comes, whatever a web server calls its type."""
    council.serve(ROOT, content(b'{"a":1}\n', kind=kind))

    assert file_of(COUNCIL, ROOT, council.authority) == b'{"a":1}'
    assert [one.path for one in council.asked] == [PATH]


def test_a_file_that_is_not_there_is_told_from_no_site(council: Council) -> None:
    """That the site has no such file is its own word, and no failure."""
    assert file_of(COUNCIL, KEYSET, council.authority) is None


def test_a_site_that_sends_on_to_its_own_www_is_followed(council: Council) -> None:
    """A site that sends on is asked once more under its own www, at the same path."""
    council.serve(ROOT, moved("https://elsewhere.example/root.json"))
    council.serve(ROOT, content(b"{}"), host=f"www.{COUNCIL}")

    assert file_of(COUNCIL, ROOT, council.authority) == b"{}"
    assert [one.headers["host"] for one in council.asked] == [COUNCIL, f"www.{COUNCIL}"]


def test_a_site_that_sends_on_elsewhere_is_not_followed(council: Council) -> None:
    """No other domain is asked, whatever the council's site says."""
    council.serve(ROOT, moved("https://elsewhere.example/root.json"))
    council.serve(ROOT, moved("https://elsewhere.example/root.json"), host=f"www.{COUNCIL}")

    with pytest.raises(DeskRefused, match="is not the council's file"):
        file_of(COUNCIL, ROOT, council.authority)
    assert {one.headers["host"] for one in council.asked} == {COUNCIL, f"www.{COUNCIL}"}


BROKEN = {
    "a web page": (content(b"<html>", kind="text/html"), "is not the council's file"),
    "too large": (content(b"x" * 65_537), "is not the council's file"),
    "cut off": (cut_short(b"{}"), "cannot be reached just now"),
    "no HTTP": (raw(b"hello\r\n\r\n"), "cannot be reached just now"),
    "an error of its own": (status(500), "cannot be reached just now"),
}


@pytest.mark.parametrize(("answer", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_says_what_to_do(answer: Answer, said: str, council: Council) -> None:
    """Whatever a site does wrong is one sentence that says what to do."""
    council.serve(ROOT, answer)

    with pytest.raises(DeskRefused, match=said):
        file_of(COUNCIL, ROOT, council.authority)


def test_a_site_that_cannot_show_who_it_is_is_not_believed(council: Council) -> None:
    """Without the council's certificate, its file is not even looked at."""
    council.serve(ROOT, content(b"{}"))

    with pytest.raises(DeskRefused, match="cannot show that it is who it says it is"):
        file_of(COUNCIL, ROOT, None)
    assert council.asked == []


def test_a_certificate_of_another_name_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that speaks for another domain proves nothing."""
    with council_at(tmp_path, monkeypatch, names=("other.gov.uk",)) as council:
        council.serve(ROOT, content(b"{}"))
        with pytest.raises(DeskRefused, match="cannot show that it is who it says it is"):
            file_of(COUNCIL, ROOT, council.authority)


def test_a_site_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the name leads nowhere, it is said to try again later."""

    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(DeskRefused, match="cannot be reached just now"):
        file_of(COUNCIL, ROOT, None)
