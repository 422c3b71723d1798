"""Whom a carer rings about an agreement, and who was told that somebody pressed stop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of `tables.contacts`."""
    op.create_table(
        "contact",
        sa.Column("route", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
    )
    op.create_table(
        "told_of_stop",
        sa.Column("box", sa.String(), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("told_at", sa.Integer(), nullable=False),
    )
