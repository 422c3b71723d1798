from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agent.install import doctor_words as words
from agent.install import looking
from agent.install.looking import Check
from agent.install.settings import Network, environment_file

FILE = Path("/etc/lamplight/lamplight.env")
SETTINGS = environment_file(Network(interface="eth0", address="192.168.1.2"), has_lamp=False)


def test_services_that_run_are_one_line_and_each_other_one_is_named() -> None:
    """Whoever helps reads which unit is down, and the command for it."""
    well = looking.services({"a.service": "active", "b.socket": "active"})
    down = looking.services({"a.service": "active", "b.service": "failed", "c.service": ""})

    assert [one.is_well for one in well] == [True]
    assert [one.says for one in down] == ["b.service is failed.", "c.service is unknown."]
    assert all(one.todo and "systemctl restart" in one.todo for one in down)


@pytest.mark.parametrize("are_answered", [True, False])
def test_names_are_answered_or_it_is_said_loudly(*, are_answered: bool) -> None:
    """A home whose names are not answered learns what to do until they are."""
    found = looking.names(are_answered=are_answered)

    assert found.is_well is are_answered
    assert (found.todo is None) is are_answered


PROGRAMS: dict[str, tuple[set[str], str | None]] = {
    "nobody": (set(), None),
    "systemd and the filter": ({"systemd", "python3", "python"}, None),
    "Pi-hole too": ({"systemd", "pihole-FTL"}, "pihole-FTL"),
    "two others": ({"dnsmasq", "named", "systemd"}, "dnsmasq, named"),
}


@pytest.mark.parametrize(("programs", "told"), PROGRAMS.values(), ids=PROGRAMS)
def test_another_program_at_the_port_is_named(programs: set[str], told: str | None) -> None:
    """Our own, which systemd opened and Python serves, are no others."""
    found = looking.port(programs)

    assert found.is_well is (told is None)
    assert told is None or found.says == words.PORT_TAKEN.format(programs=told)


ADDRESSES: dict[str, tuple[str | None, str | None, str]] = {
    "as installed": (SETTINGS, "192.168.1.2", words.ADDRESS_FINE),
    "another one": (
        SETTINGS,
        "192.168.0.9",
        words.ADDRESS_CHANGED.format(before="192.168.1.2", now="192.168.0.9"),
    ),
    "no network": (SETTINGS, None, words.ADDRESS_NONE),
    "no settings": (None, "192.168.1.2", words.ADDRESS_UNKNOWN.format(file=FILE)),
    "settings without pages": ("A=B\n", "192.168.1.2", words.ADDRESS_UNKNOWN.format(file=FILE)),
}


