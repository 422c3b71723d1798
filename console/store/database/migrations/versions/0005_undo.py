"""How the home was before its latest changes, by which they can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of `tables.undo`."""
    op.create_table(
        "undo",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
