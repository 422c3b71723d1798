"""What young people wrote for a review or for the house agreement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables of `tables.own_words`."""
    op.create_table(
        "own_words",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_to", sa.String(), nullable=True),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("written_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("(text IS NULL) <> (sealed IS NULL)", name="open_or_sealed"),
    )
    op.create_table(
        "own_words_heard",
        sa.Column("person", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Integer(), nullable=False),
    )
