"""What was found on the home's network, in plain words: what it means, and what to do.

Rules kept here:
- Every finding has four parts: a title, what it means, what to do, and the limit of knowing it.
- Nobody is blamed. That a way around is used is said of the home, never of a device.
- Steps for a router are for any router. What a maker calls a page changes with every release, and
  a step that is wrong sends people away; the words to look for are named instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.coverage import Finding, FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding in words. `todo` are steps in their order; none where nothing needs doing."""

    title: str
    means: str
    todo: tuple[str, ...]
    limit: str


ROUTER_SETS_DNS: Final = (
    "Open your router's settings page. The address and the password are often on a label on it.",
    "Look for DHCP, LAN or Local network, and there for DNS server.",
    "Type the address of this box as the only DNS server. Take out any second one.",
    "Switch Wi-Fi off and on again on one phone, then run the test on its page.",
)
ROUTER_LOCKED: Final = (
    "If your router has no such setting, it is locked. Many that come with a contract are.",
    "You can still set up one device at a time: in its Wi-Fi settings, set DNS to this box.",
    "Or ask whoever set up the box to let it give out the addresses in place of the router.",
)
IPV6_STEPS: Final = (
    "Open your router's settings page and look for IPv6, Router advertisement or RDNSS.",
    "Type this box's own IPv6 address as the DNS server there, or switch the DNS part off.",
    "If there is no such setting, you can switch IPv6 off for the home. Most things go on working.",
)
_PRIVATE_OFF: Final = (
    "On the device, open its settings for your home Wi-Fi.",
    "Look for Private address, Random MAC or Randomised MAC, and switch it off or to Fixed.",
    "Then name the device once more on this box.",
)

_SEES_ONLY_ITS_OWN: Final = (
    "The box sees its own part of the network only. A guest Wi-Fi or mobile data is not seen."
)
_MAY_BE_OLD: Final = "What was seen stays listed for about a day, so some of this may be over."

