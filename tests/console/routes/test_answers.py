from __future__ import annotations

from http import HTTPStatus

from console.routes.answers import BY_THEMSELVES, FILES


def test_every_line_names_answers_that_there_are() -> None:
    """A line holds statuses of HTTP, each once and in their order, and never a fault of ours."""
    wrong = {
        which: statuses
        for which, statuses in BY_THEMSELVES.items()
        if not statuses
        or list(statuses) != sorted(set(statuses) & set(HTTPStatus))
        or HTTPStatus.INTERNAL_SERVER_ERROR in statuses
    }

    assert wrong == {}


def test_a_file_is_given_by_an_address_that_there_is() -> None:
    """What is no page stands with its kind beside a line that gives it."""
    assert {which for which in FILES if HTTPStatus.OK not in BY_THEMSELVES[which]} == set()
