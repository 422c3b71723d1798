from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from consent.acts import Viewed, ViewReason
from consent.codes import Code
from consent.home import Press
from consent.recorder_answers import Answer, Done
from consent.recorder_requests import (
    AskHow,
    AskNonce,
    AskRecords,
    Look,
    Pause,
    Request,
    Stop,
)
from consent.records.fields import ViewerRole
from consent.rows import Row
from console.services.agreements import read_agreements
from console.services.viewing import (
    MOST_DAYS,
    REASONS,
    Asked,
    LookRefused,
    kept_sets,
    look,
    viewers_named,
)
from console.services.viewing_wrong import Wrong
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from tests.consent.commands import ceremony
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.saying import Answers, saying
from tests.console.viewing_home import CARER, CARERS_WORDS, asks_for, carers_keys, with_carer

CARD: Final = " ".join(ceremony.CARD)
DAY: Final = date(2026, 11, 23)
ROW: Final = Row(hour=17, category="strangers", domain="chat.example", times=None)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecorderHome]:
    """Return a home in which a row was written down, and a carer may look beside the tablet."""
    with recorder_home(tmp_path_factory.mktemp("home")) as home:
        with_carer(home.enrolled())
        asks_for(home, "chat.example")
        yield home


def recorder(home: RecorderHome) -> Recorder:
    """Return what the console asks the home's recorder with."""
    return Recorder(home.socket)


