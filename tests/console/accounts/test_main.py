from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from console.accounts.__main__ import main
from tests.console.browsing import ELSEWHERE
from tests.console.running import ROOT
from tests.console.signing_in import home_in

SAID = r"^Sam can sign in now, with this password: ((?:[a-z-]+ ){4}[a-z-]+)\n$"


def _run(state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "console.accounts", "--state", str(state), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_password_is_printed_once_and_works(state: Path) -> None:
    """What the command prints is what the sign-in takes, in a console that runs already."""
    home = home_in(state)
    done = _run(state, "add", "--name", "Sam", "--role", "carer")
    found = re.match(SAID, done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert found
    home.passwords["Sam"] = found[1]
    assert home.signed_in("Sam").open("/tonight").status == 200


def test_who_may_sign_in_is_listed(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Name, role and the number of phones stand on a line each."""
    home_in(state, "Sam", "Kim")
    status = main(["--state", str(state), "list"])

    assert status == 0
    assert capsys.readouterr().out == "Sam\tcarer\tphones: 0\nKim\tcarer\tphones: 0\n"


def test_somebody_who_is_locked_out_is_let_in_again(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reset gives a first password, and ends app, codes, phones and visits of before."""
    home = home_in(state, "Sam", "Kim")
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    kims = home.signed_in("Kim", ELSEWHERE, "https")
    home.pair(kims)
    status = main(["--state", str(state), "reset", "--name", "sam"])
    found = re.match(SAID, capsys.readouterr().out)

    assert (status, phone.open("/tonight")["location"]) == (0, "/sign-in")
    assert phone.send("/unlock", pin="4711").status == 422
    assert home.sign_in(home.browser(), "Sam").status == 422
    assert found
    home.passwords["Sam"] = found[1]
    assert home.signed_in("Sam").open("/tonight").status == 200
    assert kims.open("/tonight").status == 200


REFUSED = {
    "a name that somebody has": (["add", "--name", "SAM", "--role", "helper"], "somebody has it"),
    "no name": (["add", "--name", " ", "--role", "helper"], "is empty"),
    "nobody's name": (["reset", "--name", "Kim"], "no one here has this name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_said(
    case: str, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what is wrong, on stderr, and nothing is changed."""
    words, expected = REFUSED[case]
    home_in(state, "Sam")
    status = main(["--state", str(state), *words])
    out, errors = capsys.readouterr()

    assert (status, out) == (1, "")
    assert expected in errors


def test_a_damaged_database_is_said(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the file cannot be read the command says what to do, and leaves it alone."""
    path = state / "console" / "household.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"precious")

    assert main(["--state", str(state), "list"]) == 2
    assert f"mv {path}" in capsys.readouterr().err
    assert path.read_bytes() == b"precious"
