"""What a home hands to a desk, as files: a bundle, statements, shared words, a card, and records.

The box is that of `played.py`, its records are those of `scene.py`. The worker's key file opens
with `PASSPHRASE`; she signs with the key that the made-up agency lists for her.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent.recorder.shared_words import sealed_words
from consent.bundle import bundle_to_octets
from consent.codes import Code
from consent.commands.key_file import PrivateKeys, to_file
from consent.deletion import deletion_of, signed_deletion
from consent.home import ClockState
from consent.spoken import HomeSecret
from consent.status import AgreementStatus, On, Status, signed_status
from tests.consent import scene
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import PRIYA
from tests.consent.played import AGREEMENT, PlayedBox, recording
from tests.consent.profiles.sample import BOX_KEY
from tests.consent.samples import home_card, keyset, trust_root

PASSPHRASE: Final = "a passphrase of some length"  # noqa: S105 - nobody's
SECRET: Final = HomeSecret(bytes(range(32)))
DIGITS: Final = "482913"
OPENING: Final = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def bundle_of(box: PlayedBox) -> bytes:
    """Return the file that a box hands over."""
    return bundle_to_octets(box.bundle())


@cache
def ended() -> PlayedBox:
    """Return a box a week after the young person pressed stop, with nothing left."""
    box = recording(3)
    box.press()
    return box.until(box.at + timedelta(days=7))


def deletion_by(box: PlayedBox) -> bytes:
    """Return the deletion statement of a box."""
    deletion = deletion_of(box.lines, box.journal.checkpoint, AGREEMENT)
    return signed_deletion(deletion, box.signer)


def status_of(box: PlayedBox, recorded: On | Code) -> bytes:
    """Return a box's answer to the six digits, just now."""
    status = Status(
        challenge=DIGITS,
        at=box.at,
        clock=ClockState.TRUSTED,
        release="1.4.2",
        image="a1" * 16,
        recording=recorded,
        agreement=AgreementStatus(start=AGREEMENT[:16], seq=0),
        checkpoint=box.journal.checkpoint,
    )
    return signed_status(status, box.signer)


@cache
def _standing() -> Mapping[str, bytes]:
    keys = PrivateKeys(signer=PRIYA, opening_key=OPENING)
    x25519 = OPENING.public_key().public_bytes_raw().hex()
    return {
        "home-card.json": scene.octets_of(home_card(), BOX_KEY),
        "root.json": scene.octets_of(trust_root()),
        "keyset.json": scene.octets_of(keyset()),
        "agreement.json": scene.octets_of(scene.AGREEMENT, *scene.signers_of(scene.AGREEMENT)),
        "my.key": to_file(keys, PASSPHRASE),
        "words.txt": sealed_words(SECRET, BOX_KEY, keyid=keys.public.keyid, x25519=x25519),
    }


def desk_with(box: PlayedBox, **files: bytes) -> MemoryDesk:
    """Return a desk at the box's time, with its bundle, its card, the records and more files."""
    more = {f"{name}.txt": octets for name, octets in files.items()}
    return MemoryDesk(
        answers={"Passphrase of my.key": PASSPHRASE},
        files={**_standing(), "bundle.txt": bundle_of(box), **more},
        at=box.at,
    )