def asked(home: RecorderHome, **changes: object) -> Asked:
    """Return what the young person asks with their card."""
    plain = Asked(
        agreement=home.how().agreements[0].agreement,
        device=home.device().id,
        days=(DAY.isoformat(),),
        reason="",
        words=CARD,
        role=ViewerRole.YOUNG_PERSON,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields are a test's own


def by_carer(home: RecorderHome, **changes: object) -> Asked:
    """Return what the carer asks with their own words."""
    carers = {
        "role": ViewerRole.CARER,
        "words": " ".join(CARERS_WORDS),
        "reason": ViewReason.WORRIED.value,
    }
    return asked(home, **{**carers, **changes})


def looks(home: RecorderHome) -> list[Viewed]:
    """Return every look on the list."""
    return [entry.act for entry in home.journal() if isinstance(entry.act, Viewed)]


def test_a_young_person_is_shown_their_rows_and_the_look_is_listed(home: RecorderHome) -> None:
    """The row comes back as it was written down, and the list has one look more, as their own."""
    before = len(looks(home))
    [day] = look(recorder(home), asked(home))
    listed = looks(home)[before:]

    assert (day.day, ROW in day.rows) == (DAY, True)
    assert [(one.days, one.reason) for one in listed] == [((DAY,), ViewReason.OWN_ENTRIES)]


def test_a_carer_named_as_viewer_is_shown_the_rows_for_a_reason(home: RecorderHome) -> None:
    """The look stands on the list under the carer's own key, with the reason that was given."""
    before = len(looks(home))
    [day] = look(recorder(home), by_carer(home))
    [listed] = looks(home)[before:]

    assert ROW in day.rows
    assert (listed.viewer, listed.reason) == (carers_keys().public.keyid, ViewReason.WORRIED)


REFUSED = {
    "no words": ({"words": ""}, Wrong.WORDS),
    "words of no card": ({"words": "one two three four five"}, Wrong.WORDS),
    "the young person's words as a carer": ({"words": CARD}, Wrong.WORDS),
    "no day": ({"days": ()}, Wrong.DAYS),
    "a day that is none": ({"days": ("tomorrow",)}, Wrong.DAYS),
    "an agreement that is none": ({"agreement": "0" * 64}, Wrong.DAYS),
    "no reason": ({"reason": ""}, Wrong.REASON),
    "a reason that is not a carer's": ({"reason": "own_entries"}, Wrong.REASON),
}


@pytest.mark.parametrize(("changes", "wrong"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_shows_nothing_and_lists_nothing(
    home: RecorderHome, changes: dict[str, object], wrong: Wrong
) -> None:
    """Nobody else's words, no day and no reason open anything, and no look is on the list."""
    before = looks(home)
    with pytest.raises(LookRefused) as refused:
        look(recorder(home), by_carer(home, **changes))

    assert (refused.value.wrong, looks(home)) == (wrong, before)


def test_a_carers_words_are_nothing_on_the_young_persons_page(home: RecorderHome) -> None:
    """On the device in hand only the card counts, whoever holds the device."""
    with pytest.raises(LookRefused) as refused:
        look(recorder(home), asked(home, words=" ".join(CARERS_WORDS)))

    assert refused.value.wrong is Wrong.WORDS


def test_a_day_that_is_not_kept_is_refused_by_the_recorder(home: RecorderHome) -> None:
    """What nobody can open is not handed out, and the refusal has its own code."""
    before = looks(home)
    with pytest.raises(RecorderRefused):
        look(recorder(home), by_carer(home, days=("2026-01-01",)))

    assert looks(home) == before


def test_what_can_be_looked_at_is_told_by_device(home: RecorderHome) -> None:
    """All of it for who may see it all, on a device what is about that device."""
    everything = kept_sets(recorder(home))
    mine, others = kept_sets(recorder(home), {TABLET}), kept_sets(recorder(home), {LAPTOP})

    assert everything is not None
    assert [(one.label, one.days) for one in everything] == [("Tablet", (DAY,))]
    assert (mine, others) == (everything, ())


def test_days_come_the_newest_first_and_no_more_than_can_be_asked_for(
    home: RecorderHome, tmp_path: Path
) -> None:
    """A form offers no day more than one look may name."""
    how, records = home.how(), home.asked(AskRecords())
    [kept] = how.days
    days = tuple(
        replace(kept, day=date.fromordinal(DAY.toordinal() + place)) for place in range(40)
    )
    with saying(tmp_path, {AskHow: (replace(how, days=days), ()), AskRecords: records}) as told:
        [found] = kept_sets(told) or ()

    assert len(found.days) == MOST_DAYS
    assert list(found.days) == sorted((one.day for one in days), reverse=True)[:MOST_DAYS]


def test_whoever_the_record_names_is_named_by_label(home: RecorderHome) -> None:
    """A carer is a viewer by the label of their keys, and the young person's card is no carer's."""
    assert viewers_named(recorder(home)) == {CARER}


def test_nobody_is_named_by_a_label_that_no_record_has(home: RecorderHome, tmp_path: Path) -> None:
    """Neither keys that no record names nor the young person's own card make a carer a viewer."""
    told = recorder(home)
    how, records = told.how(), told.done(AskRecords())
    read = read_agreements(records[1], how)
    assert read is not None
    [agreement] = [one.agreement for one in read.values()]
    [sam] = how.viewers
    keys = sam.keys
    other = replace(keys, keyid="0" * 64)
    card = agreement.young_person.card
    viewers = (sam, replace(sam, label="Kim", keys=other), replace(sam, label="Leo", keys=card))
    answers: Answers = {AskHow: (replace(how, viewers=viewers), ()), AskRecords: records}
    with saying(tmp_path, answers) as asked:
        named = viewers_named(asked)

    assert card.keyid in {one.keys.keyid for one in agreement.viewing.viewers}
    assert named == {CARER}


def test_a_silent_recorder_names_nobody_and_shows_nothing(tmp_path: Path) -> None:
    """Where nobody can say who may look, nobody may."""
    silent = Recorder(tmp_path / "recorder.sock")

    assert (viewers_named(silent), kept_sets(silent)) == (frozenset(), None)


def test_reading_their_own_is_no_reason_for_a_carer() -> None:
    """A carer chooses among reasons, of which the young person's is none."""
    assert ViewReason.OWN_ENTRIES not in REASONS
    assert len(REASONS) == len(ViewReason) - 1


def handed_out(home: RecorderHome) -> dict[type[Request], tuple[Answer, tuple[bytes, ...]]]:
    """Return what the recorder says to a look, kept to be said again."""
    said: list[tuple[bytes, ...]] = []

    class Listening(Recorder):
        def done(self, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
            answer, parts = super().done(request, *attached)
            said.append(parts)
            return answer, parts

    look(Listening(home.socket), asked(home))
    return {
        AskHow: (home.how(), ()),
        AskRecords: home.asked(AskRecords()),
        AskNonce: (Done(id="0" * 32), ()),
        Look: (Done(), said[-1]),
    }


BROKEN = {
    "a frame too few": lambda parts: parts[:-1],
    "a count that is none": lambda parts: (b"many", *parts[1:]),
    "a slip that is none": lambda parts: (parts[0], b"{}", *parts[2:]),
    "another key": lambda parts: (*parts[:2], bytes(len(parts[2])), *parts[3:]),
    "a frame that was changed": lambda parts: (*parts[:-1], parts[-1][:-9] + b"00000000}"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_was_damaged_is_not_shown(home: RecorderHome, tmp_path: Path, broken: object) -> None:
    """Of a day that is not whole no row is shown, and it is said to be damaged."""
    assert callable(broken)
    answers = handed_out(home)
    done, parts = answers[Look]
    with (
        saying(tmp_path, {**answers, Look: (done, broken(parts))}) as told,
        pytest.raises(LookRefused) as refused,
    ):
        look(told, asked(home))

    assert refused.value.wrong is Wrong.DAMAGED


def test_a_whole_day_said_again_is_shown(home: RecorderHome, tmp_path: Path) -> None:
    """What the cases of damage begin with can be opened."""
    with saying(tmp_path, handed_out(home)) as told:
        [day] = look(told, asked(home))

    assert ROW in day.rows


def test_after_a_stop_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    """What a carer paused can still be looked at, and what was stopped is gone."""
    with recorder_home(tmp_path) as home:
        digest = with_carer(home.enrolled())
        home.done(Pause(agreement=digest))
        paused = kept_sets(recorder(home))
        home.done(Stop(agreement=digest, press=Press.CARER))
        stopped = kept_sets(recorder(home))
        with pytest.raises(RecorderRefused) as refused:
            look(recorder(home), by_carer(home))
        home.stop()
        with pytest.raises(RecorderSilent):
            look(recorder(home), asked_of(digest))

    assert paused is not None
    assert [one.days for one in paused] == [(DAY,)]
    assert stopped == ()
    assert refused.value.code in set(Code)


def asked_of(digest: str) -> Asked:
    """Return what is asked where nobody can say anything."""
    return Asked(
        agreement=digest,
        device="00" * 16,
        days=(DAY.isoformat(),),
        reason="",
        words=CARD,
        role=ViewerRole.YOUNG_PERSON,
    )
