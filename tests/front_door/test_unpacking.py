from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.front_door.tree import Tree

# Debian's tools as the script calls them: each notes what it was asked, and plays its part.
APT_CACHE = """\
#!/bin/sh
case "$1" in
show) [ -z "$STUB_NO_LISTS" ] ;;
depends)
    printf '  %s\\n' "PreDepends: init" "Depends: adduser" "Depends: libone1" "Depends: <libtwo>"
    ;;
esac
"""
APT_GET = """\
#!/bin/sh
echo "apt-get $*" >>{calls}
case "$1" in download) [ -z "$STUB_OFFLINE" ] && : >"$2_4.3_amd64.deb" ;; esac
"""
DPKG_DEB = """\
#!/bin/sh
echo "dpkg-deb $1 $(basename "$2") $3" >>{calls}
case "$2" in chrony_*) program=usr/sbin/chronyd ;; *) program=usr/bin/resolvectl ;; esac
mkdir -p usr/sbin usr/bin && printf '#!/bin/sh\\n' >$program && chmod +x $program
"""
PROGRAMS = {"chrony": "usr/sbin/chronyd", "systemd-resolved": "usr/bin/resolvectl"}
"""What is unpacked, and what is looked for of it."""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return a tree on a machine that has none of what is unpacked."""
    found = Tree(tmp_path)
    for program in PROGRAMS.values():
        (tmp_path / "bin" / Path(program).name).unlink()
    calls = f"'{found.calls}'"
    for name, text in (("apt-cache", APT_CACHE), ("apt-get", APT_GET), ("dpkg-deb", DPKG_DEB)):
        path = tmp_path / "bin" / name
        path.write_text(text.format(calls=calls) if "{calls}" in text else text, encoding="utf-8")
        path.chmod(0o755)
    return found


def without_them() -> str:
    """Return the system's own folders, as far as nothing that is unpacked is in them."""
    names = [Path(program).name for program in PROGRAMS.values()]
    folders = os.environ["PATH"].split(":")
    return ":".join(one for one in folders if not any(Path(one, name).exists() for name in names))


def test_services_are_unpacked_and_not_installed(tree: Tree, tmp_path: Path) -> None:
    """The tests' own lie in the tree side by side, and nothing of them is installed or started."""
    path = f"{tmp_path / 'bin'}:{without_them()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path)
    calls = [one for one in tree.take_calls() if "chrony" in one or "systemd" in one]
    unpacked = tree.here / ".venv/debian"

    assert done.returncode == 0, done.stderr
    assert calls == [
        "apt-get download chrony",
        "dpkg-deb -x chrony_4.3_amd64.deb .",
        "apt-get download systemd-resolved",
        "dpkg-deb -x systemd-resolved_4.3_amd64.deb .",
    ]
    for package, program in PROGRAMS.items():
        assert (unpacked / package / program).exists()
    assert list(unpacked.glob("**/*.deb")) == []


def test_it_is_unpacked_once(tree: Tree, tmp_path: Path) -> None:
    """The second run finds all in the tree."""
    path = f"{tmp_path / 'bin'}:{without_them()}"
    tree.run("test", STUB_SHOWS="1", PATH=path)
    tree.take_calls()
    tree.run("test", STUB_SHOWS="1", PATH=path)

    assert tree.take_calls() == []


def test_its_libraries_are_asked_for(tree: Tree, tmp_path: Path) -> None:
    """Only real libraries are named: no virtual package, and nothing that installs a service."""
    path = f"{tmp_path / 'bin'}:{without_them()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path, STUB_MISSING="libone1 adduser")
    asked = [one for one in tree.take_calls() if "apt-get install" in one]

    if os.geteuid() == 0:
        # The stub goes on missing it, so that each package asks for it.
        assert asked == ["apt-get install -y --no-install-recommends libone1"] * len(PROGRAMS)
    else:
        assert "lacks libone1." in done.stderr


def test_a_machine_that_is_offline_is_told_so(tree: Tree, tmp_path: Path) -> None:
    """Where it cannot be fetched the run ends with 2 and a sentence, and tries again next time."""
    path = f"{tmp_path / 'bin'}:{without_them()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path, STUB_OFFLINE="1")

    assert done.returncode == 2
    assert "chrony could not be fetched" in done.stderr
    assert tree.run("test", STUB_SHOWS="1", PATH=path).returncode == 0
