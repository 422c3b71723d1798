from __future__ import annotations

from publicsuffixlist import PublicSuffixList

from agent.lists.our_tables import OUR_POPULAR, OUR_TABLES
from policy.names import from_text, to_text
from policy.never_blocked import NEVER_BLOCKED


def test_the_tables_are_those_that_were_reviewed() -> None:
    """Lists are judged by every lifeline, hundreds of everyday names, and every known mistake."""
    assert OUR_TABLES.lifelines == NEVER_BLOCKED
    assert len(OUR_TABLES.everyday) >= 300
    assert from_text("essex.sch.uk") in OUR_TABLES.mistakes


def test_whole_services_are_public_endings_that_are_never_blocked() -> None:
    """Hosts below the NHS, the police and the government are many; a charity's are its own."""
    endings = PublicSuffixList(only_icann=True)

    assert OUR_TABLES.whole_services <= NEVER_BLOCKED
    assert all(endings.is_public(to_text(name)) for name in OUR_TABLES.whole_services)
    assert from_text("nhs.uk") in OUR_TABLES.whole_services


def test_the_report_counts_names_that_a_home_may_lose() -> None:
    """Without a list of popular names the report counts everyday names and known services."""
    assert from_text("tiktok.com") in OUR_POPULAR
    assert len(OUR_POPULAR) > len(OUR_TABLES.everyday)
