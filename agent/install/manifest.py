"""What a release is: which files, which number, and that its makers signed it (DSSE v1.0.2).

Rules kept here:
- It is read only after enough of the keys that the box believes signed its very octets.
- The number only rises. An older release is taken up only by whoever asks for that in words.
- It names each file by its digest, through one list beside it, so nothing can be added, left out
  or changed. What it does not name is no part of the release.
- Reading is that of the records (`consent.encoding`): one way to write each document.

`agent/decisions/0012-own-releases.md` says why it is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from agent.install.release_keys import ReleaseKeys
from agent.install.steps import StepFailed
from consent.encoding import (
    JsonValue,
    base64_from_octets,
    digest,
    json_from_object,
    object_from_json,
    octets_from_base64,
)
from consent.envelope import pre_authentication_encoding
from consent.errors import ConsentError
from consent.schema import Bits256, Items, Span, Text, read, write
from consent.signer import Signer

PAYLOAD_TYPE: Final = "application/vnd.lamplight.release.v1+json"

MANIFEST: Final = "release.json"
FILES: Final = "release.files"
"""The list of files, as `sha256sum` writes and checks it."""

MOST_FILES: Final = 20_000
MOST_OCTETS: Final = 512 * 1024 * 1024
"""Of all files together: some ten times what a release has."""

_PART: Final = r"[A-Za-z0-9_+][A-Za-z0-9._+@~-]*"
_LINE: Final = re.compile(rf"([0-9a-f]{{64}})  ({_PART}(?:/{_PART})*)")
"""No part begins with a dot, so no path leads out of the folder."""

Number = Annotated[int, Span(1, 1_000_000)]


class ReleaseRefused(StepFailed):
    """A release is not one that this box takes up; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A release as its makers signed it. `files` is the digest of the list of its files."""

    format: Literal["lamplight-release/v1"] = "lamplight-release/v1"
    release: Annotated[str, Text(40)]
    number: Number
    upgrades_from: Number
    python: Annotated[tuple[Annotated[str, Text(8)], ...], Items(1, 8)]
    requirements: Annotated[str, Bits256()]
    files: Annotated[str, Bits256()]
    octets: Annotated[int, Span(1, MOST_OCTETS)]


def signed(manifest: Manifest, signers: Sequence[Signer]) -> bytes:
    """Return the manifest in its envelope. The same input gives the same octets (RFC 8032)."""
    payload = json_from_object(write(manifest))
    message = pre_authentication_encoding(PAYLOAD_TYPE, payload)
    signatures: list[JsonValue] = [
        {"keyid": one.public_key.keyid, "sig": base64_from_octets(one.sign(message))}
        for one in sorted(signers, key=lambda one: one.public_key.keyid)
    ]
    return json_from_object(
        {
            "payload": base64_from_octets(payload),
            "payloadType": PAYLOAD_TYPE,
            "signatures": signatures,
        }
    )


def opened(envelope: bytes, keys: ReleaseKeys) -> Manifest:
    """Return what enough of the keys signed. Raises ReleaseRefused."""
    try:
        return _opened(envelope, keys)
    except ConsentError as error:
        raise ReleaseRefused(
            f"{MANIFEST} is damaged or is no release of Lamplight ({error}). Fetch it again."
        ) from error


def _opened(envelope: bytes, keys: ReleaseKeys) -> Manifest:
    match object_from_json(envelope):
        case {"payload": text, "payloadType": str(kind), "signatures": [*found], **more} if (
            not more and kind == PAYLOAD_TYPE
        ):
            payload = octets_from_base64(text, "payload")
        case _:
            raise ReleaseRefused(f"{MANIFEST} is no release of Lamplight. Is it the right file?")
    message = pre_authentication_encoding(PAYLOAD_TYPE, payload)
    # A set: a key that signs twice is one key.
    good = {
        keyid
        for keyid, octets in _signatures(found)
        if keyid in keys.keys and keys.keys[keyid].verifies(octets, message)
    }
    if not good:
        raise ReleaseRefused(
            f"Nobody signed this release whom this box believes. Its keys stand in {keys.source}."
            " Do not install it unless you know from its makers themselves why that is."
        )
    if len(good) < keys.needs:
        raise ReleaseRefused(
            f"Only {len(good)} of {keys.needs} signatures that {keys.source} asks for are there."
            " Ask its makers for the whole of it."
        )
    return read(Manifest, object_from_json(payload))


def _signatures(found: Iterable[object]) -> list[tuple[str, bytes]]:
    signatures = []
    for one in found:
        match one:
            case {"keyid": str(keyid), "sig": sig, **more} if not more:
                signatures.append((keyid, octets_from_base64(sig, "sig")))
            case _:
                raise ReleaseRefused(f"{MANIFEST} is damaged. Fetch it again.")
    return signatures


def list_to_bytes(digests: Mapping[str, str]) -> bytes:
    """Return the list of files by their digests."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("ascii")


def list_from_bytes(octets: bytes, manifest: Manifest) -> dict[str, str]:
    """Return the digest of each file of a release. Raises ReleaseRefused."""
    if digest(octets) != manifest.files:
        raise ReleaseRefused(f"{FILES} was changed since it was signed. Fetch the release again.")
    lines = octets.decode("ascii", errors="replace").splitlines()
    matches = [_LINE.fullmatch(line) for line in lines[: MOST_FILES + 1]]
    digests = {one[2]: one[1] for one in matches if one}
    if not len(lines) == len(digests) <= MOST_FILES or list_to_bytes(digests) != octets:
        raise ReleaseRefused(f"{FILES} cannot be read, though it was signed. Tell its makers.")
    if digests.get("requirements.lock") != manifest.requirements:
        raise ReleaseRefused("The release contradicts itself about its packages. Tell its makers.")
    return digests


def check_fits(manifest: Manifest, number: int, python: str, *, older: bool) -> None:
    """Raise ReleaseRefused where a release cannot follow the one with this number here."""
    if manifest.number == number:
        raise ReleaseRefused(f"Release {manifest.release} runs here already. Nothing was changed.")
    if manifest.number < number and not older:
        raise ReleaseRefused(
            f"Release {manifest.release} is older than the one that runs here, and may have"
            " mistakes that were mended since. If you want it all the same, say so:"
            " --to-an-older-release"
        )
    if number < manifest.upgrades_from:
        raise ReleaseRefused(
            f"Release {manifest.release} cannot follow the one that runs here, which is too old."
            f" Upgrade to a release in between first: number {manifest.upgrades_from} or later,"
            f" and below {manifest.number}."
        )
    if python not in manifest.python:
        raise ReleaseRefused(
            f"Release {manifest.release} runs on Python {', '.join(manifest.python)}, and this"
            f" machine has {python}. Ask for a release that fits this system."
        )
