"""What is installed is pinned, hashed, and allowed."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT

BOX, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"

# The whole list. A new library needs a decision that says what it replaces, who keeps it, its
# licence, and that it runs on aarch64.
ON_THE_BOX = {
    "dnslib": "the slow path of DNS: parse and pack",
    "scapy": "active probes of the network, in a process of its own",
    "pyroute2": "the neighbour table",
    "cryptography": "signatures, sealing, passwords, certificates",
    "rfc8785": "canonical JSON",
    "publicsuffixlist": "registrable domains",
    "httpx": "fetching lists",
    "h2": "DNS over HTTPS upstream; agent/decisions says why not httpx's",
    "fastapi": "the console's pages",
    "uvicorn": "serving them",
    "jinja2": "their templates",
    "sqlmodel": "the household's tables",
    "alembic": "changes to those tables",
    "pyotp": "one-time codes when pairing",
    "limits": "limits on signing in",
    "segno": "QR codes",
    "tzdata": "time zones, pinned",
}
IN_DEVELOPMENT = {
    "pytest": "runs the tests",
    "hypothesis": "finds the cases nobody thought of",
    "ruff": "form and style",
    "mypy": "types",
    "coverage": "what no test reaches",
    "playwright": "a real browser",
    "pytest-xdist": "runs the tests on all processors",
    "axe-playwright-python": "what keeps a page from somebody, found in that browser",
    "schemathesis": "the web interface against its own description",
    "dnspython": "a second opinion on DNS",
    "securesystemslib": "a second opinion on DSSE",
    "mutmut": "tests that cannot fail",
    "atheris": "fuzzing by coverage",
}

_REQUIREMENT = re.compile(
    r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>[0-9][0-9a-z.]*)"
    r"(?: ; (?P<marker>[a-z_]+ [!=]= '[A-Za-z0-9]+'(?: and [a-z_]+ [!=]= '[A-Za-z0-9]+')*))?"
    r"(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


def requirements(text: str) -> list[str]:
    """Return the requirements of a lock file, one line each, without comments."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(line.strip() for line in lines).replace(" \\\n", " ")
    return [line for line in joined.splitlines() if not line.startswith("#")]


def lock(name: str) -> list[str]:
    """Return the requirements of one of our lock files."""
    return requirements((ROOT / name).read_text(encoding="utf-8"))


def pinned(name: str) -> dict[str, str]:
    """Return package and version of each requirement that is written as it must be."""
    found = (_REQUIREMENT.fullmatch(line) for line in lock(name))
    return {match["name"]: match["version"] for match in found if match}


def direct() -> tuple[set[str], set[str]]:
    """Return what pyproject.toml asks for: on the box, and in development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    box, development = (
        {re.split(r"[^A-Za-z0-9._-]", item)[0] for item in group} for group in asked
    )
    return box, development


@pytest.mark.parametrize("name", [BOX, DEVELOPMENT])
def test_every_line_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    """A lock holds exact versions with hashes, and neither options nor addresses."""
    assert lock(name)
    assert [line for line in lock(name) if not _REQUIREMENT.fullmatch(line)] == []


@pytest.mark.parametrize("name", [BOX, DEVELOPMENT])
def test_a_lock_names_no_address(name: str) -> None:
    """Where packages come from is the machine's matter, not the repository's."""
    text = (ROOT / name).read_text(encoding="utf-8").lower()

    assert [
        word for word in ("://", "index-url", "find-links", "file:", " @ ") if word in text
    ] == []


def test_the_box_is_tested_with_the_versions_it_runs() -> None:
    """Every package of the box stands in development's lock with the same version."""
    development = pinned(DEVELOPMENT)

    assert {name: development.get(name) for name in pinned(BOX)} == pinned(BOX)


def test_nothing_is_pinned_twice() -> None:
    """Each package stands once in a lock."""
    assert len(pinned(BOX)) == len(lock(BOX))
    assert len(pinned(DEVELOPMENT)) == len(lock(DEVELOPMENT))


def test_what_is_asked_for_is_locked() -> None:
    """Every direct dependency stands in its lock."""
    box, development = direct()

    assert box <= pinned(BOX).keys()
    assert box | development <= pinned(DEVELOPMENT).keys()


def test_development_s_tools_are_not_on_the_box() -> None:
    """The box installs nothing that only tests need."""
    assert sorted(IN_DEVELOPMENT.keys() & pinned(BOX).keys()) == []


def test_every_direct_dependency_was_decided() -> None:
    """Nothing is asked for that the tables above do not give a reason for."""
    box, development = direct()

    assert sorted(box - ON_THE_BOX.keys()) == []
    assert sorted(development - IN_DEVELOPMENT.keys()) == []


HASH = "--hash=sha256:" + "0" * 64
LINES = {
    "as it must be": (f"idna==3.20 {HASH}", True),
    "two hashes": (f"idna==3.20 {HASH} {HASH}", True),
    "with a marker": (f"colorama==0.4.6 ; sys_platform == 'win32' {HASH}", True),
    "with two markers": (f"a==1 ; sys_platform == 'win32' and b_c != 'PyPy' {HASH}", True),
    "not pinned": (f"idna>=3.20 {HASH}", False),
    "no hash": ("idna==3.20", False),
    "a weaker hash": ("idna==3.20 --hash=md5:" + "0" * 32, False),
    "an address": (f"idna @ file:///x.whl {HASH}", False),
    "an option": ("--pre", False),
    "any version": (f"idna==3.* {HASH}", False),
}


@pytest.mark.parametrize(("line", "good"), LINES.values(), ids=LINES)
def test_a_line_that_is_not_pinned_is_noticed(line: str, *, good: bool) -> None:
    """The form asked of a lock's lines lets nothing loose through."""
    assert bool(_REQUIREMENT.fullmatch(line)) is good


def test_a_requirement_over_several_lines_is_read_as_one() -> None:
    """Lock files break lines; the check sees each requirement whole."""
    assert requirements(f"# by hand\nidna==3.20 \\\n    {HASH} \\\n    {HASH}\n# via x\n") == [
        f"idna==3.20 {HASH} {HASH}"
    ]
