"""The demonstration's ceremony: an agency, a home card, an agreement, and the notice.

Rules kept here:
- It goes through the desk's own commands and the gate's own requests. Nothing is put in place that
  a real home could not have in the same way, but for the agency's domain, which nobody owns.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.demo.agreement import answers
from agent.demo.desk import PlayedDesk
from agent.demo.words import LABEL
from agent.recorder.gate import Gate
from consent.agencies import DEMONSTRATION_DOMAIN
from consent.calendar import london_day
from consent.commands import agency, drafting, signing
from consent.commands.agency import fingerprint
from consent.commands.case_folder import CaseFolder
from consent.commands.draft_file import draft_to_text
from consent.envelope import envelope_from_bytes
from consent.frozen import CARD_WORDS
from consent.recorder_answers import Done
from consent.recorder_requests import Admit, AskHomeCard, Bind, Enrol, NoticeShown, Request
from consent.records.fields import AgencyRole

OTHER_LABEL: Final = "Tablet"
_WORKERS: Final = {
    "sw": AgencyRole.SOCIAL_WORKER,
    "tm": AgencyRole.TEAM_MANAGER,
    "sm": AgencyRole.SERVICE_MANAGER,
}


class CeremonyFailed(Exception):
    """A step of the ceremony was refused; the message names its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What came of it: the young person's five words and the stop code, as the desk showed them."""

    card: str
    stop_code: str
    agreement: str


def hold(gate: Gate, issued_at: datetime, *, bound: Sequence[str], other: str) -> Held:
    """Hold the ceremony for the device at addresses `bound`; the one at `other` has no agreement.

    Raises CeremonyFailed.
    """
    desk = _at_the_agency(issued_at)
    root = desk.files["root.json"]
    words = fingerprint(envelope_from_bytes(root))
    _done(gate, Enrol(domain=DEMONSTRATION_DOMAIN, words=words, is_hosted=False), root)
    _done(gate, Admit(), desk.files["keyset.json"])
    device = _done(gate, Bind(label=LABEL, addresses=tuple(bound), sole_user=True)).id or ""
    _done(gate, Bind(label=OTHER_LABEL, addresses=(other,), sole_user=True))
    [card] = gate.answer(AskHomeCard()).attached
    desk.files["home-card.json"] = card
    _draw_up(desk, device)
    shown = "\n".join(desk.said)
    [five] = re.findall(rf"^  ((?:[a-z-]+ ){{{CARD_WORDS - 1}}}[a-z-]+)$", shown, re.MULTILINE)
    [code] = re.findall(r"^  (\d{4} \d{4})$", shown, re.MULTILINE)
    desk.answers = {**desk.answers, "Sign this": "yes", "five words of the card": five}
    # The young person with their own card, then a social worker and a manager.
    if not [signing.sign(desk, key) for key in (None, "sw.key", "tm.key")][-1]:
        raise CeremonyFailed("the agreement was not signed by everyone")
    agreement = _done(gate, Admit(), desk.files["agreement.json"]).id or ""
    _done(gate, NoticeShown(address=bound[0]))
    return Held(card=five, stop_code=code, agreement=agreement)


def _at_the_agency(at: datetime) -> PlayedDesk:
    passphrase = secrets.token_hex(16)
    desk = PlayedDesk(
        at=at,
        answers={
            "agency's name": "The demonstration's council",
            "complain": "https://demo.invalid/complaints",
            "an advocate": "0300 000 0000",
            "Name of the social": "Priya",
            "Name of the team": "Tom",
            "Name of the service": "Ann",
            "address for mail": f"someone@{DEMONSTRATION_DOMAIN}",
            "register": "",
            "Passphrase": passphrase,
            "once more": passphrase,
        },
    )
    agency.init(desk, DEMONSTRATION_DOMAIN)
    for name, role in _WORKERS.items():
        agency.key(desk, name)
        agency.enrol(desk, f"{name}.public", role)
    return desk


def _draw_up(desk: PlayedDesk, device: str) -> None:
    workers = {str(one.role): one.keyid for one in CaseFolder(desk).keyset().keys}
    issued_on = london_day(desk.at)
    starts_on = london_day(desk.at + timedelta(hours=24))
    found = answers(issued_on, starts_on, device=device, workers=workers)
    desk.files["answers.toml"] = draft_to_text(found)
    desk.said.clear()
    if not drafting.draft(desk, "answers.toml"):
        raise CeremonyFailed("the agreement breaks a rule: " + " ".join(desk.said))


def _done(gate: Gate, request: Request, *attached: bytes) -> Done:
    answer = gate.answer(request, attached).answer
    if not isinstance(answer, Done):
        raise CeremonyFailed(f"{type(request).__name__} was refused: {answer}")
    return answer
