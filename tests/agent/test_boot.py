from __future__ import annotations

from pathlib import Path

import pytest

from agent.boot import BOOT_ID, boot_clock_ms, boot_id_in


def test_the_boot_clock_counts_since_the_machine_was_switched_on() -> None:
    """What is read is what the kernel says of its uptime, in milliseconds, and never falls."""
    before = boot_clock_ms()
    uptime_ms = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0]) * 1000
    after = boot_clock_ms()

    # The kernel prints hundredths of a second, cut off.
    assert before - 10 <= uptime_ms <= after


def test_a_boot_has_a_name() -> None:
    """This boot's name is 32 hexadecimal digits, the same each time."""
    name = boot_id_in()

    assert name is not None
    assert len(bytes.fromhex(name)) == 16
    assert name == boot_id_in(BOOT_ID)


NAMES = {
    "as the kernel writes it": (b"0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f\n", "0a1b2c3d" + "0a1b" * 3),
    "an empty file": (b"\n", None),
    "no text": (b"\xff\xfe", None),
}


@pytest.mark.parametrize(("octets", "start"), NAMES.values(), ids=NAMES)
def test_a_name_is_read_without_its_hyphens(
    tmp_path: Path, octets: bytes, start: str | None
) -> None:
    """Hyphens and the line's end are left out, and what says nothing is no name."""
    path = tmp_path / "boot_id"
    path.write_bytes(octets)

    name = boot_id_in(path)

    assert (name if name is None else name[:20]) == start


def test_a_boot_without_a_name_is_told(tmp_path: Path) -> None:
    """Where the kernel names no boot, there is no name."""
    assert boot_id_in(tmp_path / "nothing") is None
