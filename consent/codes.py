"""The closed set of reasons for which this room says no, by names that never change.

Rules kept here:
- A code is for good: files of test vectors, other people's tools and case notes name it.
- What a code says to a person stands in `sentences.py`, one entry for each.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why something is not accepted. The value is what is written down; the name is its end."""

    # Text: `encoding.py`.
    TEXT_BASE64 = "E_TEXT_BASE64"
    TEXT_HEX = "E_TEXT_HEX"

    # JSON, of an envelope or of its payload: `encoding.py`.
    JSON_SIZE = "E_JSON_SIZE"
    JSON_UNREADABLE = "E_JSON_UNREADABLE"
    JSON_DUPLICATE = "E_JSON_DUPLICATE"
    JSON_NUMBER = "E_JSON_NUMBER"
    JSON_VALUE = "E_JSON_VALUE"
    JSON_DEPTH = "E_JSON_DEPTH"
    JSON_CHARACTER = "E_JSON_CHARACTER"
    JSON_COMPOSITION = "E_JSON_COMPOSITION"
    JSON_FORM = "E_JSON_FORM"
    JSON_SHAPE = "E_JSON_SHAPE"

    # The envelope: `envelope.py`.
    ENV_MEMBERS = "E_ENV_MEMBERS"
    ENV_TYPE = "E_ENV_TYPE"
    ENV_KEYID = "E_ENV_KEYID"
    ENV_UNSIGNED = "E_ENV_UNSIGNED"
    ENV_CROWDED = "E_ENV_CROWDED"
    ENV_SIGNED_TWICE = "E_ENV_SIGNED_TWICE"

    # One key: `keys.py`.
    KEY_LENGTH = "E_KEY_LENGTH"
    KEY_WEAK = "E_KEY_WEAK"
    KEY_FORM = "E_KEY_FORM"
    KEY_ID = "E_KEY_ID"

    # Signatures against keys and roles: `envelope.py`, `verification.py`.
    SIG_LENGTH = "E_SIG_LENGTH"
    SIG_INVALID = "E_SIG_INVALID"
    SIG_UNKNOWN = "E_SIG_UNKNOWN"
    SIG_MISSING = "E_SIG_MISSING"
    SIG_NOT_MADE = "E_SIG_NOT_MADE"

    # Who must sign: `roles.py`.
    ROLE_THRESHOLD = "E_ROLE_THRESHOLD"
    ROLE_TOO_FEW = "E_ROLE_TOO_FEW"
    ROLE_KEY_TWICE = "E_ROLE_KEY_TWICE"
    ROLE_KEY_SHARED = "E_ROLE_KEY_SHARED"
    ROLE_NOBODY = "E_ROLE_NOBODY"
