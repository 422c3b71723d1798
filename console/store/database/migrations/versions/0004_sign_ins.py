"""Who may sign in, on which paired phones, by which codes on paper, and the visits going on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of `tables.sign_ins`."""
    op.create_table(
        "sign_in",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("app_secret", sa.String(), nullable=True),
        sa.Column("app_step", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Integer(), nullable=False),
    )
    op.create_table(
        "phone",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("sign_in", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("paired_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sign_in"], ["sign_in.number"], ondelete="CASCADE"),
    )
    op.create_table(
        "paper_code",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("sign_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sign_in"], ["sign_in.number"], ondelete="CASCADE"),
    )
    op.create_table(
        "visit",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("sign_in", sa.Integer(), nullable=False),
        sa.Column("phone", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("began_at", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sign_in"], ["sign_in.number"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["phone"], ["phone.number"], ondelete="CASCADE"),
    )
