from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import JsonMalformed, Reader
from consent.records.agreement import Agreement, Countersigned, SignedText
from consent.records.fields import Countersign, PrBasis
from consent.records.review import Review
from consent.texts import (
    TemplateId,
    Text,
    TextRefused,
    render,
    render_review,
    review_text_is_right,
    text_is_right,
)
from tests.consent.texts.rebuild import GOLDEN, golden_files
from tests.consent.texts.sample import (
    AGREEMENT,
    BANDS,
    CHANGES,
    MOTHER_GIVES,
    OF_THE_HOME,
    REVIEW,
    REVIEW_CHANGES,
    SCOPES,
    agreement_for,
    changed,
    countersigned,
    review_for,
    review_text_of,
    text_of,
)

TEEN = TemplateId.THIRTEEN_TO_FIFTEEN_1

# What no reader needs: it may differ and the words stay the same.
NOT_SAID: dict[str, object] = {
    "id": "0" * 32,
    "box": "1" * 64,
    "agency.keyset_version": 99,
    "process.assessed_on": date(2026, 1, 1),
    "discussion.views": "Mine alone.",
    "young_person.ref": "2" * 32,
    "evidence": (),
    "lawful_basis": "Something else.",
}


def signed(agreement: Agreement, text: Text) -> Agreement:
    """Return the agreement naming a text."""
    return replace(
        agreement,
        text=SignedText(template=text.template, language=text.language, digest=text.digest),
    )


def signed_review(review: Review, text: Text) -> Review:
    """Return the review naming a text."""
    return replace(
        review,
        text=SignedText(template=text.template, language=text.language, digest=text.digest),
    )


def test_the_golden_files_are_what_is_said() -> None:
    """No word of a template changes without somebody reading the change."""
    files = dict(golden_files())

    assert {path.name for path in GOLDEN.iterdir()} == set(files)
    assert {
        name for name, content in files.items() if (GOLDEN / name).read_bytes() != content.encode()
    } == set()


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize("path", CHANGES)
def test_what_everybody_must_see_is_in_the_digest(path: str, template: TemplateId) -> None:
    """A field that every reader must see cannot change under a text that was signed."""
    agreement = agreement_for(template)
    other = changed(agreement, path, CHANGES[path])

    assert other != agreement
    assert render(other, template).digest != render(agreement, template).digest


@pytest.mark.parametrize("template", BANDS)
@pytest.mark.parametrize("path", OF_THE_HOME)
def test_what_the_young_person_must_see_is_in_the_digest(path: str, template: TemplateId) -> None:
    """Devices and viewers by their labels cannot change under what a young person signed."""
    agreement = agreement_for(template)
    other = changed(agreement, path, OF_THE_HOME[path])

    assert render(other, template).digest != render(agreement, template).digest


@pytest.mark.parametrize("path", OF_THE_HOME)
def test_what_a_parent_must_not_see_is_not_in_their_text(path: str) -> None:
    """The standard text is the same whatever devices and carers are called."""
    agreement = agreement_for(TemplateId.STANDARD_1)
    other = changed(agreement, path, OF_THE_HOME[path])

    assert render(other, TemplateId.STANDARD_1).octets == text_of(TemplateId.STANDARD_1).octets


@pytest.mark.parametrize("template", TemplateId)
def test_a_site_of_the_watch_list_is_in_the_digest(template: TemplateId) -> None:
    """One site more or less is another text."""
    agreement = replace(agreement_for(template), scope=SCOPES[2])
    fewer = changed(agreement, "scope.watch", SCOPES[2].watch[:1])

    assert render(fewer, template).digest != render(agreement, template).digest


@pytest.mark.parametrize("template", TemplateId)
def test_every_level_has_a_digest_of_its_own(template: TemplateId) -> None:
    """No two levels read alike."""
    texts = [
        render(
            changed(replace(agreement_for(template), scope=SCOPES[2]), "scope.level", level),
            template,
        ).digest
        for level in (3, 4)
    ] + [
        render(changed(agreement_for(template), "scope.level", level), template).digest
        for level in (1, 2)
    ]

    assert len(set(texts)) == 4


