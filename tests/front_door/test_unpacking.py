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
case "$1" in download) [ -z "$STUB_OFFLINE" ] && : >chrony_4.3_amd64.deb ;; esac
"""
DPKG_DEB = """\
#!/bin/sh
echo "dpkg-deb $1 $(basename "$2") $3" >>{calls}
mkdir -p usr/sbin && printf '#!/bin/sh\\n' >usr/sbin/chronyd && chmod +x usr/sbin/chronyd
"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return a tree on a machine without chrony."""
    found = Tree(tmp_path)
    (tmp_path / "bin" / "chronyd").unlink()
    calls = f"'{found.calls}'"
    for name, text in (("apt-cache", APT_CACHE), ("apt-get", APT_GET), ("dpkg-deb", DPKG_DEB)):
        path = tmp_path / "bin" / name
        path.write_text(text.format(calls=calls) if "{calls}" in text else text, encoding="utf-8")
        path.chmod(0o755)
    return found


def without_chrony() -> str:
    """Return the system's own folders, as far as no chrony is in them."""
    return ":".join(
        one for one in os.environ["PATH"].split(":") if not Path(one, "chronyd").exists()
    )


def test_a_time_service_is_unpacked_and_not_installed(tree: Tree, tmp_path: Path) -> None:
    """The tests' chrony lies in the tree, and nothing of it is installed or started."""
    path = f"{tmp_path / 'bin'}:{without_chrony()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path)
    calls = [one for one in tree.take_calls() if "chrony" in one]

    assert done.returncode == 0, done.stderr
    assert calls == ["apt-get download chrony", "dpkg-deb -x chrony_4.3_amd64.deb ."]
    assert (tree.here / ".venv/debian/usr/sbin/chronyd").exists()
    assert list((tree.here / ".venv/debian").glob("*.deb")) == []


def test_it_is_unpacked_once(tree: Tree, tmp_path: Path) -> None:
    """The second run finds it in the tree."""
    path = f"{tmp_path / 'bin'}:{without_chrony()}"
    tree.run("test", STUB_SHOWS="1", PATH=path)
    tree.take_calls()
    tree.run("test", STUB_SHOWS="1", PATH=path)

    assert tree.take_calls() == []


def test_its_libraries_are_asked_for(tree: Tree, tmp_path: Path) -> None:
    """Only real libraries are named: no virtual package, and nothing that installs a service."""
    path = f"{tmp_path / 'bin'}:{without_chrony()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path, STUB_MISSING="libone1 adduser")
    asked = [one for one in tree.take_calls() if "apt-get install" in one]

    if os.geteuid() == 0:
        assert asked == ["apt-get install -y --no-install-recommends libone1"]
    else:
        assert "lacks libone1." in done.stderr


def test_a_machine_that_is_offline_is_told_so(tree: Tree, tmp_path: Path) -> None:
    """Where it cannot be fetched the run ends with 2 and a sentence, and tries again next time."""
    path = f"{tmp_path / 'bin'}:{without_chrony()}"
    done = tree.run("test", STUB_SHOWS="1", PATH=path, STUB_OFFLINE="1")

    assert done.returncode == 2
    assert "chrony could not be fetched" in done.stderr
    assert tree.run("test", STUB_SHOWS="1", PATH=path).returncode == 0
