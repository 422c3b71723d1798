"""Why a device may or may not have a name: `python -m console.explain`.

Rules kept here:
- It asks the same policy room that answers queries, so the two cannot disagree.
- One sentence on stdout, or one JSON object with --json; everything else is an error on stderr
  that says what to write instead, and status 2.
- The web libraries are not imported: this runs on a box whose console is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from console.errors import ConsoleError
from console.store.household_file import read_household
from console.store.index_file import open_index
from policy import names
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.errors import NameMalformed
from policy.explain import Explanation, explain

VISITOR = "visitor"
"""Stands for a device nobody has named, unless some device bears this name."""


class DeviceUnknown(ConsoleError):
    """No device of the household has the name that was asked about."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print why, and return the exit status: 0 for allowed and blocked alike."""
    options = _options(arguments)
    try:
        compiled = compile_policy(read_household(options.household), version=1)
        policy = _policy_of(compiled, options.device)
        name = names.from_text(options.name)
        index = open_index(options.index) if options.index else None
    except (ConsoleError, NameMalformed) as error:
        print(error, file=sys.stderr)
        return 2
    found = explain(policy, name, index)
    text = found.sentence
    if options.json:
        text = json.dumps(_document(options.device, names.to_text(name), found), ensure_ascii=False)
    print(text)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lamplight explain",
        description="Say whether a device may have a name, and why.",
    )
    parser.add_argument("--household", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--device",
        required=True,
        metavar="NAME",
        help=f"a device as the file names it, or {VISITOR!r} for one nobody has named",
    )
    parser.add_argument("--name", required=True, metavar="DOMAIN", help="such as example.org")
    parser.add_argument("--index", type=Path, metavar="FILE", help="the lists, as they were built")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser.parse_args(arguments)


def _policy_of(compiled: CompiledPolicy, device: str) -> DevicePolicy:
    if policy := compiled.by_device.get(device):
        return policy
    if device == VISITOR:
        return compiled.visitors
    known = ", ".join(repr(name) for name in compiled.by_device) or "none yet"
    raise DeviceUnknown(
        f"--device {device}: no device here has this name. The devices are: {known}."
        f" For a device nobody has named, write {VISITOR}"
    )


def _document(device: str, name: str, found: Explanation) -> dict[str, object]:
    return {
        "device": device,
        "name": name,
        "allowed": found.allowed,
        "why": found.why,
        "matched": names.to_text(found.matched) if found.matched else None,
        "category": found.category,
        "lists": [
            {"list": listed.source.name, "name": names.to_text(listed.name)}
            for listed in found.lists
        ],
        "sentence": found.sentence,
    }


if __name__ == "__main__":
    raise SystemExit(main())
