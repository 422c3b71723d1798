"""Who is never blocked: every name that stays reachable, whose it is, and who says so.

Rules kept here:
- An entry covers its name and everything below it, and beats every rule, list, pause and clock.
  So it is as narrow as it can be: `captive.apple.com`, never `apple.com`.
- Names change hands. Two that UK police and fire pages still link as the emergency text service
  are lost: emergencysms.org.uk was taken over and leads to gambling, emergencysms.net is dead.
  GambleAware closed on 31 March 2026, and its names are free for others. None of them is here,
  and each entry is looked at again within a year: `overdue` says which are late.
- Below an entry with a kind of its own stands nothing but what needs better words.
- What downloads an operating system may download more: an update service of Microsoft carries
  games too. What only reports how an update went is not here.
- `what` is ready to stand inside a sentence, in words for anyone.

Where a source is a list or a ranking, the name stands there; "public text" means that others
print the name beside its owner's, "the organisation" that only its owner does.
Tranco, CrUX, Cisco Umbrella and Majestic rank names by use; v2fly/domain-list-community (MIT) and
MISP/misp-warninglists (CC0) gather what vendors document; Apple HT210060 is Apple's page on
products in enterprise networks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts.table import a_day, a_name, one_of, read, words
from policy.names import Name

REVIEW_EVERY: Final = dt.timedelta(days=365)


class Kind(StrEnum):
    """Why a name is never blocked."""

    HELP_LINE = "help line"
    ADVOCACY = "advocacy and rights"
    REFUGEE = "refugee and family tracing"
    HEALTH = "health"
    EMERGENCY = "emergency and police"
    COMPLAINTS = "complaints"
    CONNECTIVITY_CHECK = "connectivity check"
    TIME = "time"
    SYSTEM_UPDATE = "operating-system update"
    WIFI_CALLS = "calls over Wi-Fi"
    MEDICAL_DEVICE = "medical device"
    TELECARE = "telecare and alarm"


@dataclass(frozen=True, slots=True)
class Lifeline:
    """One name that stays reachable, and what a person finds there."""

    name: Name
    owner: str
    what: str
    kind: Kind
    source: str
    reviewed: dt.date


def overdue(entries: Iterable[Lifeline], at: dt.date) -> tuple[Lifeline, ...]:
    """Return the entries whose last review is more than a year before `at`."""
    return tuple(entry for entry in entries if at - entry.reviewed > REVIEW_EVERY)


# name | owner | what it is | kind | source | reviewed
_TABLE = """
# Help lines
childline.org.uk | NSPCC | Childline | help line | Tranco 2025-01 | 2026-11-21
nspcc.org.uk | NSPCC | the NSPCC | help line | Tranco 2025-01 | 2026-11-21
samaritans.org | Samaritans | Samaritans | help line | Tranco 2025-01 | 2026-11-21
giveusashout.org | Mental Health Innovations | Shout, the crisis text line | help line | Tranco 2025-01 | 2026-11-21
papyrus-uk.org | Papyrus | Papyrus, for young people with thoughts of suicide | help line | Tranco 2025-01 | 2026-11-21
prevent-suicide.org.uk | Grassroots Suicide Prevention | Grassroots Suicide Prevention | help line | Tranco 2025-01 | 2026-11-21
thecalmzone.net | Campaign Against Living Miserably | CALM | help line | Tranco 2025-01 | 2026-11-21
themix.org.uk | Mental Health Innovations | The Mix, for under-25s | help line | Tranco 2025-01 | 2026-11-21
youngminds.org.uk | YoungMinds | YoungMinds | help line | Tranco 2025-01 | 2026-11-21
kooth.com | Kooth | Kooth, online counselling | help line | Tranco 2025-01 | 2026-11-21
togetherall.com | Togetherall | Togetherall, where people listen to each other | help line | Tranco 2025-01 | 2026-11-21
beateatingdisorders.org.uk | Beat | Beat, for eating disorders | help line | Tranco 2025-01 | 2026-11-21
selfharm.co.uk | Self-Harm UK | a self-harm support site | help line | public text | 2026-11-21
harmless.org.uk | Harmless | a self-harm support site | help line | public text | 2026-11-21
nshn.co.uk | National Self-Harm Network | a self-harm support site | help line | public text | 2026-11-21
lifelinehelpline.info | Lifeline | Lifeline in Northern Ireland | help line | public text | 2026-11-21
mind.org.uk | Mind | Mind, for mental health | help line | Tranco 2025-01 | 2026-11-21
rethink.org | Rethink Mental Illness | Rethink, for mental illness | help line | Tranco 2025-01 | 2026-11-21
mentalhealth.org.uk | Mental Health Foundation | the Mental Health Foundation | help line | Tranco 2025-01 | 2026-11-21
annafreud.org | Anna Freud | Anna Freud, for young minds | help line | Tranco 2025-01 | 2026-11-21
sane.org.uk | SANE | SANE, for mental health | help line | Tranco 2025-01 | 2026-11-21
stem4.org.uk | stem4 | stem4, for teenage mental health | help line | Tranco 2025-01 | 2026-11-21
hubofhope.co.uk | Hub of Hope | Hub of Hope, to find help nearby | help line | Tranco 2025-01 | 2026-11-21
studentminds.org.uk | Student Minds | Student Minds | help line | Tranco 2025-01 | 2026-11-21
anxietyuk.org.uk | Anxiety UK | Anxiety UK | help line | Tranco 2025-01 | 2026-11-21
ocduk.org | OCD-UK | OCD-UK | help line | Tranco 2025-01 | 2026-11-21
ocdaction.org.uk | OCD Action | OCD Action | help line | Tranco 2025-01 | 2026-11-21
nopanic.org.uk | No Panic | No Panic, for fear and panic | help line | Tranco 2025-01 | 2026-11-21
supportline.org.uk | SupportLine | SupportLine, someone to talk to | help line | Tranco 2025-01 | 2026-11-21
ceop.police.uk | National Crime Agency | CEOP, where sexual abuse online is reported | help line | Tranco 2025-01 | 2026-11-21
ceopeducation.co.uk | National Crime Agency | CEOP Education | help line | Tranco 2025-01 | 2026-11-21
thinkuknow.co.uk | National Crime Agency | CEOP Education by its old name | help line | Tranco 2025-01 | 2026-11-21
iwf.org.uk | Internet Watch Foundation | the Internet Watch Foundation and Report Remove | help line | Tranco 2025-01 | 2026-11-21
stopncii.org | SWGfL | StopNCII, to take down private pictures of adults | help line | Tranco 2025-01 | 2026-11-21
revengepornhelpline.org.uk | SWGfL | the Revenge Porn Helpline | help line | Tranco 2025-01 | 2026-11-21
reportharmfulcontent.com | SWGfL | Report Harmful Content | help line | public text | 2026-11-21
saferinternet.org.uk | UK Safer Internet Centre | the UK Safer Internet Centre | help line | Tranco 2025-01 | 2026-11-21
swgfl.org.uk | SWGfL | SWGfL, for staying safe online | help line | Tranco 2025-01 | 2026-11-21
internetmatters.org | Internet Matters | Internet Matters, for staying safe online | help line | Tranco 2025-01 | 2026-11-21
childnet.com | Childnet | Childnet, for staying safe online | help line | Tranco 2025-01 | 2026-11-21
thecyberhelpline.com | The Cyber Helpline | The Cyber Helpline | help line | public text | 2026-11-21
cybersmile.org | Cybersmile | Cybersmile, against bullying online | help line | Tranco 2025-01 | 2026-11-21
stopitnow.org.uk | Lucy Faithfull Foundation | Stop It Now, to prevent sexual abuse | help line | Tranco 2025-01 | 2026-11-21
missingpeople.org.uk | Missing People | Missing People | help line | Tranco 2025-01 | 2026-11-21
runawayhelpline.org.uk | Missing People | the Runaway Helpline | help line | public text | 2026-11-21
barnardos.org.uk | Barnardo's | Barnardo's | help line | Tranco 2025-01 | 2026-11-21
childrenssociety.org.uk | The Children's Society | The Children's Society | help line | Tranco 2025-01 | 2026-11-21
actionforchildren.org.uk | Action for Children | Action for Children | help line | Tranco 2025-01 | 2026-11-21
familylives.org.uk | Family Lives | Family Lives, for families | help line | Tranco 2025-01 | 2026-11-21
bullying.co.uk | Family Lives | BullyingUK | help line | Tranco 2025-01 | 2026-11-21
anti-bullyingalliance.org.uk | Anti-Bullying Alliance | the Anti-Bullying Alliance | help line | Tranco 2025-01 | 2026-11-21
kidscape.org.uk | Kidscape | Kidscape, against bullying | help line | Tranco 2025-01 | 2026-11-21
ditchthelabel.org | Ditch the Label | Ditch the Label, against bullying | help line | Tranco 2025-01 | 2026-11-21
refuge.org.uk | Refuge | Refuge, for domestic abuse | help line | Tranco 2025-01 | 2026-11-21
nationaldahelpline.org.uk | Refuge | the National Domestic Abuse Helpline | help line | Tranco 2025-01 | 2026-11-21
womensaid.org.uk | Women's Aid | Women's Aid, for domestic abuse | help line | Tranco 2025-01 | 2026-11-21
mensadviceline.org.uk | Respect | Men's Advice Line, for domestic abuse | help line | Tranco 2025-01 | 2026-11-21
mankind.org.uk | ManKind Initiative | ManKind, for men facing domestic abuse | help line | Tranco 2025-01 | 2026-11-21
galop.org.uk | Galop | Galop, for LGBT+ people facing abuse | help line | Tranco 2025-01 | 2026-11-21
karmanirvana.org.uk | Karma Nirvana | Karma Nirvana, for forced marriage and honour-based abuse | help line | Tranco 2025-01 | 2026-11-21
suzylamplugh.org | Suzy Lamplugh Trust | the National Stalking Helpline | help line | Tranco 2025-01 | 2026-11-21
rapecrisis.org.uk | Rape Crisis England and Wales | Rape Crisis | help line | Tranco 2025-01 | 2026-11-21
survivorsuk.org | SurvivorsUK | SurvivorsUK, for men and boys after sexual violence | help line | Tranco 2025-01 | 2026-11-21
thesurvivorstrust.org | The Survivors Trust | The Survivors Trust, after sexual violence | help line | Tranco 2025-01 | 2026-11-21
victimsupport.org.uk | Victim Support | Victim Support | help line | Tranco 2025-01 | 2026-11-21
modernslaveryhelpline.org | Unseen | the Modern Slavery Helpline | help line | Tranco 2025-01 | 2026-11-21
unseenuk.org | Unseen | Unseen, against modern slavery | help line | Tranco 2025-01 | 2026-11-21
mermaidsuk.org.uk | Mermaids | Mermaids, for trans young people | help line | Tranco 2025-01 | 2026-11-21
switchboard.lgbt | Switchboard | Switchboard, the LGBT+ helpline | help line | Tranco 2025-01 | 2026-11-21
mindout.org.uk | MindOut | MindOut, for LGBTQ mental health | help line | Tranco 2025-01 | 2026-11-21
lgbt.foundation | LGBT Foundation | LGBT Foundation | help line | Tranco 2025-01 | 2026-11-21
stonewall.org.uk | Stonewall | Stonewall, for LGBT+ rights | help line | Tranco 2025-01 | 2026-11-21
akt.org.uk | akt | akt, for LGBT+ young people without a home | help line | Tranco 2025-01 | 2026-11-21
theproudtrust.org | The Proud Trust | The Proud Trust, for LGBT+ young people | help line | Tranco 2025-01 | 2026-11-21
brook.org.uk | Brook | Brook, sexual health for under-25s | help line | Tranco 2025-01 | 2026-11-21
tht.org.uk | Terrence Higgins Trust | Terrence Higgins Trust, for sexual health | help line | Tranco 2025-01 | 2026-11-21
scarleteen.com | Scarleteen | Scarleteen, honest answers about sex | help line | Tranco 2025-01 | 2026-11-21
talktofrank.com | the Government | FRANK, drugs advice | help line | Tranco 2025-01 | 2026-11-21
release.org.uk | Release | Release, drugs and the law | help line | Tranco 2025-01 | 2026-11-21
nacoa.org.uk | Nacoa | Nacoa, when a parent drinks too much | help line | public text | 2026-11-21
al-anonuk.org.uk | Al-Anon Family Groups | Al-Anon and Alateen, for families of people who drink | help line | Tranco 2025-01 | 2026-11-21
adfam.org.uk | Adfam | Adfam, for families facing drugs or drink | help line | Tranco 2025-01 | 2026-11-21
drinkaware.co.uk | Drinkaware | Drinkaware, alcohol advice | help line | Tranco 2025-01 | 2026-11-21
gamcare.org.uk | GamCare | GamCare, the gambling helpline | help line | Tranco 2025-01 | 2026-11-21
gamblersanonymous.org.uk | Gamblers Anonymous | Gamblers Anonymous | help line | Tranco 2025-01 | 2026-11-21
winstonswish.org | Winston's Wish | Winston's Wish, for young people after a death | help line | Tranco 2025-01 | 2026-11-21
childbereavementuk.org | Child Bereavement UK | Child Bereavement UK | help line | Tranco 2025-01 | 2026-11-21
cruse.org.uk | Cruse | Cruse, for grief | help line | Tranco 2025-01 | 2026-11-21
shelter.org.uk | Shelter | Shelter, for housing | help line | Tranco 2025-01 | 2026-11-21
centrepoint.org.uk | Centrepoint | Centrepoint, for young people without a home | help line | Tranco 2025-01 | 2026-11-21
carers.org | Carers Trust | Carers Trust, also for young carers | help line | Tranco 2025-01 | 2026-11-21
carersuk.org | Carers UK | Carers UK | help line | Tranco 2025-01 | 2026-11-21
contact.org.uk | Contact | Contact, for families with disabled children | help line | Tranco 2025-01 | 2026-11-21
autism.org.uk | National Autistic Society | the National Autistic Society | help line | Tranco 2025-01 | 2026-11-21
mencap.org.uk | Mencap | Mencap, for learning disability | help line | Tranco 2025-01 | 2026-11-21
scope.org.uk | Scope | Scope, for disabled people | help line | Tranco 2025-01 | 2026-11-21
childhelplineinternational.org | Child Helpline International | helplines for young people in every country | help line | the organisation | 2026-11-21

