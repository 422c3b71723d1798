"""A new release tried before it is used: each program, the gate, and the home's settings on a copy.

Rules kept here:
- What is tried has no right that the pages have not, and works on a copy in memory that is gone
  afterwards. The home's own settings are not touched.
- Root writes only where what is tried cannot: a link of theirs would lead root elsewhere. And a
  link that lies among the home's settings is not followed, or they could read by it what is root's.
- What the release before decides is told by its own program, what the new one would decide by its
  own; the new one says in words what would be another, for whom.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.install import healthy, units
from agent.install.kept_home import DATABASE, copy_database, copy_file
from agent.install.machine import LAST_WORDS
from agent.install.steps import StepFailed

GATE: Final = "agent.recorder.vectors"
REHEARSAL: Final = "console.rehearsal"
ALLOWED: Final = "allowed.json"
SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """One release's programs. `account` runs them, None for whoever runs this."""

    python: Path
    house: Path
    account: str | None

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are started with, and nothing of whoever starts them."""
        return {
            "PATH": os.defpath,
            "PYTHONPATH": str(self.house),
            "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, *words: str | Path) -> str:
        """Run a module and return what it printed. Raises StepFailed with its last words."""
        command = [str(self.python), "-m", *map(str, words)]
        try:
            done = subprocess.run(  # noqa: S603 - words of ours and of a unit that was signed
                command,
                check=False,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=self.environment,
                timeout=SECONDS,
                user=self.account,
                group=self.account,
                extra_groups=None if self.account is None else [],
            )
        except subprocess.TimeoutExpired as error:
            raise StepFailed(f"{words[0]} did not end within {SECONDS:.0f} s.") from error
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip())[-LAST_WORDS:]
            raise StepFailed(f"{words[0]} failed: {said or 'it said nothing'}")
        return done.stdout


def try_programs(release: Programs) -> None:
    """Start each program of a release as far as its help, and the gate. Raises StepFailed."""
    for words in program_words(release.house / "systemd"):
        release.run(*words, "--help")
    release.run(GATE)


def try_filter(release: Programs, snapshot: Path, beside: Path, *, seconds: float = 60.0) -> None:
    """Start the filter of a release aside, with the home's rules, and ask it. Raises StepFailed."""
    with _room(beside, release.account) as folder:
        words: list[str] = []
        if snapshot.exists():
            rules = folder / snapshot.name
            copy_file(snapshot, rules)
            _give([rules], release.account)
            words = ["--snapshot", str(rules)]
        with socket.socket(type=socket.SOCK_DGRAM) as finder:
            finder.bind(("127.0.0.1", 0))
            port = finder.getsockname()[1]
        said = folder / "said"
        with said.open("wb") as file:
            # An upstream that is nobody: it is asked for nothing that goes on.
            command = [str(release.python), "-m", "agent", "--listen", f"127.0.0.1:{port}", *words]
            command += ["--upstream", "127.0.0.1:9"]
            started = subprocess.Popen(  # noqa: S603 - the same as above
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=release.environment,
                user=release.account,
                group=release.account,
                extra_groups=None if release.account is None else [],
            )
        try:
            until = time.monotonic() + seconds
            asked = healthy.Asked(services=(), upstream=False, recorder=Path(), names_port=port)
            while not healthy.names_are_answered(asked):
                if started.poll() is not None or time.monotonic() > until:
                    told = said.read_text(encoding="utf-8", errors="replace").strip()
                    raise StepFailed(f"Its filter does not answer: {told[-LAST_WORDS:]}")
                time.sleep(0.1)
        finally:
            started.kill()
            started.wait()


def program_words(room: Path) -> list[list[str]]:
    """Return the module, and the verb where there is one, of each service that has one."""
    found = []
    for name in units.units_in(room):
        text = (room / name).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if line.startswith("ExecStart="):
                words = shlex.split(line.removeprefix("ExecStart="))
                if "-m" in words:
                    module, *rest = words[words.index("-m") + 1 :]
                    found.append([module, *[word for word in rest[:1] if word[0].isalpha()]])
    return found


def what_would_change(
    before: Programs, after: Programs, console: Path, at: int, beside: Path
) -> tuple[str, ...]:
    """Return what would be another at home under the new release, in sentences.

    Raises StepFailed where the new release could not live with the home's settings.
    """
    with _room(beside, before.account) as folder:
        _copy_state(console, folder / "before", before.account)
        _copy_state(console, folder / "after", after.account)
        told = folder / "told.json"
        said = before.run(REHEARSAL, "--state", folder / "before", "--at", str(at))
        told.write_text(said, encoding="utf-8")
        told.chmod(0o644)
        said = after.run(REHEARSAL, "--state", folder / "after", "--at", str(at), "--before", told)
    return sentences_in(said)


def sentences_in(said: str) -> tuple[str, ...]:
    """Return what a rehearsal says would change. Raises StepFailed."""
    try:
        found = json.loads(said)["changes"]
    except (ValueError, KeyError, TypeError) as error:
        raise StepFailed("The new release did not say what would change at home.") from error
    if not isinstance(found, list):
        raise StepFailed("The new release did not say what would change at home.")
    # Printed on root's terminal: nothing that could steer it.
    return tuple("".join(letter for letter in str(one) if letter.isprintable()) for one in found)


@contextmanager
def _room(beside: Path, account: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lamplight-rehearsal-", dir=beside))
    try:
        if account is not None:
            # It may go through, to what it is given, and nothing more.
            shutil.chown(folder, group=account)
            folder.chmod(0o710)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_state(console: Path, state: Path, account: str | None) -> None:
    there = state / "console"
    there.mkdir(parents=True)
    if (console / DATABASE).exists():
        copy_database(console / DATABASE, there / DATABASE)
    if (console / ALLOWED).exists():
        copy_file(console / ALLOWED, there / ALLOWED)
    _give([*there.iterdir(), there, state], account)


def _give(paths: Sequence[Path], account: str | None) -> None:
    if account is not None:
        for path in paths:
            shutil.chown(path, account, account)
