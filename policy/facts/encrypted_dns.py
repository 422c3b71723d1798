"""Encrypted DNS services: the names by which a device finds one that is not the home's.

Rules kept here:
- An entry covers its name and everything below it: some services have a name for each customer.
- It is the name of the service itself and not of its pages. Whoever reads about a service on its
  maker's site has not asked for a way around.
- Nothing is blocked by standing here, and nothing is opened. Whether such names are blocked is for
  a carer, who has a kind of site for it; this table tells only what the home as a whole may be told
  (`policy.ways_around`).
- Names by which a device asks whether it may go around, as Apple's and Mozilla's, are answered by
  the box whoever asks, and stand in `policy.special`.
- It is what is used most, and never all: there are thousands, and anybody can run one.

Sources: crypt0rr is crypt0rr/public-doh-servers (MIT, 2025-07), nextdns is
nextdns/dns-bypass-methods (MIT, 2023-01); "public text" and "the organisation" mean what they mean
in `never_blocked`. AdGuard's are on its own page of known providers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.facts.table import a_name, read, words
from policy.names import Name


@dataclass(frozen=True, slots=True)
class EncryptedDns:
    """One name at which an encrypted DNS service is found."""

    name: Name
    owner: str
    source: str


# name | whose it is | source
_TABLE = """
dns.google | Google | crypt0rr, nextdns
dns.google.com | Google | crypt0rr, nextdns
8888.google | Google | nextdns
cloudflare-dns.com | Cloudflare | crypt0rr, nextdns
dns.cloudflare.com | Cloudflare | crypt0rr, nextdns
one.one.one.one | Cloudflare | crypt0rr, nextdns
cloudflare-gateway.com | Cloudflare | crypt0rr, nextdns
dns.quad9.net | Quad9 | crypt0rr, nextdns
dns9.quad9.net | Quad9 | crypt0rr, nextdns
dns10.quad9.net | Quad9 | crypt0rr, nextdns
dns11.quad9.net | Quad9 | crypt0rr, nextdns
dns12.quad9.net | Quad9 | public text
dns-nosec.quad9.net | Quad9 | crypt0rr, nextdns
doh.opendns.com | Cisco OpenDNS | crypt0rr, nextdns
doh.familyshield.opendns.com | Cisco OpenDNS | crypt0rr, nextdns
doh.sandbox.opendns.com | Cisco OpenDNS | crypt0rr, nextdns
dns.opendns.com | Cisco OpenDNS | public text
dns.umbrella.com | Cisco Umbrella | public text
dns.nextdns.io | NextDNS | crypt0rr
dns1.nextdns.io | NextDNS | crypt0rr
dns2.nextdns.io | NextDNS | crypt0rr
steering.nextdns.io | NextDNS | crypt0rr
dns.adguard-dns.com | AdGuard DNS | the organisation
family.adguard-dns.com | AdGuard DNS | the organisation
unfiltered.adguard-dns.com | AdGuard DNS | the organisation
dns.adguard.com | AdGuard DNS | crypt0rr, nextdns
dns-family.adguard.com | AdGuard DNS | crypt0rr, nextdns
dns-unfiltered.adguard.com | AdGuard DNS | crypt0rr, nextdns
doh.cleanbrowsing.org | CleanBrowsing | crypt0rr, nextdns
adult-filter-dns.cleanbrowsing.org | CleanBrowsing | crypt0rr, nextdns
family-filter-dns.cleanbrowsing.org | CleanBrowsing | crypt0rr, nextdns
security-filter-dns.cleanbrowsing.org | CleanBrowsing | crypt0rr, nextdns
dns.mullvad.net | Mullvad | public text
doh.mullvad.net | Mullvad | crypt0rr, nextdns
freedns.controld.com | Control D | crypt0rr, nextdns
dns.controld.com | Control D | public text
zero.dns0.eu | dns0.eu | public text
child.joindns4.eu | DNS4EU | public text
child-noads.joindns4.eu | DNS4EU | public text
noads.joindns4.eu | DNS4EU | public text
protective.joindns4.eu | DNS4EU | public text
unfiltered.joindns4.eu | DNS4EU | public text
wikimedia-dns.org | Wikimedia | public text
doh.dns.sb | DNS.SB | crypt0rr, nextdns
public-dns-a.dns.sb | DNS.SB | crypt0rr, nextdns
public-dns-b.dns.sb | DNS.SB | crypt0rr, nextdns
dot.sb | DNS.SB | public text
dns.aa.net.uk | Andrews and Arnold | crypt0rr, nextdns
canadianshield.cira.ca | CIRA | crypt0rr, nextdns
doh.xfinity.com | Comcast | crypt0rr, nextdns
doh.gslb2.xfinity.com | Comcast | crypt0rr, nextdns
dot.xfinity.com | Comcast | public text
dohtrial.att.net | AT&T | crypt0rr, nextdns
dns.switch.ch | SWITCH | crypt0rr, nextdns
dns.digitale-gesellschaft.ch | Digitale Gesellschaft | crypt0rr, nextdns
dns1.digitale-gesellschaft.ch | Digitale Gesellschaft | crypt0rr, nextdns
dns2.digitale-gesellschaft.ch | Digitale Gesellschaft | crypt0rr, nextdns
odvr.nic.cz | CZ.NIC | crypt0rr, nextdns
kaitain.restena.lu | RESTENA | crypt0rr, nextdns
ordns.he.net | Hurricane Electric | crypt0rr, nextdns
public.dns.iij.jp | IIJ | crypt0rr, nextdns
dns.twnic.tw | TWNIC | crypt0rr, nextdns
dns.alidns.com | Alibaba | crypt0rr, nextdns
doh.pub | DNSPod | crypt0rr, nextdns
dot.pub | DNSPod | crypt0rr, nextdns
dns.pub | DNSPod | crypt0rr, nextdns
doh.360.cn | 360 | crypt0rr, nextdns
dot.360.cn | 360 | crypt0rr, nextdns
doh.libredns.gr | LibreDNS | crypt0rr, nextdns
doh.libredns.org | LibreDNS | crypt0rr, nextdns
dot.libredns.gr | LibreDNS | public text
doh.applied-privacy.net | Foundation for Applied Privacy | crypt0rr, nextdns
doh.appliedprivacy.net | Foundation for Applied Privacy | crypt0rr, nextdns
doh.ffmuc.net | Freifunk Munich | crypt0rr, nextdns
dot.ffmuc.net | Freifunk Munich | crypt0rr, nextdns
dnsforge.de | dnsforge | crypt0rr, nextdns
anycast.censurfridns.dk | UncensoredDNS | crypt0rr, nextdns
anycast.uncensoreddns.org | UncensoredDNS | crypt0rr, nextdns
unicast.censurfridns.dk | UncensoredDNS | crypt0rr, nextdns
unicast.uncensoreddns.org | UncensoredDNS | crypt0rr, nextdns
doh-ch.blahdns.com | BlahDNS | crypt0rr, nextdns
doh-de.blahdns.com | BlahDNS | crypt0rr, nextdns
doh-fi.blahdns.com | BlahDNS | crypt0rr, nextdns
doh-jp.blahdns.com | BlahDNS | crypt0rr, nextdns
doh-sg.blahdns.com | BlahDNS | crypt0rr, nextdns
doh.dnswarden.com | dnswarden | crypt0rr, nextdns
dns-doh.dnsforfamily.com | DNS for Family | crypt0rr, nextdns
dns-dot.dnsforfamily.com | DNS for Family | crypt0rr, nextdns
doh.powerdns.org | PowerDNS | crypt0rr, nextdns
doh.crypto.sx | Crypto | crypt0rr, nextdns
doh.tiar.app | TiarApp | crypt0rr, nextdns
dot.tiar.app | TiarApp | crypt0rr, nextdns
dns.hostux.net | Hostux | crypt0rr, nextdns
fdns1.dismail.de | Dismail | crypt0rr, nextdns
fdns2.dismail.de | Dismail | crypt0rr, nextdns
basic.bravedns.com | RethinkDNS | crypt0rr, nextdns
free.bravedns.com | RethinkDNS | crypt0rr, nextdns
dns.comss.one | Comss.one | crypt0rr, nextdns
doh.42l.fr | 42l | crypt0rr, nextdns
"""

ENCRYPTED_DNS: Final = read(
    "encrypted_dns", _TABLE, (a_name, words, words), EncryptedDns, lambda one: one.name
)