# Advocacy and rights
coramvoice.org.uk | Coram | Coram Voice, advocacy for young people in care | advocacy and rights | public text | 2026-11-21
nyas.net | NYAS | NYAS, advocacy for young people in care | advocacy and rights | public text | 2026-11-21
becomecharity.org.uk | Become | Become, for young people in care | advocacy and rights | public text | 2026-11-21
whocaresscotland.org | Who Cares? Scotland | Who Cares? Scotland, for people who have been in care | advocacy and rights | public text | 2026-11-21
article39.org.uk | Article 39 | Article 39, rights of young people in institutions | advocacy and rights | public text | 2026-11-21
childlawadvice.org.uk | Coram | Child Law Advice | advocacy and rights | Tranco 2025-01 | 2026-11-21
childrenslegalcentre.com | Coram | the Coram Children's Legal Centre | advocacy and rights | public text | 2026-11-21
childrenscommissioner.gov.uk | Children's Commissioner for England | Help at Hand from the Children's Commissioner | advocacy and rights | Tranco 2025-01 | 2026-11-21
childcomwales.org.uk | Children's Commissioner for Wales | the Children's Commissioner for Wales | advocacy and rights | public text | 2026-11-21
cypcs.org.uk | Children and Young People's Commissioner Scotland | Scotland's commissioner for young people | advocacy and rights | public text | 2026-11-21
niccy.org | NICCY | Northern Ireland's commissioner for young people | advocacy and rights | public text | 2026-11-21
frg.org.uk | Family Rights Group | Family Rights Group, for families | advocacy and rights | Tranco 2025-01 | 2026-11-21
kinship.org.uk | Kinship | Kinship, for family members who bring up a child | advocacy and rights | public text | 2026-11-21
youthaccess.org.uk | Youth Access | Youth Access, to find advice nearby | advocacy and rights | public text | 2026-11-21
citizensadvice.org.uk | Citizens Advice | Citizens Advice | advocacy and rights | Tranco 2025-01 | 2026-11-21
ipsea.org.uk | IPSEA | IPSEA, rights at school with special needs | advocacy and rights | Tranco 2025-01 | 2026-11-21
rightsofwomen.org.uk | Rights of Women | Rights of Women, legal advice | advocacy and rights | Tranco 2025-01 | 2026-11-21
equalityhumanrights.com | Equality and Human Rights Commission | the Equality and Human Rights Commission | advocacy and rights | the organisation | 2026-11-21
gov.scot | Scottish Government | the Scottish Government | advocacy and rights | the organisation | 2026-11-21
gov.wales | Welsh Government | the Welsh Government | advocacy and rights | the organisation | 2026-11-21
nidirect.gov.uk | Northern Ireland Executive | government services in Northern Ireland | advocacy and rights | the organisation | 2026-11-21