@pytest.mark.parametrize("template", TemplateId)
def test_who_gave_is_in_the_digest(template: TemplateId) -> None:
    """The same agreement given by a parent, or by another, reads otherwise."""
    agreement = replace(AGREEMENT, giver=MOTHER_GIVES)
    other = changed(agreement, "giver.pr_basis", PrBasis.GUARDIAN)
    texts = [render(one, template).digest for one in (AGREEMENT, agreement, other)]

    assert len(set(texts)) == 3


@pytest.mark.parametrize(
    "template", [TemplateId.STANDARD_1, TEEN, TemplateId.SIXTEEN_TO_SEVENTEEN_1]
)
def test_the_version_of_the_never_recorded_list_is_in_the_digest(template: TemplateId) -> None:
    """Which list of helplines holds is said to everybody from thirteen."""
    other = changed(agreement_for(template), "scope.never_list_version", 4)

    assert render(other, template).digest != text_of(template).digest


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize("path", NOT_SAID)
def test_what_nobody_reads_leaves_the_text_alone(path: str, template: TemplateId) -> None:
    """Numbers, keys and details of the case are not in the words."""
    other = changed(agreement_for(template), path, NOT_SAID[path])

    assert render(other, template).octets == text_of(template).octets


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize("path", REVIEW_CHANGES)
def test_what_a_review_says_is_in_its_digest(path: str, template: TemplateId) -> None:
    """Nothing that was found or decided can change under a review that was signed."""
    agreement = agreement_for(template)
    review = changed(review_for(template), path, REVIEW_CHANGES[path])
    other = render_review(review, agreement, agreement.scope, template)

    assert other.digest != review_text_of(template).digest


@pytest.mark.parametrize("template", TemplateId)
def test_a_review_is_never_taken_for_its_agreement(template: TemplateId) -> None:
    """Whoever signed the one has not signed the other."""
    assert review_text_of(template).digest != text_of(template).digest


@pytest.mark.parametrize("template", TemplateId)
def test_the_right_text_is_right(template: TemplateId) -> None:
    """An agreement that names what its giver reads is right."""
    agreement = agreement_for(template)

    assert text_is_right(signed(agreement, render(agreement, template)))


WRONG: dict[str, Callable[[Agreement], Agreement]] = {
    "another digest": lambda it: changed(it, "text.digest", "0" * 64),
    "an unknown template": lambda it: changed(it, "text.template", "eng-foster-1/13-15/9"),
    "an unknown language": lambda it: changed(it, "text.language", "prs"),
    "another day": lambda it: changed(it, "valid_until", date(2027, 1, 3)),
    "another level": lambda it: changed(it, "scope.level", 1),
    "another label": lambda it: changed(it, "devices.0.label", "Another phone"),
    "another profile": lambda it: changed(it, "profile", "eng-foster-2"),
    "another age": lambda it: changed(it, "young_person.age_band", "10-12"),
    "another giver": lambda it: changed(it, "giver", MOTHER_GIVES),
    "a kind without words": lambda it: changed(it, "scope.categories", ("ads",)),
    "what cannot be seen": lambda it: changed(it, "stopping.contact", "Pri\u200bya"),
    "the standard text": lambda it: signed(it, render(it, TemplateId.STANDARD_1)),
    "the text of another age": lambda it: signed(it, render(it, TemplateId.TEN_TO_TWELVE_1)),
}


@pytest.mark.parametrize("spoilt", WRONG.values(), ids=WRONG)
def test_a_text_that_is_not_the_giver_s_is_wrong(spoilt: Callable[[Agreement], Agreement]) -> None:
    """Any other text, and any text of another agreement, is not what was agreed."""
    agreement = signed(AGREEMENT, render(AGREEMENT, TEEN))

    assert text_is_right(agreement)
    assert not text_is_right(spoilt(agreement))


def test_a_parent_does_not_sign_a_young_person_s_text() -> None:
    """Whoever gives reads the text that was written for them, and no other."""
    agreement = replace(AGREEMENT, giver=MOTHER_GIVES)

    assert text_is_right(signed(agreement, render(agreement, TemplateId.STANDARD_1)))
    assert not text_is_right(signed(agreement, render(agreement, TEEN)))


@pytest.mark.parametrize("template", TemplateId)
def test_the_right_text_of_a_review_is_right(template: TemplateId) -> None:
    """A review that names what its reader reads is right."""
    agreement = agreement_for(template)
    review = signed_review(review_for(template), review_text_of(template))

    assert review_text_is_right(review, agreement, agreement.scope)


