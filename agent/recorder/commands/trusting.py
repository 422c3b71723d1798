"""Trusting an agency, once, at the social worker's visit; and asking its site for news after that.

Rules kept here:
- Two things have to agree: what the agency's own site gives out, and the eight words on its card,
  which somebody types.
- "Fetched" is said to the recorder only after all that came was handed on and taken in. Otherwise
  an agency's word that a key is stolen could be held back for ever.
"""

from __future__ import annotations

from pathlib import Path

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import done, how_it_stands, ledger_of
from agent.recorder.commands.well_known import KEYSET, ROOT, domain_typed, file_of
from agent.recorder.errors import RecorderRefused
from consent.codes import Code
from consent.desk import Desk, DeskRefused
from consent.envelope import envelope_from_bytes
from consent.frozen import FINGERPRINT_WORDS
from consent.recorder_requests import Admit, Enrol, Fetched
from consent.words import words_from_text


def enrol(desk: Desk, recorder: Recorder, domain: str, authority: Path | None) -> None:
    """Trust an agency from here on. Raises DeskRefused, ConsentError, OSError."""
    domain = domain_typed(domain)
    root, keyset = file_of(domain, ROOT, authority), file_of(domain, KEYSET, authority)
    if root is None:
        raise DeskRefused(words.SITE_WITHOUT.format(domain=domain, name=ROOT))
    desk.note(words.SITE_ASKED.format(domain=domain))
    fingerprint = " ".join(words_from_text(desk.ask(words.FINGERPRINT), FINGERPRINT_WORDS))
    done(recorder, Enrol(domain=domain, words=fingerprint, is_hosted=keyset is not None), root)
    desk.say(words.ENROLLED.format(domain=domain))
    if keyset is None:
        desk.say(words.ENROLLED_BY_HAND.format(domain=domain))
        return
    done(recorder, Admit(), keyset)
    desk.say(words.ENROLLED_KEYSET)


def fetch(desk: Desk, recorder: Recorder, authority: Path | None) -> None:
    """Ask the agency's site for news, and have it taken in. Raises as `enrol` does."""
    how = how_it_stands(recorder)
    ledger = ledger_of(recorder, how)
    if ledger is None or how.agency is None:
        raise RecorderRefused(Code.LEDGER_NO_AGENCY, "the agency")
    found = {name: file_of(how.agency, name, authority) for name in (ROOT, KEYSET)}
    is_news = False
    for name, octets in found.items():
        if octets is None:
            raise DeskRefused(words.SITE_WITHOUT.format(domain=how.agency, name=name))
        is_news |= not ledger.knows(envelope_from_bytes(octets))
        done(recorder, Admit(), octets)
    done(recorder, Fetched())
    said = words.FETCHED_NEWS if is_news else words.FETCHED_NO_NEWS
    desk.say(said.format(domain=how.agency))
