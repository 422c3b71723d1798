"""What alembic runs around each step: the steps on a connection that `engine` has opened.

Rules kept here:
- All steps that are due run in the one transaction that `engine` began. A box that loses its power
  in the middle has the tables that it had before.
- Tables are rebuilt where SQLite cannot alter them (`render_as_batch`).
"""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