WRONG_REVIEWS: dict[str, Callable[[Review], Review]] = {
    "another digest": lambda it: changed(it, "text.digest", "0" * 64),
    "an unknown template": lambda it: changed(it, "text.template", ""),
    "an unknown language": lambda it: changed(it, "text.language", "prs"),
    "another day": lambda it: changed(it, "valid_until", date(2027, 3, 21)),
    "no text": lambda it: changed(it, "text", None),
    "no end": lambda it: changed(it, "valid_until", None),
    "the agreement's text": lambda it: signed_review(it, text_of(TEEN)),
    "the standard text": lambda it: signed_review(
        it, render_review(it, AGREEMENT, AGREEMENT.scope, TemplateId.STANDARD_1)
    ),
}


@pytest.mark.parametrize("spoilt", WRONG_REVIEWS.values(), ids=WRONG_REVIEWS)
def test_another_text_of_a_review_is_wrong(spoilt: Callable[[Review], Review]) -> None:
    """Any other text is not what was agreed at the review."""
    review = signed_review(REVIEW, review_text_of(TEEN))

    assert review_text_is_right(review, AGREEMENT, AGREEMENT.scope)
    assert not review_text_is_right(spoilt(review), AGREEMENT, AGREEMENT.scope)


def test_a_review_that_ends_needs_no_text() -> None:
    """Ending asks nobody to read and sign."""
    review = replace(REVIEW, text=None, valid_until=None, next_review_due=None)

    assert review_text_is_right(review, AGREEMENT, AGREEMENT.scope)


def test_what_held_before_a_review_is_part_of_its_text() -> None:
    """A review without a scope of its own is right only with the scope that held."""
    review = changed(REVIEW, "scope", None)
    text = render_review(review, AGREEMENT, AGREEMENT.scope, TEEN)
    review = signed_review(review, text)

    assert review_text_is_right(review, AGREEMENT, AGREEMENT.scope)
    assert not review_text_is_right(review, AGREEMENT, SCOPES[0])


PROMISES = {
    "first": "Do not worry, you will be asked first.",
    "seen": "Nobody can see what you do online!",
    "trouble": "YOU WILL NOT BE IN TROUBLE",
}


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
@pytest.mark.parametrize("path", ["necessity.plain_reason", "viewing.then", "devices.0.label"])
def test_a_promise_that_nobody_can_keep_is_refused(path: str, promise: str) -> None:
    """What people write into a record cannot promise what Lamplight does not."""
    with pytest.raises(TextRefused) as refused:
        render(changed(AGREEMENT, path, promise), TEEN)

    assert refused.value.code is Code.TEMPLATE_PROMISE
    assert all(refused.value.explain(reader) for reader in Reader)


def test_an_unknown_language_is_refused() -> None:
    """Nobody is given English who was promised another language."""
    with pytest.raises(TextRefused) as refused:
        render(AGREEMENT, TEEN, "prs")

    assert refused.value.code is Code.TEMPLATE_LANGUAGE


def test_a_giver_signs_and_a_reader_does_not() -> None:
    """There is a box for whoever is asked, a second where a parent signs beside, and no other."""
    alone = text_of(TEEN)
    beside = render(countersigned(AGREEMENT), TEEN)
    unwilling = changed(
        AGREEMENT, "giver.countersign", Countersigned(state=Countersign.UNOBTAINABLE, reason="x")
    )
    reader = render(replace(AGREEMENT, giver=MOTHER_GIVES), TEEN)
    review = render_review(REVIEW, countersigned(AGREEMENT), AGREEMENT.scope, TEEN)

    assert [len(one.boxes) for one in (alone, beside, reader, review)] == [1, 2, 0, 1]
    assert len(render(unwilling, TEEN).boxes) == 1
    assert "You do not have to sign this page." in reader.plain()


LABELS = st.text(min_size=1, max_size=40)


@given(label=LABELS, reason=LABELS)
def test_any_label_gives_a_text_or_a_refusal(label: str, reason: str) -> None:
    """Whatever a record says, there is one text for it or one of this room's own errors."""
    agreement = changed(
        changed(AGREEMENT, "devices.0.label", label), "necessity.plain_reason", reason
    )
    try:
        text = render(agreement, TEEN)
    except (TextRefused, JsonMalformed):
        return

    assert f"“{label}”" in text.plain()
    assert text.digest == render(agreement, TEEN).digest
