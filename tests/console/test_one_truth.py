"""What a carer's pages and a young person's own page say of recording, of one and the same moment.

Of time and rules the twin of this is in `test_evening.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from console import words
from console.pages.agreement import KeptHere, agreements_page
from console.pages.recorded import recorded_page
from console.pages.times import day_in_words
from console.services.recorded import Told
from console.services.visit import Visit
from console.words.of_policy import FOR_CARER
from tests.consent.scene import agreed
from tests.console.told import here, how_of, kept, phone, read_of, standing_of, told

LEDGER: Final = agreed()
DIGEST: Final = LEDGER.agreements[0]
FIRST: Final = date(2026, 12, 1)
REASONS: Final = sorted(words.WHY_OFF)

DAYS: Final = st.integers(0, 60).map(lambda count: FIRST + timedelta(days=count))


@st.composite
def moments(draw: st.DrawFn) -> tuple[Visit, Told]:
    """Draw a state of one agreement and its device, as a carer and as the device is told of it."""
    over = draw(st.none() | st.sampled_from((Code.STOPPED, Code.WITHDRAWN, Code.TIME_REVIEW)))
    standing = standing_of(
        LEDGER,
        over=over,
        valid_until=draw(DAYS),
        end_by=draw(DAYS),
        is_objected=draw(st.booleans()),
        is_paused=draw(st.booleans()),
        # Nothing is closed that could go on; the recorder closes what is over.
        is_closed=over is not None and draw(st.booleans()),
    )
    off = draw(st.sampled_from(REASONS)) if over else draw(st.none() | st.sampled_from(REASONS))
    device = phone(off)
    days = kept(*draw(st.lists(DAYS, max_size=3, unique=True).map(sorted)))
    how = how_of(LEDGER, devices=(device,), agreements=(standing,), days=days)
    carers = Visit(how=how, read=read_of(LEDGER), entries=())
    own = told(here(standing=standing, days=days), how=how, devices=(device,))
    return carers, own


@given(moments())
def test_both_pages_tell_the_same_of_one_moment(moment: tuple[Visit, Told]) -> None:
    """On or off and why, going on or over, until when, and what is kept: the same to both."""
    visit, own = moment
    carers = agreements_page(visit, KeptHere())
    mine = recorded_page(own)
    [theirs] = (*carers.agreements, *carers.over)
    [part] = (*mine.current, *mine.over)
    short = {fact.label: fact.texts for fact in theirs.short.facts}
    ours = {fact.label: fact.texts for fact in part.facts}
    [device] = visit.how.devices
    [standing] = visit.how.agreements

    assert bool(carers.over) is bool(mine.over) is theirs.short.is_over
    if mine.verdict.is_on:
        assert short[words.visit.DEVICES] == (words.visit.DEVICE_ON.format(device=device.label),)
    elif not carers.over:
        assert device.off is not None
        assert words.WHY_OFF[device.off] in mine.verdict.texts
        assert short[words.visit.DEVICES] == (
            words.visit.DEVICE_OFF.format(device=device.label, why=FOR_CARER[device.off]),
        )
    if not carers.over:
        last = day_in_words(min(standing.valid_until, standing.end_by))
        assert short[words.visit.UNTIL] == (last,)
        assert last in ours[words.AGREED_LAST][0]
    kept_here = {fact.label: fact.texts for fact in theirs.facts}
    assert ours[words.AGREED_KEPT] == kept_here[words.AGREED_KEPT]
