"""A Debian kernel and the first small system that it starts, made once and kept beside the roots.

Rules kept here:
- The kernel is the one that this machine's Debian offers for clouds; apt verifies what it fetches.
- The first system knows three things: to load the drivers, mount the card, and start its systemd.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.systemd.booted.roots import kept, run

META: Final = "linux-image-cloud-amd64"
BUSYBOX: Final = "busybox-static"

DRIVERS: Final = ("virtio_pci", "virtio_blk", "ext4", "crc32c_generic", "virtio_net", "autofs4")
"""The card, the cable, and what systemd mounts by; those of them that are not in the kernel."""

INIT: Final = """\
#!/bin/busybox sh
busybox mount -t proc none /proc
busybox mount -t sysfs none /sys
busybox mount -t devtmpfs none /dev
busybox modprobe -a {drivers} 2>/dev/null
busybox mount -t ext4 /dev/vda /card
for each in proc sys dev; do busybox mount -o move /$each /card/$each; done
exec busybox switch_root /card /lib/systemd/systemd
"""

_FOLDER, _PROGRAM, _FILE = 0o040755, 0o100755, 0o100644


class Kernel(NamedTuple):
    """What qemu is given: a kernel, and the first system packed."""

    image: Path
    first: Path


def kernel() -> Kernel:
    """Return the kernel that whole machines start. Raises NotMade."""
    depends = run("apt-cache", "depends", "--no-recommends", META)
    name = next(line.split()[-1] for line in depends.splitlines() if "Depends: linux-image" in line)
    folder = kept("kernel", repr((name, DRIVERS, INIT)), lambda at: _make(name, at))
    return Kernel(folder / "vmlinuz", folder / "first.cpio")


def _make(name: str, at: Path) -> None:
    at.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        run("apt-get", "download", "--quiet", name, BUSYBOX, at=here)
        for package in here.glob("*.deb"):
            run("dpkg-deb", "-x", str(package), str(here / "all"))
        [image] = (here / "all/boot").glob("vmlinuz-*")
        busybox = here / "all/bin/busybox"
        version = image.name.removeprefix("vmlinuz-")
        run(str(busybox), "depmod", "-b", str(here / "all"), version)
        octets = b"".join(_first_system(busybox, here / "all/lib/modules" / version))
        (at / "first.cpio").write_bytes(octets)
        shutil.copy(image, at / "vmlinuz")


def _first_system(busybox: Path, modules: Path) -> Iterator[bytes]:
    """Yield the first system as a cpio archive ("newc"; the kernel's initramfs/buffer-format)."""
    lines = (modules / "modules.dep").read_text(encoding="ascii").splitlines()
    needs = {name: others.split() for name, _, others in (line.partition(":") for line in lines)}
    named = {Path(name).name.partition(".")[0]: name for name in needs}
    first = [named[driver] for driver in DRIVERS if driver in named]  # others are in the kernel
    wanted = sorted({*first, *(other for name in first for other in needs[name])})
    at = f"lib/modules/{modules.name}"
    files = {f"{at}/{name}": (modules / name).read_bytes() for name in wanted}
    kept_lines = [line for line in lines if line.partition(":")[0] in wanted]
    files[f"{at}/modules.dep"] = "".join(f"{line}\n" for line in kept_lines).encode("ascii")
    folders = {str(one) for name in files for one in Path(name).parents if one != Path()}
    for folder in sorted({*folders, "bin", "proc", "sys", "dev", "card"}):
        yield _entry(folder, _FOLDER, b"")
    yield _entry("init", _PROGRAM, INIT.format(drivers=" ".join(DRIVERS)).encode("ascii"))
    yield _entry("bin/busybox", _PROGRAM, busybox.read_bytes())
    for name, octets in files.items():
        yield _entry(name, _FILE, octets)
    yield _entry("TRAILER!!!", 0, b"")


def _entry(name: str, mode: int, octets: bytes) -> bytes:
    called = name.encode("ascii") + b"\0"
    fields = (0, mode, 0, 0, 1, 0, len(octets), 0, 0, 0, 0, len(called), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + called
    return b"".join(part + bytes(-len(part) % 4) for part in (head, octets))
