"""The whole machine that all tests here look at: started once, and twice in the soak.

Rules kept here:
- Its card is what an installation wrote on a real Debian, with a home set up; see `booted/`.
- The clock is for the soak: its starts take minutes of a processor. Any other run says how many
  tests it has deselected.
- Upstream and time servers stand in the network that qemu stands in, which leads nowhere else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from agent.lab.home import ROUTER
from tests.conftest import SOAK
from tests.systemd.booted.box import ANSWER
from tests.systemd.booted.conftest import Ground, ground
from tests.systemd.booted.roots import NotMade, run
from tests.systemd.whole_machine import times
from tests.systemd.whole_machine.kernel import kernel
from tests.systemd.whole_machine.machine import Said, card_of, prepare, start

__all__ = ["ground"]

STARTS = ("first", "second") if SOAK else ("limits",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the clock to the soak."""
    left = [item for item in items if not SOAK and item.get_closest_marker("clock") is not None]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="module")
def starts(
    ground: Ground, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Said]]:
    """Start the machine for the first time, and after a power cut; return what each found."""
    try:
        given = kernel()
    except NotMade as error:
        pytest.fail(f"No kernel for a whole machine: {error}", pytrace=False)
    folder = tmp_path_factory.mktemp("machine")
    # A socket's path and a key's folder must be short, and nobody else's.
    with tempfile.TemporaryDirectory(prefix="lamplight-") as keys:
        with closing(ground.installed(folder / "box")) as box:
            box.mount()
            root = box.path("/")
            prepare(root)
            times.told_to(root, Path(keys))
            card = card_of(root, folder / "card")
        lab = ground.lab
        inside = lab.home.inside(ROUTER)
        for address in times.SERVERS:
            run(*lab.home.inside(ROUTER, "ip", "address", "add", f"{address}/32", "dev", "lo"))
        lab.start(
            ROUTER, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            "--port=53", "--listen-address=127.0.0.1", "--bind-interfaces", "--pid-file",
            f"--address=/example/{ANSWER}", "--local-ttl=300",
        ).complaint_with("started")  # fmt: skip
        for command in times.commands(Path(keys)):
            lab.start(ROUTER, *command)
        yield {which: start(inside, given, card, folder / which, which) for which in STARTS}
        card.unlink()
