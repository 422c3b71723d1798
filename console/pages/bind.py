"""The page on which a device is set up for an agreement, opened on that very device.

Rules kept here:
- Whoever holds the device reads first what the code does, and where it is shown from then on.
- What the recorder refuses is told in its own sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from consent.codes import Code
from console import words
from console.services.binding import Tried
from console.words.of_policy import FOR_CARER
from policy.household import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class BindPage:
    """The page. `device` is None where it cannot be set up, and `reason` says why."""

    title: str
    status: HTTPStatus
    device: str | None
    reason: str | None
    error: str | None


def bind_page(
    device: Device | None,
    *,
    can_be_bound: bool,
    tried: Tried | None = None,
    refused: Code | None = None,
    silent: bool = False,
) -> BindPage:
    """Return the page for the device in hand; None is one that nobody named."""
    reason = None
    if not can_be_bound:
        reason = words.binding.NOT_NAMED if device is None else words.binding.NOT_THEIRS
    error = None
    if tried is Tried.WRONG:
        error = words.binding.WRONG_CODE
    elif tried is Tried.NO_CODE:
        error = words.binding.NO_CODE
    elif refused is not None:
        error = FOR_CARER[refused]
    elif silent:
        error = words.binding.SILENT
    return BindPage(
        title=words.TITLE.format(page=words.binding.BIND),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        device=device.name if device is not None and can_be_bound else None,
        reason=reason,
        error=error,
    )
