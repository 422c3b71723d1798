from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from consent.commands import agency, key_file
from consent.commands.case_folder import CaseFolder
from consent.desk import DeskRefused
from consent.encoding import json_from_object
from consent.records.fields import AgencyRole, Revocation
from consent.schema import write
from consent.trust import check_keyset, check_trust_root, delegator_requirement, root_requirement
from consent.verification import check_signatures
from consent.words import words_for
from tests.consent.commands.ceremony import AT_THE_AGENCY, PASSPHRASE, at_the_agency
from tests.consent.commands.memory import MemoryDesk


def ceremony() -> MemoryDesk:
    """Return a desk at which the root ceremony can be held."""
    return MemoryDesk(answers=AT_THE_AGENCY)


def keyids(desk: MemoryDesk) -> dict[AgencyRole, str]:
    """Return the ids on the agency's list."""
    return {one.role: one.keyid for one in CaseFolder(desk).keyset().keys}


def test_the_root_ceremony_makes_an_agency_that_its_own_rules_take() -> None:
    """Root and first list are signed by those who must, and four key files are made."""
    desk = ceremony()
    agency.init(desk, "kent.gov.uk")
    folder = CaseFolder(desk)
    root, keyset = folder.trust_root(), folder.keyset()
    check_trust_root(root)
    check_keyset(keyset)
    signers = {
        name: key_file.unlock(desk, name).signer.public_key
        for name in ("root-1.key", "root-2.key", "root-3.key", "keyset.key")
    }
    by_root = check_signatures(folder.envelope("root"), signers.values()).signers
    by_list = check_signatures(folder.envelope("keyset"), signers.values()).signers

    assert root_requirement(root).judge(by_root)
    assert delegator_requirement(root).judge(by_list)
    assert len(by_root) == 3
    assert desk.private == {"case-notes.txt", *signers}
    assert keyset.keys == ()


def test_the_fingerprint_is_shown_for_paper() -> None:
    """Eight words of the trust root are said, and they are those of its digest."""
    desk = ceremony()
    agency.init(desk, " Kent.GOV.uk ")
    envelope = CaseFolder(desk).envelope("root")
    words = words_for(bytes.fromhex(envelope.digest), 8)

    assert agency.fingerprint(envelope) == " ".join(words)
    assert " ".join(words) in desk.text
    assert "https://kent.gov.uk/.well-known/lamplight/root.json" in desk.text


DOMAINS = {
    "nothing": "",
    "a word": "kent",
    "a suffix": "gov.uk",
    "anybody's": "kent-council.co.uk",
    "a path": "kent.gov.uk/x",
}


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=DOMAINS)
def test_a_domain_that_no_home_would_take_is_refused_at_once(domain: str) -> None:
    """Before three people choose passphrases, it is said that it would be for nothing."""
    desk = ceremony()

    with pytest.raises(DeskRefused, match=r"E_TRUST_UNCONTROLLED"):
        agency.init(desk, domain)
    assert desk.files == {}
    assert desk.asked == []


@pytest.mark.parametrize("name", ["root.json", "root.txt", "keyset.txt", "root-2.key"])
def test_an_agency_that_is_there_is_never_written_over(name: str) -> None:
    """One file of an agency is enough to stop the ceremony before anything is asked."""
    desk = MemoryDesk(answers=AT_THE_AGENCY, files={name: b"x"})

    with pytest.raises(DeskRefused, match=r"already"):
        agency.init(desk, "kent.gov.uk")
    assert desk.files == {name: b"x"}
    assert desk.asked == []


def test_a_ceremony_that_breaks_off_leaves_nothing() -> None:
    """With the last of four passphrases missing, not one file is there."""
    desk = ceremony()
    desk.answers = {**AT_THE_AGENCY, "Passphrase": [PASSPHRASE] * 3}

    with pytest.raises(DeskRefused):
        agency.init(desk, "kent.gov.uk")
    assert desk.files == {}


def test_what_is_asked_is_asked_until_it_fits() -> None:
    """An empty line and one too long for the record are asked for again."""
    desk = ceremony()
    desk.answers = {**AT_THE_AGENCY, "agency's name": ["", "x" * 121, "Kent"]}
    agency.init(desk, "kent.gov.uk")

    assert CaseFolder(desk).trust_root().agency.name == "Kent"
    assert "This cannot be left empty." in desk.noted
    assert any("121 characters" in note for note in desk.noted)


def test_a_worker_makes_their_own_keys() -> None:
    """What is sent is the public half alone; its words are the same at both ends."""
    desk = at_the_agency()
    agency.key(desk, "my")
    assert key_file.unlock(desk, "my.key").public.keyid.encode() in desk.files["my.public"]
    words = desk.said[-1].rpartition(": ")[2]
    agency.enrol(desk, "my.public", AgencyRole.SOCIAL_WORKER)

    assert "my.key" in desk.private
    assert len(words.split()) == 8
    assert any(note.endswith(words) for note in desk.noted)


@pytest.mark.parametrize("name", ["my.key", "my.public"])
def test_a_workers_keys_are_never_written_over(name: str) -> None:
    """Either file there is enough to refuse."""
    desk = MemoryDesk(answers=AT_THE_AGENCY, files={name: b"x"})

    with pytest.raises(DeskRefused, match=f"^{name} is there already"):
        agency.key(desk, "my")
    assert desk.files == {name: b"x"}


