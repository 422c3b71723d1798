"""From a record to the text that people sign, and back: whether the text in it is the right one.

Rules kept here:
- What you read is what you sign: a text is rendered from the record, and a record whose text does
  not come out of it again, octet for octet, is not in force.
- The text must be the one for its reader: a young person's own age, or the standard one.
- A text that promises what nobody can keep is refused, also where a person wrote the promise.
"""

from __future__ import annotations

from consent.codes import Code
from consent.errors import ConsentError
from consent.records.agreement import Agreement, Scope
from consent.records.fields import Countersign
from consent.records.review import Review
from consent.texts.languages import language_named
from consent.texts.rendering import answer_of, sections_of
from consent.texts.template import (
    TemplateId,
    TextRefused,
    is_same_reader,
    template_for,
    template_for_review,
    template_named,
)
from consent.texts.terms import Terms, terms_of_agreement, terms_of_review
from consent.texts.text import Text
from consent.texts.wording import Phrases


def render(agreement: Agreement, template: TemplateId, language: str = "en") -> Text:
    """Return the text of an agreement for one reader.

    Raises TextRefused where there is none, JsonMalformed for characters that are not signed.
    """
    is_giver = is_same_reader(template, template_for(agreement))
    return _rendered(terms_of_agreement(agreement), template, language, is_giver=is_giver)


def render_review(
    review: Review,
    agreement: Agreement,
    scope: Scope,
    template: TemplateId,
    language: str = "en",
) -> Text:
    """Return the text of what holds after a review; `scope` is what held until then.

    Raises TextRefused where there is none, JsonMalformed for characters that are not signed.
    """
    is_giver = is_same_reader(template, template_for_review(review, agreement))
    terms = terms_of_review(review, agreement, scope)
    return _rendered(terms, template, language, is_giver=is_giver)


def text_is_right(agreement: Agreement) -> bool:
    """Say whether an agreement names the text that its giver must have read, as it now renders."""
    try:
        template = template_named(agreement.text.template)
        fits = is_same_reader(template, template_for(agreement))
        text = render(agreement, template, agreement.text.language)
    except ConsentError:
        return False
    return fits and text.digest == agreement.text.digest


def review_text_is_right(review: Review, agreement: Agreement, scope: Scope) -> bool:
    """Say the same of a review. One that ends the agreement has no text, and needs none."""
    if review.text is None:
        return review.valid_until is None
    try:
        template = template_named(review.text.template)
        fits = is_same_reader(template, template_for_review(review, agreement))
        text = render_review(review, agreement, scope, template, review.text.language)
    except ConsentError:
        return False
    return fits and text.digest == review.text.digest


def _rendered(terms: Terms, template: TemplateId, tag: str, *, is_giver: bool) -> Text:
    language = language_named(tag)
    wording = language.wordings[template]
    phrases = language.phrases
    text = Text(
        template=template,
        language=tag,
        sections=(
            *sections_of(terms, wording, phrases),
            answer_of(terms, wording, phrases, is_giver=is_giver),
        ),
        domain=terms.agreement.agency.domain,
        boxes=_boxes(terms, phrases) if is_giver else (),
        phrases=phrases,
    )
    said = " ".join(text.paragraphs).casefold()
    if any(promise in said for promise in phrases.never_promised):
        raise TextRefused(Code.TEMPLATE_PROMISE, "the text as a whole")
    return text


def _boxes(terms: Terms, phrases: Phrases) -> tuple[str, ...]:
    """Return what is signed: a second signature belongs to the agreement, not to its reviews."""
    countersign = terms.agreement.giver.countersign
    if terms.review or countersign is None or countersign.state is not Countersign.SIGNED:
        return (phrases.signature,)
    return (phrases.signature, phrases.countersignature)
