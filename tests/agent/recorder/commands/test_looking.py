from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.recorder.commands.handed_out import Asked
from agent.recorder.commands.looking import look
from agent.recorder.errors import RecorderRefused
from consent.acts import Viewed, ViewReason
from consent.codes import Code
from consent.desk import DeskRefused
from consent.home import Press
from consent.recorder_requests import Stop
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    SITES,
    AtHome,
    at_home,
    with_counts,
    with_entries,
    with_entries_by_a_parent,
)
from tests.agent.recorder.commands.telling import acts_of
from tests.consent.commands.memory import MemoryDesk

TODAY = date(2026, 11, 23)
TABLET = Asked(label="Tablet")


def young_person(home: AtHome, asked: Asked = TABLET) -> MemoryDesk:
    """Have the young person look; return their desk."""
    desk = home.somebody({"five words": CARD})
    look(desk, home.recorder, asked)
    return desk


def carer(home: AtHome, reason: str | None = "agreed", why: str = "") -> MemoryDesk:
    """Have the carer look for a reason, or be asked for one; return their desk."""
    desk = home.somebody({"five words": " ".join(CARERS_WORDS), "Why do you look": why})
    look(desk, home.recorder, Asked(label="Tablet", reason=reason))
    return desk


def test_the_young_person_reads_what_was_written_down(tmp_path: Path) -> None:
    """With their card the young person reads every site, by its day and hour."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = young_person(home)

    kind = "(chat with strangers or machines)"
    rows = [f"  18:00 to 19:00  asked for {site} {kind}" for site in SITES]
    asked = "  The device asked; this does not show that anyone opened it."
    assert desk.said[:4] == ["Tablet, 23 November 2026", *rows, asked]
    assert "This shows some site names only." in desk.said


def test_a_carer_sees_what_the_young_person_sees(tmp_path: Path) -> None:
    """A viewer's look shows the same lines as the young person's own."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        theirs, own = carer(home), young_person(home)

    assert theirs.said[:5] == own.said[:5]


REASONS = {
    "agreed": ViewReason.AS_AGREED,
    "worried": ViewReason.WORRIED,
    "asked": ViewReason.YOUNG_PERSON_ASKED,
    "review": ViewReason.BEFORE_REVIEW,
}


@pytest.mark.parametrize(("typed", "reason"), REASONS.items(), ids=REASONS)
def test_a_carers_look_is_on_the_journal_with_its_reason(
    typed: str, reason: ViewReason, tmp_path: Path
) -> None:
    """Each look of a carer's is on the journal, with the day and the reason that they gave."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        carer(home, reason=typed)
        [noted] = acts_of(home.recorder, Viewed)

    assert (noted.agreement, noted.days, noted.reason) == (digest, (TODAY,), reason)


def test_a_carer_is_asked_why(tmp_path: Path) -> None:
    """A carer who did not say why is asked, and can answer with a number."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = carer(home, reason=None, why="2")
        [noted] = acts_of(home.recorder, Viewed)

    assert noted.reason is ViewReason.WORRIED
    assert "1 as agreed, 2 worried" in desk.asked[-1]


def test_without_a_reason_nothing_is_shown(tmp_path: Path) -> None:
    """Whoever gives no reason that there is sees nothing, and no look is noted."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(DeskRefused, match="Choose one of the numbers"):
            carer(home, reason=None, why="because")

        assert acts_of(home.recorder, Viewed) == []


def test_the_young_person_is_not_asked_why(tmp_path: Path) -> None:
    """A young person reads their own without a reason, whatever an option says."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = young_person(home, Asked(label="Tablet", reason="worried"))
        [noted] = acts_of(home.recorder, Viewed)

    assert noted.reason is ViewReason.OWN_ENTRIES
    assert len(desk.asked) == 1


