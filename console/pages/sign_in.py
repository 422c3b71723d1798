"""The pages by which people sign in: sign in, PIN, pair this phone, lost password.

Rules kept here:
- What was typed stays in the form, save what is secret.
- What was wrong with a sign-in is one sentence, whichever part was wrong.
- No person's name stands in a title or an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from console import words
from console.security.one_time_codes import QrCode, in_groups, qr_of
from console.services.sign_in import Paired, Refused
from console.words import sign_in as sign_in_words
from policy.screen_time.targets import target_id
from policy.timed import Target

_STATUS: Final[Mapping[Refused, HTTPStatus]] = MappingProxyType(
    dict.fromkeys(Refused, HTTPStatus.UNPROCESSABLE_ENTITY)
    | {Refused.TOO_OFTEN: HTTPStatus.TOO_MANY_REQUESTS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The sign-in. `done` says that something went well just before; `is_in` offers the way out."""

    title: str
    status: HTTPStatus = HTTPStatus.OK
    name: str = ""
    error: str | None = None
    done: str | None = None
    is_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickPerson:
    """A young person to whom 15 minutes can be given by PIN: the number of what, and the button.

    `target` is None where no time is counted for them.
    """

    number: int
    name: str
    target: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickGrant:
    """What was given a moment ago and can be taken back by PIN."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockPage:
    """The PIN, or what can be done with it: `is_open` once it was right."""

    title: str
    status: HTTPStatus = HTTPStatus.OK
    error: str | None = None
    has_pin: bool
    is_open: bool = False
    people: tuple[QuickPerson, ...] = ()
    grants: tuple[QuickGrant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Pairing: with the picture for an app where there is none yet. `secret` is empty otherwise."""

    title: str
    status: HTTPStatus = HTTPStatus.OK
    secret: str
    typed_secret: str
    picture: QrCode | None
    label: str = ""
    code_error: str | None = None
    label_error: str | None = None
    pin_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedPage:
    """What is shown once, after pairing: the codes to write down, if there are new ones."""

    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPage:
    """A new password for a lost one."""

    title: str
    status: HTTPStatus = HTTPStatus.OK
    name: str = ""
    error: str | None = None
    password_error: str | None = None


def sign_in_page(
    name: str = "",
    refused: Refused | None = None,
    *,
    done: bool = False,
    is_in: bool = False,
) -> SignInPage:
    """Return the sign-in, with what was wrong with the last one."""
    return SignInPage(
        title=words.TITLE.format(page=sign_in_words.TITLE),
        status=_status(refused),
        name=name,
        error=None if refused is None else _sign_in_error(refused),
        done=sign_in_words.LOST_DONE if done else None,
        is_in=is_in,
    )


def unlock_page(*, has_pin: bool, refused: Refused | None = None) -> UnlockPage:
    """Return the page that asks for the PIN, with what was wrong with the last one."""
    error = None if refused is None else _UNLOCK_ERRORS[refused]
    if refused is None and not has_pin:
        error = sign_in_words.UNLOCK_NONE
    return UnlockPage(
        title=words.TITLE.format(page=sign_in_words.UNLOCK_TITLE),
        status=_status(refused),
        error=error,
        has_pin=has_pin and refused not in (Refused.SPENT, Refused.NO_PHONE),
    )


def quick_person(number: int, name: str, target: Target | None) -> QuickPerson:
    """Return the line of somebody to give to, which says of what the minutes would be."""
    if target is None:
        return QuickPerson(number=number, name=name, target=None, text=sign_in_words.QUICK_NOTHING)
    text = sign_in_words.QUICK_GIVE.format(target=target.label)
    return QuickPerson(number=number, name=name, target=target_id(target), text=text)


def quick_page(people: tuple[QuickPerson, ...], grants: tuple[QuickGrant, ...]) -> UnlockPage:
    """Return the page with what a PIN is good for."""
    return UnlockPage(
        title=words.TITLE.format(page=sign_in_words.UNLOCK_TITLE),
        has_pin=True,
        is_open=True,
        people=people,
        grants=grants,
    )


def pair_page(secret: str, label: str = "", refused: Refused | None = None) -> PairPage:
    """Return the page that pairs; `secret` is for a new app, empty for somebody who has one."""
    return PairPage(
        title=words.TITLE.format(page=sign_in_words.PAIR_TITLE),
        status=_status(refused),
        secret=secret,
        typed_secret=in_groups(secret),
        picture=qr_of(secret) if secret else None,
        label=label,
        code_error={
            Refused.CODE: sign_in_words.PAIR_CODE_WRONG,
            Refused.TOO_OFTEN: sign_in_words.TOO_OFTEN,
        }.get(refused)
        if refused
        else None,
        label_error=sign_in_words.PAIR_LABEL_WRONG if refused is Refused.LABEL else None,
        pin_error=sign_in_words.PAIR_PIN_WRONG if refused is Refused.PIN else None,
    )


def paired_page(paired: Paired) -> PairedPage:
    """Return what is shown once."""
    return PairedPage(title=words.TITLE.format(page=sign_in_words.PAIR_TITLE), codes=paired.codes)


def lost_page(name: str = "", refused: Refused | None = None) -> LostPage:
    """Return the page for a lost password, with what was wrong with the last try."""
    errors = {Refused.WRONG: sign_in_words.LOST_WRONG, Refused.TOO_OFTEN: sign_in_words.TOO_OFTEN}
    return LostPage(
        title=words.TITLE.format(page=sign_in_words.LOST_TITLE),
        status=_status(refused),
        name=name,
        error=errors.get(refused) if refused else None,
        password_error=sign_in_words.LOST_SHORT if refused is Refused.SHORT else None,
    )


_UNLOCK_ERRORS: Final[Mapping[Refused, str]] = MappingProxyType(
    {
        Refused.WRONG: sign_in_words.UNLOCK_WRONG,
        Refused.TOO_OFTEN: sign_in_words.TOO_OFTEN,
        Refused.SPENT: sign_in_words.UNLOCK_SPENT,
        Refused.NO_PHONE: sign_in_words.UNLOCK_NONE,
    }
)


def _sign_in_error(refused: Refused) -> str:
    return sign_in_words.TOO_OFTEN if refused is Refused.TOO_OFTEN else sign_in_words.WRONG


def _status(refused: Refused | None) -> HTTPStatus:
    return HTTPStatus.OK if refused is None else _STATUS[refused]
