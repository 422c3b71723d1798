from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agent.bench import dnsperf
from agent.bench.dnsperf import DnsperfFailed, Report
from agent.bench.process import free_port
from agent.bench.servers import running, upstream_command

SAID = """\
DNS Performance Testing Tool
Version 2.10.0

[Status] Sending queries (to 127.0.0.1:5399)
> NOERROR n1.example.com A 0.000110
> NXDOMAIN n2.example.com AAAA 0.001060
> T n3.example.com A
[Status] Testing complete (end of file)

Statistics:

  Queries sent:         2001
  Queries completed:    2000 (99.95%)
  Queries lost:         1 (0.05%)

  Response codes:       NOERROR 2000 (100.00%)
  Run time (s):         0.054419
  Queries per second:   36751.869751
"""


def test_a_report_is_read() -> None:
    """What was completed, what was lost and how long it took are told apart."""
    assert dnsperf.report_in(SAID) == Report(completed=2_000, lost=1, seconds=0.054419)


def test_each_delay_is_read() -> None:
    """Every answer has its delay, and what was never answered has none."""
    assert dnsperf.delays_in(SAID) == [0.00011, 0.00106]


@pytest.mark.parametrize("gone", ["completed", "lost", "Run time"])
def test_another_report_is_refused(gone: str) -> None:
    """A report of another form is never taken for zeros."""
    with pytest.raises(DnsperfFailed):
        dnsperf.report_in("\n".join(line for line in SAID.splitlines() if gone not in line))


def test_the_real_one_asks_each_line_once(tmp_path: Path) -> None:
    """Every query of a file reaches a real server, and each delay is told."""
    assert shutil.which("dnsperf"), "these tests need dnsperf: install the package of this name"
    lines = tmp_path / "asked"
    lines.write_text("".join(f"n{number}.example.com A\n" for number in range(20)))
    port = free_port()
    with running("above", upstream_command(port), port) as server:
        report = dnsperf.ask(server.port, lines)
        delays = dnsperf.ask_quietly(server.port, lines)

    assert (report.completed, report.lost) == (20, 0)
    assert len(delays) == 20
    assert all(delay > 0 for delay in delays)


def test_what_it_complains_of_is_told(tmp_path: Path) -> None:
    """A run that could not begin is an error with its reason."""
    with pytest.raises(DnsperfFailed, match="dnsperf failed"):
        dnsperf.ask(free_port(), tmp_path / "not-there")
