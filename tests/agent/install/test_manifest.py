from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.signer._key import SSlibKey

from agent.install.manifest import (
    Manifest,
    ReleaseRefused,
    check_fits,
    list_from_bytes,
    list_to_bytes,
    opened,
    signed,
)
from tests.agent.install.releases import MAKER, SECOND, STRANGER, keys_of
from tests.conftest import Scale

LISTED = {"requirements.lock": "1" * 64, "agent/a.py": "2" * 64}

GOOD = Manifest(
    release="0.2.0",
    number=2,
    upgrades_from=1,
    python=("3.11", "3.13"),
    requirements="1" * 64,
    files=sha256(list_to_bytes(LISTED)).hexdigest(),
    octets=1_000,
)


def test_what_its_makers_signed_is_read() -> None:
    """A manifest comes back as it was, and the same one is always the same octets."""
    octets = signed(GOOD, [MAKER])

    assert opened(octets, keys_of(MAKER)) == GOOD
    assert signed(GOOD, [MAKER]) == octets


def test_another_program_finds_the_signature_good() -> None:
    """The envelope is DSSE as others read it, not only as we do."""
    octets = signed(GOOD, [MAKER])
    document = json.loads(octets)
    key = SSlibKey(
        MAKER.public_key.keyid,
        "ed25519",
        "ed25519",
        {"public": MAKER.public_key.octets.hex()},
    )
    signatures = [{**one, "sig": one["sig"]} for one in document["signatures"]]
    envelope = Envelope.from_dict({**document, "signatures": signatures})

    assert set(envelope.verify([key], 1)) == {key.keyid}


def test_two_makers_sign_where_two_are_asked_for() -> None:
    """One of two is too few, and one who signs twice is still one."""
    both = keys_of(MAKER, SECOND, needs=2)
    assert opened(signed(GOOD, [SECOND, MAKER]), both) == GOOD
    assert signed(GOOD, [SECOND, MAKER]) == signed(GOOD, [MAKER, SECOND])

    for few in ([MAKER], [MAKER, MAKER], [MAKER, STRANGER]):
        with pytest.raises(ReleaseRefused, match="1 of 2 signatures"):
            opened(signed(GOOD, few), both)


def test_a_stranger_s_release_is_refused() -> None:
    """Whoever signs well, and is not believed here, is nobody."""
    with pytest.raises(ReleaseRefused, match="Nobody signed this release whom this box believes"):
        opened(signed(GOOD, [STRANGER]), keys_of(MAKER))


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return a good envelope with one thing changed, in canonical form again."""
    document = json.loads(signed(GOOD, [MAKER]))
    change(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _payload(**more: object) -> str:
    inside = json.loads(base64.b64decode(json.loads(signed(GOOD, [MAKER]))["payload"]))
    text = json.dumps(inside | more, sort_keys=True, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


BAD = {
    "another number": changed(lambda one: one.update(payload=_payload(number=9))),
    "another type": changed(lambda one: one.update(payloadType="application/json")),
    "a member more": changed(lambda one: one.update(more=1)),
    "no signature": changed(lambda one: one.update(signatures=[])),
    "a signature of another shape": changed(lambda one: one["signatures"][0].update(more=1)),
    "a signature that is no base64": changed(lambda one: one["signatures"][0].update(sig="?")),
    "somebody else's id": changed(
        lambda one: one["signatures"][0].update(keyid=STRANGER.public_key.keyid)
    ),
    "not in one form": signed(GOOD, [MAKER]) + b"\n",
    "cut off": signed(GOOD, [MAKER])[:-9],
    "empty": b"",
    "too long": b" " * 70_000,
    "a list": b"[]",
}


@pytest.mark.parametrize("octets", BAD.values(), ids=BAD)
def test_a_changed_envelope_is_refused_in_a_sentence(octets: bytes) -> None:
    """Nothing but what was signed, octet for octet, is a release."""
    with pytest.raises(ReleaseRefused) as refused:
        opened(octets, keys_of(MAKER))

    assert str(refused.value).endswith((".", "?"))


def test_any_octet_changed_is_refused(dice: Random, scale: Scale) -> None:
    """No single octet of an envelope can be another one."""
    good = signed(GOOD, [MAKER])
    for _ in range(scale(50, 2_000)):
        at = dice.randrange(len(good))
        bad = good[:at] + bytes([good[at] ^ dice.randrange(1, 256)]) + good[at + 1 :]
        with pytest.raises(ReleaseRefused):
            opened(bad, keys_of(MAKER))


def test_a_document_of_another_shape_is_refused_though_it_is_signed() -> None:
    """A maker's slip is no release: a number of none, a field that nobody knows."""
    for wrong in (replace(GOOD, number=0), replace(GOOD, octets=2**40), replace(GOOD, python=())):
        with pytest.raises(ReleaseRefused, match="damaged"):
            opened(signed(wrong, [MAKER]), keys_of(MAKER))


def test_the_list_is_the_one_that_was_signed() -> None:
    """A list comes back, and one that differs in an octet is refused."""
    octets = list_to_bytes(LISTED)

    assert list_from_bytes(octets, GOOD) == LISTED
    with pytest.raises(ReleaseRefused, match="changed since it was signed"):
        list_from_bytes(octets.replace(b"a.py", b"b.py"), GOOD)


LISTS = {
    "a path out of the folder": b"%s  ../a\n" % (b"2" * 64),
    "a path from the root": b"%s  /etc/passwd\n" % (b"2" * 64),
    "a path that is hidden": b"%s  agent/.a\n" % (b"2" * 64),
    "a path twice": b"%s  a\n%s  a\n" % (b"2" * 64, b"3" * 64),
    "not in order": b"%s  b\n%s  a\n" % (b"2" * 64, b"2" * 64),
    "a digest cut off": b"%s  a\n" % (b"2" * 63),
    "no line end": b"%s  a" % (b"2" * 64),
    "letters of another script": b"2" * 64 + "  ä\n".encode(),
    "other packages": b"%s  requirements.lock\n" % (b"2" * 64),
    "no packages": b"%s  a\n" % (b"2" * 64),
}


@pytest.mark.parametrize("octets", LISTS.values(), ids=LISTS)
def test_a_list_that_leads_elsewhere_is_refused_though_it_is_signed(octets: bytes) -> None:
    """Not even its makers can name a file outside of a release, or one of them twice."""
    with pytest.raises(ReleaseRefused):
        list_from_bytes(octets, replace(GOOD, files=sha256(octets).hexdigest()))


FITS = {
    "a newer one": (GOOD, 1, False, None),
    "an older one": (GOOD, 3, False, "is older than the one"),
    "an older one, asked for": (GOOD, 3, True, None),
    "the same": (GOOD, 2, True, "runs here already"),
    "from one too old": (replace(GOOD, number=9, upgrades_from=4), 3, False, "Upgrade to a"),
    "from the least": (replace(GOOD, number=9, upgrades_from=4), 4, False, None),
    "another Python": (replace(GOOD, python=("3.14",)), 1, False, "this machine has 3.13"),
}


@pytest.mark.parametrize(("manifest", "number", "older", "says"), FITS.values(), ids=FITS)
def test_a_number_only_rises_unless_somebody_asks_in_words(
    manifest: Manifest, number: int, *, older: bool, says: str | None
) -> None:
    """What may follow what is decided by numbers, and a no says what to do."""
    if says is None:
        check_fits(manifest, number, "3.13", older=older)
    else:
        with pytest.raises(ReleaseRefused, match=says):
            check_fits(manifest, number, "3.13", older=older)