_WORDS: Final = {
    FindingKind.NOBODY_ASKS: Told(
        title="No device uses this box now",
        means=(
            "Nothing in the home has asked this box for a while. Its rules reach nobody."
            " Or nobody is using the internet."
        ),
        todo=(
            "Open a web page on a phone on the home Wi-Fi, then look here again.",
            *ROUTER_SETS_DNS,
        ),
        limit="The box cannot tell a quiet home from one that goes past it. The test page can.",
    ),
    FindingKind.NETWORK_NOT_SEEN: Told(
        title="The box cannot see the network",
        means=(
            "The part of the box that looks at the network is not running. Devices are known by"
            " the addresses that were typed, and other devices are visitors."
        ),
        todo=("Start the box again. If this stays, ask whoever set it up to look at its health.",),
        limit="Until then, nothing is known of routers, new devices or two that look alike.",
    ),
    FindingKind.BOX_TWICE: Told(
        title="Another device uses this box's address: {where}",
        means=(
            "Two devices say that they have this address, and one of them is this box. Some"
            " devices may ask the other one."
        ),
        todo=(
            "Switch off what was newly connected, and look here again.",
            "In your router's settings, keep this address for the box alone.",
        ),
        limit="The box cannot tell a mistake from somebody who means to pretend.",
    ),
    FindingKind.ROUTER_TWICE: Told(
        title="Two devices say that they are the router: {where}",
        means="What the home sends out may pass through the other one.",
        todo=(
            "If you have just changed your router, switch the old one off.",
            "If not, switch off what was newly connected, and look here again.",
        ),
        limit="The box cannot tell a mistake from somebody who means to pretend.",
    ),
    FindingKind.SECOND_DHCP: Told(
        title="Two boxes give out addresses: {where}",
        means=(
            "Devices take whatever they hear first. One day they use this box's rules, and another"
            " day they may not."
        ),
        todo=(
            "Choose one of them, and switch DHCP off on the other.",
            "An old router that is used for Wi-Fi only is often the second one.",
        ),
        limit=_SEES_ONLY_ITS_OWN,
    ),
    FindingKind.DNS_BY_DHCP: Told(
        title="Devices are told to ask somebody else: {where}",
        means=(
            "Your router tells every device of another DNS server beside this box, or in its"
            " place. Devices ask either of them, as they like."
        ),
        todo=ROUTER_SETS_DNS + ROUTER_LOCKED,
        limit=_MAY_BE_OLD,
    ),
    FindingKind.DNS_BY_ROUTER: Told(
        title="IPv6 leads past this box: {where}",
        means=(
            "Your router tells devices over IPv6 to ask another DNS server. Many phones ask that"
            " one first."
        ),
        todo=IPV6_STEPS,
        limit=_MAY_BE_OLD,
    ),
    FindingKind.NEW_ROUTER: Told(
        title="There is a new router",
        means="A router is here that was not here when you last said that all was right.",
        todo=(
            "If it is yours, say so here, and run the test on one phone.",
            "If nobody knows it, look for a box that was newly connected.",
        ),
        limit=_SEES_ONLY_ITS_OWN,
    ),
    FindingKind.NEW_DHCP: Told(
        title="Something new gives out addresses",
        means="It can send the home's devices anywhere, also past this box.",
        todo=(
            "If you have a new router or Wi-Fi box, switch DHCP off on it, or say it is right.",
            "If nobody knows it, look for a box that was newly connected.",
        ),
        limit=_SEES_ONLY_ITS_OWN,
    ),
    FindingKind.NEW_DNS: Told(
        title="Devices are told of a new DNS server: {where}",
        means="It was not there when you last said that all was right.",
        todo=ROUTER_SETS_DNS,
        limit=_MAY_BE_OLD,
    ),
    FindingKind.NEW_SUBNET: Told(
        title="The home's network has new addresses: {where}",
        means=(
            "A new router, or a new contract, often does that. The box may have another address"
            " now, and devices may still ask the old one."
        ),
        todo=ROUTER_SETS_DNS,
        limit=_SEES_ONLY_ITS_OWN,
    ),
    FindingKind.ROUTER_ASKS: Told(
        title="Most questions come from your router",
        means=(
            "The router asks this box in place of your devices. So the box cannot tell them apart,"
            " and one set of rules holds for all of them."
        ),
        todo=(
            "The router should tell devices to ask this box themselves.",
            *ROUTER_SETS_DNS,
            "Where there is a page for Internet or WAN with a DNS server, put it back as it was.",
        ),
        limit="This is a count over the last hour, for the whole home.",
    ),
    FindingKind.WAYS_AROUND: Told(
        title="Something here looks for a way around the home's DNS",
        means=(
            "Browsers and phones can use an encrypted DNS service or a relay. This box says no to"
            " those that ask first, and most of them accept that. One that was told to use a"
            " certain service can go past the home's rules."
        ),
        todo=(
            "Nothing needs to be done. It is often a setting that comes with the device.",
            "If a rule seems not to hold, run the test on the device's own page, together.",
            "You can block VPNs, proxies and encrypted DNS as a kind of site.",
        ),
        limit=(
            "This is about the home as a whole. It does not show whose device it was, and it does"
            " not show that anyone did anything."
        ),
    ),
    FindingKind.LED_HOME: Told(
        title="A name of the internet led into your home",
        means=(
            "Something here asked for a name of the internet, and the answer was an address inside"
            " your home. A bad page can use that to reach a router, a printer or a camera. The box"
            " did not pass that answer on."
        ),
        todo=(
            "Nothing needs to be done. The box refuses such answers by itself.",
            "If something stopped working at the same time, tell whoever set up the box.",
            "They can let one name lead into the home, where it is meant to.",
        ),
        limit=(
            "This is about the home as a whole, over the last hour. It does not show which name it"
            " was, or whose device asked."
        ),
    ),
    FindingKind.TOO_MUCH: Told(
        title="A device asked more than its share",
        means=(
            "It asked hundreds of times a second, so the box made it wait. Everybody else was"
            " answered as always. Mostly it is an app or a smart device that is stuck."
        ),
        todo=(
            "If a device is slow or warm, switch it off and on again.",
            "If this comes back each day, switch off plugs, cameras and televisions one by one.",
            "Look here again an hour after each. What was off when this went away is the one.",
        ),
        limit=(
            "The box does not count by device, so it cannot say which it was. It does not show that"
            " anyone did anything."
        ),
    ),
    FindingKind.NOT_VALIDATED: Told(
        title="Nobody checks that names are genuine",
        means=(
            "The service that this box asks does not check the signatures of names (DNSSEC). So"
            " somebody on the way could forge an answer. The home's rules hold all the same."
        ),
        todo=(
            "Nothing needs to be done today.",
            "Whoever set up the box can have it ask a service that checks.",
        ),
        limit="The box asks that service and takes its word. It checks no signature itself.",
    ),
    FindingKind.ADDRESS_TWICE: Told(
        title="Two devices use one address: {where}",
        means=(
            "The box cannot tell which of them asks. The strictest rules of the home hold for both"
            " at that address, and nothing is written down."
        ),
        todo=(
            "Switch Wi-Fi off and on again on both.",
            "If one of them has an address that was typed by hand, let it ask for one instead.",
        ),
        limit="The box cannot tell a mistake from somebody who means to pretend.",
    ),
    FindingKind.LINK_TWICE: Told(
        title="Several devices look like one",
        means=(
            "They stand behind a Wi-Fi extender that speaks for them, or one copies another. The"
            " strictest rules of the home hold for them, and nothing is written down."
        ),
        todo=(
            "If you have a Wi-Fi extender, set it to Bridge or Access point, or use a mesh.",
            "If not, switch the devices off one after another to see which they are.",
        ),
        limit="The box sees what each device says of itself, and cannot look behind an extender.",
    ),
    FindingKind.RETURNING: Told(
        title="A device is here that nobody has named",
        means=(
            "It uses an address that it made up. So it may be a device that you named before:"
            " {devices}. It has visitors' rules until you say."
        ),
        todo=("Ask whoever holds it. Then say which it is, or name it as a new one.",),
        limit="The box cannot know. It never decides this by itself.",
    ),
    FindingKind.MADE_UP_LINKS: Told(
        title="Some devices use an address that they made up",
        means=(
            "Phones do that for privacy, and it is a good thing elsewhere. At home it means that a"
            " device may come back as a stranger one day, with visitors' rules: {devices}."
        ),
        todo=_PRIVATE_OFF,
        limit="How long a made-up address lasts is up to the device. Many keep it for one Wi-Fi.",
    ),
}


