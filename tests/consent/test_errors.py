from __future__ import annotations

import inspect

import pytest

from consent import errors
from consent.codes import Code
from consent.errors import ConsentError, EnvelopeMalformed, Reader
from consent.sentences import SENTENCES

KINDS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_room_has_one_root_error(kind: type[Exception]) -> None:
    """Whoever guards against this room's errors can name one class and miss none."""
    assert issubclass(kind, ConsentError)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_says_when_it_is_raised(kind: type[Exception]) -> None:
    """Each error carries a sentence of its own."""
    assert (kind.__dict__["__doc__"] or "").splitlines()[0].endswith(".")


@pytest.mark.parametrize("code", Code)
def test_an_error_explains_itself_to_each_reader(code: Code) -> None:
    """A carer and a social worker each get the words that were written for them."""
    error = EnvelopeMalformed(code, "payload")

    assert error.explain(Reader.CARER) == SENTENCES[code].carer
    assert error.explain(Reader.SOCIAL_WORKER) == SENTENCES[code].social_worker


def test_an_error_s_own_text_is_code_and_place() -> None:
    """An engineer finds the code and the place, which is all that a journal may hold."""
    error = EnvelopeMalformed(Code.ENV_KEYID, "signatures[2].keyid")

    assert (error.code, error.where) == (Code.ENV_KEYID, "signatures[2].keyid")
    assert str(error) == "E_ENV_KEYID: signatures[2].keyid"
