"""The tables of those who sign in.

Rules kept here:
- Of passwords, PINs, tokens and codes on paper only what cannot be turned back is kept. The secret
  shared with an authenticator app must be kept as it is, for codes to be reckoned from it.
- What belongs to a sign-in goes when it goes.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class SignInRow(SQLModel, table=True):
    """Somebody who may sign in. `app_step` is the step of the app's code that counted last."""

    __tablename__: ClassVar[str] = "sign_in"

    number: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    password: str
    app_secret: str | None = None
    app_step: int = 0
    added_at: int


class PhoneRow(SQLModel, table=True):
    """A phone or computer that was paired."""

    __tablename__: ClassVar[str] = "phone"

    number: int | None = Field(default=None, primary_key=True)
    sign_in: int = Field(foreign_key="sign_in.number", ondelete="CASCADE")
    label: str
    digest: str = Field(unique=True)
    pin: str
    wrong_pins: int = 0
    paired_at: int


class PaperCodeRow(SQLModel, table=True):
    """A code on paper that was not used yet."""

    __tablename__: ClassVar[str] = "paper_code"

    digest: str = Field(primary_key=True)
    sign_in: int = Field(foreign_key="sign_in.number", ondelete="CASCADE")


class VisitRow(SQLModel, table=True):
    """Somebody who is signed in now, in one browser."""

    __tablename__: ClassVar[str] = "visit"

    digest: str = Field(primary_key=True)
    sign_in: int = Field(foreign_key="sign_in.number", ondelete="CASCADE")
    phone: int | None = Field(default=None, foreign_key="phone.number", ondelete="CASCADE")
    level: str
    began_at: int
    seen_at: int