def test_enrolling_issues_the_next_list_and_keeps_the_last() -> None:
    """A worker is on the new list for a year, and the list before is kept under its number."""
    desk = at_the_agency()
    before = CaseFolder(desk).keyset()
    agency.key(desk, "my")
    desk.later(days=3)
    desk.answers = {**AT_THE_AGENCY, "Name of the ind": "Sam Roe", "register": "SW12345"}
    agency.enrol(desk, "my.public", AgencyRole.IRO)
    after = CaseFolder(desk).keyset()

    assert after.version == before.version + 1
    assert after.issued_at == desk.now()
    assert after.keys[:-1] == before.keys
    assert after.keys[-1].register == "SW12345"
    assert after.keys[-1].expires_at == desk.now() + timedelta(days=365)
    assert CaseFolder(desk).envelope(f"keyset-{before.version}").payload


def refused_without_a_change(desk: MemoryDesk, said: str, public: str = "sw.public") -> None:
    """Hold that enrolling is refused with these words, and changes no file."""
    before = dict(desk.files)
    with pytest.raises(DeskRefused, match=said):
        agency.enrol(desk, public, AgencyRole.SOCIAL_WORKER)
    assert desk.files == before


def test_what_cannot_be_enrolled_is_refused_before_a_passphrase_is_asked_for() -> None:
    """Twice, another's mail address, a key kept offline, no key at all: each has its sentence."""
    desk = at_the_agency()
    refused_without_a_change(desk, "on the list already")
    refused_without_a_change(desk, "nobody.public cannot be read", "nobody.public")
    refused_without_a_change(desk, "^root.json: ", "root.json")
    agency.key(desk, "my")
    desk.answers = {**AT_THE_AGENCY, "address for mail": "me@mail.example"}
    refused_without_a_change(desk, "E_TRUST_CONTACT", "my.public")
    desk.answers = AT_THE_AGENCY
    offline = key_file.unlock(desk, "root-1.key").public
    desk.files["x.public"] = json_from_object(write(offline))
    desk.asked.clear()
    refused_without_a_change(desk, "E_TRUST_KEY_TWICE", "x.public")

    assert not any("Passphrase" in asked for asked in desk.asked)


def test_without_the_lists_passphrase_nothing_changes() -> None:
    """Three wrong passphrases end it, and the list stays as it was."""
    desk = at_the_agency()
    before = dict(desk.files)
    desk.answers = {"Passphrase": "nobody's passphrase at all"}

    with pytest.raises(DeskRefused, match=r"^keyset.key was not opened"):
        agency.renew(desk)
    assert desk.files == before


def test_somebody_elses_key_signs_no_list() -> None:
    """A key file that is not the one the trust root names is told before anything is written."""
    desk = at_the_agency()
    desk.files["keyset.key"] = desk.files["tm.key"]
    before = dict(desk.files)

    with pytest.raises(DeskRefused, match=r"not the key of this agency's list"):
        agency.renew(desk)
    assert desk.files == before


def test_renewing_changes_only_its_number_and_days() -> None:
    """The same people are on it, for a hundred days more."""
    desk = at_the_agency()
    before = CaseFolder(desk).keyset()
    desk.later(days=30)
    agency.renew(desk)
    after = CaseFolder(desk).keyset()

    assert after == replace(
        before,
        version=before.version + 1,
        issued_at=desk.now(),
        expires_at=desk.now() + timedelta(days=100),
    )


def test_revoking_says_why_and_until_when_its_signatures_count() -> None:
    """Who left keeps what was admitted before; what was compromised keeps nothing."""
    desk = at_the_agency()
    ids = keyids(desk)
    agency.revoke(desk, ids[AgencyRole.SOCIAL_WORKER][:12], Revocation.LEFT)
    agency.revoke(desk, ids[AgencyRole.TEAM_MANAGER], Revocation.COMPROMISED)
    left, compromised = CaseFolder(desk).keyset().revoked

    assert (left.reason, left.accept_before) == (Revocation.LEFT, desk.now())
    assert (compromised.reason, compromised.accept_before) == (Revocation.COMPROMISED, None)
    assert len(CaseFolder(desk).keyset().keys) == 3


def test_a_revoked_key_can_only_fall_further() -> None:
    """That it was compromised may come to light later; nothing gives back what that undid."""
    desk = at_the_agency()
    keyid = keyids(desk)[AgencyRole.SOCIAL_WORKER]
    agency.revoke(desk, keyid, Revocation.LEFT)
    with pytest.raises(DeskRefused, match=r"revoked already"):
        agency.revoke(desk, keyid, Revocation.SUPERSEDED)
    agency.revoke(desk, keyid, Revocation.COMPROMISED)

    assert [one.reason for one in CaseFolder(desk).keyset().revoked] == [Revocation.COMPROMISED]


@pytest.mark.parametrize("beginning", ["", "zz"])
def test_a_key_that_is_not_one_on_the_list_is_refused_with_those_that_are(beginning: str) -> None:
    """What is shown to choose from is the beginning of ids and roles, and nobody's name."""
    desk = at_the_agency()

    with pytest.raises(DeskRefused, match=r"no one key on the list begins with") as refused:
        agency.revoke(desk, beginning, Revocation.LEFT)
    assert "social worker" in str(refused.value)
    assert "Priya" not in str(refused.value)


def test_a_list_that_lasts_beyond_its_rules_is_never_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Should a constant here ever part from the rules of the trust chain, nothing is written."""
    desk = ceremony()
    monkeypatch.setattr(agency, "TRUST_ROOT_DAYS", 5_000)

    with pytest.raises(DeskRefused, match=r"the agency's trust root: "):
        agency.init(desk, "kent.gov.uk")
    assert desk.files == {}