# Refugees, and families that lost each other
redcross.org.uk | British Red Cross | the British Red Cross, family tracing | refugee and family tracing | Majestic 2023-10 | 2026-11-21
familylinks.icrc.org | International Committee of the Red Cross | the Red Cross, to look for family anywhere | refugee and family tracing | public text | 2026-11-21
refugeecouncil.org.uk | Refugee Council | the Refugee Council | refugee and family tracing | public text | 2026-11-21
scottishrefugeecouncil.org.uk | Scottish Refugee Council | the Scottish Refugee Council | refugee and family tracing | public text | 2026-11-21
refugee-action.org.uk | Refugee Action | Refugee Action | refugee and family tracing | public text | 2026-11-21
migranthelpuk.org | Migrant Help | Migrant Help, asylum support | refugee and family tracing | public text | 2026-11-21
righttoremain.org.uk | Right to Remain | Right to Remain, asylum explained | refugee and family tracing | public text | 2026-11-21
jcwi.org.uk | Joint Council for the Welfare of Immigrants | JCWI, immigration advice | refugee and family tracing | public text | 2026-11-21
asylumaid.org.uk | Asylum Aid | Asylum Aid, legal help | refugee and family tracing | public text | 2026-11-21
miclu.org | Migrant and Refugee Children's Legal Unit | a law centre for young refugees | refugee and family tracing | public text | 2026-11-21
safepassage.org.uk | Safe Passage | Safe Passage, to bring families together | refugee and family tracing | public text | 2026-11-21
biduk.org | Bail for Immigration Detainees | Bail for Immigration Detainees | refugee and family tracing | public text | 2026-11-21
praxis.org.uk | Praxis | Praxis, for migrants and refugees | refugee and family tracing | public text | 2026-11-21
freedomfromtorture.org | Freedom from Torture | Freedom from Torture | refugee and family tracing | public text | 2026-11-21
helenbamber.org | Helen Bamber Foundation | the Helen Bamber Foundation, after torture and trafficking | refugee and family tracing | public text | 2026-11-21
cityofsanctuary.org | City of Sanctuary | City of Sanctuary, a welcome nearby | refugee and family tracing | public text | 2026-11-21
unhcr.org | United Nations | the United Nations for refugees | refugee and family tracing | Tranco 2025-01 | 2026-11-21
iom.int | United Nations | the United Nations for migration | refugee and family tracing | Majestic 2023-10 | 2026-11-21

