from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.entries import Entry
from consent.envelope import Envelope
from consent.errors import ConsentError
from consent.frozen import FINGERPRINT_WORDS
from consent.records.agency import Keyset, RevokedKey, TrustRole, TrustRoot
from consent.records.fields import Revocation
from consent.signer import Ed25519Signer
from consent.trust_chain import TrustChain, begun_with, check_domain, followed
from consent.words import words_for
from tests.consent.people import PRIYA, signer_named
from tests.consent.profiles.sample import DOMAIN
from tests.consent.samples import (
    DELEGATOR,
    OFFLINE,
    agreement,
    keyset,
    signed,
    trust_key,
    trust_root,
)

FIRST = signed(trust_root())
WORDS = " ".join(words_for(bytes.fromhex(FIRST.digest), FINGERPRINT_WORDS))
FRESH = tuple(signer_named(f"offline key {number} of the second root") for number in (1, 2, 3))
SECOND_DELEGATOR = signer_named("the list of workers, second")
SECOND = trust_root(
    version=2,
    root=TrustRole(
        keys=tuple(trust_key(one, f"{at}") for at, one in enumerate(FRESH)), threshold=2
    ),
    delegator=TrustRole(keys=(trust_key(SECOND_DELEGATOR, "List"),), threshold=1),
)
BOTH = (*OFFLINE[:2], *FRESH[:2])
NOVEMBER = datetime(2026, 11, 29, tzinfo=UTC)


def begun(
    envelope: Envelope = FIRST, fingerprint: str = WORDS, proven_domain: str | None = DOMAIN
) -> TrustChain:
    """Return the chain that begins with a trust root."""
    return begun_with(
        envelope, fingerprint=fingerprint, proven_domain=proven_domain, demonstration=False
    )


def refusal(act: Callable[[], object]) -> Code:
    """Return the code with which an act is refused."""
    with pytest.raises(ConsentError) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize(
    "typed", [WORDS, WORDS.upper(), FIRST.digest], ids=["words", "loud", "all"]
)
def test_a_first_trust_root_is_taken_with_its_fingerprint(typed: str) -> None:
    """Eight words or the whole digest are enough, typed as people type."""
    assert begun(fingerprint=typed).root == trust_root()


BEGINNINGS = {
    "no words": (FIRST, "", DOMAIN, Code.TRUST_FINGERPRINT),
    "seven words": (FIRST, WORDS.rsplit(" ", 1)[0], DOMAIN, Code.TRUST_FINGERPRINT),
    "another's words": (FIRST, "0" * 64, DOMAIN, Code.TRUST_FINGERPRINT),
    "no domain proved": (FIRST, WORDS, None, Code.TRUST_UNPROVEN),
    "another domain proved": (FIRST, WORDS, "southmoor.gov.uk", Code.TRUST_UNPROVEN),
    "one signature": (signed(trust_root(), OFFLINE[0]), WORDS, DOMAIN, Code.SIG_MISSING),
    "a stranger's beside": (signed(trust_root(), *OFFLINE, PRIYA), WORDS, DOMAIN, Code.SIG_UNKNOWN),
    "no trust root": (signed(agreement()), signed(agreement()).digest, DOMAIN, Code.LEDGER_KIND),
}


@pytest.mark.parametrize(
    ("envelope", "typed", "domain", "code"), BEGINNINGS.values(), ids=BEGINNINGS
)
def test_a_first_trust_root_is_refused(
    envelope: Envelope, typed: str, domain: str | None, code: Code
) -> None:
    """Without fingerprint, proven domain or enough holders nobody is trusted at all."""
    assert refusal(lambda: begun(envelope, typed, domain)) is code


def test_a_malformed_trust_root_is_refused() -> None:
    """Also with its fingerprint typed, a trust root that one person holds is none."""
    alone = trust_root(root=TrustRole(keys=trust_root().root.keys[:1], threshold=1))

    code = refusal(lambda: begun(signed(alone, OFFLINE[0]), signed(alone, OFFLINE[0]).digest))

    assert code is Code.TRUST_ROOT_HOLDERS


def test_a_domain_that_anybody_could_have_is_refused() -> None:
    """A domain may prove itself and still be no council's."""
    with pytest.raises(ConsentError) as caught:
        check_domain("northmoor.org.uk", "northmoor.org.uk", demonstration=False)

    assert caught.value.code is Code.TRUST_UNCONTROLLED


