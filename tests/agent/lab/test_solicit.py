from __future__ import annotations

from pathlib import Path

from agent.lab.home import LIAR, LINKS
from tests.agent.lab_home import lab_at
from tests.promises.programs import our_python


def test_the_router_is_asked(tmp_path: Path) -> None:
    """A real router hears the question, and from which machine it came."""
    with lab_at(tmp_path) as lab:
        lab.home.plug_in(LIAR)
        status = lab.start(LIAR, *our_python("agent.lab.solicit", "eth0")).end()
        heard = lab.router.complaint_with("RTR-SOLICIT(eth0)")

    assert status == 0
    assert LINKS[LIAR] not in heard  # the question states no link address, as it need not