def test_whoever_looks_is_told_what_to_do_with_a_worry(tmp_path: Path) -> None:
    """After every look stand the numbers to ring: a carer's, and a young person's own."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        theirs, own = carer(home).said[-1], young_person(home).said[-1]

    assert all(part in theirs for part in ("999", "children's services", "0808 800 5000"))
    assert "tell your social worker" in theirs
    assert all(part in own for part in ("999", "0800 1111", "tell your social worker"))


def test_counts_are_shown_as_counts(tmp_path: Path) -> None:
    """At the lowest level a look shows how often, and no site."""
    kept, _ = with_counts()
    with at_home(tmp_path, kept) as home:
        desk = young_person(home)

    assert desk.said[1] == "  chat with strangers or machines: asked for, and blocked, 2 times"
    assert "It shows no site's name." in desk.said[4]
    assert not [site for site in SITES if site in desk.text]


def test_a_carer_who_has_not_read_is_told_how_to(tmp_path: Path) -> None:
    """A carer who did not sign that they read how looking is meant sees nothing, and learns how."""
    kept, _ = with_counts()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({"five words": " ".join(CARERS_WORDS)})
        with pytest.raises(RecorderRefused) as refused:
            look(desk, home.recorder, Asked(label="Tablet", reason="agreed"))

    assert refused.value.code == Code.LOOK_NOT_READ
    assert "Type first: ./lamplight recorder read --label Carer" in desk.noted
    assert desk.said == []


def test_after_an_objection_no_carer_looks(tmp_path: Path) -> None:
    """After the young person said stop, a carer sees nothing; they themselves still do."""
    kept, digest = with_entries_by_a_parent()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        with pytest.raises(RecorderRefused) as refused:
            carer(home)
        own = young_person(home)

    assert refused.value.code == Code.LOOK_OBJECTED
    assert SITES[0] in own.text


def test_after_a_withdrawal_only_the_young_person_looks(tmp_path: Path) -> None:
    """After a withdrawal a carer's words open nothing, and the young person's own still do."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        with pytest.raises(DeskRefused, match="Nothing is kept of Tablet that these words open"):
            carer(home)
        own = young_person(home)

    assert SITES[0] in own.text


def test_only_the_days_asked_for_are_shown_and_noted(tmp_path: Path) -> None:
    """A look at one day shows and notes that day alone."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        home.later(hours=6)
        both = young_person(home)
        one = young_person(home, Asked(label="Tablet", days=(date(2026, 11, 24),)))
        looks = acts_of(home.recorder, Viewed)

    heads = ["Tablet, 23 November 2026", "Tablet, 24 November 2026"]
    assert [line for line in both.said if line in heads] == heads
    assert [line for line in one.said if line in heads] == heads[1:]
    assert [len(noted.days) for noted in looks] == [2, 1]
    assert "  Nothing was written down on this day." in one.said


def test_a_day_that_is_not_kept_is_not_asked_for(tmp_path: Path) -> None:
    """A day that is not kept is named, and no look is noted."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(DeskRefused, match="There is: 23 November 2026"):
            young_person(home, Asked(label="Tablet", days=(date(2026, 11, 1),)))

        assert acts_of(home.recorder, Viewed) == []


def test_a_device_of_which_nothing_is_kept_asks_for_no_words(tmp_path: Path) -> None:
    """Where nothing is kept of a device, nobody types any words."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({"five words": CARD})
        with pytest.raises(DeskRefused, match="Nothing is kept of Laptop"):
            look(desk, home.recorder, Asked(label="Laptop"))

    assert desk.asked == []


def test_wrong_words_show_nothing(tmp_path: Path) -> None:
    """Whoever has no words here sees nothing, and the box is not even asked."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({"five words": "abacus abacus abacus abacus abacus"})
        with pytest.raises(DeskRefused, match="Nothing was shown"):
            look(desk, home.recorder, TABLET)

        assert acts_of(home.recorder, Viewed) == []


def test_nothing_of_a_look_is_written_anywhere(tmp_path: Path) -> None:
    """After a look no file of the home holds a site that it showed."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = young_person(home)
        found = [
            path
            for path in tmp_path.rglob("*")
            if path.is_file()
            if any(site.encode() in path.read_bytes() for site in SITES)
        ]

    assert SITES[0] in desk.text
    assert found == []
    assert desk.files == {}


def test_what_was_changed_on_the_card_is_not_shown(tmp_path: Path) -> None:
    """A frame that somebody changed on the card is refused, and no look is noted."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        [frames] = home.state.glob("days/*/frames.jsonl")
        frames.write_bytes(frames.read_bytes().replace(b'"n":0', b'"n":1'))
        desk = home.somebody({"five words": CARD})
        with pytest.raises(RecorderRefused) as refused:
            look(desk, home.recorder, TABLET)

        assert acts_of(home.recorder, Viewed) == []
    assert refused.value.code == Code.FRAME_ALTERED
    assert desk.said == []
