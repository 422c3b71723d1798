"""Every real list that is here reads, whatever its form; what is known of some of them holds.

The figures are printed, for whoever runs this with `-s`.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.lists.build import batches, by_reach
from agent.lists.tally import Tally
from policy.index import Reach
from policy.list_text.faults import Fault
from policy.names import Name, from_text

NO_LISTS = "no copies of real lists are here"

HEADINGS = (
    *("both", "itself", "below", "taken out", "unsupported", "providers", "bad", "seconds"),
    *("peak MB", "list"),
)


@pytest.fixture(scope="module")
def folder(shared_data: Path | None) -> Path:
    """Return where the copies of real lists are."""
    if shared_data is None:
        pytest.skip(NO_LISTS)
    return shared_data / "lists"


@dataclass(frozen=True, slots=True)
class Read:
    """What was met in each list, by its path, and which public endings all of them gave."""

    tallies: dict[str, Tally]
    endings: set[Name]


@pytest.fixture(scope="module")
def read(folder: Path, endings: dict[Name, str]) -> Read:
    """Read every list, and print the figures."""
    found = Read({}, set())
    rows: list[tuple[str, ...]] = [HEADINGS]
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        since, tally = time.perf_counter(), Tally()
        for batch in batches(path, tally):
            for _, names in by_reach(batch):
                found.endings.update(endings.keys() & names)
        name = path.relative_to(folder).as_posix()
        found.tallies[name] = tally
        rows.append((*figures(tally, time.perf_counter() - since), name))
    for cells in rows:
        sys.stdout.write("  ".join(cell.rjust(9) for cell in cells) + "\n")
    return found


@pytest.fixture(scope="module")
def endings(shared_data: Path | None) -> dict[Name, str]:
    """Return the public endings that were found in real lists, and whose each of them is."""
    if shared_data is None:
        pytest.skip(NO_LISTS)
    path = shared_data / "traps" / "list-entries-that-are-public-suffixes.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {from_text(name): whose for name, _, whose in (line.split("\t") for line in lines)}


def figures(tally: Tally, seconds: float) -> tuple[str, ...]:
    """Return the figures of one list, in the order of the headings."""
    counts = (tally.names, tally.exact, tally.below, tally.exceptions)
    more = (tally.unsupported.total(), tally.private, tally.bad)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (*(f"{count:,}" for count in (*counts, *more)), f"{seconds:.2f}", f"{peak:.0f}")


def names_in(path: Path) -> dict[Reach, set[Name]]:
    """Return the names of a list by what it means with them."""
    found: dict[Reach, set[Name]] = {reach: set() for reach in Reach}
    for batch in batches(path, Tally()):
        for reach, names in by_reach(batch):
            found[reach].update(names)
    return found


def test_every_list_is_read(read: Read) -> None:
    """No list is refused, each gives names, and hardly a line of any cannot be read."""
    assert len(read.tallies) > 100
    for name, tally in read.tallies.items():
        assert tally.names + tally.exact, name
        assert tally.bad <= max(1, tally.lines // 100), name
        assert set(tally.faults) <= {Fault.PUBLIC_SUFFIX, Fault.WHOLE_ENDING}, name


def test_only_rules_for_pages_are_unsupported(read: Read) -> None:
    """Of all these lists only the one for browsers asks for what a filter of names cannot do."""
    unsupported = {name for name, tally in read.tallies.items() if tally.unsupported}

    assert unsupported == {"formats/ph00lt0.adblock"}


def test_addresses_are_no_names(read: Read) -> None:
    """The addresses that fill a sixth of one list are counted, and are neither names nor faults."""
    tally = read.tallies["ut1/redirector.txt"]

    assert (tally.addresses, tally.names, tally.bad) == (22_530, 109_793, 0)


def test_no_registry_s_ending_is_taken(read: Read, endings: dict[Name, str]) -> None:
    """Of the endings that real lists hold, registries' are refused and providers' are taken."""
    assert {endings[name] for name in read.endings} == {"private"}
    # A few more stood in lists of which there is no copy here.
    assert len(read.endings) > 190


@pytest.mark.parametrize("form", ["dnsmasq", "onlydomains", "rpz"])
def test_one_list_in_four_forms_is_one_list(folder: Path, form: str) -> None:
    """A list that its publisher offers in four forms holds the very same names in each."""
    adblock = names_in(folder / "formats" / "hagezi-light-2023.adblock")
    other = names_in(folder / "formats" / f"hagezi-light-2023.{form}")

    names = adblock[Reach.BOTH]
    assert len(names) == 69_751
    if form == "rpz":
        # A pair of records for each name is what a plain name means.
        adblock |= {Reach.BOTH: set(), Reach.ITSELF: names, Reach.BELOW: names}
    assert other == adblock


@pytest.mark.parametrize("name", ["hagezi-doh-vpn-proxy-bypass-2023", "hagezi-nosafesearch-2023"])
def test_a_zone_file_holds_what_the_plain_list_holds(folder: Path, name: str) -> None:
    """Of a list in two forms the zone file names the same, itself and below."""
    names = names_in(folder / "domains" / f"{name}.txt")[Reach.BOTH]
    zone = names_in(folder / "formats" / f"{name}.rpz")

    assert zone[Reach.ITSELF] == zone[Reach.BELOW] == names


def test_another_list_in_four_forms_agrees_as_far_as_its_publisher_does(folder: Path) -> None:
    """Three forms are the same; the one for browsers takes four out, and has six more."""
    domains = names_in(folder / "formats" / "ph00lt0.domains")[Reach.BOTH]
    rules = names_in(folder / "formats" / "ph00lt0.adblock")

    assert len(domains) == 29_496
    assert names_in(folder / "formats" / "ph00lt0.unbound")[Reach.BOTH] == domains
    assert names_in(folder / "formats" / "ph00lt0.rpz")[Reach.ITSELF] == domains
    assert domains - rules[Reach.BOTH] == rules[Reach.EXCEPTION]
    assert (len(rules[Reach.EXCEPTION]), len(rules[Reach.BOTH] - domains)) == (4, 6)