# Health
nhs.uk | NHS | the NHS | health | Tranco 2025-01 | 2026-11-21
nhs.scot | NHS Scotland | the NHS in Scotland | health | the organisation | 2026-11-21
nhs.wales | NHS Wales | the NHS in Wales | health | the organisation | 2026-11-21
hscni.net | Health and Social Care | health and social care in Northern Ireland | health | the organisation | 2026-11-21
nhsinform.scot | NHS Scotland | health advice from the NHS in Scotland | health | the organisation | 2026-11-21
nhs.net | NHS | mail of the NHS | health | the organisation | 2026-11-21
diabetes.org.uk | Diabetes UK | Diabetes UK | health | Majestic 2023-10 | 2026-11-21

# Emergency and police
gov.uk | the Government | GOV.UK | emergency and police | Tranco 2025-01 | 2026-11-21
police.uk | the police | the police | emergency and police | Tranco 2025-01 | 2026-11-21
relayuk.bt.com | BT | the 999 text relay | emergency and police | public text | 2026-11-21
999bsl.co.uk | 999 BSL | 999 in sign language | emergency and police | public text | 2026-11-21
crimestoppers-uk.org | Crimestoppers | Crimestoppers | emergency and police | Tranco 2025-01 | 2026-11-21

# Complaints
ico.org.uk | Information Commissioner's Office | the Information Commissioner, for complaints | complaints | Tranco 2025-01 | 2026-11-21
ofcom.org.uk | Ofcom | Ofcom, for complaints about what is online | complaints | Tranco 2025-01 | 2026-11-21
lgo.org.uk | Local Government and Social Care Ombudsman | the Local Government and Social Care Ombudsman | complaints | the organisation | 2026-11-21
ombudsman.org.uk | Parliamentary and Health Service Ombudsman | the Parliamentary and Health Service Ombudsman | complaints | the organisation | 2026-11-21
spso.org.uk | Scottish Public Services Ombudsman | the ombudsman in Scotland | complaints | public text | 2026-11-21
ombudsman.wales | Public Services Ombudsman for Wales | the ombudsman in Wales | complaints | public text | 2026-11-21
nipso.org.uk | Northern Ireland Public Services Ombudsman | the ombudsman in Northern Ireland | complaints | public text | 2026-11-21
policeconduct.gov.uk | Independent Office for Police Conduct | the Independent Office for Police Conduct | complaints | public text | 2026-11-21
policeombudsman.org | Police Ombudsman for Northern Ireland | the Police Ombudsman in Northern Ireland | complaints | public text | 2026-11-21
cqc.org.uk | Care Quality Commission | the Care Quality Commission, for complaints about care | complaints | Majestic 2023-10 | 2026-11-21
careinspectorate.com | Care Inspectorate | the Care Inspectorate in Scotland | complaints | public text | 2026-11-21
socialworkengland.org.uk | Social Work England | Social Work England, for complaints | complaints | public text | 2026-11-21

