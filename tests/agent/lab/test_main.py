from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from agent.lab.home import LINKS
from policy.neighbours_document import neighbours_from_bytes
from tests.agent.lab_home import hold, until
from tests.promises.programs import Program, our_python, run


def names_in(published: Path) -> set[str | None]:
    """Return the names that devices gave themselves by DHCP."""
    seen = neighbours_from_bytes(published.read_bytes())
    return {one.dhcp.host_name for one in seen.neighbours if one.dhcp}


def phone_in(published: Path) -> int:
    """Return at how many addresses the phone was seen."""
    seen = neighbours_from_bytes(published.read_bytes())
    return sum(len(one.addresses) for one in seen.neighbours if one.link == LINKS["phone"])


def test_the_lab_comes_up_and_goes_with_nothing_left(tmp_path: Path) -> None:
    """It shows a home, discovery sees its devices and new addresses, and an end takes all down."""
    often = ("--rotate-every", "3")
    holder, enter = hold()
    with holder:
        holder.line_with("held")
        with Program(
            [*enter, "env", f"TMPDIR={tmp_path}", *our_python("agent.lab", *often)]
        ) as lab:
            published = Path(lab.line_with("cat ").split()[1])
            lab.line_with("Press Ctrl-C")
            until(lambda: names_in(published) == {"lab-tablet", "lab-phone"})
            until(lambda: phone_in(published) >= 7)  # one more than it has at one time
            lab.tell(signal.SIGINT)
            status = lab.end()
        left = run([*enter, "ip", "netns", "list"]).stdout

    assert (status, left, lab.complained) == (0, "", "")
    assert "Nothing is left behind." in lab.printed
    assert list(tmp_path.iterdir()) == []


def test_an_ordinary_user_is_told_to_be_root() -> None:
    """Without root it says so in a sentence, with status 2, and makes nothing."""
    ordinary = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    done = run([*(ordinary if os.geteuid() == 0 else ()), *our_python("agent.lab")])

    assert done.returncode == 2
    assert "sudo ./lamplight lab" in done.stderr
    assert done.stdout == ""


def test_a_machine_that_allows_no_namespaces_is_told_of(tmp_path: Path) -> None:
    """Where the system refuses a namespace, the sentence says why and what to do."""
    refusing = tmp_path / "ip"
    refusing.write_text(
        '#!/bin/sh\n[ "$*" = "netns list" ] && exit 0\necho "mount: not permitted" >&2\nexit 1\n'
    )
    refusing.chmod(0o755)
    holder, enter = hold()
    with holder:
        holder.line_with("held")
        path = f"PATH={tmp_path}:{os.environ['PATH']}"
        done = run([*enter, "env", path, *our_python("agent.lab")])

    assert done.returncode == 2
    assert "this machine allows no network namespace" in done.stderr
    assert "mount: not permitted" in done.stderr
    assert not re.search("Traceback", done.stderr)
