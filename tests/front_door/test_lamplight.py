from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front_door.tree import Tree
from tests.promises.programs import ROOT, Program, run

VERBS = {
    *("demo", "test", "dns", "lists", "explain", "policy", "lab", "bench"),
    *("bundle", "upgrade"),
    *("install", "status", "doctor", "uninstall", "upstreams"),
    *("recorder", "audit", "home-card", "set-up-code"),
    *("agency", "agreement", "verify"),
}


@pytest.fixture
def tree() -> Iterator[Tree]:
    """Return a fresh copy of the tree, where an ordinary user may read it too."""
    # pytest's own folders are closed to all other users, and one test becomes such a user.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Tree(Path(folder))


def made(name: str, lock: str) -> list[str]:
    """Return the calls that make an environment from a lock."""
    options = "install --disable-pip-version-check --require-hashes --only-binary :all: -r"
    return [f"venv {name}", f"pip {options} {lock}"]


BOX = made("box", "requirements.lock")
DEVELOPMENT = made("dev", "requirements-dev.lock")


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("help",), ()])
def test_help_lists_every_verb(arguments: tuple[str, ...], tree: Tree) -> None:
    """Help, which is also what no verb at all gives, lists every verb and makes nothing."""
    done = tree.run(*arguments)

    assert done.returncode == 0
    assert set(re.findall(r"^  \./lamplight (\S+)  ", done.stdout, re.MULTILINE)) == VERBS
    assert tree.take_calls() == []


def test_every_verb_of_the_readme_is_in_the_help(tree: Tree) -> None:
    """Whatever the README tells a reader to run, the help lists."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\./lamplight ([a-z-]+)", readme))
    listed = set(re.findall(r"^  \./lamplight (\S+)  ", tree.run("--help").stdout, re.MULTILINE))

    assert told
    assert told <= listed


def test_every_verb_of_the_script_is_in_the_help() -> None:
    """No verb can be run that the help does not list."""
    script = (ROOT / "lamplight").read_text(encoding="utf-8").partition("case $verb in")[2]

    labels = re.findall(r"^([a-z][a-z-]*(?: \| [a-z][a-z-]*)*)\)", script, re.MULTILINE)
    assert {verb for label in labels for verb in label.split(" | ")} == VERBS


def test_an_unknown_verb_is_refused(tree: Tree) -> None:
    """A verb that does not exist ends with status 2, a sentence and the help, on stderr."""
    done = tree.run("demmo")

    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no verb 'demmo'" in done.stderr
    assert "./lamplight demo" in done.stderr
    assert tree.take_calls() == []


MODULES = {
    "demo": ["agent.demo"],
    "dns": ["agent"],
    "lists": ["agent.lists"],
    "explain": ["console.explain"],
    "policy": ["console.explain.policy"],
    "lab": ["agent.lab"],
    "bench": ["agent.bench"],
    "recorder": ["agent.recorder"],
    "upstreams": ["agent.upstreams"],
    "set-up-code": ["console.set_up"],
    # One module speaks for several verbs, so it is told which.
    **{verb: ["agent.recorder", verb] for verb in ("audit", "home-card")},
    **{verb: ["consent", verb] for verb in ("agency", "agreement", "verify")},
}


@pytest.mark.parametrize("verb", MODULES)
def test_a_verb_runs_its_module_where_the_caller_stands(verb: str, tree: Tree) -> None:
    """Each verb runs its module, in the caller's folder, with every argument as it was given."""
    given = ["--x", "", "two words", "it's", "*", '"$HOME"', "-h"]

    assert tree.shown(verb, *given)[:2] == ([*MODULES[verb], *given], str(tree.elsewhere))


def test_the_environment_is_made_once(tree: Tree) -> None:
    """The first verb makes the box's environment from its lock and says so; the next does not."""
    first = tree.run("demo", STUB_SHOWS="1")
    assert tree.take_calls() == BOX
    second = tree.run("explain", STUB_SHOWS="1")

    assert "Making a virtual environment" in first.stderr
    assert second.stderr == ""
    assert tree.take_calls() == []


def test_on_a_box_the_environment_that_is_installed_is_used(tree: Tree) -> None:
    """What a helper runs from the box's own house fetches nothing and writes nothing there."""
    slot = tree.here.parent
    (slot / "venv" / "bin").mkdir(parents=True)
    shutil.copy(slot / "bin" / "python3", slot / "venv" / "bin" / "python")
    (slot / "whole").touch()
    before = sorted(slot.rglob("*"))

    shown, *_ = tree.shown("set-up-code", STUB_PIP_FAILS="1")

    assert shown == ["console.set_up"]
    assert tree.take_calls() == []
    assert sorted(slot.rglob("*")) == before


def test_the_environment_is_made_again_when_its_lock_changes(tree: Tree) -> None:
    """A lock that was changed makes the environment stale, and what was in it goes."""
    tree.shown("demo")
    left_over = tree.here / ".venv" / "box" / "left-over"
    left_over.touch()
    tree.take_calls()
    (tree.here / "requirements.lock").write_text("# another\n", encoding="utf-8")
    tree.shown("demo")

    assert tree.take_calls() == BOX
    assert not left_over.exists()