# Is there internet? A device that is told no here shows an error, or falls silent
captive.apple.com | Apple | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
captive.g.aaplimg.com | Apple | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
connectivitycheck.gstatic.com | Google | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
connectivitycheck.android.com | Google | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
clients3.google.com | Google | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
msftconnecttest.com | Microsoft | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
msftncsi.com | Microsoft | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
edge-http.microsoft.com | Microsoft | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
connectivity-test.static.microsoft | Microsoft | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
connectivity-test.cloud.microsoft | Microsoft | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
connectivity-test.usercontent.microsoft | Microsoft | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
detectportal.firefox.com | Mozilla | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
nmcheck.gnome.org | GNOME | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
networkcheck.kde.org | KDE | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
connectivity-check.ubuntu.com | Canonical | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
ping.archlinux.org | Arch Linux | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
cp.cloudflare.com | Cloudflare | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
fireoscaptiveportal.com | Amazon | a connectivity check | connectivity check | Tranco 2025-01 | 2026-11-21
firetvcaptiveportal.com | Amazon | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
mmechocaptiveportal.com | Amazon | a connectivity check | connectivity check | Tranco 2025-01 | 2026-11-21
acsechocaptiveportal.com | Amazon | a connectivity check | connectivity check | public text | 2026-11-21
tabletcaptiveportal.com | Amazon | a connectivity check | connectivity check | Tranco 2025-01 | 2026-11-21
spectrum.s3.amazonaws.com | Amazon | a connectivity check | connectivity check | public text | 2026-11-21
conntest.nintendowifi.net | Nintendo | a connectivity check | connectivity check | public text | 2026-11-21
ctest.cdn.nintendo.net | Nintendo | a connectivity check | connectivity check | public text | 2026-11-21
connectivitycheck.platform.hicloud.com | Huawei | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
connectivitycheck.cbg-app.huawei.com | Huawei | a connectivity check | connectivity check | Cisco Umbrella 2026-08 | 2026-11-21
connectivitycheck.platform.hihonorcloud.com | Honor | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
connect.rom.miui.com | Xiaomi | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
conn1.oppomobile.com | Oppo | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
conn2.oppomobile.com | Oppo | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21
wifi.vivo.com.cn | Vivo | a connectivity check | connectivity check | v2fly 2026-08 | 2026-11-21

