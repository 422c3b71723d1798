from __future__ import annotations

from dataclasses import replace

import pytest

from consent.commands import agency, agreement, key_file
from consent.commands.case_folder import CaseFolder, record_in
from consent.commands.signing import sign
from consent.desk import DeskRefused
from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.frozen import Kind
from consent.keys import public_key_listed
from consent.parties import objection_requirement, stop_requirement, withdrawal_requirement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import Revocation, StopReason
from consent.records.reading import payload_octets
from consent.verification import check_signatures
from tests.consent.commands.ceremony import (
    AT_THE_AGENCY,
    BY_A_PARENT,
    CARD,
    PASSPHRASE,
    at_the_agency,
    drafted,
    signed,
    signing,
)
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import PRIYA


def refused(desk: MemoryDesk, said: str, key: str | None = None) -> None:
    """Hold that ending is refused with these words, by card or by key, and no file changes."""
    before = dict(desk.files)

    def end() -> None:
        if key is None:
            agreement.withdraw(desk)
        else:
            agreement.stop(desk, key, StopReason.NO_LONGER_NEEDED)

    with pytest.raises(DeskRefused, match=said):
        end()
    assert desk.files == before


def test_the_young_person_withdraws_with_their_words_alone() -> None:
    """No question why, no second signature: five words, and it is a withdrawal."""
    desk = signed()
    agreement.withdraw(desk)
    folder = CaseFolder(desk)
    envelope = folder.envelope("withdrawal")
    record = record_in(envelope, "withdrawal")
    card = folder.agreement().young_person.card
    checked = check_signatures(envelope, [public_key_listed(card.keyid, card.ed25519)])

    assert desk.asked == ["The five words of the card: "]
    assert isinstance(record, Withdrawal)
    assert record.agreement == folder.envelope("agreement").digest
    assert record.box == folder.agreement().box
    assert withdrawal_requirement(folder.agreement()).judge(checked.signers)
    assert b"CANCELLED" in desk.files["dates.ics"]
    assert "withdrawal, withdrawn" in desk.text


def test_what_a_parent_gave_the_young_person_objects_to() -> None:
    """With the same command and the same card; it pauses until they were heard."""
    desk = signing(drafted(BY_A_PARENT))
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    agreement.withdraw(desk)
    folder = CaseFolder(desk)
    envelope = folder.envelope("objection")
    card = folder.agreement().young_person.card
    checked = check_signatures(envelope, [public_key_listed(card.keyid, card.ed25519)])

    assert isinstance(record_in(envelope, "objection"), Objection)
    assert objection_requirement(folder.agreement()).judge(checked.signers)
    assert "only after a review in which they were heard" in desk.text
    refused(desk, "^this folder holds one already; send objection.json")


def test_another_card_ends_nothing_and_says_what_does() -> None:
    """Somebody else's words are not taken; the sentence says how else to stop it."""
    desk = signed()
    desk.answers = {"five words": "abacus " * 5}

    refused(desk, "not recognised; nothing was signed. To stop the recording without it, type the")


def test_a_withdrawal_is_made_once() -> None:
    """A second time, the words are not asked for: the first one is to be sent."""
    desk = signed()
    agreement.withdraw(desk)
    desk.asked.clear()

    refused(desk, "^this folder holds one already; send withdrawal.json to the home$")
    assert desk.asked == []


def test_without_an_agreement_there_is_nothing_to_end() -> None:
    """Neither card nor passphrase is asked for."""
    desk = at_the_agency()

    refused(desk, "no agreement.json")
    refused(desk, "no agreement.json", "sw.key")
    assert desk.asked == []


