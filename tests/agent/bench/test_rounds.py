from __future__ import annotations

from agent.bench.figures import Figure, Goal
from agent.bench.rounds import NO_COMPILER, Costs, rows
from agent.bench.servers import DNSMASQ, FLOOR, OURS, UNBOUND, Server

NOBODY = 2**30
"""No process has this id, so that nothing can be read of it."""

SERVERS = [Server(name, NOBODY, 5300, 0.5) for name in (OURS, UNBOUND, DNSMASQ)]
COSTS = Costs(
    hot={OURS: [2e-6, 4e-6], UNBOUND: [4e-6, 4e-6], DNSMASQ: [8e-6, 8e-6], FLOOR: [1e-6, 1e-6]},
    missed={OURS: [5e-5, 5e-5], UNBOUND: [0.0, 0.0], DNSMASQ: [1e-4, 1e-4]},
    delays=[0.0005, 0.0015],
    lost={},
)


def test_each_goal_of_the_design_has_its_line() -> None:
    """Ratios, processor time, delay and start stand in the table with goal and spread."""
    found = {row.what: row for row in rows(SERVERS, COSTS)}

    assert found["a hot query, over floor"].figure == Figure(3, 2, 4, 2)
    assert found["a hot query, over floor"].goal == Goal(2.2, 2.5)
    assert found["a hot query, over unbound"].figure == Figure(0.75, 0.5, 1, 2)
    assert found["a missed query, over dnsmasq"].figure == Figure(0.5, 0.5, 0.5, 2)
    assert found["processor time for a missed query, lamplight"].judged == "met"
    assert found["99th percentile at 1000 queries a second"].figure == Figure(1, 0.5, 1.5, 2)
    assert found["start to first answer, lamplight"].judged == "met"


def test_what_has_no_figure_says_why() -> None:
    """A missing compiler, a cost too small to see, and a closed process are told apart."""
    costs = COSTS._replace(hot={name: cost for name, cost in COSTS.hot.items() if name != FLOOR})
    found = {row.what: row for row in rows(SERVERS, costs)}

    assert found["a hot query, over floor"].why_not == NO_COMPILER
    assert found["a missed query, over unbound"].why_not == "too few queries to cost a tick"
    assert found["memory (PSS), lamplight"].why_not == "only root may look into this process"
