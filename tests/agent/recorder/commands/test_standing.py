from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.commands.devices import bind
from agent.recorder.commands.meant import named
from agent.recorder.commands.standing import agreements_in, how, labels_of, why
from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.signing import sign
from consent.home import Press
from consent.recorder_requests import (
    Admit,
    AskHomeCard,
    NoticeShown,
    Pause,
    Stop,
    TogetherLooked,
    Unbind,
)
from consent.sentences import SENTENCES
from tests.agent.recorder.commands.at_home import (
    AtHome,
    at_home,
    with_counts,
    with_entries,
    with_entries_by_a_parent,
)
from tests.agent.recorder.home import TABLET, AgentEnd, Home, Kept, moved_in, somewhere
from tests.consent.commands import ceremony


def told(home: AtHome) -> str:
    """Return all that `how` says."""
    desk = home.somebody()
    how(desk, home.recorder)
    return desk.text


def unseen(*, is_urgent: bool = False) -> tuple[Kept, str]:
    """Return a home whose agreement nobody has seen yet, and the agreement."""
    with somewhere() as folder:
        home = Home(folder)
        home.enrolled().bound()
        if is_urgent:
            [card] = home.ask(AskHomeCard()).attached
            home.desk.files["home-card.json"] = card
            answers = ceremony.answers({"home.devices": [home.tablet], "urgent": True})
            home.desk.files["in.toml"] = draft_to_text(answers)
            assert draft(home.desk, "in.toml"), home.desk.text
            ceremony.signing(home.desk)
            assert [sign(home.desk, f"{one}.key") for one in ("sw", "tm", "sm")][-1]
            digest = str(home.done(Admit(), home.desk.files["agreement.json"]).id)
        else:
            digest = home.agreed()
        found = home.kept()
        home.crash()
    return found, digest


def test_a_fresh_box_says_what_it_lacks(tmp_path: Path) -> None:
    """A box on its first day says that it trusts nobody, and knows nothing and nobody."""
    with at_home(tmp_path) as home:
        text = told(home)
        words = box_words(home.how().box)

    assert words in text
    assert "It trusts no council, so nothing can be written down." in text
    assert text.count("  None.") == 5
    assert "It is sure of the time." in text


def test_a_device_that_is_recorded_says_what_and_until_when(tmp_path: Path) -> None:
    """A device that is on says what is written down, and until when at the latest."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        text = told(home)

    assert "Tablet: ON. It writes down blocked sites of agreed kinds, with the hour." in text
    assert "Until 22 December 2026 at the latest." in text
    assert f"{named(digest)}: until 22 December 2026, and after a review until 22 Feb" in text


def test_a_device_that_is_not_recorded_says_why(tmp_path: Path) -> None:
    """A device that is off says why, in the sentence of its code for a carer."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        text = told(home)

    assert f"Laptop: off. {SENTENCES[Code.AGREEMENT_NONE].carer}" in text
    assert why(Code.AGREEMENT_NONE) == SENTENCES[Code.AGREEMENT_NONE].carer


def test_whether_the_filter_is_there_is_said(tmp_path: Path) -> None:
    """Without a filter nothing comes in to be written down, and that is said."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        without = told(home)
        agent = AgentEnd(home.run / "lend.sock")
        home.later(minutes=1)
        beside = told(home)
        agent.close()

    assert "The filter is not there" in without
    assert "The filter is there." in beside


def test_kept_days_say_who_can_open_them(tmp_path: Path) -> None:
    """Each day that is kept names its device and everyone who can still open it."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        text = told(home)

    whom = "the young person, a social worker (Social worker), a carer (Carer)"
    assert f"Tablet, 23 November 2026: {whom}" in text


def test_a_withdrawn_agreement_is_over_and_its_copy_the_young_persons(tmp_path: Path) -> None:
    """After a withdrawal the agreement is over, and what is kept is left to the young person."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        text = told(home)

    assert f"{named(digest)}: over. {SENTENCES[Code.WITHDRAWN].carer}" in text
    assert "Tablet, 23 November 2026: the young person\n" in text


def test_an_agreement_of_which_nothing_is_left_says_so(tmp_path: Path) -> None:
    """Once nothing of an agreement can be opened any more, that is said."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        home.ask(Stop(agreement=digest, press=Press.CARER))
        text = told(home)

    assert "Nothing that was written down under it can be opened any more." in text


