"""`./lamplight upstreams`: which public resolvers the box knows by a word, in plain words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from agent.upstreams.well_known import WELL_KNOWN, WellKnown

BEFORE = """\
The box asks a resolver for the addresses of sites. Whoever runs that resolver learns which sites
this home looks up, though not which person or which device.

These can be chosen by their word, as in: ./lamplight dns --upstream quad9
They are asked over TLS; with "+https" behind the word, over HTTPS. Either way nobody else can read
or change what is asked. What a resolver filters comes on top of this home's own rules: if it hides
a site, no rule of yours can bring it back.
"""
AFTER = """
Nothing here is recommended. Addresses and companies change: look at the page about privacy before
you choose. A resolver of your own at home asks no company: agent/upstreams/unbound.conf says
how.\
"""


def told(one: WellKnown) -> str:
    """Return what a carer should know of one resolver."""
    return (
        f"{one.word}\n"
        f"  filters:    {one.filters}\n"
        f"  run by:     {one.who} ({one.country})\n"
        f"  privacy:    {one.privacy}\n"
        f"  asked at:   {', '.join(one.addresses)}\n"
        f"  over TLS:   {one.tls_name}\n"
        f"  over HTTPS: {one.https_name}{one.path}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print them all; return the exit status."""
    argparse.ArgumentParser(
        prog="lamplight upstreams", description="Which public resolvers the box knows by a word."
    ).parse_args(argv)
    print(BEFORE)
    print("\n\n".join(map(told, WELL_KNOWN)))
    print(AFTER)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