def test_the_demonstration_s_domain_counts_only_there() -> None:
    """What the demonstration trusts, a home refuses."""
    check_domain("demo.invalid", "demo.invalid", demonstration=True)

    with pytest.raises(ConsentError) as caught:
        check_domain("demo.invalid", "demo.invalid", demonstration=False)

    assert caught.value.code is Code.TRUST_UNCONTROLLED


def test_the_next_trust_root_is_signed_by_both() -> None:
    """Two holders of the old and two of the new one hand over."""
    chain = begun().with_root(signed(SECOND, *BOTH))

    assert chain.roots == (trust_root(), SECOND)
    assert chain.root == SECOND


SUCCESSORS = {
    "the old holders alone": (SECOND, OFFLINE[:2], Code.SIG_MISSING),
    "the new holders alone": (SECOND, FRESH[:2], Code.SIG_MISSING),
    "one of the old": (SECOND, (OFFLINE[0], *FRESH), Code.SIG_MISSING),
    "one of the new": (SECOND, (*OFFLINE, FRESH[0]), Code.SIG_MISSING),
    "a stranger beside": (SECOND, (*BOTH, PRIYA), Code.SIG_UNKNOWN),
    "the same version": (replace(SECOND, version=1), BOTH, Code.TRUST_ROLLBACK),
    "a version left out": (replace(SECOND, version=3), BOTH, Code.TRUST_SKIPPED),
    "another agency": (
        replace(SECOND, agency=replace(SECOND.agency, domain="southmoor.gov.uk")),
        BOTH,
        Code.TRUST_OTHER_AGENCY,
    ),
    "one holder": (
        replace(SECOND, root=replace(SECOND.root, keys=SECOND.root.keys[:1], threshold=1)),
        BOTH,
        Code.TRUST_ROOT_HOLDERS,
    ),
}


@pytest.mark.parametrize(("root", "signers", "code"), SUCCESSORS.values(), ids=SUCCESSORS)
def test_a_trust_root_that_does_not_follow_is_refused(
    root: TrustRoot, signers: tuple[Ed25519Signer, ...], code: Code
) -> None:
    """It takes the very next version, of the same agency, handed over by enough of both."""
    assert refusal(lambda: begun().with_root(signed(root, *signers))) is code


def test_a_keyset_is_signed_under_the_newest_trust_root() -> None:
    """The delegator of the newest root signs, and the newest keyset counts."""
    chain = begun().with_keyset(signed(keyset())).with_keyset(signed(keyset(version=9)))

    assert [one.version for one in chain.keysets] == [4, 9]
    assert chain.keyset_version == 9


KEYSETS = {
    "the same version": (keyset(limits=replace(keyset().limits, max_level=2)), Code.TRUST_FORK),
    "an older version": (keyset(version=3), Code.TRUST_ROLLBACK),
    "another agency": (keyset(version=5, domain="southmoor.gov.uk"), Code.TRUST_OTHER_AGENCY),
    "another root": (keyset(version=5, root_version=2), Code.TRUST_OLD_ROOT),
    "for too long": (
        keyset(version=5, expires_at=datetime(2027, 11, 1, tzinfo=UTC)),
        Code.TRUST_LASTING,
    ),
    "an offline key at work": (
        keyset(
            version=5,
            keys=(
                replace(
                    keyset().keys[0],
                    keyid=OFFLINE[0].public_key.keyid,
                    ed25519=OFFLINE[0].public_key.octets.hex(),
                ),
            ),
        ),
        Code.TRUST_KEY_TWICE,
    ),
}


@pytest.mark.parametrize(("listed", "code"), KEYSETS.values(), ids=KEYSETS)
def test_a_keyset_that_does_not_follow_is_refused(listed: Keyset, code: Code) -> None:
    """A keyset's version rises, and it is of this agency, under this root, and in order."""
    chain = begun().with_keyset(signed(keyset()))

    assert refusal(lambda: chain.with_keyset(signed(listed))) is code


def test_a_keyset_by_somebody_else_is_refused() -> None:
    """Neither the holders of the root nor workers sign keysets."""
    assert refusal(lambda: begun().with_keyset(signed(keyset(), OFFLINE[0]))) is Code.SIG_MISSING
    assert refusal(lambda: begun().with_keyset(signed(keyset(), PRIYA))) is Code.SIG_UNKNOWN


