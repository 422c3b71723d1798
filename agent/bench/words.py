"""Every sentence that the benchmark prints."""

from __future__ import annotations

from typing import Final

USAGE: Final = (
    "Measures what answering costs, beside the kernel's floor, dnsmasq and unbound, on this"
    " machine. How to read the table is told in agent/bench/README.md."
)
FOLDER: Final = (
    "a folder with real lists and streams: combined/combined.tsv and"
    " streams/dnsperf-queries-100k.tsv; without it all names are made up"
)
NAMES: Final = "how many names are blocked (default: 10000 made up, or 1000000 of the folder's)"
ROUNDS: Final = "how many times every server is asked (default: 7, at least 5)"
HOT: Final = "queries in a round for names that were asked before (default: 400000)"
MISSED: Final = "queries in a round for names that nobody asked before (default: 5000)"
MANY: Final = (
    "compare a home of 500 devices and N listed names (default: 10 million, which takes some"
    " minutes) with one of 1 and 1,000"
)
REPORT: Final = "where to write all figures (default: lamplight-bench.json)"

LACKING: Final = (
    "this machine lacks {programs}. Please run:\n"
    "  sudo apt-get update && sudo apt-get install -y --no-install-recommends"
    " dnsperf dnsmasq-base unbound"
)
BUSY: Final = (
    "lamplight bench: other programs are running on this machine, so do not trust these figures."
    " Stop them, wait two minutes, and measure again."
)
NO_FLOOR: Final = (
    "lamplight bench: there is no C compiler, so the floor is left out. To have it, run:\n"
    "  sudo apt-get install -y --no-install-recommends gcc libc6-dev"
)
LOST: Final = (
    "lamplight bench: {name} lost {lost} queries, which cost it little; so its figures flatter it."
    " Measure again on a quiet machine."
)
STOPPED: Final = "lamplight bench: stopped; nothing was written."
HEADING: Final = "{names} names blocked, {rounds} rounds, {machine}. Smaller is better."

MANY_ROW: Final = "hot, 500 devices and 10 million names, over 1 and 1,000"
ELSEWHERE: Final = {
    MANY_ROW: "takes some minutes; --many measures it",
    "a carer's change in force": "not timed here yet; tests/agent/dns/test_what_runs_on.py sees it",
    "a withdrawal in force": "tests/promises/test_taking_back.py holds it to a second",
    "octets written to the card in a day": "takes a day",
    "the carer's page": "it belongs to the console; its tests hold its size",
}
"""Goals of the design that are not measured here, so that nobody takes silence for success."""
