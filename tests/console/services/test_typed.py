from __future__ import annotations

import pytest

from console.services.typed import site_of

TYPED = {
    "a name": ("chess.example", "chess.example"),
    "an address that was pasted": ("https://chess.example/games?id=7#top", "chess.example"),
    "with a port": ("https://chess.example:8443/", "chess.example"),
    "with somebody's name in it": ("https://me:secret@chess.example/", "chess.example"),
    "without a scheme": ("chess.example/games", "chess.example"),
    "nothing but a path": ("/games", "/games"),
    "no name at all": ("a b", "a b"),
}


@pytest.mark.parametrize("case", TYPED)
def test_only_the_site_of_what_was_pasted_is_kept(case: str) -> None:
    """What stands behind the site's name goes no further; other text is as it was."""
    typed, site = TYPED[case]

    assert site_of(typed) == site
