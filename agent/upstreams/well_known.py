"""Resolvers that anybody may use, so that nobody must copy their addresses: facts, and no code.

Which of these facts were checked, where and when, stands in decision 11 of `agent/decisions`.

Rules kept here:
- Each is asked over TLS or HTTPS and must prove its name: an address that is wrong here reaches
  nobody, or another resolver of the same company.
- What a resolver filters, who runs it and where are said as its own pages say them, in plain words.
- None is the default and none is recommended: whoever is asked learns what the home looks up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class WellKnown:
    """One public resolver."""

    word: str
    filters: str
    who: str
    country: str
    addresses: tuple[str, ...]
    """In the order in which they are tried: the families take turns."""
    tls_name: str
    https_name: str
    path: str = "/dns-query"
    privacy: str


_NOTHING: Final = "nothing"
_HARMFUL: Final = "sites that do harm or steal passwords"
_QUAD9: Final = "Quad9, a foundation"
_CLOUDFLARE: Final = "Cloudflare, a company"
_CLOUDFLARE_PRIVACY: Final = (
    "https://developers.cloudflare.com/1.1.1.1/privacy/public-dns-resolver/"
)
_ADGUARD: Final = "AdGuard, a company"
_ADGUARD_PRIVACY: Final = "https://adguard-dns.io/en/privacy.html"
_CLEANBROWSING: Final = "CleanBrowsing, a company"
_CLEANBROWSING_PRIVACY: Final = "https://cleanbrowsing.org/privacy"
_DNS4EU: Final = "Whalebone, a company, with others, paid in part by the European Union"
_DNS4EU_PRIVACY: Final = "https://www.joindns4.eu/for-public"

WELL_KNOWN: Final = (
    WellKnown(
        word="quad9",
        filters=_HARMFUL,
        who=_QUAD9,
        country="Switzerland",
        addresses=("9.9.9.9", "2620:fe::fe", "149.112.112.112", "2620:fe::9"),
        tls_name="dns.quad9.net",
        https_name="dns.quad9.net",
        privacy="https://quad9.net/privacy/policy/",
    ),
    WellKnown(
        word="cloudflare",
        filters=_NOTHING,
        who=_CLOUDFLARE,
        country="United States",
        addresses=("1.1.1.1", "2606:4700:4700::1111", "1.0.0.1", "2606:4700:4700::1001"),
        tls_name="one.one.one.one",
        https_name="cloudflare-dns.com",
        privacy=_CLOUDFLARE_PRIVACY,
    ),
    WellKnown(
        word="cloudflare-security",
        filters=_HARMFUL,
        who=_CLOUDFLARE,
        country="United States",
        addresses=("1.1.1.2", "2606:4700:4700::1112", "1.0.0.2", "2606:4700:4700::1002"),
        tls_name="security.cloudflare-dns.com",
        https_name="security.cloudflare-dns.com",
        privacy=_CLOUDFLARE_PRIVACY,
    ),
    WellKnown(
        word="cloudflare-family",
        filters=f"{_HARMFUL}, and sites for adults",
        who=_CLOUDFLARE,
        country="United States",
        addresses=("1.1.1.3", "2606:4700:4700::1113", "1.0.0.3", "2606:4700:4700::1003"),
        tls_name="family.cloudflare-dns.com",
        https_name="family.cloudflare-dns.com",
        privacy=_CLOUDFLARE_PRIVACY,
    ),
    WellKnown(
        word="google",
        filters=_NOTHING,
        who="Google, a company",
        country="United States",
        addresses=("8.8.8.8", "2001:4860:4860::8888", "8.8.4.4", "2001:4860:4860::8844"),
        tls_name="dns.google",
        https_name="dns.google",
        privacy="https://developers.google.com/speed/public-dns/privacy",
    ),
    WellKnown(
        word="adguard",
        filters="adverts, sites that follow people around, and sites that steal passwords",
        who=_ADGUARD,
        country="Cyprus",
        addresses=("94.140.14.14", "2a10:50c0::ad1:ff", "94.140.15.15", "2a10:50c0::ad2:ff"),
        tls_name="dns.adguard-dns.com",
        https_name="dns.adguard-dns.com",
        privacy=_ADGUARD_PRIVACY,
    ),
    WellKnown(
        word="adguard-family",
        filters="what adguard filters, and sites for adults; it also makes searches safe",
        who=_ADGUARD,
        country="Cyprus",
        addresses=("94.140.14.15", "2a10:50c0::bad1:ff", "94.140.15.16", "2a10:50c0::bad2:ff"),
        tls_name="family.adguard-dns.com",
        https_name="family.adguard-dns.com",
        privacy=_ADGUARD_PRIVACY,
    ),
    WellKnown(
        word="cleanbrowsing-security",
        filters=_HARMFUL,
        who=_CLEANBROWSING,
        country="United States",
        addresses=("185.228.168.9", "185.228.169.9"),
        tls_name="security-filter-dns.cleanbrowsing.org",
        https_name="doh.cleanbrowsing.org",
        path="/doh/security-filter/",
        privacy=_CLEANBROWSING_PRIVACY,
    ),
    WellKnown(
        word="cleanbrowsing-adult",
        filters=f"{_HARMFUL}, and sites for adults",
        who=_CLEANBROWSING,
        country="United States",
        addresses=("185.228.168.10", "185.228.169.11"),
        tls_name="adult-filter-dns.cleanbrowsing.org",
        https_name="doh.cleanbrowsing.org",
        path="/doh/adult-filter/",
        privacy=_CLEANBROWSING_PRIVACY,
    ),
    WellKnown(
        word="cleanbrowsing-family",
        filters=f"{_HARMFUL}, sites for adults, and ways round filters",
        who=_CLEANBROWSING,
        country="United States",
        addresses=("185.228.168.168", "185.228.169.168"),
        tls_name="family-filter-dns.cleanbrowsing.org",
        https_name="doh.cleanbrowsing.org",
        path="/doh/family-filter/",
        privacy=_CLEANBROWSING_PRIVACY,
    ),
    WellKnown(
        word="dns4eu",
        filters=_NOTHING,
        who=_DNS4EU,
        country="Czechia",
        addresses=(
            *("86.54.11.100", "2a13:1001::86:54:11:100"),
            *("86.54.11.200", "2a13:1001::86:54:11:200"),
        ),
        tls_name="unfiltered.joindns4.eu",
        https_name="unfiltered.joindns4.eu",
        privacy=_DNS4EU_PRIVACY,
    ),
    WellKnown(
        word="dns4eu-security",
        filters=_HARMFUL,
        who=_DNS4EU,
        country="Czechia",
        addresses=(
            *("86.54.11.1", "2a13:1001::86:54:11:1"),
            *("86.54.11.201", "2a13:1001::86:54:11:201"),
        ),
        tls_name="protective.joindns4.eu",
        https_name="protective.joindns4.eu",
        privacy=_DNS4EU_PRIVACY,
    ),
    WellKnown(
        word="dns4eu-family",
        filters=f"{_HARMFUL}, and sites that are not for young people",
        who=_DNS4EU,
        country="Czechia",
        addresses=(
            *("86.54.11.12", "2a13:1001::86:54:11:12"),
            *("86.54.11.212", "2a13:1001::86:54:11:212"),
        ),
        tls_name="child.joindns4.eu",
        https_name="child.joindns4.eu",
        privacy=_DNS4EU_PRIVACY,
    ),
)

BY_WORD: Final = {one.word: one for one in WELL_KNOWN}
