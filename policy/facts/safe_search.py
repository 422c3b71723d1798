"""Search engines that leave out adult pages when a home's DNS asks them to, and those that cannot.

Rules kept here:
- An engine is asked by answering its name with a CNAME to another name of its own. That target is
  resolved when it is needed: addresses change, and those in older texts are dead.
- A row speaks of that very name, not of names below it. A row of an engine without such a name
  speaks of the name and of everything below it, and the setting blocks it.
- YouTube has two modes; both also hide comments. All others have one.
- Brave: five programs answer search.brave.com with forcesafe.search.brave.com, and one text says
  that this is only the moderate mode while safe.search.brave.com is the strict one. Until somebody
  has tried it, Brave is blocked where safe search is on. That is the cautious reading.
- Yandex documents an address and no name, so it is blocked, its mail and maps with it. Startpage
  has a name that copies of one text alone speak of; it is blocked too. DuckDuckGo has two pages
  without scripts that its own safe name does not cover.

Sources: AdGuardHome's rules of 2026-08; Google's help page 186669 and its list of countries;
Microsoft's and DuckDuckGo's help; nextdns/no-safesearch of 2026-01 (MIT); hagezi of 2023-09.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts.table import a_name, one_of, read, words
from policy.names import Name


class Mode(StrEnum):
    """How much an engine leaves out."""

    STRICT = "strict"
    MODERATE = "moderate"


@dataclass(frozen=True, slots=True)
class SafeSearch:
    """One name of an engine, and the name that answers for it when search is to be safe."""

    engine: str
    name: Name
    target: Name
    mode: Mode
    source: str


@dataclass(frozen=True, slots=True)
class NoSafeSearch:
    """One name of an engine that has no such name."""

    engine: str
    name: Name
    source: str


# What follows `www.google.` in each country that has its own.
_GOOGLE_ENDINGS = """
    ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm cn co co.ao
    co.bw co.ck co.cr co.id co.il co.in co.jp co.ke co.kr co.ls co.ma co.mz co.nz co.th co.tz
    co.ug co.uk co.uz co.ve co.vi co.za co.zm co.zw com.af com.ag com.ai com.ar com.au com.bd
    com.bh com.bn com.bo com.br com.bz com.co com.cu com.cy com.do com.ec com.eg com.et com.fj
    com.gh com.gi com.gt com.hk com.jm com.kh com.kw com.lb com.ly com.mm com.mt com.mx com.my
    com.na com.nf com.ng com.ni com.np com.om com.pa com.pe com.pg com.ph com.pk com.pr com.py
    com.qa com.sa com.sb com.sg com.sl com.sv com.tj com.tr com.tw com.ua com.uy com.vc com.vn
    com cv cz de dj dk dm dz ee es fi fm fr ga ge gg gl gm gp gr gy hn hr ht hu ie im iq is it
    je jo kg ki kz la li lk lt lu lv md me mg mk ml mn ms mu mv mw ne nl no nr nu pl pn ps pt
    ro rs ru rw sc se sh si sk sm sn so sr st td tg tk tl tm tn to tt vg vu ws
