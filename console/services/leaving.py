"""What goes with a young person who leaves this home, in the very change that takes them out.

Rules kept here:
- However they were taken out, by a page, a file or a backup, everything that was kept beside the
  household for them goes: what was given and asked, their turns, PIN and card, what they wrote, and
  how the home was before, in which they still stood.
- Somebody is who they are by their name, as in all that is given; under another one, nobody can
  tell whether it is they.
- What somebody wrote is kept under their number. Where the numbers of those who stay are others
  now, their words move along: nobody ever reads another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from console.store.database.cards import keep_cards_of
from console.store.database.given import forget_young_person
from console.store.database.own_words import add_words, erase_words, heard_in, note_heard, words_in
from console.store.database.pins import keep_pins_of
from console.store.database.undo import forget_steps
from policy.household import Household, ids_of


def forget_who_left(session: Session, before: Household, after: Household) -> None:
    """Erase what was kept for every young person who lived here before and does not now."""
    was, now = ids_of(before), ids_of(after)
    if was == now:
        return
    left = [name for name in was if name not in now]
    for name in left:
        forget_young_person(session, name)
    if left:
        forget_steps(session)
        keep_cards_of(session, now)
        keep_pins_of(session, {*now, *(carer.name for carer in after.carers)})
    _renumber_words(session, was, now)


def _renumber_words(session: Session, was: Mapping[str, int], now: Mapping[str, int]) -> None:
    """Move own words to their writers' new numbers; those of nobody who is here are erased.

    All are read before any is moved, since one's new number may be another's old one.
    """
    moves = {number: now.get(name) for name, number in was.items() if now.get(name) != number}
    words = {number: words_in(session, number) for number in moves}
    heard = heard_in(session)
    for number in moves:
        erase_words(session, number)
    for number, moved in moves.items():
        if moved is None or not words[number]:
            continue
        for one in reversed(words[number]):  # the newest stands first, and is kept last
            add_words(session, replace(one, person=moved, number=None))
        if number in heard:
            note_heard(session, moved, heard[number])
