"""What the recorder's records say of each agreement: its text, who signed, what a stop would do.

Rules kept here:
- A record is read by `consent` alone, and the ledger is put together anew from the recorder's own
  lines. What was admitted is the recorder's to judge; here it is only read.
- What a press of Stop would do is asked of the very function that judges it after the press. So the
  sentence before the button cannot say something else.
- The text is the young person's own: of their age band, in the language that the record names.
- What cannot be read or rendered is None, and whoever shows it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from consent.entries import entry_from_line
from consent.errors import ConsentError
from consent.home import Press, Stopped
from consent.ledger import TrustedLedger
from consent.recorder_answers import HowItStands
from consent.recorder_requests import AskRecords
from consent.records.agreement import Agreement, SignedText, Viewer
from consent.records.fields import AgencyRole, Outcome
from consent.standing import Line, Standing, line_from
from consent.texts import TemplateId, Text, render, render_review, template_named
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

LEDGERS_KEPT: Final = 2
"""How many ledgers are held in memory: to check every signature takes longest of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgreement:
    """One agreement as its records say.

    `signed_by` are the roles in the agency that signed it. `viewers` are those whose keys still
    count. `pressed` is what it would amount to once the young person has pressed Stop,
    `stopped` once a carer has. `text` is None where it cannot be rendered here.
    """

    agreement: Agreement
    line: Line
    signed_by: tuple[AgencyRole, ...]
    viewers: tuple[Viewer, ...]
    pressed: Standing | None
    text: Text | None
    stopped: Standing | None = None

    @property
    def is_text_signed(self) -> bool:
        """Whether the text shown is the very one that was signed last."""
        signed = [review.text for _, review in self.line.reviews if review.text is not None]
        names = [self.agreement.text, *signed]
        return self.text is not None and self.text.digest == names[-1].digest

    @property
    def is_text_foreign(self) -> bool:
        """Whether it was talked over with the young person in another language than the text's."""
        language = self.agreement.discussion.language
        return self.text is not None and self.text.language != language


def read_agreements(lines: Iterable[bytes], how: HowItStands) -> Mapping[str, ReadAgreement] | None:
    """Return every agreement by its digest, the oldest first; None where nobody can read them."""
    try:
        texts = tuple(line.decode() for line in lines)
        if not texts:
            return {}
        ledger = _ledger(texts, how.box, how.agency)
    except (ConsentError, UnicodeDecodeError):
        return None
    return {
        entry.digest: _read(ledger, place, how.at)
        for place, entry in enumerate(ledger.entries)
        if isinstance(entry.record, Agreement)
    }


def what_is_left(recorder: Recorder) -> tuple[HowItStands, Mapping[str, ReadAgreement]] | None:
    """Return how it stands, and every agreement that holds or of which anything is kept.

    None where the recorder does not say. Once nothing is left of one, its device is free.
    """
    try:
        how = recorder.how()
        _, lines = recorder.done(AskRecords())
    except (RecorderSilent, RecorderRefused):
        return None
    read = read_agreements(lines, how)
    if read is None:
        return None
    closed = {one.agreement for one in how.agreements if one.is_closed}
    return how, {digest: one for digest, one in read.items() if digest not in closed}


@lru_cache(maxsize=LEDGERS_KEPT)
def _ledger(lines: tuple[str, ...], box: str, agency: str | None) -> TrustedLedger:
    """Return the ledger that these very lines are. Raises ConsentError."""
    return TrustedLedger.from_lines(
        lines,
        box=box,
        fingerprint=entry_from_line(lines[0]).digest,
        proven_domain=agency,
        # Whether this is the demonstration the recorder was told when it was started.
        demonstration=True,
    )


def _read(ledger: TrustedLedger, place: int, at: datetime) -> ReadAgreement:
    line = line_from(ledger.entries, place)
    agreement = line.agreement
    roles = {key.keyid: key.role for key in ledger.chains[place].keyset.keys}
    signers = {one.keyid for one in line.first.envelope.signatures}
    today = ledger.chains[-1]
    return ReadAgreement(
        agreement=agreement,
        line=line,
        signed_by=tuple(
            role for role in AgencyRole if role in {roles.get(keyid) for keyid in signers}
        ),
        viewers=tuple(
            one for one in agreement.viewing.viewers if not today.revocations(one.keys.keyid)
        ),
        pressed=_pressed(ledger, line.first.digest, at, Press.YOUNG_PERSON),
        text=_text(line),
        stopped=_pressed(ledger, line.first.digest, at, Press.CARER),
    )


def _pressed(ledger: TrustedLedger, agreement: str, at: datetime, by: Press) -> Standing | None:
    stop = Stopped(agreement=agreement, press=by, at=at)
    try:
        return ledger.standing(agreement, (stop,))
    except ConsentError:
        return None


def _text(line: Line) -> Text | None:
    """Return the text of what holds now: the agreement's, or that of the last review of it."""
    agreement = line.agreement
    reviews = [review for _, review in line.reviews if review.outcome is not Outcome.STOP]
    scopes = [one.scope for one in reviews[:-1] if one.scope is not None]
    try:
        if reviews and reviews[-1].text is not None:
            signed = reviews[-1].text
            scope = scopes[-1] if scopes else agreement.scope
            template = _template(agreement, signed)
            return render_review(reviews[-1], agreement, scope, template, signed.language)
        return render(agreement, _template(agreement, agreement.text), agreement.text.language)
    except ConsentError:
        return None


def _template(agreement: Agreement, signed: SignedText) -> TemplateId:
    """Return the template for the young person: the one signed if it is theirs, else the newest.

    Raises TextRefused.
    """
    reader = f"{agreement.profile}/{agreement.young_person.age_band}"
    if signed.template.rpartition("/")[0] == reader:
        return template_named(signed.template)
    versions = [int(one.rpartition("/")[2]) for one in TemplateId if one.startswith(f"{reader}/")]
    return template_named(f"{reader}/{max(versions, default=0)}")
