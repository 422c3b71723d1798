from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from agent.recorder.commands.trusting import enrol, fetch
from agent.recorder.commands.well_known import KEYSET, ROOT
from agent.recorder.errors import RecorderRefused
from consent.codes import Code
from consent.commands import agency
from consent.desk import DeskRefused
from consent.envelope import envelope_from_bytes
from consent.errors import ConsentError, TextMalformed
from consent.words import words_for
from tests.agent.lists.publisher import content, status
from tests.agent.recorder.commands.at_home import AtHome, at_home
from tests.agent.recorder.commands.council import COUNCIL, Council, council_at
from tests.agent.recorder.home import Kept, moved_in
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Give a council's site with the agency's two files."""
    files = ceremony.at_the_agency().files
    with council_at(tmp_path, monkeypatch) as found:
        found.serve(ROOT, content(files["root.json"], kind="application/json"))
        found.serve(KEYSET, content(files["keyset.json"], kind="application/json"))
        yield found


def fingerprint() -> str:
    """Return the eight words on the agency's card."""
    root = ceremony.at_the_agency().files["root.json"]
    return " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))


def somebody(home: AtHome, words: str | None = None) -> MemoryDesk:
    """Return somebody who types the words of the card."""
    return home.somebody({"eight words": fingerprint() if words is None else words})


def newer_keyset(kept: Kept) -> bytes:
    """Return the keyset that the agency issues a day later."""
    desk = ceremony.at_the_agency()
    desk.at = kept.time.now.replace(microsecond=0) - timedelta(minutes=1)
    desk.answers = ceremony.AT_THE_AGENCY
    agency.renew(desk)
    return desk.files["keyset.json"]


def test_enrolling_trusts_the_site_and_the_words_together(tmp_path: Path, council: Council) -> None:
    """With the site's files and the words of the card, the box trusts the council and its list."""
    with at_home(tmp_path) as home:
        desk = somebody(home)
        enrol(desk, home.recorder, " KENT.gov.uk", council.authority)

        assert home.how().agency == COUNCIL
        assert desk.said == [
            "From now on this box trusts kent.gov.uk, and no other council.",
            "It knows who may sign there.",
        ]


def test_other_words_than_the_cards_trust_nobody(tmp_path: Path, council: Council) -> None:
    """A site whose fingerprint is not the one on the card is not trusted."""
    words = "abacus " * 8
    with at_home(tmp_path) as home, pytest.raises(RecorderRefused) as refused:
        enrol(somebody(home, words), home.recorder, COUNCIL, council.authority)

    assert refused.value.code == Code.TRUST_FINGERPRINT


def test_misspelt_words_are_told_before_anything_is_asked(tmp_path: Path, council: Council) -> None:
    """Words that are none never reach the box."""
    with at_home(tmp_path) as home:
        with pytest.raises(TextMalformed):
            enrol(somebody(home, "five words"), home.recorder, COUNCIL, council.authority)

        assert home.how().agency is None


def test_a_site_without_a_root_is_no_agency(tmp_path: Path, council: Council) -> None:
    """A council whose site has no root yet is not trusted, and nobody types any words."""
    council.serve(ROOT, status(404))
    with at_home(tmp_path) as home:
        desk = somebody(home)
        with pytest.raises(DeskRefused, match=r"has no file root\.json"):
            enrol(desk, home.recorder, "kent.gov.uk", council.authority)

    assert desk.asked == []


def test_a_list_that_is_not_on_the_site_is_taken_in_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A council that gives no list out on its site is trusted, and how to take it in is said."""
    root = ceremony.at_the_agency().files["root.json"]
    with council_at(tmp_path, monkeypatch) as council, at_home(tmp_path) as home:
        council.serve(ROOT, content(root))
        desk = somebody(home)
        enrol(desk, home.recorder, COUNCIL, council.authority)

        assert home.how().agency == COUNCIL
        assert "./lamplight recorder import keyset.txt" in desk.said[-1]


def test_a_box_trusts_one_council(tmp_path: Path, council: Council) -> None:
    """A box that trusts a council already trusts no second one."""
    with at_home(tmp_path, moved_in()) as home, pytest.raises(RecorderRefused) as refused:
        enrol(somebody(home), home.recorder, COUNCIL, council.authority)

    assert refused.value.code == Code.LEDGER_AGENCY


def test_fetching_hands_on_what_is_new(tmp_path: Path, council: Council) -> None:
    """A newer list on the site is taken in, and the box knows that the site was asked."""
    kept = moved_in()
    council.serve(KEYSET, content(newer_keyset(kept), kind="application/json"))
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        fetch(desk, home.recorder, council.authority)
        again = home.somebody()
        fetch(again, home.recorder, council.authority)

    assert desk.said == ["kent.gov.uk had something new, and the box took it in."]
    assert again.said == ["kent.gov.uk has nothing new."]
    assert b'"hosted":true' in (home.state / "home.json").read_bytes()


def test_nothing_counts_as_fetched_that_was_not_taken_in(tmp_path: Path, council: Council) -> None:
    """Where the site's list is refused, the box is not told that it has the news."""
    council.serve(KEYSET, content(b'{"payload":"changed"}', kind="application/json"))
    with at_home(tmp_path, moved_in()) as home:
        before = (home.state / "home.json").read_bytes()
        with pytest.raises(ConsentError):
            fetch(home.somebody(), home.recorder, council.authority)

        assert (home.state / "home.json").read_bytes() == before


def test_nothing_counts_as_fetched_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the site has no list any more, the box is not told that it has the news."""
    root = ceremony.at_the_agency().files["root.json"]
    with council_at(tmp_path, monkeypatch) as council, at_home(tmp_path, moved_in()) as home:
        council.serve(ROOT, content(root))
        before = (home.state / "home.json").read_bytes()
        with pytest.raises(DeskRefused, match=r"has no file keyset\.json"):
            fetch(home.somebody(), home.recorder, council.authority)

        assert (home.state / "home.json").read_bytes() == before


def test_a_box_that_trusts_nobody_has_nobody_to_ask(tmp_path: Path, council: Council) -> None:
    """Before a council is trusted, nothing is fetched."""
    with at_home(tmp_path) as home, pytest.raises(RecorderRefused) as refused:
        fetch(home.somebody(), home.recorder, council.authority)

    assert refused.value.code == Code.LEDGER_NO_AGENCY
    assert council.asked == []
