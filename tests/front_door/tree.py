"""A copy of the tree in which the script `lamplight` can run without changing anything.

Rules kept here:
- Python, dpkg-query and apt-get are stubs that write down what they were asked to do; nothing is
  fetched, and nothing outside the copy is touched.
- Our own modules are the real ones, run by the Python that runs the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.promises.programs import ROOT, run

ROOMS = ("agent", "policy", "console", "consent", "lamplight")

# It plays `python3`, and the python of the environments it is told to make. VERSION is what it
# says it is; what it is asked to install or make is written to CALLS.
PYTHON_STUB = """\
#!{python}
import os, pathlib, shutil, sys
arguments = sys.argv[1:]
calls = pathlib.Path({calls!r})
def note(text):
    with calls.open("a") as file:
        file.write(text + "\\n")
match arguments:
    case ["-"]:
        sys.version_info = tuple(map(int, os.environ.get("STUB_VERSION", "3.11.2").split(".")))
        sys.maxsize = int(os.environ.get("STUB_MAXSIZE", sys.maxsize))
        exec(sys.stdin.read())
    case ["--version"]:
        print("Python", os.environ.get("STUB_VERSION", "3.11.2"))
    case ["-c", "import ensurepip, venv"]:
        sys.exit("STUB_NO_VENV" in os.environ)
    case ["-c", _]:
        print("/usr", os.environ.get("STUB_VERSION", "3.11.2"))
    case ["-m", "venv", folder]:
        note("venv " + pathlib.Path(folder).name)
        (pathlib.Path(folder) / "bin").mkdir(parents=True)
        shutil.copy(__file__, pathlib.Path(folder) / "bin" / "python")
    case ["-m", "pip", *options]:
        note("pip " + " ".join(options[:-1]) + " " + pathlib.Path(options[-1]).name)
        if "STUB_PIP_WAITS" in os.environ:
            pathlib.Path(os.environ["STUB_PIP_WAITS"]).write_text("here")
            __import__("signal").pause()
        if "STUB_PIP_FAILS" in os.environ:
            sys.exit("no such package")
    case ["-m", _, *_] if "STUB_SHOWS" in os.environ:
        import json
        names = ("LAMPLIGHT_SOAK", "LAMPLIGHT_WITHOUT_NAMESPACES")
        shown = {{name: os.environ.get(name) for name in names}}
        print(json.dumps([arguments[1:], os.getcwd(), shown]))
    case ["-m", *_]:
        os.execv(sys.executable, [sys.executable, *arguments])
    case _:
        sys.exit(f"the stub does not know {{arguments}}")
"""

# The same for a user who may not read the folder of the real one; it makes nothing.
PLAIN_PYTHON_STUB = """\
#!/bin/sh
case "$1$2" in
*ensurepip*) exit ${STUB_NO_VENV:-0} ;;
-c*) echo /usr 3.11.2 ;;
esac
"""

DPKG_STUB = """\
#!/bin/sh
for last; do :; done
case " $STUB_MISSING " in
*" $last "*) exit 1 ;;
esac
printf installed
"""

APT_STUB = """\
#!/bin/sh
echo "apt-get $*" >>{calls}
"""


class Tree:
    """A copy of the tree, with stubs, and what was asked of them."""

    def __init__(self, folder: Path) -> None:
        """Copy the rooms; the folder's name holds a space, as a family's folder may."""
        self.here = folder / "a tree"
        self.elsewhere = folder / "elsewhere"
        self.calls = folder / "calls"
        self._bin = folder / "bin"
        for new in (self.here, self.elsewhere, self._bin):
            new.mkdir()
        for room in ROOMS:
            source, target = ROOT / room, self.here / room
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.here / lock).write_text(f"# {lock}\n", encoding="utf-8")
        self.calls.touch()
        self.calls.chmod(0o666)
        calls = str(self.calls)
        self._stub("python3", PYTHON_STUB.format(python=sys.executable, calls=calls))
        self.plain_python = self._stub("plain-python", PLAIN_PYTHON_STUB)
        self._stub("dpkg-query", DPKG_STUB)
        self._stub("chronyd", "#!/bin/sh\n")
        self._stub("resolvectl", "#!/bin/sh\n")
        self._stub("unbound", "#!/bin/sh\n")
        self._stub("dnsdist", "#!/bin/sh\n")
        self._stub("apt-get", APT_STUB.format(calls=f"'{calls}'"))

    def _stub(self, name: str, text: str) -> str:
        (self._bin / name).write_text(text, encoding="utf-8")
        (self._bin / name).chmod(0o755)
        return str(self._bin / name)

    def environment(self, **changed: str) -> dict[str, str]:
        """Return an environment in which the stubs come first, and nothing of ours is set."""
        ours = ("LAMPLIGHT_", "PYTHON", "VIRTUAL_ENV", "PYTEST_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        return {**kept, "PATH": f"{self._bin}:{os.environ['PATH']}", **changed}

    def run(
        self, *arguments: str, prefix: Sequence[str] = (), **changed: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the script from another folder."""
        command = [*prefix, str(self.here / "lamplight"), *arguments]
        return run(command, cwd=self.elsewhere, environment=self.environment(**changed))

    def shown(self, *arguments: str, **changed: str) -> tuple[list[str], str, dict[str, str]]:
        """Return module and arguments, folder and environment that the verb was run with."""
        done = self.run(*arguments, prefix=(), STUB_SHOWS="1", **changed)
        assert done.returncode == 0, done.stderr
        words, folder, environment = json.loads(done.stdout)
        return words, folder, environment

    def take_calls(self) -> list[str]:
        """Return what was asked of the stubs since the last time."""
        found = self.calls.read_text(encoding="utf-8").splitlines()
        self.calls.write_text("", encoding="utf-8")
        return found
