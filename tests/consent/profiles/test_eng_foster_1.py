from __future__ import annotations

import ast
import inspect

import pytest

from consent.codes import Code
from consent.profiles import eng_foster_1
from consent.profiles.eng_foster_1 import AGREEMENT_RULES, NAME, REVIEW_RULES, broken_by
from consent.profiles.rules import AgreementCase, ReviewCase, Rule
from consent.records.agreement import Agreement
from consent.records.review import Review
from consent.schema import read, write
from consent.sentences import SENTENCES
from tests.consent.faults import AGREEMENT_FAULTS, FAULTS, REVIEW_FAULTS, Fault
from tests.consent.pictured import PICTURED, REPAIRS, repaired
from tests.consent.profiles.judging import broken_in
from tests.consent.profiles.sample import AGREEMENTS, REVIEWS

RULES: tuple[Rule[AgreementCase] | Rule[ReviewCase], ...] = (*AGREEMENT_RULES, *REVIEW_RULES)
WELL_KNOWN = {Code.SETTING, Code.NO_GIVER, Code.CORPORATE_PARENT}
CASES = {**AGREEMENTS, **REVIEWS}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_sound_record_keeps_every_rule(case: AgreementCase | ReviewCase) -> None:
    """What was drawn up as the procedure asks breaks nothing."""
    assert broken_in(case) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_sound_record_can_be_written_and_read(case: AgreementCase | ReviewCase) -> None:
    """The samples are records that a file could hold, so that vectors can be made of them."""
    assert read(Agreement, write(case.agreement)) == case.agreement
    if isinstance(case, ReviewCase):
        assert read(Review, write(case.review)) == case.review


def test_there_is_a_fault_for_each_rule() -> None:
    """No rule is without a case that breaks it, and no fault is for a rule that is gone."""
    assert list(AGREEMENT_FAULTS) == [rule.name for rule in AGREEMENT_RULES]
    assert list(REVIEW_FAULTS) == [rule.name for rule in REVIEW_RULES]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_breaks_its_own_rule_alone(name: str) -> None:
    """Each rule stands by itself: what breaks it breaks no other, and without it all is well."""
    fault: Fault[AgreementCase] | Fault[ReviewCase] = FAULTS[name]

    assert broken_in(fault.base) == ()
    assert broken_in(fault.case) == (name,)


@pytest.mark.parametrize("name", REVIEW_FAULTS)
def test_a_fault_of_a_review_leaves_its_agreement_sound(name: str) -> None:
    """What is wrong with a review is wrong with it alone: its agreement could be in force."""
    fault = REVIEW_FAULTS[name]
    agreed = AgreementCase(
        agreement=fault.case.agreement,
        trust_root=fault.base.trust_root,
        keyset=fault.base.keyset,
    )

    assert broken_in(agreed) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_can_be_written_and_read(name: str) -> None:
    """Only the rule refuses such a record: as a document it is well formed."""
    case = FAULTS[name].case

    assert read(Agreement, write(case.agreement)) == case.agreement
    if isinstance(case, ReviewCase):
        assert read(Review, write(case.review)) == case.review


def test_names_and_codes_are_for_good() -> None:
    """Each name is once, and its code is made of it, save where the code has an older name."""
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    assert {
        rule.name
        for rule in RULES
        if rule.code not in WELL_KNOWN and rule.code != f"E_RULE_{rule.name}"
    } == set()
    assert {rule.code for rule in RULES} >= WELL_KNOWN


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_says_where_it_comes_from(rule: Rule[AgreementCase] | Rule[ReviewCase]) -> None:
    """Each rule names its source: a seed with its place, a law, a standard, or our own decision."""
    assert any(
        source in rule.citation
        for source in ("seed 00", "Act 1989", "UK GDPR", "ICO ", "the project's decision")
    )
    assert "seed 004" not in rule.citation or "section" in rule.citation


def test_whoever_is_refused_is_told_why() -> None:
    """Each code of a rule has its sentences."""
    assert {rule.code for rule in RULES} <= set(SENTENCES)


def test_what_is_broken_is_told_in_the_order_of_the_procedure() -> None:
    """A case that breaks several rules names them all, in the profile's own order."""
    assert [rule.name for rule in broken_by(PICTURED)] == [
        rule.name for rule in AGREEMENT_RULES if rule.name in REPAIRS
    ]


def test_the_pictured_agreement_is_refused_for_each_of_its_faults() -> None:
    """Thirty-two days, no notice, a carer for a manager, late evenings: each is named."""
    days = (PICTURED.agreement.valid_until - PICTURED.agreement.starts_on).days

    assert days == 32
    assert set(broken_in(PICTURED)) == set(REPAIRS)


@pytest.mark.parametrize("name", REPAIRS)
def test_a_repair_puts_one_fault_right(name: str) -> None:
    """To put one fault of the pictured agreement right leaves all the others."""
    assert set(broken_in(repaired(PICTURED, name))) == set(REPAIRS) - {name}


def test_the_pictured_agreement_can_be_put_right() -> None:
    """With every fault put right it keeps every rule."""
    case = PICTURED
    for name in REPAIRS:
        case = repaired(case, name)

    assert broken_in(case) == ()


def test_the_profile_is_nothing_but_data() -> None:
    """The module puts rules together and asks them; it has no opinion of its own."""
    module = ast.parse(inspect.getsource(eng_foster_1))
    defined = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}

    assert defined == {"broken_by"}
    assert NAME == "eng-foster-1"
