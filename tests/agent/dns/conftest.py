"""What tests of answering share: the cache of whole replies, on although a run is without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.switches import WITHOUT_AGAIN


@pytest.fixture(scope="module")
def with_again() -> Iterator[None]:
    """Have replies kept by their octets, whatever the run says: what is tested here is just that.

    For a module, since Hypothesis draws many cases within one test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(WITHOUT_AGAIN, raising=False)
        yield
