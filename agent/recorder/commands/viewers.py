"""A carer's own five words, and their word that they read how looking is meant.

Rules kept here:
- Words are made by chance and shown once. The recorder gets the public keys alone.
- Who may look is for an agreement to say, with the reason; words by themselves open nothing.
- What a carer signs is that they read a page, which is shown before: why they may look, how often,
  what they then do, what it cannot show, and that each look is seen.
"""

from __future__ import annotations

from typing import Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import done, how_it_stands, ledger_of
from agent.recorder.commands.meant import agreement_meant, agrees, viewer_meant
from agent.recorder.commands.personal_words import carers, recognised
from agent.recorder.commands.standing import agreements_in
from consent.desk import Desk
from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.frozen import CARD_WORDS
from consent.passphrase import keys_from_words
from consent.recorder_requests import AddViewer, Admit
from consent.records.acknowledgement import Acknowledgement
from consent.records.fields import ViewerRole
from consent.records.reading import kind_of, payload_octets
from consent.texts.languages import language_named
from consent.words import words_for

LANGUAGE: Final = "en"


def viewer(desk: Desk, recorder: Recorder, label: str) -> None:
    """Make a carer's words and show them once. Raises ConsentError."""
    ref = desk.chance(16).hex()
    chosen = words_for(desk.chance(32), CARD_WORDS)
    keys = keys_from_words(chosen, ref).public
    called = label.strip()
    # Kept first: words that were shown, and that the box does not know, would be of no use.
    done(recorder, AddViewer(role=ViewerRole.CARER, label=called, ref=ref, keys=keys))
    desk.say(words.VIEWER_WORDS.format(label=called, words=" ".join(chosen)))
    desk.say(words.VIEWER_MADE.format(label=called))


def read(desk: Desk, recorder: Recorder, label: str, start: str | None) -> None:
    """Show a carer how looking is meant, and have their word that they read it taken in.

    Raises DeskRefused, ConsentError.
    """
    how = how_it_stands(recorder)
    who = viewer_meant(how, label)
    agreements = agreements_in(ledger_of(recorder, how))
    over = {one.agreement for one in how.agreements if one.over is not None}
    naming = [
        digest
        for digest, one in agreements.items()
        if who.keys.keyid in {each.keys.keyid for each in carers(one, how)}
    ]
    going_on = [one for one in naming if one not in over]
    nothing = words.READ_NOTHING.format(label=who.label)
    digest = agreement_meant(start, naming, going_on, nothing)
    agreement = agreements[digest]
    [named] = [one for one in agreement.viewing.viewers if one.keys.keyid == who.keys.keyid]
    how_often = language_named(LANGUAGE).phrases.how_often[agreement.viewing.how_often]
    desk.say(words.READ.format(why=named.why, how_often=how_often, then=agreement.viewing.then))
    if not agrees(desk, words.READ_QUESTION):
        return
    people = [one for one in carers(agreement, how) if one.keys == who.keys]
    _, keys = recognised(desk, people, question=words.WORDS_QUESTION, otherwise=words.NOT_DONE)
    record = Acknowledgement(
        type="ack",
        v=1,
        agreement=digest,
        box=how.box,
        id=desk.chance(16).hex(),
        issued_at=how.at,
        viewer=who.keys.keyid,
        card="eng-foster-1/viewing/1",
    )
    envelope = with_signature(Envelope(kind_of(record), payload_octets(record)), keys.signer)
    done(recorder, Admit(), envelope_to_bytes(envelope))
    desk.say(words.READ_DONE.format(label=who.label))
