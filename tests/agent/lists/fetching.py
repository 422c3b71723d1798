"""A home that fetches from a publisher on this machine, and what it fetches there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from agent.lists.bringing import Bringer
from agent.lists.fetch import (
    Failed,
    Fetched,
    FetchFault,
    Limits,
    Unchanged,
    Validators,
    fetch,
)
from tests.agent.lists.publisher import DATE, Publisher, etag

LIST = b"".join(b"site-%d.example\n" % number for number in range(3000))
LIMITS = Limits(octets=1_000_000, seconds=60, idle_seconds=20)
BOTH = Validators(etag(LIST), DATE)


@dataclass(slots=True)
class Home:
    """What fetches from a publisher here, with a clock that stands still."""

    publisher: Publisher
    session: Bringer
    file: Path
    told: list[tuple[int, int | None]] = field(default_factory=list)

    def fetch(
        self,
        address: str,
        validators: Validators | None = None,
        limits: Limits = LIMITS,
        now: Callable[[], float] = lambda: 0.0,
    ) -> Fetched | Unchanged | Failed:
        """Fetch, and see that there is a file if and only if a list came."""

        def tell(octets: int, of: int | None) -> None:
            self.told.append((octets, of))

        outcome = fetch(
            address,
            validators=validators,
            limits=limits,
            to=self.file,
            tell=tell,
            now=now,
            session=self.session,
        )
        assert self.file.exists() is isinstance(outcome, Fetched)
        return outcome

    def fault(self, address: str, limits: Limits = LIMITS) -> FetchFault | None:
        """Return why nothing came, None where something did."""
        outcome = self.fetch(address, limits=limits)
        return outcome.fault if isinstance(outcome, Failed) else None
