"""The page about the browser's warning: what it looks like, how to go on, and how it goes away.

Rules kept here:
- The authority's certificate is offered for an adult's own device alone. Nobody is asked to have a
  young person's device trust the box: that would be a step towards reading along.
- The words are the certificate's own, so that two devices can be compared.
- A certificate that is gone after the next start is offered to nobody, and the page says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.words import TITLE as PAGE_TITLE
from console.words import trust


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPage:
    """The page. `is_offered` says whether the certificate is offered to whoever opened it.

    `is_passing` is that it would be, if it outlived the next start.
    """

    title: str
    fingerprint: tuple[str, ...]
    is_offered: bool
    is_passing: bool


def trust_page(
    fingerprint: tuple[str, ...], *, is_offered: bool, is_passing: bool = False
) -> TrustPage:
    """Return the page."""
    return TrustPage(
        title=PAGE_TITLE.format(page=trust.TITLE),
        fingerprint=fingerprint,
        is_offered=is_offered,
        is_passing=is_passing,
    )