@pytest.mark.parametrize(("settings", "now", "says"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_changed_is_noticed(
    settings: str | None, now: str | None, says: str
) -> None:
    """Devices go on asking the old address, so both are named, with what to do."""
    found = looking.address(settings, now, FILE)

    assert found.says == says
    assert found.is_well is (says == words.ADDRESS_FINE)
    assert found.is_well or found.todo


def said_by_ip(*, dynamic: bool) -> str:
    """Return what `ip -j address show` prints."""
    own = {"family": "inet", "local": "192.168.1.2"} | ({"dynamic": True} if dynamic else {})
    return json.dumps([{"ifname": "eth0", "addr_info": [{"local": "fe80::1"}, own]}])


def test_a_lent_address_is_no_alarm_and_says_what_to_see_to() -> None:
    """A reserved address looks the same from here, so nothing is called wrong."""
    lent, given = (looking.fixed(said_by_ip(dynamic=one), "192.168.1.2") for one in (True, False))

    assert lent == Check(
        about=words.FIXED, is_well=True, says=words.FIXED_LENT, todo=words.FIXED_TODO
    )
    assert given == Check(about=words.FIXED, is_well=True, says=words.FIXED_FINE)


@pytest.mark.parametrize("said", ["", "{", "[]", "[1]", "5", said_by_ip(dynamic=True)])
def test_what_ip_does_not_say_is_left_out(said: str) -> None:
    """Where the address is not found nothing is told of it."""
    assert looking.fixed(said, "192.0.2.1") is None


LINKS = {
    "on a cable": ({"carrier": "1"}, True),
    "out": ({"carrier": "0"}, False),
    "down": ({}, False),
    "on Wi-Fi": ({"carrier": "1", "phy80211": "x"}, False),
    "on old Wi-Fi": ({"carrier": "1", "wireless": "x"}, False),
}


@pytest.mark.parametrize(("files", "is_well"), LINKS.values(), ids=LINKS)
def test_how_the_box_hangs_on_the_network(
    files: dict[str, str], tmp_path: Path, *, is_well: bool
) -> None:
    """A cable with something at its other end is well, and nothing else is."""
    (tmp_path / "eth0").mkdir()
    for name, text in files.items():
        (tmp_path / "eth0" / name).write_text(f"{text}\n", encoding="ascii")
    found = looking.cable("eth0", tmp_path)

    assert found is not None
    assert found.is_well is is_well
    assert looking.cable("eth9", tmp_path) is None


SET = (
    "D9EF0B01,ptbtime1.ptb.de,2,1795300000.1,0.000012,-0.000001,0.00002,-3.1,0.0,0.02,0.011,0.0005"
    ",64.4,Normal\n"
)
NOT_SET = "7F7F0101,,0,0.000000000,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n"


def proofs(*cookies: int) -> str:
    """Return what `chronyc -c authdata` prints of so many servers."""
    rows = [
        f"nts{number}.example,NTS,1,15,256,120,0,0,{one},100" for number, one in enumerate(cookies)
    ]
    return "\n".join([*rows, "plain.example,-,0,0,0,-,0,0,0,0"]) + "\n"


CLOCKS: dict[str, tuple[str | None, str | None, str]] = {
    "two that proved it": (SET, proofs(8, 7), words.TIME_FINE.format(count=2)),
    "one": (SET, proofs(8, 0), words.TIME_UNPROVEN.format(count=1)),
    "none": (SET, "", words.TIME_UNPROVEN.format(count=0)),
    "not set": (NOT_SET, proofs(8, 8), words.TIME_NOT_SET),
    "nothing said": ("", "", words.TIME_NOT_SET),
    "no chrony": (None, None, words.TIME_SILENT),
    "half an answer": (SET, None, words.TIME_SILENT),
    "not what it was": (SET, "x,NTS\n,,\n", words.TIME_UNPROVEN.format(count=0)),
}


@pytest.mark.parametrize(("tracking", "authdata", "says"), CLOCKS.values(), ids=CLOCKS)
def test_how_sure_the_clock_is(tracking: str | None, authdata: str | None, says: str) -> None:
    """Two servers that proved who they are make it well, and nothing less."""
    found = looking.time_servers(tracking, authdata)

    assert found.says == says
    assert found.is_well is (says == words.TIME_FINE.format(count=2))
    assert found.is_well or found.todo


def has(share: float, flag: int = 0) -> os.statvfs_result:
    """Return what the kernel says of 4 GB of which this share is free."""
    return os.statvfs_result((4096, 4096, 1_048_576, 0, int(1_048_576 * share), 0, 0, 0, flag, 255))


def test_whether_the_card_takes_anything() -> None:
    """A card that is full, or that the kernel made read-only, says what to do."""
    well, full, still = (
        looking.card(Path("/"), one) for one in (has(0.5), has(0.04), has(0.5, os.ST_RDONLY))
    )

    assert [one.is_well for one in (well, full, still)] == [True, False, False]
    assert full.says == "/ has 164 MB free."
    assert still.todo == words.CARD_READ_ONLY_TODO


def test_how_large_the_journal_is(tmp_path: Path) -> None:
    """A journal in memory takes nothing; one that grew without bounds wears the card out."""
    nothing = looking.journal(tmp_path / "none")
    file = tmp_path / "0123" / "system.journal"
    file.parent.mkdir()
    with file.open("wb") as large:
        large.truncate(looking.JOURNAL_OCTETS + 1)
    found = looking.journal(tmp_path)

    assert (nothing.is_well, nothing.says) == (True, words.JOURNAL_FINE.format(size="0 MB"))
    assert (found.is_well, found.todo) == (False, words.JOURNAL_TODO)


THROTTLED = {"0x0": True, "0x50000": False, "0x50005": False, "0x80000": True}


@pytest.mark.parametrize(("said", "is_well"), THROTTLED.items())
def test_power_that_was_too_low_once_is_told(said: str, tmp_path: Path, *, is_well: bool) -> None:
    """The board remembers it until the next start; another board says nothing."""
    place = tmp_path / "devices/platform/soc/soc:firmware"
    place.mkdir(parents=True)
    assert looking.power(tmp_path) is None
    (place / "get_throttled").write_text(f"{said}\n", encoding="ascii")
    found = looking.power(tmp_path)

    assert found is not None
    assert found.is_well is is_well


def test_files_that_were_put_aside_are_named_with_their_place(tmp_path: Path) -> None:
    """Those of the recorder are proof and stay; the database's own siblings are not counted."""
    for name in ("console/household.db.damaged-1", "recorder/journal.jsonl.damaged-1"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    (tmp_path / "console/household.db.damaged-1-wal").touch()
    found = looking.put_aside(tmp_path)

    assert [one.todo for one in found] == [words.ASIDE_TODO, words.ASIDE_RECORDER_TODO]
    assert str(tmp_path / "console/household.db.damaged-1") in found[0].says
    assert not any(one.is_well for one in found)