def test_there_may_be_no_keyset_yet() -> None:
    """Whoever asks for the newest keyset before the first is told so."""
    assert begun().keyset_version == 0
    assert refusal(lambda: begun().keyset) is Code.TRUST_NO_KEYSET


CURRENT = begun().with_keyset(signed(keyset()))
SECOND_KEYSET = signed(keyset(version=5, root_version=2), SECOND_DELEGATOR)
ROTATED = CURRENT.with_root(signed(SECOND, *BOTH))
MOMENTS = {
    "the first second without the keyset": (
        CURRENT,
        keyset().expires_at,
        Code.TRUST_KEYSET_EXPIRED,
    ),
    "the first second without the root": (
        CURRENT,
        trust_root().expires_at,
        Code.TRUST_ROOT_EXPIRED,
    ),
    "a new root with the old keyset": (ROTATED, NOVEMBER, Code.TRUST_OLD_ROOT),
    "no keyset": (begun(), NOVEMBER, Code.TRUST_NO_KEYSET),
}


@pytest.mark.parametrize(("chain", "at", "code"), MOMENTS.values(), ids=MOMENTS)
def test_what_has_expired_is_not_current(chain: TrustChain, at: datetime, code: Code) -> None:
    """Nothing is drawn up under keys of another day."""
    assert refusal(lambda: chain.check_current(at)) is code


@pytest.mark.parametrize("chain", [CURRENT, ROTATED.with_keyset(SECOND_KEYSET)], ids=["one", "two"])
def test_what_has_not_expired_is_current(chain: TrustChain) -> None:
    """Until the last second of a keyset, and under a new root with its own keyset."""
    chain.check_current(keyset().expires_at - timedelta(seconds=1))


LOST = RevokedKey(keyid=PRIYA.public_key.keyid, reason=Revocation.COMPROMISED, accept_before=None)
LEFT = replace(LOST, reason=Revocation.LEFT, accept_before=NOVEMBER)


def test_what_a_keyset_said_stays_said() -> None:
    """A later keyset that leaves a revocation or an ending out takes neither back."""
    chain = CURRENT.with_keyset(signed(keyset(version=5, revoked=(LOST,), withdrawn=("9c" * 32,))))
    chain = chain.with_keyset(signed(keyset(version=6, revoked=(LEFT,))))

    assert chain.is_compromised(LOST.keyid)
    assert chain.revocations(LOST.keyid) == (LOST, LEFT)
    assert chain.withdrawn == {"9c" * 32}
    assert not CURRENT.is_compromised(LOST.keyid)


def test_every_key_that_was_ever_named_is_the_agency_s() -> None:
    """Offline keys, workers and revoked keys of all versions are known as the agency's."""
    gone = replace(LOST, keyid="77" * 32)
    chain = CURRENT.with_keyset(signed(keyset(version=5, keys=(), revoked=(gone,))))
    chain = chain.with_root(signed(SECOND, *BOTH))

    expected = {one.public_key.keyid for one in (*OFFLINE, *FRESH, DELEGATOR, SECOND_DELEGATOR)}
    assert chain.agency_keyids == expected | {one.keyid for one in keyset().keys} | {gone.keyid}


@given(versions=st.lists(st.integers(1, 9), max_size=6))
def test_versions_never_fall(versions: list[int]) -> None:
    """Whatever keysets are offered in whatever order, the newest version only rises."""
    chain = begun()
    for version in versions:
        before = chain.keyset_version
        try:
            chain = chain.with_keyset(signed(keyset(version=version)))
        except ConsentError:
            assert version <= before
        assert chain.keyset_version >= before
    assert chain.keyset_version == max(versions, default=0)


def test_a_chain_is_followed_entry_by_entry() -> None:
    """After each entry stands the chain as it was then, and other records leave it as it is."""
    others = (signed(keyset()), signed(agreement()), signed(SECOND, *BOTH), SECOND_KEYSET)
    entries = [Entry(NOVEMBER, envelope) for envelope in (FIRST, *others)]

    chains = followed(begun(), entries)

    assert [(one.root.version, one.keyset_version) for one in chains] == [
        (1, 0),
        (1, 4),
        (1, 4),
        (2, 4),
        (2, 5),
    ]
