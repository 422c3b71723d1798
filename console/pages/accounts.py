"""Who can sign in here, with the phones and visits of each, and how to let somebody else in.

Rules kept here:
- A first password is shown once, on the page that answers the button, and nowhere else.
- No person's name stands in a title or an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from console import words
from console.pages.times import day_in_words
from console.security.permissions import Role
from console.services.accounts import First, NotAdded, Standing
from console.words import sign_in as sign_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRow:
    """A paired phone, with the number by which it is removed."""

    number: int
    label: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInCard:
    """Somebody who can sign in, and how that stands."""

    number: int
    name: str
    role: str
    is_you: bool
    lines: tuple[str, ...]
    phones: tuple[PhoneRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """What somebody who is added can be."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage:
    """Everybody who can sign in. `name` is what was typed, where it would not do."""

    title: str
    status: HTTPStatus
    cards: tuple[SignInCard, ...]
    roles: tuple[RoleChoice, ...]
    name: str
    name_error: str | None
    error: str | None
    can_pair: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPage:
    """What is shown once, after somebody was added."""

    title: str
    name: str
    password: str


def accounts_page(
    standings: tuple[Standing, ...],
    you: int | None,
    typed: tuple[str, str] = ("", Role.CARER),
    refused: NotAdded | None = None,
) -> AccountsPage:
    """Return the page; `you` is the number of whoever asks, `typed` a name and role that were."""
    name, role = typed
    return AccountsPage(
        title=words.TITLE.format(page=sign_in_words.ALL_TITLE),
        status=HTTPStatus.OK if refused is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        cards=tuple(_card(standing, you) for standing in standings),
        roles=tuple(
            RoleChoice(value=one.value, label=sign_in_words.ROLES[one], chosen=one.value == role)
            for one in Role
        ),
        name=name,
        name_error=sign_in_words.ALL_NAME_WRONG if refused is NotAdded.NAME else None,
        error=sign_in_words.ALL_LAST if refused is NotAdded.LAST_CARER else None,
        can_pair=you is not None,
    )


def added_page(first: First) -> AddedPage:
    """Return what is shown once."""
    return AddedPage(
        title=words.TITLE.format(page=sign_in_words.ALL_TITLE),
        name=first.sign_in.name,
        password=first.password,
    )


def _card(standing: Standing, you: int | None) -> SignInCard:
    sign_in = standing.sign_in
    has_app = sign_in.app_secret is not None
    return SignInCard(
        number=sign_in.number,
        name=sign_in.name,
        role=sign_in_words.ROLES[sign_in.role],
        is_you=sign_in.number == you,
        lines=(
            sign_in_words.ALL_SINCE.format(date=day_in_words(sign_in.added_at.date())),
            _visits(standing.visits),
            sign_in_words.ALL_CODES.format(count=standing.paper_codes)
            if has_app
            else sign_in_words.ALL_NO_APP,
        ),
        phones=tuple(
            PhoneRow(
                number=phone.number,
                label=phone.label,
                since=sign_in_words.ALL_SINCE.format(date=day_in_words(phone.paired_at.date())),
            )
            for phone in standing.phones
        ),
    )


def _visits(count: int) -> str:
    match count:
        case 0:
            return sign_in_words.ALL_VISITS_NONE
        case 1:
            return sign_in_words.ALL_VISITS_ONE
        case _:
            return sign_in_words.ALL_VISITS.format(count=count)
