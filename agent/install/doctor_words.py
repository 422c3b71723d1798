"""What `lamplight doctor` says of the machine to whoever helps the household.

What Health says too is said in Health's own words (`console.words.health`).
"""

from __future__ import annotations

from typing import Final

NOT_ROOT: Final = "This looks at what only root may see. Run it again with sudo in front."
NOT_HERE: Final = "Lamplight is not installed on this machine: there is no {folder}."
NOT_LOOKED: Final = "Health's checks could not be made: {why}"

SERVICE: Final = "Service"
SERVICES_FINE: Final = "All services run."
SERVICE_DOWN: Final = "{unit} is {state}."
SERVICE_TODO: Final = (
    "Run: sudo systemctl restart {unit}. If it stays: journalctl -u {unit} says why."
)

NAMES: Final = "Names"
NAMES_FINE: Final = "The box answers for names."
NAMES_SILENT: Final = "NO NAME IS ANSWERED. The home has no internet by this box."
NAMES_TODO: Final = (
    "Run: sudo systemctl restart lamplight-agent.socket lamplight-agent.service. Until then, let"
    " the router tell devices of another DNS server."
)

PORT: Final = "Port 53"
PORT_FINE: Final = "No other program is at port 53."
PORT_TAKEN: Final = "Another program is at port 53, too: {programs}."
PORT_TODO: Final = "Run: sudo ./lamplight install. It asks that program to step aside."

ADDRESS: Final = "Address"
ADDRESS_FINE: Final = "The box has the address that it was installed with."
ADDRESS_CHANGED: Final = "The box was installed at {before}, and is at {now} now."
ADDRESS_TODO: Final = (
    "Let the router keep {before} for the box. Or write {now} into {file}, restart the services,"
    " and give the router {now} as its DNS server."
)
ADDRESS_NONE: Final = "The box has no way out of the home."
ADDRESS_NONE_TODO: Final = "Look at its cable and at the router."
ADDRESS_UNKNOWN: Final = "{file} does not say at which address the pages are."
ADDRESS_UNKNOWN_TODO: Final = "Run: sudo ./lamplight install. It writes that file where it is gone."

FIXED: Final = "Fixed address"
FIXED_FINE: Final = "The address was given to the box for good."
FIXED_LENT: Final = "The router lends the box its address."
FIXED_TODO: Final = "See that the router always gives the box this one (a reserved address)."

CABLE: Final = "Cable"
CABLE_FINE: Final = "The box hangs on a cable."
CABLE_WIFI: Final = "The box is on Wi-Fi. Then names wait whenever the Wi-Fi does."
CABLE_WIFI_TODO: Final = "Put it on a cable to the router, if there is any way."
CABLE_OUT: Final = "Nothing is at the other end of the box's cable."
CABLE_OUT_TODO: Final = "Look at both ends of the cable, and at the router."

TIME: Final = "Time servers"
TIME_FINE: Final = "The clock is set by {count} servers that proved who they are."
TIME_NOT_SET: Final = "The clock is not set by any server now."
TIME_UNPROVEN: Final = "Only {count} of the time servers proved who they are. Two have to."
TIME_SILENT: Final = "chrony, which keeps the clock, does not answer."
TIME_TODO: Final = (
    "Run: chronyc -N sources and chronyc -N authdata. A router that blocks port 4460 (TCP) or 123"
    " (UDP) is a common cause. If the clock is years off, set the day by hand once, with date -s."
)
TIME_SILENT_TODO: Final = "Run: sudo systemctl restart chrony."

CARD: Final = "The whole card"
CARD_FINE: Final = "The machine's own folders have room."
CARD_FULL: Final = "{folder} has {free} free."
CARD_READ_ONLY: Final = "{folder} was made read-only: the card may be broken."
CARD_TODO: Final = "Run: sudo apt-get clean, and sudo journalctl --vacuum-size=32M."
CARD_READ_ONLY_TODO: Final = (
    "Make a backup now, if the pages still give one. Run: sudo dmesg --level=err. Start again once;"
    " if it comes back, take a new card and bring the backup back on it."
)

JOURNAL: Final = "System journal"
JOURNAL_FINE: Final = "The system's journal takes {size} of the card."
JOURNAL_LARGE: Final = "The system's journal takes {size} of the card, and wears it out."
JOURNAL_TODO: Final = (
    "Run: sudo journalctl --vacuum-size=32M, and set SystemMaxUse=32M in"
    " /etc/systemd/journald.conf."
)

POWER: Final = "Power since the start"
POWER_FINE: Final = "The power was enough since the machine was started."
POWER_WEAK: Final = "The power was too low at some time since the machine was started."
POWER_TODO: Final = "Use the power supply and the cable that are made for this board."

ASIDE: Final = "Put aside"
ASIDE_FILE: Final = "{path} was damaged, on {day} (UTC). Nothing was deleted."
ASIDE_TODO: Final = (
    "Keep it until all is well again; then it may be moved away. Files that damage themselves mean"
    " a worn card or weak power."
)
ASIDE_RECORDER_TODO: Final = (
    "Leave it there: it is proof. Tell the social worker, with the day. Files that damage"
    " themselves mean a worn card or weak power."
)

ALL_WELL: Final = (
    "All is well, as far as the box itself can tell. A test on a phone tells the rest."
)
TO_DO: Final = "{count} of these need a look; each says what to do."

BUNDLE: Final = (
    "Written to {file}. It holds no name of anybody, of a device or of a site. Read it before you"
    " send it: less {file}"
)