# The time. Without it no certificate can be checked
pool.ntp.org | NTP Pool Project | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
time.apple.com | Apple | the time | time | Apple HT210060 | 2026-11-21
time-ios.apple.com | Apple | the time | time | Apple HT210060 | 2026-11-21
time-macos.apple.com | Apple | the time | time | Apple HT210060 | 2026-11-21
time.euro.apple.com | Apple | the time | time | Apple HT210060 | 2026-11-21
time.google.com | Google | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
time.android.com | Google | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
time.windows.com | Microsoft | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
time.cloudflare.com | Cloudflare | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
ntp.ubuntu.com | Canonical | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
time.nist.gov | NIST | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
kindle-time.amazon.com | Amazon | the time | time | Cisco Umbrella 2026-08 | 2026-11-21
ntp-g7g.amazon.com | Amazon | the time | time | Cisco Umbrella 2026-08 | 2026-11-21

# Updates of operating systems
appldnld.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
configuration.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
fcs-keys-pub-prod.cdn-apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
gdmf.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
gdmf-ados.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
gg.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
gs.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
gsra.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
ig.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
mesu.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
oscdn.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
osrecovery.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
skl.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
swcdn.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
swdist.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
swdownload.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
swscan.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
updates.cdn-apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
updates-http.cdn-apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
wkms-public.apple.com | Apple | updates from Apple | operating-system update | Apple HT210060 | 2026-11-21
windowsupdate.com | Microsoft | updates from Microsoft | operating-system update | MISP 2026-08 | 2026-11-21
update.microsoft.com | Microsoft | updates from Microsoft | operating-system update | MISP 2026-08 | 2026-11-21
delivery.mp.microsoft.com | Microsoft | updates from Microsoft | operating-system update | MISP 2026-08 | 2026-11-21
definitionupdates.microsoft.com | Microsoft | updates from Microsoft | operating-system update | Cisco Umbrella 2026-08 | 2026-11-21
update.googleapis.com | Google | updates of Chrome and Chromebooks | operating-system update | Cisco Umbrella 2026-08 | 2026-11-21
softwareupdates.amazon.com | Amazon | updates from Amazon | operating-system update | Cisco Umbrella 2026-08 | 2026-11-21
tvupdate.roku.com | Roku | updates of Roku televisions | operating-system update | public text | 2026-11-21
samsungotn.net | Samsung | updates of Samsung televisions | operating-system update | public text | 2026-11-21
fota-cloud-dn.ospserver.net | Samsung | updates of Samsung phones | operating-system update | Cisco Umbrella 2026-08 | 2026-11-21
security.ubuntu.com | Canonical | updates of Ubuntu | operating-system update | Cisco Umbrella 2026-08 | 2026-11-21

