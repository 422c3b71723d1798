"""The cards by which young people open their own pages on any device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table of `tables.cards`."""
    op.create_table(
        "card",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("hashed", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
    )