"""

# engine | name asked for | name that answers | mode | source
_TABLE = """
YouTube | www.youtube.com | restrict.youtube.com | strict | AdGuardHome 2026-08
YouTube | m.youtube.com | restrict.youtube.com | strict | AdGuardHome 2026-08
YouTube | youtubei.googleapis.com | restrict.youtube.com | strict | AdGuardHome 2026-08
YouTube | youtube.googleapis.com | restrict.youtube.com | strict | AdGuardHome 2026-08
YouTube | www.youtube-nocookie.com | restrict.youtube.com | strict | AdGuardHome 2026-08
YouTube | www.youtube.com | restrictmoderate.youtube.com | moderate | AdGuardHome 2026-08
YouTube | m.youtube.com | restrictmoderate.youtube.com | moderate | AdGuardHome 2026-08
YouTube | youtubei.googleapis.com | restrictmoderate.youtube.com | moderate | AdGuardHome 2026-08
YouTube | youtube.googleapis.com | restrictmoderate.youtube.com | moderate | AdGuardHome 2026-08
YouTube | www.youtube-nocookie.com | restrictmoderate.youtube.com | moderate | AdGuardHome 2026-08
Bing | www.bing.com | strict.bing.com | strict | AdGuardHome 2026-08
Bing | edgeservices.bing.com | strict.bing.com | strict | AdGuardHome 2026-08
DuckDuckGo | duckduckgo.com | safe.duckduckgo.com | strict | AdGuardHome 2026-08
DuckDuckGo | www.duckduckgo.com | safe.duckduckgo.com | strict | AdGuardHome 2026-08
DuckDuckGo | start.duckduckgo.com | safe.duckduckgo.com | strict | AdGuardHome 2026-08
Ecosia | www.ecosia.org | strict-safe-search.ecosia.org | strict | AdGuardHome 2026-08
Pixabay | pixabay.com | safesearch.pixabay.com | strict | AdGuardHome 2026-08
Qwant | api.qwant.com | safeapi.qwant.com | strict | public text
"""

# engine | name | source
_WITHOUT = """
Brave | search.brave.com | AdGuardHome 2026-08
DuckDuckGo without scripts | html.duckduckgo.com | the organisation
DuckDuckGo without scripts | lite.duckduckgo.com | the organisation
Qwant Lite | lite.qwant.com | hagezi 2023-09
Yahoo | search.yahoo.com | NextDNS 2026-01
Yahoo Japan | search.yahoo.co.jp | the organisation
AOL | search.aol.com | NextDNS 2026-01
AOL | search.aol.co.uk | NextDNS 2026-01
Baidu | baidu.com | hagezi 2023-09
Startpage | startpage.com | NextDNS 2026-01
Mojeek | mojeek.com | NextDNS 2026-01
MetaGer | metager.org | NextDNS 2026-01
MetaGer | metager.de | NextDNS 2026-01
Dogpile | dogpile.com | NextDNS 2026-01
MetaCrawler | metacrawler.com | NextDNS 2026-01
WebCrawler | webcrawler.com | NextDNS 2026-01
Excite | results.excite.com | NextDNS 2026-01
Gibiru | gibiru.com | NextDNS 2026-01
Lukol | lukol.com | NextDNS 2026-01
Search Encrypt | searchencrypt.com | NextDNS 2026-01
Oscobo | oscobo.com | NextDNS 2026-01
Fireball | fireball.de | NextDNS 2026-01
Yep | yep.com | NextDNS 2026-01
You | you.com | NextDNS 2026-01
Kagi | kagi.com | hagezi 2023-09
Presearch | presearch.com | hagezi 2023-09
Swisscows | swisscows.com | hagezi 2023-09
Million Short | millionshort.com | hagezi 2023-09
Mwmbl | mwmbl.org | hagezi 2023-09
Mail.ru | go.mail.ru | NextDNS 2026-01
Rambler | nova.rambler.ru | NextDNS 2026-01
Murena | spot.ecloud.global | NextDNS 2026-01
Murena | spot.murena.io | hagezi 2023-09
SearXNG | searx.be | NextDNS 2026-01
SearXNG | searx.bar | NextDNS 2026-01
SearXNG | searx.org | NextDNS 2026-01
SearXNG | searx.info | NextDNS 2026-01
SearXNG | searx.xyz | NextDNS 2026-01
SearXNG | searx.ninja | NextDNS 2026-01
SearXNG | search.disroot.org | NextDNS 2026-01
SearXNG | priv.au | hagezi 2023-09
SearXNG | paulgo.io | hagezi 2023-09
SearXNG | baresearch.org | hagezi 2023-09
SearXNG | searx.tiekoetter.com | hagezi 2023-09
Yandex | xn--d1acpjx3f.xn--p1ai | AdGuardHome 2026-08
Yandex | ya.ru | AdGuardHome 2026-08
Yandex | yandex.az | AdGuardHome 2026-08
Yandex | yandex.by | AdGuardHome 2026-08
Yandex | yandex.co.il | AdGuardHome 2026-08
Yandex | yandex.com.am | AdGuardHome 2026-08
Yandex | yandex.com.ge | AdGuardHome 2026-08
Yandex | yandex.com.ru | AdGuardHome 2026-08
Yandex | yandex.com.tr | AdGuardHome 2026-08
Yandex | yandex.com | AdGuardHome 2026-08
Yandex | yandex.de | AdGuardHome 2026-08
Yandex | yandex.ee | AdGuardHome 2026-08
Yandex | yandex.eu | AdGuardHome 2026-08
Yandex | yandex.fi | AdGuardHome 2026-08
Yandex | yandex.fr | AdGuardHome 2026-08
Yandex | yandex.kz | AdGuardHome 2026-08
Yandex | yandex.lt | AdGuardHome 2026-08
Yandex | yandex.lv | AdGuardHome 2026-08
Yandex | yandex.md | AdGuardHome 2026-08
Yandex | yandex.net | AdGuardHome 2026-08
Yandex | yandex.org | AdGuardHome 2026-08
Yandex | yandex.pl | AdGuardHome 2026-08
Yandex | yandex.ru | AdGuardHome 2026-08
Yandex | yandex.tj | AdGuardHome 2026-08
Yandex | yandex.tm | AdGuardHome 2026-08
Yandex | yandex.uz | AdGuardHome 2026-08
"""


def _google() -> str:
    rows = (
        f"Google | www.google.{ending} | forcesafesearch.google.com | strict | Google 186669"
        for ending in _GOOGLE_ENDINGS.split()
    )
    return "\n".join(rows)


SAFE_SEARCH: Final = read(
    "safe search",
    _TABLE + _google(),
    (words, a_name, a_name, one_of(Mode), words),
    SafeSearch,
    lambda row: (row.name, row.mode),
)

NO_SAFE_SEARCH: Final = read(
    "engines without safe search",
    _WITHOUT,
    (words, a_name, words),
    NoSafeSearch,
    lambda row: row.name,
)
