"""The PINs by which people say whose turn it is on a shared device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of `tables.pins`."""
    op.create_table(
        "pin",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hashed", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("barred_until", sa.Integer(), nullable=True),
    )
