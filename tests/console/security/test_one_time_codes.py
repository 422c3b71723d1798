from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pyotp
import pytest
import segno

from console.security.one_time_codes import (
    HOW_MANY,
    STEP_SECONDS,
    app_secret,
    in_groups,
    is_app_secret,
    paper_codes,
    paper_digest,
    qr_of,
    step_of,
)

# RFC 6238, appendix B: the secret of its SHA-1 examples, with the last six of their eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - a published one
VECTORS = {
    59: "287082",
    1_111_111_109: "081804",
    1_111_111_111: "050471",
    1_234_567_890: "005924",
    2_000_000_000: "279037",
}
AT = datetime.fromtimestamp(1_234_567_890, UTC)
STEP = 1_234_567_890 // STEP_SECONDS


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Every example of RFC 6238 is accepted at its time, as its step."""
    at = datetime.fromtimestamp(seconds, UTC)

    assert step_of(SECRET, code, at, -1) == seconds // STEP_SECONDS


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "00 59 24"])
def test_spaces_do_not_count(typed: str) -> None:
    """Apps show a code in two groups, and people type what they see."""
    assert step_of(SECRET, typed, AT, 0) == STEP


@pytest.mark.parametrize(("late", "expected"), [(-1, STEP), (0, STEP), (1, STEP), (2, None)])
def test_a_code_may_be_one_step_off(late: int, expected: int | None) -> None:
    """A phone's clock may be half a minute before or behind the box's, and no more."""
    at = AT + timedelta(seconds=late * STEP_SECONDS)

    assert step_of(SECRET, "005924", at, 0) == expected
    assert step_of(SECRET, "005924", AT - 2 * timedelta(seconds=STEP_SECONDS), 0) is None


def test_a_code_counts_once() -> None:
    """Neither the code that counted last nor any before it is taken again."""
    before = pyotp.TOTP(SECRET).generate_otp(STEP - 1)

    assert step_of(SECRET, "005924", AT, STEP - 1) == STEP
    assert step_of(SECRET, "005924", AT, STEP) is None
    assert step_of(SECRET, before, AT, STEP) is None


@pytest.mark.parametrize("typed", ["", "00592", "0059244", "abcdef", "٠٠٥٩٢٤", "005924x"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    """Six digits and nothing else."""
    assert step_of(SECRET, typed, AT, 0) is None


def test_a_secret_is_another_each_time() -> None:
    """It is 160 bits, as RFC 4226 asks for, in letters an app understands."""
    secrets = {app_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert all(is_app_secret(secret) for secret in secrets)
    assert not any(map(is_app_secret, ("", "A" * 31, "A" * 33, "a" * 32, "1" * 32)))


def test_a_secret_is_typed_in_groups() -> None:
    """What stands beside the picture can be typed without losing the place."""
    assert in_groups(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert in_groups("") == ""


def test_the_picture_is_what_an_app_reads() -> None:
    """Its dark squares are those of the very address with this secret, and it names nobody."""
    uri = pyotp.TOTP(SECRET).provisioning_uri(name="Lamplight", issuer_name="Lamplight")
    expected = segno.make(uri, error="m", micro=False)
    picture = qr_of(SECRET)
    dark = {
        (x, y) for y, row in enumerate(expected.matrix) for x, is_dark in enumerate(row) if is_dark
    }

    assert f"secret={SECRET}" in uri
    assert picture.side == len(expected.matrix) + 8
    assert picture.path == "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for x, y in sorted(dark, key=lambda at: at[::-1])
    )


def test_ten_codes_for_the_drawer() -> None:
    """They differ, hold no letter that looks like another, and are kept as digests."""
    codes = paper_codes()

    assert len(set(codes)) == HOW_MANY
    assert not set("".join(codes)) & set("01loi")
    assert all([len(group) for group in code.split("-")] == [4, 4, 4, 4] for code in codes)
    assert all(first != second for first, second in pairwise(codes))


@pytest.mark.parametrize(
    "typed",
    ["ab2c-de3f-gh4j-kmn5", "AB2C DE3F GH4J KMN5", "ab2cde3fgh4jkmn5", " ab2c.de3f-gh4jkmn5 "],
)
def test_a_code_on_paper_is_known_however_it_is_typed(typed: str) -> None:
    """Groups, case and spaces do not count."""
    assert paper_digest(typed) == hashlib.sha256(b"ab2cde3fgh4jkmn5").hexdigest()
