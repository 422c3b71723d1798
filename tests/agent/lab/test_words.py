from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from agent.lab import words
from agent.lab.home import LINKS
from tests.agent.lab_home import lab_at
from tests.promises.programs import run


def test_every_command_that_is_printed_works(tmp_path: Path) -> None:
    """What a reader is told to try can be run as it stands, but the lies, which go on."""
    with lab_at(tmp_path) as lab:
        lab.home.plug_in("laptop")
        lab.home.plug_in("phone")
        lab.home.plug_in("liar")
        said = words.welcome(lab.home, lab.published, sys.executable)
        commands = re.findall(r"^  ((?:nsenter|ip) .+)$", said, re.MULTILINE)
        lying = [one for one in commands if "agent.lab.liar" in one]
        done = [run(shlex.split(one)).returncode for one in commands if one not in lying]
        assert len(lying) == 1
        assert done == [0] * (len(commands) - 1)

    assert len(commands) == 4
    assert f"cat {lab.published}" in said
    assert all(f"lamplight-{machine}" in said for machine in LINKS)


def test_nobody_is_sent_to_a_verb_that_is_not_there() -> None:
    """An ordinary user is told the one command."""
    assert "sudo ./lamplight lab" in words.NEEDS_ROOT
