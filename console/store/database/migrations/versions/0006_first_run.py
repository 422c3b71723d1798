"""How far the first run is, and the numbers that this home would ring first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of `tables.first_run`."""
    op.create_table(
        "first_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_first_run"),
    )
    op.create_table(
        "own_number",
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
    )