def test_the_environment_is_made_again_for_another_python(tree: Tree) -> None:
    """A new version of Python makes the environment stale."""
    tree.shown("demo", STUB_VERSION="3.11.2")
    tree.take_calls()
    tree.shown("demo", STUB_VERSION="3.13.5")

    assert tree.take_calls() == BOX


def test_each_lock_has_an_environment_of_its_own(tree: Tree) -> None:
    """Development's packages go into another environment than the box's."""
    tree.shown("test")
    assert tree.take_calls() == DEVELOPMENT
    tree.shown("demo")

    assert tree.take_calls() == BOX


def test_an_environment_that_could_not_be_filled_is_made_again(tree: Tree) -> None:
    """Where packages cannot be installed it says why, ends with 2, and tries again next time."""
    failed = tree.run("demo", STUB_PIP_FAILS="1")

    assert failed.returncode == 2
    assert "no such package" in failed.stderr
    assert "is this machine online?" in failed.stderr
    assert tree.take_calls() == BOX
    tree.shown("demo")
    assert tree.take_calls() == BOX


def test_stopping_while_packages_install_leaves_no_process(tree: Tree) -> None:
    """Ctrl-C while packages install ends the installing, and the next run starts afresh."""
    pipe = tree.here.parent / "pipe"
    os.mkfifo(pipe)
    environment = tree.environment(STUB_PIP_WAITS=str(pipe))
    with Program([str(tree.here / "lamplight"), "demo"], environment=environment) as program:
        assert pipe.read_text(encoding="ascii") == "here"
        program.tell(signal.SIGINT)

        assert program.end() == 130
        assert program.family() == set()
    tree.take_calls()
    tree.shown("demo")
    assert tree.take_calls() == BOX


VERSIONS = {
    "3.9.2": False,
    "3.10.13": False,
    "3.11.0": True,
    "3.12.4": True,
    "3.13.5": True,
    "3.14.0": False,
}


@pytest.mark.parametrize("version", VERSIONS)
def test_only_pythons_that_are_tested_are_taken(version: str, tree: Tree) -> None:
    """Python 3.11 to 3.13 is taken; any other is refused with what was found and what to do."""
    done = tree.run("demo", STUB_VERSION=version, STUB_SHOWS="1")

    if VERSIONS[version]:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 2
        assert "Lamplight needs Python 3.11, 3.12 or 3.13" in done.stderr
        assert f"Python {version} was found" in done.stderr
        assert "LAMPLIGHT_PYTHON" in done.stderr
        assert tree.take_calls() == []


def test_a_32_bit_python_is_refused(tree: Tree) -> None:
    """A Python of 32 bits is refused, since no packages are built for it."""
    done = tree.run("demo", STUB_MAXSIZE=str(2**31 - 1))

    assert done.returncode == 2
    assert "64-bit" in done.stderr


def test_a_python_that_is_not_there_is_named(tree: Tree) -> None:
    """Where LAMPLIGHT_PYTHON names nothing that can be run, that is said in a sentence."""
    done = tree.run("demo", LAMPLIGHT_PYTHON="/nowhere/python3")

    assert done.returncode == 2
    assert "lamplight: there is no /nowhere/python3" in done.stderr
    assert "line " not in done.stderr


