from __future__ import annotations

from collections import Counter
from pathlib import Path

from agent.lists.build import Built, ListReport
from agent.lists.report import Progress, bad_lines, shown, summary, table
from agent.lists.tally import BadLine, Tally, UnsupportedLine
from policy.categories import Category
from policy.index import ListSource
from policy.list_text.faults import Fault, Unsupported


def report(tally: Tally, name: str = "ads.txt") -> ListReport:
    """Return the report of a list with this tally."""
    return ListReport(ListSource(name, Category.ADS), tally, 1.25)


def test_the_table_has_a_row_for_each_list() -> None:
    """The table gives each list's counts under its headings, and says what the headings mean."""
    tally = Tally(
        lines=9,
        names=1234,
        exact=5,
        below=6,
        exceptions=7,
        local=2,
        addresses=1,
        headings=1,
        bad=3,
        unsupported=Counter({Unsupported.PATTERN: 8, Unsupported.SETTING: 1}),
        private=10,
    )

    head, first, second, *meaning = table([report(tally), report(Tally(), "other.txt")])

    headings = ["names", "exact", "below", "taken out", "skipped", "unsupported", "providers"]
    assert head.replace("taken out", "taken_out").split() == [
        *("list", "category"),
        *(heading.replace(" ", "_") for heading in headings),
        *("bad", "seconds"),
    ]
    assert first.split() == [
        "ads.txt",
        "ads",
        "1,234",
        *["5", "6", "7", "4", "9", "10", "3", "1.2"],
    ]
    assert second.split() == ["other.txt", "ads", *"0" * 8, "1.2"]
    assert len({len(head), len(first), len(second)}) == 1
    assert all(word in " ".join(meaning) for word in (*headings, "bad"))
    assert max(map(len, meaning)) <= 100


def test_odd_lines_are_shown_by_place_and_reason() -> None:
    """Of bad lines, unsupported rules and providers' endings the first are given, and how many."""
    tally = Tally(
        bad=3,
        first_bad=[BadLine(7, Fault.NUMBER), BadLine(1200, Fault.NOT_A_NAME)],
        unsupported=Counter({Unsupported.PATTERN: 1}),
        first_unsupported=[UnsupportedLine(9, Unsupported.PATTERN)],
        private=12,
        first_private=[4, 5],
    )

    assert list(bad_lines(report(tally))) == [
        "ads.txt: 3 lines cannot be read; the first 2:",
        "  line 7: ends in a number, so it is not a site's name",
        "  line 1,200: not a site's name",
        "ads.txt: 1 line cannot be followed by a filter of names:",
        "  line 9: is a pattern and not a name",
        "ads.txt: 12 endings of providers are listed, with all their customers; the first 2:",
        "  line 4",
        "  line 5",
    ]
    assert list(bad_lines(report(Tally()))) == []


def test_the_summary_counts_names_octets_and_seconds() -> None:
    """The last sentence says how many different names there are, how large, and how long."""
    assert summary(Built(b"x" * 12_345, 1_000), 3.14159) == (
        "In all 1,000 different names; the index takes 12,345 octets; 3.1 seconds."
    )


def test_progress_is_shown_every_two_seconds() -> None:
    """Nothing is said in the first two seconds, and then one sentence in two seconds."""
    seconds = 0.0
    said: list[str] = []
    progress = Progress(lambda: seconds, said.append)
    for tenth in range(60):
        seconds = tenth / 10
        progress(f"at {seconds}")

    assert said == ["at 2.0", "at 4.0"]


def test_a_terminal_is_not_given_orders() -> None:
    """A file's name with control characters is shown without them."""
    assert shown(Path("a\x1b[2J\nb ü.txt")) == "a?[2J?b ü.txt"
    assert next(bad_lines(report(Tally(bad=1), "\x1b.txt"))).startswith("?.txt: ")
