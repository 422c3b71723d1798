"""What carers give and young people ask, and the list of pauses, which is only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NOTHING_CHANGES = """
CREATE TRIGGER listed_pause_stays BEFORE UPDATE ON listed_pause
BEGIN SELECT RAISE(ABORT, 'this list is only added to'); END
"""


def upgrade() -> None:
    """Make the tables of `tables.given`."""
    op.create_table(
        "given_grant",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "request",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("young_person", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answer_words", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "turn",
        sa.Column("device", sa.String(), primary_key=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
    )
    op.create_table(
        "listed_pause",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("young_person", sa.String(), nullable=False),
        sa.Column("grant_number", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.UniqueConstraint("young_person", "grant_number", name="listed_once"),
    )
    op.execute(NOTHING_CHANGES)
    op.create_table(
        "confirmed_time",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.CheckConstraint("number = 1", name="one_time"),
    )