def test_another_python_can_be_named(tree: Tree) -> None:
    """LAMPLIGHT_PYTHON is the Python that makes the environment."""
    other = tree.here.parent / "other python"
    shutil.copy(tree.here.parent / "bin" / "python3", other)
    (tree.here.parent / "bin" / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    tree.shown("demo", LAMPLIGHT_PYTHON=str(other))

    assert tree.take_calls() == BOX


def as_ordinary_user() -> tuple[str, ...]:
    """Return what to put before a command so that it is not root's."""
    if os.geteuid():
        return ()
    return ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def as_root() -> tuple[str, ...]:
    """Return what to put before a command so that it believes to be root's."""
    if os.geteuid() == 0:
        return ()
    command = ("unshare", "--user", "--map-root-user")
    if run([*command, "true"]).returncode:
        if os.environ.get("LAMPLIGHT_WITHOUT_NAMESPACES") == "1":
            pytest.skip("left out, as asked: it needs a user namespace, or root")
        pytest.fail("this needs a user namespace, or root; see tests/namespaces", pytrace=False)
    return command


def test_an_ordinary_user_is_told_the_one_command(tree: Tree) -> None:
    """Where Debian packages are missing, an ordinary user is told the one command to run."""
    done = tree.run("test", prefix=as_ordinary_user(), STUB_MISSING="iproute2 chromium")

    assert done.returncode == 2
    assert "this machine lacks iproute2 chromium" in done.stderr
    assert (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends iproute2 chromium"
        in done.stderr
    )
    assert tree.take_calls() == []


def test_root_gets_missing_packages_installed(tree: Tree) -> None:
    """As root the missing packages, and only these, are installed, and that is said."""
    done = tree.run("test", prefix=as_root(), STUB_MISSING="dnsmasq-base", STUB_SHOWS="1")

    assert done.returncode == 0, done.stderr
    assert "Installing Debian packages: dnsmasq-base" in done.stderr
    assert tree.take_calls() == [
        "apt-get update",
        "apt-get install -y --no-install-recommends dnsmasq-base",
        *DEVELOPMENT,
    ]


def test_a_python_without_venv_asks_for_the_package(tree: Tree) -> None:
    """Debian's Python comes without venv; its package is what an ordinary user is told of."""
    done = tree.run(
        "demo",
        prefix=as_ordinary_user(),
        LAMPLIGHT_PYTHON=tree.plain_python,
        STUB_NO_VENV="1",
        STUB_MISSING="python3-venv",
    )

    assert done.returncode == 2
    assert "this machine lacks python3-venv" in done.stderr


def test_a_folder_of_somebody_else_is_refused_in_a_sentence(tree: Tree) -> None:
    """In a clone that the user may not write in, it says where a clone belongs."""
    tree.here.chmod(0o555)
    done = tree.run("demo", prefix=as_ordinary_user(), LAMPLIGHT_PYTHON=tree.plain_python)
    tree.here.chmod(0o755)

    assert done.returncode == 2
    assert "cannot write in" in done.stderr


def test_tests_run_in_the_tree_with_what_was_asked(tree: Tree) -> None:
    """`test` runs pytest in the tree's folder and hands its own options on as environment."""
    plain = tree.shown("test")
    asked = tree.shown("test", "--soak", "-k", "two words", "--without-namespaces", "tests/policy")

    beside = ["pytest", "--numprocesses", "auto", "--dist", "worksteal"]
    assert plain[:2] == (beside, str(tree.here))
    assert plain[2] == {"LAMPLIGHT_SOAK": None, "LAMPLIGHT_WITHOUT_NAMESPACES": None}
    assert asked[0] == [*beside, "-k", "two words", "tests/policy"]
    assert asked[2] == {"LAMPLIGHT_SOAK": "1", "LAMPLIGHT_WITHOUT_NAMESPACES": "1"}


def test_help_of_test_makes_nothing(tree: Tree) -> None:
    """`test --help` tells its options without installing anything."""
    done = tree.run("test", "--help", STUB_MISSING="chromium")

    assert done.returncode == 0
    assert "--without-namespaces" in done.stdout
    assert tree.take_calls() == []


def plant(folder: Path) -> None:
    """Put folders named like ours, which must not run, where the caller stands."""
    for room in ("agent", "console", "policy"):
        (folder / room).mkdir()
        for name in ("__init__.py", "__main__.py"):
            (folder / room / name).write_text("raise SystemExit('planted')\n", encoding="utf-8")


def test_files_are_found_from_where_the_caller_stands(tree: Tree) -> None:
    """A file named relative to the caller's folder is found, also through a link to the script."""
    plant(tree.elsewhere)
    (tree.elsewhere / "my list.txt").write_text("0.0.0.0 listed.example\n", encoding="utf-8")
    (tree.elsewhere / "link").symlink_to(tree.here / "lamplight")
    command = ["./link", "lists", "build", "--out", "out.idx", "games=my list.txt"]
    built = run(command, cwd=tree.elsewhere, environment=tree.environment())

    assert built.returncode == 0, built.stderr
    assert (tree.elsewhere / "out.idx").is_file()


def test_a_folder_named_like_ours_is_not_taken_for_ours(tree: Tree) -> None:
    """A folder `agent` or `policy` where the caller stands does not run in place of ours."""
    plant(tree.elsewhere)
    household = 'format = "lamplight-household/v1"\n[everyone]\nblock = ["blocked.example"]\n'
    (tree.elsewhere / "h.toml").write_text(household, encoding="utf-8")
    explained = tree.run(
        "explain", "--household", "h.toml", "--device", "visitor", "--name", "blocked.example"
    )

    assert explained.returncode == 0, explained.stderr
    assert "may not open blocked.example" in explained.stdout
    assert "planted" not in explained.stderr


def test_running_leaves_no_compiled_files_in_the_tree(tree: Tree) -> None:
    """Running a verb writes nothing into the rooms, so a clone stays as it was cloned."""
    tree.run("lists", "check", "/dev/null")

    assert list(tree.here.glob("*/**/__pycache__")) == []


def test_what_python_compiles_is_kept_whatever_the_caller_told_python(tree: Tree) -> None:
    """Else each start of each program would compile all again: seconds, on a small machine."""
    tree.run("lists", "check", "/dev/null", PYTHONDONTWRITEBYTECODE="1")

    assert list((tree.here / ".venv").rglob("compiled/**/lists/__main__*.pyc")) != []