# Calls over Wi-Fi: 999 too, where the mobile signal is weak
pub.3gppnetwork.org | GSMA | calls over Wi-Fi | calls over Wi-Fi | 3GPP TS 23.003 | 2026-11-21
epdg.epc.att.net | AT&T | calls over Wi-Fi | calls over Wi-Fi | Cisco Umbrella 2026-08 | 2026-11-21

# Medical devices
dexcom.com | Dexcom | a glucose sensor | medical device | Tranco 2025-01 | 2026-11-21
dexcom.eu | Dexcom | a glucose sensor | medical device | public text | 2026-11-21
libreview.io | Abbott | a glucose sensor | medical device | public text | 2026-11-21
libreview.com | Abbott | a glucose sensor | medical device | public text | 2026-11-21
freestyle.abbott | Abbott | a glucose sensor | medical device | public text | 2026-11-21
carelink.minimed.eu | Medtronic | an insulin pump | medical device | public text | 2026-11-21
carelink.minimed.com | Medtronic | an insulin pump | medical device | public text | 2026-11-21
clcloud.minimed.eu | Medtronic | an insulin pump | medical device | public text | 2026-11-21
medtroniccarelink.net | Medtronic | a heart monitor | medical device | public text | 2026-11-21
omnipod.com | Insulet | an insulin pump | medical device | public text | 2026-11-21
insulet.com | Insulet | an insulin pump | medical device | public text | 2026-11-21
tandemdiabetes.com | Tandem | an insulin pump | medical device | public text | 2026-11-21
camdiab.com | CamDiab | an insulin pump | medical device | public text | 2026-11-21
glooko.com | Glooko | a diary of glucose and insulin | medical device | public text | 2026-11-21
myair.resmed.com | ResMed | a breathing machine | medical device | public text | 2026-11-21

# Telecare and alarms
tunstall.co.uk | Tunstall | a telecare alarm | telecare and alarm | public text | 2026-11-21
tunstall.com | Tunstall | a telecare alarm | telecare and alarm | public text | 2026-11-21
careium.co.uk | Careium | a telecare alarm | telecare and alarm | the organisation | 2026-11-21
careium.com | Careium | a telecare alarm | telecare and alarm | public text | 2026-11-21
appello.co.uk | Appello | a telecare alarm | telecare and alarm | public text | 2026-11-21
tynetec.co.uk | Legrand | a telecare alarm | telecare and alarm | public text | 2026-11-21
taking.care | Taking Care | a personal alarm | telecare and alarm | public text | 2026-11-21
lifeline24.co.uk | Lifeline24 | a personal alarm | telecare and alarm | public text | 2026-11-21
"""  # noqa: E501 - a row is one line

LIFELINES: Final = read(
    "never blocked",
    _TABLE,
    (a_name, words, words, one_of(Kind), words, a_day),
    Lifeline,
    lambda lifeline: lifeline.name,
)
