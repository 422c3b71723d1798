"""What an agency gives out on its own site: its trust root, and the list of who may sign for it.

    https://kent.gov.uk/.well-known/lamplight/root.json
    https://kent.gov.uk/.well-known/lamplight/keyset.json

Rules kept here:
- Only the agency's own domain answers for it, over HTTPS, with a certificate of that domain. A site
  that sends on is asked once more under its own `www`, and nowhere else.
- What comes is bounded as a list is, and by what a record can be.
- A file that is not there is told from a site that cannot be reached: only the first is the
  agency's word.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from agent.lists.fetch import Failed, FetchFault, Limits, Session, fetch
from agent.recorder import words
from consent.desk import DeskRefused
from consent.frozen import MAX_OCTETS
from consent.records.fields import DomainName
from consent.schema import Domain

FOLDER: Final = "/.well-known/lamplight/"
ROOT, KEYSET = "root.json", "keyset.json"
LIMITS: Final = Limits(octets=MAX_OCTETS, seconds=60, idle_seconds=20, moves=0)
TYPES: Final = frozenset({"application/json"})

_SENTENCES: Final = {
    FetchFault.UNREACHABLE: words.SITE_UNREACHED,
    FetchFault.TOO_SLOW: words.SITE_UNREACHED,
    FetchFault.CUT_OFF: words.SITE_UNREACHED,
    FetchFault.REFUSED: words.SITE_UNREACHED,
    FetchFault.UNTRUSTED: words.SITE_UNTRUSTED,
}


def domain_typed(text: str) -> DomainName:
    """Return a domain as somebody typed it. Raises DeskRefused."""
    domain = text.strip().lower().removeprefix("https://").rstrip("/")
    if not Domain().allows(domain):
        # What stands in an address behind or before a domain could lead to another's site.
        raise DeskRefused(words.NOT_A_DOMAIN.format(domain=text))
    return domain


def file_of(domain: DomainName, name: str, authority: Path | None) -> bytes | None:
    """Return a file of an agency's own site, None where the site says that there is none.

    With an `authority` only its certificates count. Raises DeskRefused, OSError.
    """
    with (
        Session(authority, types=TYPES) as session,
        TemporaryDirectory(prefix="lamplight-") as folder,
    ):
        file = Path(folder, name)
        failed = _asked(domain, name, file, session)
        if failed is not None and failed.fault is FetchFault.SENT_ASTRAY:
            failed = _asked(f"www.{domain}", name, file, session)
        if failed is None:
            return file.read_bytes().strip()
        if failed.fault is FetchFault.GONE:
            return None
        sentence = _SENTENCES.get(failed.fault, words.SITE_OTHER)
        raise DeskRefused(f"{sentence.format(domain=domain)} ({failed.fault}: {failed.detail})")


def _asked(host: str, name: str, file: Path, session: Session) -> Failed | None:
    """Bring a file from a host; return why not, None where it came."""
    outcome = fetch(
        f"https://{host}{FOLDER}{name}",
        validators=None,
        limits=LIMITS,
        to=file,
        tell=lambda _octets, _of: None,
        now=time.monotonic,
        session=session,
    )
    return outcome if isinstance(outcome, Failed) else None