@pytest.mark.parametrize("key", ["sw.key", "tm.key", "sm.key"])
def test_anyone_of_the_agency_stops_it_alone(key: str) -> None:
    """One worker's key is enough, whoever they are, with a reason that tells nothing."""
    desk = signed()
    agreement.stop(desk, key, StopReason.NOT_LAWFUL)
    folder = CaseFolder(desk)
    record = record_in(folder.envelope("stop"), "stop")
    public = key_file.unlock(desk, key).signer.public_key
    checked = check_signatures(folder.envelope("stop"), [public])

    assert isinstance(record, Stop)
    assert record.reason is StopReason.NOT_LAWFUL
    assert stop_requirement(folder.trust_root(), folder.keyset()).judge(checked.signers)
    assert "stop, stopped" in desk.text
    desk.asked.clear()
    refused(desk, "^this folder holds one already; send stop.json", key)
    assert desk.asked == []


def test_somebody_elses_key_stops_nothing() -> None:
    """A stranger, a key kept offline, a compromised key, a wrong passphrase: none stops it."""
    desk = signed()
    desk.files["x.key"] = key_file.to_file(key_file.fresh_keys(desk.chance), PASSPHRASE)
    refused(desk, "^that key is not one of this agency", "x.key")
    refused(desk, "^that key is not one of this agency", "root-1.key")
    refused(desk, "^nobody.key cannot be read", "nobody.key")
    keyid = CaseFolder(desk).keyset().keys[1].keyid
    desk.answers = AT_THE_AGENCY
    agency.revoke(desk, keyid, Revocation.COMPROMISED)
    refused(desk, "^that key is not one of this agency", "tm.key")
    desk.answers = {"Passphrase": "nobody's"}
    refused(desk, "^sw.key was not opened", "sw.key")


def test_a_list_of_another_agency_stops_nothing() -> None:
    """Files that do not belong together are told before a passphrase is asked for."""
    desk = signed()
    other = at_the_agency()
    keyset = replace(CaseFolder(other).keyset(), agency="essex.gov.uk")
    envelope = with_signature(Envelope(Kind.KEYSET, payload_octets(keyset)), PRIYA)
    desk.files["keyset.json"] = envelope_to_bytes(envelope)

    refused(desk, "^the list of who may sign: .*E_RULE_AGENCY", "sw.key")
    assert desk.asked == []


def test_a_record_is_shown_by_its_name_or_by_its_file() -> None:
    """What stands in the folder, and what somebody saved elsewhere, reads the same."""
    desk = signed()
    agreement.show(desk, "agreement")
    desk.files["mail.txt"] = b"> " + desk.files["agreement.txt"].replace(b"\n", b"\n> ")
    agreement.show(desk, "mail.txt")

    assert desk.said[0] == desk.said[1]
    assert "Signatures on it: 2." in desk.said[0]


def test_showing_what_is_not_there_says_what_is() -> None:
    """Before anybody signed, the text of the draft is where to look."""
    desk = drafted()
    with pytest.raises(DeskRefused, match=r"^nothing is signed here yet; .* text.txt$"):
        agreement.show(desk, "agreement")
    with pytest.raises(DeskRefused, match=r"no review-1.json"):
        agreement.show(desk, "review-1")


def test_a_record_without_a_text_is_told() -> None:
    """An agreement of a profile that is not known here cannot be shown, and that is said."""
    desk = signed()
    strange = replace(CaseFolder(desk).agreement(), profile="eng-foster-9")
    envelope = with_signature(Envelope(Kind.AGREEMENT, payload_octets(strange)), PRIYA)
    desk.files["x.json"] = envelope_to_bytes(envelope)

    with pytest.raises(DeskRefused, match=r"^x.json: .*E_TEMPLATE_UNKNOWN"):
        agreement.show(desk, "x.json")


def test_no_secret_is_in_what_is_said_or_written() -> None:
    """After everything, neither the card's words nor a passphrase stands in any file."""
    desk = signed()
    agreement.withdraw(desk)
    agreement.stop(desk, "sw.key", StopReason.OTHER)
    everything = b"".join(desk.files.values()) + "".join((*desk.said, *desk.noted)).encode()

    assert " ".join(CARD).encode() not in everything
    assert PASSPHRASE.encode() not in everything
