"""The import law: which module may import what, and what the pure rooms may not even mention.

The table is the law. The row with the longest matching prefix speaks for a module, alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, parsed, python_files


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# What a room that only computes needs. A module that reads a clock, a file, a socket, chance or
# the environment is not here; `sys` is not either, and has a row of its own where it is needed.
VALUES = words("""
    __future__ abc array base64 binascii bisect collections copy dataclasses datetime decimal enum
    fractions functools hashlib heapq hmac html ipaddress itertools json math operator re string
    struct textwrap tomllib types typing unicodedata calendar
""")
EVERYTHING = frozenset(sys.stdlib_module_names)

WEB = words("""
    fastapi starlette uvicorn jinja2 markupsafe pydantic anyio
    sqlmodel sqlalchemy alembic pyotp limits segno tzdata
""")


@dataclass(frozen=True, slots=True)
class Law:
    """What one part of the tree may import: ours, the standard library's, other people's."""

    ours: frozenset[str]
    standard: frozenset[str]
    others: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


_AGENT = frozenset({"agent", "policy", "consent", "systemd"})
_CONSOLE = frozenset({"console", "policy", "consent", "systemd"})

LAW = {
    "policy": Law(frozenset({"policy"}), VALUES),
    # The order of octets of this machine is all that it asks `sys` for.
    "policy.index": Law(frozenset({"policy"}), VALUES | {"sys"}),
    "consent": Law(
        frozenset({"consent"}),
        VALUES,
        frozenset({"cryptography", "rfc8785", "publicsuffixlist"}),
    ),
    # The desk's only terminal, file, clock and chance; the commands are given it.
    "consent.__main__": Law(frozenset({"consent"}), EVERYTHING),
    "agent": Law(_AGENT, EVERYTHING),
    "agent.dns.message": Law(_AGENT, EVERYTHING, frozenset({"dnslib"})),
    "agent.dns.upstream": Law(_AGENT, EVERYTHING, frozenset({"h2"})),
    "agent.lists.fetch": Law(_AGENT, EVERYTHING, frozenset({"httpx"})),
    # It has the network and is asked by who reads lists: it knows of lists no more than addresses.
    "agent.fetching": Law(
        frozenset({"agent", "policy", "systemd"}),
        EVERYTHING,
        never=frozenset(
            {
                *("agent.dns", "agent.recorder", "agent.devices"),
                *("agent.lists.update", "agent.lists.copies", "agent.lists.shelf"),
            }
        ),
    ),
    "agent.lists.suffixes": Law(_AGENT, EVERYTHING, frozenset({"publicsuffixlist"})),
    "agent.recorder": Law(_AGENT, EVERYTHING, frozenset({"cryptography", "segno"})),
    # What leaves the agent leaves here, so it can neither open a file nor reach another address.
    "agent.gate": Law(
        _AGENT,
        words("__future__ array asyncio collections dataclasses socket types typing"),
        never=frozenset({"agent.dns", "agent.lists", "agent.recorder"}),
    ),
    "agent.devices": Law(_AGENT, EVERYTHING, frozenset({"pyroute2"})),
    "agent.lab": Law(_AGENT, EVERYTHING, frozenset({"scapy"})),
    # It holds a capability, so it knows nothing of questions, people or agreements.
    "agent.discovery": Law(
        frozenset({"agent", "policy", "systemd"}),
        EVERYTHING,
        frozenset({"scapy", "pyroute2"}),
        never=frozenset({"agent.dns", "agent.recorder"}),
    ),
    "console": Law(_CONSOLE, EVERYTHING, WEB),
    # It knows of sockets and of nothing that is served on them.
    "systemd": Law(
        frozenset({"systemd"}), words("__future__ collections contextlib os socket typing")
    ),
    "console.security": Law(_CONSOLE, EVERYTHING, WEB | {"cryptography"}),
}

PURE_ROOMS = ("policy", "consent")
BEYOND_PURE = frozenset({"consent.__main__"})
# The clock by its methods, the world by its built-ins, and the ways round an import.
PURE_NEVER_ATTRIBUTES = frozenset({"now", "today", "utcnow"})
CLOCKS = frozenset({"datetime", "date", "time"})
PURE_NEVER_NAMES = frozenset(
    {"open", "print", "input", "breakpoint", "eval", "exec", "__import__", "ZoneInfo"}
)


def law_for(module: str) -> Law:
    """Return the row of the longest prefix of `module`."""
    rows = [prefix for prefix in LAW if is_in(module, prefix)]
    return LAW[max(rows, key=len)]


def is_in(module: str, prefix: str) -> bool:
    """Say whether `module` is `prefix` or stands below it."""
    return module == prefix or module.startswith(f"{prefix}.")


def module_of(path: Path, root: Path) -> str:
    """Return the dotted name under which a file of the tree is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield each module of the four rooms with its parsed source."""
    for path in python_files(*ROOMS, root=root):
        yield module_of(path, root), parsed(path)


def broken(root: Path) -> list[tuple[str, str]]:
    """Return (module, what it does) for every breach of the law in the tree at `root`."""
    return [
        (module, breach)
        for module, tree in modules(root)
        for node in ast.walk(tree)
        for breach in (*_imports(module, node), *_mentions(module, node))
    ]


def _imports(module: str, node: ast.AST) -> Iterator[str]:
    law = law_for(module)
    match node:
        case ast.Import(names=aliases):
            targets = [alias.name for alias in aliases]
        case ast.ImportFrom(level=level) if level:
            targets = []
            yield "imports relatively"
        case ast.ImportFrom(module=str(source), names=aliases):
            # `from agent import dns` means agent.dns as much as agent.
            targets = [source, *(f"{source}.{alias.name}" for alias in aliases)]
        case _:
            return
    for target in targets:
        if "__main__" in target.split("."):
            yield f"imports {target}: a __main__ is started, never imported"
        elif not _may_import(law, target):
            yield f"imports {target}"


def _may_import(law: Law, target: str) -> bool:
    package = target.split(".", maxsplit=1)[0]
    barred = any(is_in(target, prefix) for prefix in law.never)
    return package in law.ours | law.standard | law.others and not barred


def _mentions(module: str, node: ast.AST) -> Iterator[str]:
    if not any(is_in(module, room) for room in PURE_ROOMS) or module in BEYOND_PURE:
        return
    match node:
        # `now` may be given to a function, and a desk may have one; a class of dates may not.
        case ast.Attribute(attr=name, value=ast.Name(id=of) | ast.Attribute(attr=of)) if (
            name in PURE_NEVER_ATTRIBUTES and of in CLOCKS
        ):
            yield f"mentions {name}"
        case ast.Name(id=name) if name in PURE_NEVER_NAMES:
            yield f"mentions {name}"
        case ast.ImportFrom(module="datetime", names=aliases) if any(one.asname for one in aliases):
            yield "imports a class of dates under another name"


def test_every_module_keeps_the_law() -> None:
    """No module imports what the table does not give it."""
    assert broken(ROOT) == []


LAWFUL_TREE = {
    "policy/__init__.py": "",
    "policy/decide.py": "from policy import names\nfrom dataclasses import dataclass\n",
    "policy/index.py": "import sys\n",
    "policy/names.py": "import re\n",
    "consent/__init__.py": "",
    "consent/keys.py": "from cryptography.hazmat.primitives import hashes\nimport rfc8785\n",
    "consent/__main__.py": "import os\nfrom consent import keys\nprint(open('x'))\n",
    "agent/__init__.py": "import asyncio\n",
    "agent/__main__.py": "from agent.dns import server\n",
    "agent/dns/message.py": "import dnslib\n",
    "agent/dns/server.py": "import socket\nfrom policy.decide import decide\n",
    "agent/demo/house.py": "from agent.dns.server import serve\n",
    "agent/discovery/probe.py": "import scapy\nimport pyroute2\n",
    "agent/lists/fetch.py": "import httpx\n",
    "agent/fetching/server.py": "from agent.lists import bringing\n",
    "agent/recorder/__main__.py": "from consent import keys\n",
    "console/__init__.py": "",
    "console/store.py": "import pathlib\nfrom policy import names\nimport fastapi\n",
    "console/security/passwords.py": "import cryptography\n",
    "systemd/__init__.py": "import socket\n",
}

PLANTS = {
    "a clock in policy": ("policy/decide.py", "import time"),
    "a file in policy": ("policy/names.py", "from pathlib import Path"),
    "sys outside the index": ("policy/names.py", "import sys"),
    "someone else's package in policy": ("policy/decide.py", "import cryptography"),
    "consent in policy": ("policy/decide.py", "from consent import keys"),
    "the agent in policy": ("policy/decide.py", "import agent.dns.server"),
    "a call of now in policy": ("policy/decide.py", "import datetime\ndatetime.datetime.now()"),
    "today by reference in policy": (
        "policy/decide.py",
        "import datetime\nf = datetime.date.today",
    ),
    "today under another name": (
        "policy/decide.py",
        "from datetime import date as day\nday.today()",
    ),
    "open in policy": ("policy/names.py", "def read():\n    return open('x')"),
    "print inside a function": ("policy/names.py", "def say():\n    print('x')"),
    "an import hidden in a function": ("policy/names.py", "def f():\n    import socket"),
    "a way round an import": ("policy/names.py", "x = __import__('os')"),
    "importlib in policy": ("policy/names.py", "import importlib"),
    "policy in consent": ("consent/keys.py", "from policy.names import Name"),
    "chance in consent": ("consent/keys.py", "import secrets"),
    "a terminal beside consent's own": ("consent/keys.py", "def say():\n    print('x')"),
    "the agent in consent's terminal": ("consent/__main__.py", "import agent.dns.server"),
    "the console in agent": ("agent/dns/server.py", "from console.store import rows"),
    "fastapi in agent": ("agent/dns/server.py", "import fastapi"),
    "dnslib beside its only module": ("agent/dns/server.py", "from dnslib import DNSRecord"),
    "httpx outside fetch": ("agent/dns/server.py", "import httpx"),
    "the index in who fetches": ("agent/fetching/server.py", "from agent.lists import update"),
    "scapy outside discovery": ("agent/dns/server.py", "import scapy.all"),
    "questions in discovery": ("agent/discovery/probe.py", "from agent import dns"),
    "agreements in discovery": ("agent/discovery/probe.py", "import consent.keys"),
    "a __main__ in the demonstration": ("agent/demo/house.py", "from agent import __main__"),
    "another room's __main__": ("agent/demo/house.py", "import agent.recorder.__main__"),
    "the console in the demonstration": ("agent/demo/house.py", "import console"),
    "a relative import": ("agent/dns/server.py", "from . import message"),
    "the agent in console": ("console/store.py", "from agent.dns import server"),
    "dnslib in console": ("console/store.py", "import dnslib"),
    "cryptography outside security": ("console/store.py", "import cryptography"),
    "the console's __main__": ("console/store.py", "import console.__main__"),
    "a file in systemd": ("systemd/__init__.py", "import pathlib"),
}


def plant_tree(root: Path) -> None:
    """Write the small lawful tree below `root`."""
    for path, source in LAWFUL_TREE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source, encoding="utf-8")


def test_a_lawful_tree_is_left_alone(tmp_path: Path) -> None:
    """A tree that uses all that the table gives breaks nothing."""
    plant_tree(tmp_path)

    assert broken(tmp_path) == []


@pytest.mark.parametrize(("path", "source"), PLANTS.values(), ids=PLANTS)
def test_a_planted_breach_is_named(tmp_path: Path, path: str, source: str) -> None:
    """One forbidden line names the module it stands in and no other."""
    plant_tree(tmp_path)
    planted = tmp_path / path
    planted.write_text(planted.read_text(encoding="utf-8") + source + "\n", encoding="utf-8")

    named = {module for module, _ in broken(tmp_path)}

    assert named == {module_of(planted, tmp_path)}


def test_one_breach_in_each_room_names_each() -> None:
    """The table of plants leaves no room untried."""
    assert {path.split("/")[0] for path, _ in PLANTS.values()} == set(ROOMS)


def test_every_plant_at_once_names_exactly_the_modules_planted(tmp_path: Path) -> None:
    """Breaches in all rooms together are named module by module, with nobody innocent."""
    plant_tree(tmp_path)
    for path, source in PLANTS.values():
        planted = tmp_path / path
        planted.write_text(planted.read_text(encoding="utf-8") + source + "\n", encoding="utf-8")

    named = {module for module, _ in broken(tmp_path)}

    assert named == {module_of(tmp_path / path, tmp_path) for path, _ in PLANTS.values()}


def test_no_two_columns_of_a_row_overlap_with_another_room() -> None:
    """The agent and the console never see each other, and neither do policy and consent."""
    pairs = (("agent", "console"), ("console", "agent"), ("policy", "consent"))

    assert all(
        barred not in law.ours
        for room, barred in (*pairs, ("consent", "policy"))
        for prefix, law in LAW.items()
        if is_in(prefix, room)
    )
