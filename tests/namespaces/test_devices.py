from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.namespaces.inside import ANSWER, BOX, DEVICES, ROTATED, Told
from tests.promises.programs import ROOT, our_python, run, surroundings

HERE = Path(__file__).parent

WAYS_IN = (
    # As root, since a chroot forbids user namespaces; else as a user who is root inside only.
    ("unshare", "--net"),
    ("unshare", "--user", "--map-root-user", "--net"),
)

NOT_ALLOWED = """\
This machine allows no network namespace, which these tests need. What to do:
- In a container: start it so that it may make namespaces (with CAP_SYS_ADMIN, say).
- As an ordinary user, let root allow user namespaces:
    sysctl -w user.max_user_namespaces=10000
    sysctl -w kernel.unprivileged_userns_clone=1     (where this setting exists)
    sysctl -w kernel.apparmor_restrict_unprivileged_userns=0     (where this setting exists)
- Or leave them out, and the run will say so:
    ./lamplight test --without-namespaces
What was tried:
"""


def way_in() -> tuple[str, ...]:
    """Return the command that runs another one in a network namespace of its own."""
    tried = []
    for command in WAYS_IN:
        attempt = run([*command, "true"])
        if not attempt.returncode:
            return command
        tried.append(f"  {' '.join(command)} true: {attempt.stderr.strip()}")
    pytest.fail(NOT_ALLOWED + "\n".join(tried), pytrace=False)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Return what every device was told about every name, over every transport and family."""
    for program, package in (("ip", "iproute2"), ("unshare", "util-linux")):
        if not shutil.which(program):
            pytest.fail(
                f"{program} is missing; install the Debian package {package}", pytrace=False
            )
    inside = run([*way_in(), *our_python("tests.namespaces.inside")])
    assert inside.returncode == 0, inside.stderr
    return [Told(*one) for one in json.loads(inside.stdout)]


def statuses(told: list[Told], transport: str, family: str, name: str) -> dict[str, str]:
    """Return the status that each device was told, from the address it is known by."""
    return {
        one.device: one.status
        for one in told
        if (one.transport, one.family, one.name) == (transport, family, name)
        and one.source != ROTATED
    }


@pytest.mark.parametrize("family", BOX)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_the_same_name_is_blocked_for_one_device_and_answered_for_another(
    told: list[Told], transport: str, family: str
) -> None:
    """Two devices ask for the same name: one is told NXDOMAIN, the other gets the address."""
    found = statuses(told, transport, family, "social.example")

    assert found == {
        "Sam's phone": "NOERROR",
        "Leo's tablet": "NXDOMAIN",
        "a visitor": "NOERROR",
    }


@pytest.mark.parametrize("family", BOX)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_visitors_rules_hold_for_an_address_nobody_named(
    told: list[Told], transport: str, family: str
) -> None:
    """A device nobody has named gets the visitors' rules, where a carer's phone is free."""
    found = statuses(told, transport, family, "games.example")

    assert found == {
        "Sam's phone": "NOERROR",
        "Leo's tablet": "NXDOMAIN",
        "a visitor": "NXDOMAIN",
    }


@pytest.mark.parametrize("family", BOX)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_lifeline_is_answered_for_every_device(
    told: list[Told], transport: str, family: str
) -> None:
    """Childline is answered for every device, though both lists name it."""
    found = statuses(told, transport, family, "childline.org.uk")

    assert found == dict.fromkeys(DEVICES, "NOERROR")


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_new_v6_address_is_a_visitor(told: list[Told], transport: str) -> None:
    """A phone that takes another IPv6 address is a visitor until somebody names it again."""
    found = {
        one.name: one.status for one in told if one.source == ROTATED and one.transport == transport
    }

    assert found == {
        "social.example": "NOERROR",
        "games.example": "NXDOMAIN",
        "childline.org.uk": "NOERROR",
    }


def test_answered_means_the_address_that_the_upstream_gave(told: list[Told]) -> None:
    """Whoever is answered gets the upstream's address, and whoever is blocked gets none."""
    given = {(one.status, *one.addresses) for one in told}

    assert given == {("NOERROR", ANSWER), ("NXDOMAIN",)}


def test_without_namespaces_these_tests_are_left_out_and_the_run_says_so() -> None:
    """`./lamplight test --without-namespaces` leaves this folder out and prints that it did."""
    environment = surroundings(LAMPLIGHT_WITHOUT_NAMESPACES="1")
    command = our_python("pytest", str(HERE))
    left_out = run(command, cwd=ROOT, environment=environment)

    assert "tests were left out, as asked: they need network namespaces" in left_out.stdout
    assert " passed" not in left_out.stdout


def test_a_machine_that_allows_no_namespaces_fails_and_is_told_what_to_do(tmp_path: Path) -> None:
    """Where no namespace can be made the tests fail, and the failure says how to mend or skip."""
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\necho 'unshare: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    environment = surroundings(PATH=f"{tmp_path}:{os.environ['PATH']}")
    one = f"{HERE / 'test_devices.py'}::test_answered_means_the_address_that_the_upstream_gave"
    failed = run(our_python("pytest", one), cwd=ROOT, environment=environment)

    assert failed.returncode == pytest.ExitCode.TESTS_FAILED
    assert "user.max_user_namespaces" in failed.stdout
    assert "./lamplight test --without-namespaces" in failed.stdout
