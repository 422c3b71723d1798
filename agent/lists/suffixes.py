"""Endings of names that belong to everybody (co.uk) or to a provider's customers (github.io).

Rules kept here:
- `publicsuffixlist` judges; it carries the Public Suffix List (publicsuffix.org). The sets here
  only pick out of a million names the few that it has to be asked about, and a test holds that
  picking and judging says what judging alone would.
- An ending that a registry gives out (the list's ICANN part) is refused as an entry: listed, it
  would block every school of a county. A provider's ending (its private part) may be listed.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

_WILD = "*."


class PublicSuffixes:
    """The two parts of the list, for names as lower-case text in A-labels."""

    def __init__(self) -> None:
        """Load the list that came with the library; it takes an eighth of a second."""
        self._registries = PublicSuffixList(only_icann=True)
        self._all = PublicSuffixList()
        text = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
        rules = [line.split()[0] for line in text.splitlines() if line and line[:2] != "//"]
        plain: set[bytes] = set()
        wild: set[bytes] = set()
        for rule in rules:
            octets = rule.removeprefix("!").removeprefix(_WILD).encode("idna")
            (wild if rule.startswith(_WILD) else plain).add(octets)
        self._plain = frozenset(plain | wild)
        self._wild = frozenset(wild)

    def among(self, names: Collection[bytes]) -> dict[bytes, bool]:
        """Return the names that are public endings; True for those of a registry."""
        wild = self._wild
        candidates = self._plain.intersection(names)
        candidates |= {name for name in names if name.partition(b".")[2] in wild}
        return {
            name: self.is_registry(name.decode())
            for name in candidates
            if self.is_public(name.decode())
        }

    def is_public(self, name: str) -> bool:
        """Say whether anybody, or any customer of a provider, can have a name below this one."""
        return bool(self._all.is_public(name))

    def is_registry(self, name: str) -> bool:
        """Say whether a registry gives out names below this one."""
        return bool(self._registries.is_public(name))


@cache
def shipped_suffixes() -> PublicSuffixes:
    """Return the list, loaded once."""
    return PublicSuffixes()
