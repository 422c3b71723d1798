"""Everything that one box has admitted, in order: what it trusts, what was agreed, what was ended.

Rules kept here:
- Nothing is admitted that was not checked. What is refused changes nothing, and says why.
- What is known already is no news: to admit it again changes nothing, and brings nothing back.
- A ledger is a value. It is written as lines, and read again by admitting each of them anew; only
  a profile's rules are not asked again, because they are when something is to be written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from consent.admission import Admitted, admitted_with
from consent.codes import Code
from consent.entries import Entry, LedgerRefused, entry_from_line
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.home import Marks, Stopped, Tip
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.paper_notice import PaperNotice
from consent.standing import AHEAD, Standing, check_linked, line_from, standing_of
from consent.trust_chain import TrustChain, begun_with, check_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedLedger:
    """What one box has admitted. Made by `begin` and `from_lines`, grown by `admit`.

    `chains` is the agency's keys as they were after each entry.
    """

    box: str
    fingerprint: str
    proven_domain: str
    demonstration: bool
    entries: tuple[Entry, ...]
    chains: tuple[TrustChain, ...] = field(repr=False, compare=False)

    @classmethod
    def begin(
        cls,
        *,
        box: str,
        root_octets: bytes,
        fingerprint: str,
        proven_domain: str | None,
        at: datetime,
        demonstration: bool = False,
    ) -> TrustedLedger:
        """Return a ledger that trusts one agency, by its domain and its eight words or digest.

        Raises ConsentError.
        """
        envelope = envelope_from_bytes(root_octets)
        chain = begun_with(
            envelope,
            fingerprint=fingerprint,
            proven_domain=proven_domain,
            demonstration=demonstration,
        )
        entry = Entry(at, envelope)
        if chain.root.issued_at > entry.at + AHEAD:
            raise LedgerRefused(Code.LEDGER_EARLY, "issued_at")
        return cls(
            box=box,
            fingerprint=envelope.digest,
            proven_domain=chain.root.agency.domain,
            demonstration=demonstration,
            entries=(entry,),
            chains=(chain,),
        )

    @classmethod
    def from_lines(
        cls,
        lines: Iterable[str],
        *,
        box: str,
        fingerprint: str,
        proven_domain: str | None,
        demonstration: bool = False,
    ) -> TrustedLedger:
        """Return the ledger that `to_lines` wrote, each line checked again. Raises ConsentError."""
        found = [entry_from_line(line) for line in lines]
        if not found:
            raise LedgerRefused(Code.LEDGER_LINE, "no line at all")
        ledger = cls.begin(
            box=box,
            root_octets=envelope_to_bytes(found[0].envelope),
            fingerprint=fingerprint,
            proven_domain=proven_domain,
            at=found[0].at,
            demonstration=demonstration,
        )
        for entry in found[1:]:
            if ledger.knows(entry.envelope):
                raise LedgerRefused(Code.LEDGER_LINE, "the same twice")
            ledger = _grown(ledger, entry.envelope, entry.at, asks_rules=False)
        return ledger

    def to_lines(self) -> tuple[str, ...]:
        """Return every entry as a line."""
        return tuple(entry.to_line() for entry in self.entries)

    @property
    def trust_roots(self) -> tuple[TrustRoot, ...]:
        """Every trust root admitted, the newest last."""
        return self.chains[-1].roots

    @property
    def keysets(self) -> tuple[Keyset, ...]:
        """Every keyset admitted, the newest last."""
        return self.chains[-1].keysets

    @property
    def agreements(self) -> tuple[str, ...]:
        """The digest of every agreement admitted, the newest last."""
        return tuple(one.digest for one in self.entries if isinstance(one.record, Agreement))

    @property
    def marks(self) -> Marks:
        """How far this ledger has come."""
        return Marks(
            root_version=self.chains[-1].root.version,
            keyset_version=self.chains[-1].keyset_version,
            entries=len(self.entries),
            newest_at=max(entry.at for entry in self.entries),
            tips=tuple(
                Tip(agreement=entry.digest, seq=len(line_from(self.entries, place).reviews))
                for place, entry in enumerate(self.entries)
                if isinstance(entry.record, Agreement)
            ),
        )

    def knows(self, envelope: Envelope) -> bool:
        """Say whether the record of an envelope was admitted before, with whatever signatures."""
        return any(one.digest == envelope.digest for one in self.entries)

    def standing(self, agreement: str, stopped: Sequence[Stopped] = ()) -> Standing:
        """Return what an agreement amounts to; its rules and signatures are `decide`'s to ask.

        Raises LedgerRefused where nobody can say.
        """
        for place, entry in enumerate(self.entries):
            if entry.digest == agreement and isinstance(entry.record, Agreement):
                line = line_from(self.entries, place)
                check_linked(line)
                return standing_of(line, self.chains[-1], stopped)
        raise LedgerRefused(Code.LEDGER_AGREEMENT, "agreement")

    def acknowledged(self, agreement: str) -> frozenset[str]:
        """Return the ids of the viewers' keys with which an agreement was acknowledged."""
        return frozenset(
            one.record.viewer
            for one in self.entries
            if isinstance(one.record, Acknowledgement) and one.record.agreement == agreement
        )

    def handed_over(self, agreement: str) -> Mapping[str, datetime]:
        """Return when it was entered, for each device, that paper was handed over: `paper_at`.

        What a key signed that was called compromised since does not count.
        """
        entered: dict[str, datetime] = {}
        for one in self.entries:
            signers = [signature.keyid for signature in one.envelope.signatures]
            if (
                isinstance(one.record, PaperNotice)
                and one.record.agreement == agreement
                and not any(map(self.chains[-1].is_compromised, signers))
            ):
                entered.setdefault(one.record.device, one.at)
        return entered

    def admit(self, octets: bytes, *, at: datetime, demonstration: bool = False) -> TrustedLedger:
        """Return the ledger with one envelope more, or itself where that is no news.

        `at` is trusted time. The demonstration's ledger grows in the demonstration only. Raises
        ConsentError, and then nothing has changed.
        """
        domain = self.chains[-1].root.agency.domain
        check_domain(domain, self.proven_domain, demonstration=demonstration)
        envelope = envelope_from_bytes(octets)
        return self if self.knows(envelope) else _grown(self, envelope, at, asks_rules=True)


def _grown(
    ledger: TrustedLedger, envelope: Envelope, at: datetime, *, asks_rules: bool
) -> TrustedLedger:
    before = Admitted(box=ledger.box, entries=ledger.entries, chains=ledger.chains)
    after = admitted_with(before, envelope, at, asks_rules=asks_rules)
    return replace(ledger, entries=after.entries, chains=after.chains)
