"""Names that are always answered: help, health, emergency, connectivity checks, time.

Rules kept here:
- An entry covers its name and everything below it, beats every rule, list, pause and category,
  and no document can shorten this table.
- Each entry says whose name it is and what it is for. Names change hands, so an entry without a
  review is a risk of its own; `REVIEWED` is the date of the last one.
- nhs.uk, police.uk and gov.uk are public suffixes: right to allow here, never right to block.

Sources: the organisations' own names as the UK's public directories print them (NHS, NSPCC,
Samaritans, Ofcom's and GOV.UK's lists of help lines); connectivity checks and time servers as
their vendors' network requirements pages name them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.names import Name, from_text, parents

REVIEWED: Final = "2026-11-21"


@dataclass(frozen=True, slots=True)
class Lifeline:
    """One name that stays reachable, and what a person finds there."""

    name: Name
    what: str


def _lifelines(table: str) -> tuple[Lifeline, ...]:
    """Read lines of the form `name  what it is`."""
    rows = (line.split(maxsplit=1) for line in table.strip().splitlines())
    return tuple(Lifeline(from_text(name), what) for name, what in rows)


LIFELINES: Final = _lifelines("""
childline.org.uk              Childline
nspcc.org.uk                  the NSPCC
samaritans.org                Samaritans
giveusashout.org              Shout, the crisis text line
papyrus-uk.org                Papyrus, for young people with thoughts of suicide
thecalmzone.net               CALM
themix.org.uk                 The Mix, for under-25s
youngminds.org.uk             YoungMinds
kooth.com                     Kooth, online counselling
beateatingdisorders.org.uk    Beat, for eating disorders
selfharm.co.uk                a self-harm support site
harmless.org.uk               a self-harm support site
nshn.co.uk                    a self-harm support site
lifelinehelpline.info         Lifeline in Northern Ireland
relayuk.bt.com                the 999 text relay
nhs.uk                        the NHS
nhs.scot                      the NHS in Scotland
hscni.net                     health and social care in Northern Ireland
nhs.wales                     the NHS in Wales
police.uk                     the police
gov.uk                        GOV.UK
gov.scot                      the Scottish Government
gov.wales                     the Welsh Government
nidirect.gov.uk               government services in Northern Ireland
ceopeducation.co.uk           CEOP Education
iwf.org.uk                    the Internet Watch Foundation and Report Remove
crimestoppers-uk.org          Crimestoppers
missingpeople.org.uk          Missing People
runawayhelpline.org.uk        the Runaway Helpline
coramvoice.org.uk             Coram Voice, advocacy for young people in care
nyas.net                      NYAS, advocacy for young people in care
becomecharity.org.uk          Become, for young people in care
article39.org.uk              Article 39, rights of young people in institutions
childlawadvice.org.uk         Child Law Advice
barnardos.org.uk              Barnardo's
nationaldahelpline.org.uk     the National Domestic Abuse Helpline
rapecrisis.org.uk             Rape Crisis
modernslaveryhelpline.org     the Modern Slavery Helpline
brook.org.uk                  Brook, sexual health for under-25s
talktofrank.com               FRANK, drugs advice
release.org.uk                Release, drugs and the law
gamcare.org.uk                GamCare, the gambling helpline
redcross.org.uk               the British Red Cross, family tracing
refugeecouncil.org.uk         the Refugee Council
ico.org.uk                    the Information Commissioner, for complaints
lgo.org.uk                    the Local Government and Social Care Ombudsman
ombudsman.org.uk              the Parliamentary and Health Service Ombudsman
pub.3gppnetwork.org           calls over Wi-Fi
captive.apple.com             a connectivity check
connectivitycheck.gstatic.com a connectivity check
connectivitycheck.android.com a connectivity check
msftconnecttest.com           a connectivity check
msftncsi.com                  a connectivity check
detectportal.firefox.com      a connectivity check
nmcheck.gnome.org             a connectivity check
fireoscaptiveportal.com       a connectivity check
firetvcaptiveportal.com       a connectivity check
pool.ntp.org                  the time
time.apple.com                the time
time.google.com               the time
time.android.com              the time
time.windows.com              the time
time.cloudflare.com           the time
""")

NEVER_BLOCKED: Final = frozenset(lifeline.name for lifeline in LIFELINES)

NEVER_BLOCKED_PARENTS: Final = frozenset(
    parent for lifeline in LIFELINES for parent in parents(lifeline.name)
)
"""Names above a lifeline. Denying one of these with NXDOMAIN would deny the lifeline below it
in any cache that follows RFC 8020, so such a block is answered NODATA."""

_WHAT: Final = {lifeline.name: lifeline.what for lifeline in LIFELINES}


def what_is(name: Name) -> str:
    """Return what stands at a name of NEVER_BLOCKED, ready to stand inside a sentence."""
    return _WHAT[name]
