from __future__ import annotations

from pathlib import Path

import pytest

from agent.boot import boot_clock_ms as agents_clock
from agent.boot import boot_id_in as agents_boot
from console.store.boot import boot_clock_ms, boot_id_in

TEXTS = {
    "as the kernel writes it": (
        b"0f8fad5b-d9cb-469f-a165-70867728950e\n",
        "0f8fad5bd9cb469fa16570867728950e",
    ),
    "nothing": (b"\n", None),
    "no letters": (b"\xff\xfe", None),
}


@pytest.mark.parametrize(("octets", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_boot_is_named_by_its_digits(octets: bytes, expected: str | None, tmp_path: Path) -> None:
    """The digits alone, and nothing where there are none."""
    path = tmp_path / "boot_id"
    path.write_bytes(octets)

    assert boot_id_in(path) == expected


def test_where_there_is_no_such_file_there_is_no_boot(tmp_path: Path) -> None:
    """A machine that does not tell its boot has none."""
    assert boot_id_in(tmp_path / "boot_id") is None


def test_the_console_and_the_agent_read_the_same_clock() -> None:
    """What a carer confirms is reckoned from the same boot and the same clock by both."""
    before, here, after = agents_clock(), boot_clock_ms(), agents_clock()

    assert before <= here <= after
    assert boot_id_in() == agents_boot()
