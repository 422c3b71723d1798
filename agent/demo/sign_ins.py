"""Who may sign in at the demonstration's console: made-up people, let in as they are at home.

Rules kept here:
- The console's own command line draws each password, and says it once. It is kept nowhere here.
- In a folder that was kept they are there already, and their passwords are not known any more.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final, NamedTuple

from agent.demo import parts
from agent.demo.parts import DemoFailed

PEOPLE: Final = (("Sam", "carer"), ("Kim", "carer"), ("Alex", "helper"))
"""Their names and roles."""

_ALREADY: Final = 1
"""The exit status where somebody of that name may sign in already."""


class SignIn(NamedTuple):
    """Somebody who may sign in; the password is None where it was shown an earlier time."""

    name: str
    role: str
    password: str | None


async def let_in(state: Path) -> list[SignIn]:
    """Let everybody sign in, at the same time. Raises DemoFailed."""
    return list(await asyncio.gather(*(_let_in(state, name, role) for name, role in PEOPLE)))


async def _let_in(state: Path, name: str, role: str) -> SignIn:
    status, printed = await parts.run(
        "console.accounts", "--state", str(state), "add", "--name", name, "--role", role
    )
    if status == _ALREADY:
        return SignIn(name, role, None)
    _, told, password = printed.rpartition(": ")
    if status or not told:
        raise DemoFailed(f"nobody could be let in to the console:\n{printed}")
    return SignIn(name, role, password.strip())
