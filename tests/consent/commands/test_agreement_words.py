from __future__ import annotations

from consent.commands.agreement_words import agreement_lines
from consent.records.agreement import Agreement
from tests.consent import scene
from tests.consent.profiles import sample
from tests.consent.samples import record_digest


def lines_of(agreement: Agreement) -> list[str]:
    """Return what is said of an agreement that a box has."""
    ledger = scene.agreed(agreement)
    return list(agreement_lines(ledger, ledger.standing(record_digest(agreement))))


def test_an_agreement_is_told_in_plain_words() -> None:
    """What, on which device, from when to when, who agreed, who looks and who signed."""
    assert lines_of(scene.AGREEMENT) == [
        "  what: the main name of blocked sites of the kinds agreed, by the hour",
        "  kinds of site: strangers, dating",
        "  on: Blue phone, Old tablet",
        "  from 02 December 2026 until 02 January 2027, the next review at latest",
        "  at the very latest until 30 April 2027",
        "  kept for 7 days",
        "  agreed by: the young person, with their own key",
        "  who can look: young person, social worker, carer",
        *[line for line in lines_of(scene.AGREEMENT) if "signed by" in line],
        "  reviews: 0",
    ]


def test_whoever_signed_is_told_by_role() -> None:
    """A worker by their role in the list, the young person by their card, others as the giver."""
    [young] = [line for line in lines_of(scene.AGREEMENT) if "signed by" in line]
    [mothers] = [line for line in lines_of(scene.MOTHERS) if "signed by" in line]

    assert sorted(young.removeprefix("  signed by: ").split(", ")) == [
        *("social worker", "team manager", "young person"),
    ]
    assert sorted(mothers.removeprefix("  signed by: ").split(", ")) == [
        *("giver", "social worker", "team manager"),
    ]


def test_the_giver_is_a_capacity() -> None:
    """A parent is told by the basis of their responsibility; paper is told as paper."""
    mothers = lines_of(scene.MOTHERS)
    on_paper = lines_of(sample.ON_PAPER.agreement)

    parent = "a person with parental responsibility (mother)"
    assert f"  agreed by: {parent}, with their own key" in mothers
    assert "  agreed by: the young person, on paper" in on_paper


def test_a_watch_list_is_told() -> None:
    """Sites that were agreed beforehand stand there by name."""
    lines = lines_of(sample.WATCHED.agreement)
    watch = ", ".join(sample.WATCHED.agreement.scope.watch)

    assert f"  sites: {watch}" in lines
    assert not any("kinds of site" in line for line in lines)
