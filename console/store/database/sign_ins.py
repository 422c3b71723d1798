"""Those who sign in, their phones, their codes on paper and their visits: rows to values, and back.

Rules kept here:
- A sign-in is found by its name as people type it: case and spaces at its ends do not count.
- A code on paper is gone once it was used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, func, select

from console.security.permissions import Level, Role
from console.security.sessions import Visit
from console.store.database.tables.sign_ins import PaperCodeRow, PhoneRow, SignInRow, VisitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Somebody who may sign in. `password` is what is kept of it."""

    number: int
    name: str
    role: Role
    password: str
    app_secret: str | None
    app_step: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone or computer that somebody paired. `pin` is what is kept of it."""

    number: int
    sign_in: int
    label: str
    pin: str
    wrong_pins: int
    paired_at: datetime


def is_anybody(session: Session) -> bool:
    """Say whether this home has anybody who signs in."""
    return session.exec(select(SignInRow.number).limit(1)).first() is not None


def sign_ins_in(session: Session) -> tuple[SignIn, ...]:
    """Return everybody who may sign in, in the order in which they were added."""
    return tuple(
        _sign_in(row) for row in session.exec(select(SignInRow).order_by(col(SignInRow.number)))
    )


def sign_in_of(session: Session, number: int) -> SignIn | None:
    """Return a sign-in by its number, None where it is gone."""
    row = session.get(SignInRow, number)
    return _sign_in(row) if row else None


def sign_in_named(session: Session, name: str) -> SignIn | None:
    """Return the sign-in of a name as somebody typed it, None where nobody has it."""
    wanted = name.strip().casefold()
    return next((one for one in sign_ins_in(session) if one.name.casefold() == wanted), None)


def add_sign_in(session: Session, name: str, role: Role, password: str, at: datetime) -> SignIn:
    """Add somebody who may sign in. Their name must be nobody else's."""
    row = SignInRow(name=name, role=role.value, password=password, added_at=_kept_time(at))
    session.add(row)
    session.flush()
    return _sign_in(row)


def remove_sign_in(session: Session, number: int) -> None:
    """Remove a sign-in with its phones, codes and visits."""
    session.exec(delete(SignInRow).where(col(SignInRow.number) == number))


def change_password(session: Session, number: int, password: str) -> None:
    """Keep another password, and end every visit of the old one."""
    row = session.get_one(SignInRow, number)
    row.password = password
    session.add(row)
    session.flush()
    end_visits(session, number)


def keep_app(session: Session, number: int, secret: str | None, step: int) -> None:
    """Keep which authenticator app somebody has, and which of its codes counted last."""
    row = session.get_one(SignInRow, number)
    row.app_secret, row.app_step = secret, step
    session.add(row)
    session.flush()


def keep_paper_codes(session: Session, number: int, digests: Iterable[str]) -> None:
    """Keep these codes on paper in place of those before."""
    session.exec(delete(PaperCodeRow).where(col(PaperCodeRow.sign_in) == number))
    session.add_all([PaperCodeRow(digest=digest, sign_in=number) for digest in digests])
    session.flush()


def use_paper_code(session: Session, number: int, digest: str) -> bool:
    """Use a code on paper up; say whether there was one."""
    row = session.get(PaperCodeRow, digest)
    if row is None or row.sign_in != number:
        return False
    session.delete(row)
    session.flush()
    return True


def paper_codes_left(session: Session, number: int) -> int:
    """Return how many codes on paper somebody has left."""
    return session.exec(
        select(func.count()).select_from(PaperCodeRow).where(PaperCodeRow.sign_in == number)
    ).one()


def add_phone(
    session: Session, number: int, label: str, kept: tuple[str, str], at: datetime
) -> Phone:
    """Add a paired phone; `kept` is what is kept of its token and of its PIN."""
    digest, pin = kept
    row = PhoneRow(sign_in=number, label=label, digest=digest, pin=pin, paired_at=_kept_time(at))
    session.add(row)
    session.flush()
    return _phone(row)


def phone_with(session: Session, digest: str) -> Phone | None:
    """Return the phone whose token has this digest."""
    row = session.exec(select(PhoneRow).where(PhoneRow.digest == digest)).first()
    return _phone(row) if row else None


def phones_in(session: Session) -> tuple[Phone, ...]:
    """Return every paired phone, in the order in which they were paired."""
    return tuple(
        _phone(row) for row in session.exec(select(PhoneRow).order_by(col(PhoneRow.number)))
    )


def keep_wrong_pins(session: Session, number: int, wrong: int) -> None:
    """Keep how many wrong PINs in a row a phone was given."""
    row = session.get_one(PhoneRow, number)
    row.wrong_pins = wrong
    session.add(row)
    session.flush()


def remove_phone(session: Session, number: int) -> Phone | None:
    """Remove a phone with its visits, and return it; None where it was gone."""
    row = session.get(PhoneRow, number)
    if row is None:
        return None
    phone = _phone(row)
    session.delete(row)
    session.flush()
    return phone


def begin_visit(session: Session, visit: Visit) -> None:
    """Keep a visit that begins."""
    session.add(
        VisitRow(
            digest=visit.digest,
            sign_in=visit.sign_in,
            phone=visit.phone,
            level=visit.level.value,
            began_at=_kept_time(visit.began_at),
            seen_at=_kept_time(visit.seen_at),
        )
    )
    session.flush()


def visit_with(session: Session, digest: str) -> Visit | None:
    """Return the visit whose token has this digest."""
    row = session.get(VisitRow, digest)
    return _visit(row) if row else None


def visits_in(session: Session) -> tuple[Visit, ...]:
    """Return every visit that is kept, the newest first."""
    rows = session.exec(select(VisitRow).order_by(col(VisitRow.began_at).desc()))
    return tuple(_visit(row) for row in rows)


def note_seen(session: Session, digest: str, at: datetime) -> None:
    """Note that a visit goes on."""
    if row := session.get(VisitRow, digest):
        row.seen_at = _kept_time(at)
        session.add(row)


def end_visit(session: Session, digest: str) -> None:
    """End a visit; one that is over already stays so."""
    session.exec(delete(VisitRow).where(col(VisitRow.digest) == digest))


def end_visits(session: Session, number: int) -> None:
    """End every visit of somebody who signs in."""
    session.exec(delete(VisitRow).where(col(VisitRow.sign_in) == number))


def _kept_time(at: datetime) -> int:
    return int(at.timestamp())


def _time(kept: int) -> datetime:
    return datetime.fromtimestamp(kept, UTC)


def _sign_in(row: SignInRow) -> SignIn:
    assert row.number is not None  # it was flushed, or read
    return SignIn(
        number=row.number,
        name=row.name,
        role=Role(row.role),
        password=row.password,
        app_secret=row.app_secret,
        app_step=row.app_step,
        added_at=_time(row.added_at),
    )


def _phone(row: PhoneRow) -> Phone:
    assert row.number is not None  # it was flushed, or read
    return Phone(
        number=row.number,
        sign_in=row.sign_in,
        label=row.label,
        pin=row.pin,
        wrong_pins=row.wrong_pins,
        paired_at=_time(row.paired_at),
    )


def _visit(row: VisitRow) -> Visit:
    return Visit(
        digest=row.digest,
        sign_in=row.sign_in,
        phone=row.phone,
        level=Level(row.level),
        began_at=_time(row.began_at),
        seen_at=_time(row.seen_at),
    )