def told(finding: Finding) -> Told:
    """Return a finding in words."""
    words = _WORDS[finding.kind]
    given = {
        "where": ", ".join(finding.where) or "unknown",
        "devices": ", ".join(finding.devices) or "unknown",
    }
    return Told(
        title=words.title.format(**given),
        means=words.means.format(**given),
        todo=words.todo,
        limit=words.limit,
    )


def selftest_told(*, over_ipv4: bool, over_ipv6: bool) -> Told:
    """Return what the test on a device's own page says, by which ways its question arrived."""
    if not (over_ipv4 or over_ipv6):
        return Told(
            title="This device does not ask the box",
            means="Its question did not arrive here. The home's rules do not hold on this device.",
            todo=(
                "Switch mobile data off, and see that the device is on the home Wi-Fi.",
                "Switch off a VPN, Private Relay, Private DNS and Secure DNS, if they are on.",
                "If that does not help, the router sends devices elsewhere.",
                *ROUTER_SETS_DNS,
                *ROUTER_LOCKED,
            ),
            limit=_SELFTEST_LIMIT,
        )
    ways = [*(["IPv4"] if over_ipv4 else []), *(["IPv6"] if over_ipv6 else [])]
    return Told(
        title="This device asks the box",
        means=f"Its question arrived here over {' and '.join(ways)}.",
        todo=(),
        limit=_SELFTEST_LIMIT,
    )


_SELFTEST_LIMIT: Final = (
    "The test asks one made-up name that only this box knows. A browser with its own DNS may ask"
    " elsewhere for all others. And some apps do not use the device's settings at all."
)