def test_an_objection_is_told_as_what_it_waits_for(tmp_path: Path) -> None:
    """After an objection the agreement is paused, and waits for a review that hears them."""
    held, digest = with_entries_by_a_parent()
    with at_home(tmp_path, held) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        text = told(home)

    assert "The young person said stop, so it is paused." in text
    assert "until 30 November 2026" in text


def test_a_carers_pause_is_told(tmp_path: Path) -> None:
    """A pause of a carer's is told as theirs."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        home.ask(Pause(agreement=digest))
        text = told(home)

    assert "A carer has paused it." in text


def test_a_wait_tells_from_when_until_when(tmp_path: Path) -> None:
    """While a notice waits, it is told from when it counts and before when nothing happens."""
    held, digest = unseen()
    with at_home(tmp_path, held) as home:
        home.ask(NoticeShown(address=TABLET))
        waits = told(home)
        home.later(days=1)
        ended = told(home)

    since = "21 November 2026, 09:30"
    assert f"Tablet, {named(digest)}: the wait counts from {since}. Nothing is written" in waits
    assert "before 22 November 2026, 09:30 under this agreement" in waits
    assert f"the wait counted from {since}. It ended at 22 November 2026, 09:30." in ended


def test_an_urgent_wait_is_an_hour(tmp_path: Path) -> None:
    """Where it is urgent, and so signed, the wait that is told is one hour."""
    held, _ = unseen(is_urgent=True)
    with at_home(tmp_path, held) as home:
        home.ask(NoticeShown(address=TABLET))
        text = told(home)

    assert "before 21 November 2026, 10:30 under this agreement" in text


def test_a_wait_does_not_end_by_an_untrusted_clock(tmp_path: Path) -> None:
    """Where nobody is sure of the time, no wait is said to be over, and the clock says why."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        home.lose_the_time()
        text = told(home)

    assert "It is not sure of the time, so nothing is written down." in text
    assert "the wait counts from" in text


def test_a_notice_that_went_unseen_says_what_to_do(tmp_path: Path) -> None:
    """A notice that nobody saw for two weeks says so, and what to do about it."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        home.later(days=15)
        lapsed = told(home)
        [tablet, _] = home.how().devices
        home.ask(TogetherLooked(device=tablet.id, agreement=digest))
        looked = told(home)

    assert "nobody has seen it for two weeks" in lapsed
    assert "nobody has seen it for two weeks" not in looked


def test_counts_are_told_as_counts(tmp_path: Path) -> None:
    """At the lowest level it is said that only blocked kinds are counted."""
    held, _ = with_counts()
    with at_home(tmp_path, held) as home:
        text = told(home)

    assert "ON. It counts blocked sites of agreed kinds, once for a day." in text


def test_a_journal_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    """A box that cannot keep its list says that nothing is written down for that."""
    held, _ = with_entries()
    damaged = replace(held, card={**held.card, "checkpoint": b"damaged"})
    with at_home(tmp_path, damaged) as home:
        text = told(home)

    assert "The box cannot keep its list of what happens" in text


def test_a_device_that_is_gone_is_called_as_the_agreement_called_it(tmp_path: Path) -> None:
    """After a device was forgotten its notice still bears the label of the agreement."""
    held, digest = with_entries()
    with at_home(tmp_path, held) as home:
        [tablet, _] = home.how().devices
        home.ask(Unbind(device=tablet.id))
        text = told(home)

    assert f"Tablet, {named(digest)}: the wait" in text
    assert "  Tablet: " not in text


def test_labels_are_those_of_now_before_those_of_an_agreement(tmp_path: Path) -> None:
    """A device is called what it is called now, and else what an agreement called it."""
    bare = moved_in()
    with at_home(tmp_path, bare) as home:
        stands = home.how()

    assert set(labels_of(stands, {}).values()) == {"Tablet", "Laptop"}
    assert agreements_in(None) == {}


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "one person's own"])
def test_whose_a_device_is_is_told(shared: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """A device says whether one young person has it alone, and where it is."""
    with at_home(tmp_path) as home:
        bind(home.somebody(), home.recorder, "Console", ["192.168.7.9"], is_shared=shared)
        text = told(home)

    use = "Used by several people" if shared else "One young person's own"
    assert f"{use}. Known since 21 November 2026. Its address: 192.168.7.9" in text
