"""Canaries: names that public block lists take by mistake, to be noticed before a home is.

Rules kept here:
- Each was found on the lists in its row, under the category in its row, and does not belong there.
  A list that takes one, or a name above one, is mistaken in this.
- A name that may have changed hands since is no canary: a list that calls it adult may be right.
- Some are public suffixes, and some are where other sites' names lead (CNAME). They are names, and
  a list that takes one takes everything below.

A source is the name of a list: oisd, StevenBlack, Sinfonietta, ShadowWhisperer, hagezi,
blocklistproject, ph00lt0, 4skinSkywalker; the ones of a single word are categories of UT1
(Toulouse). Copies of 2020 to 2026 were searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.categories import Category
from policy.facts.table import a_name, one_of, read, words
from policy.names import Name


@dataclass(frozen=True, slots=True)
class Canary:
    """One name that was listed by mistake, as what, and where."""

    name: Name
    what: str
    category: Category
    source: str


# name | what it is | category it was listed under | lists
_TABLE = """
# Help, health and safety
talktofrank.com | the Government's drugs advice | drugs | blocklistproject-drugs
release.org.uk | a charity for drugs and the law | drugs | blocklistproject-drugs, drogue
drugs.com | a reference for medicines | drugs | blocklistproject-drugs
rxlist.com | a reference for medicines | drugs | blocklistproject-drugs
drugs.gov.uk | the Government's old page about drugs | drugs | blocklistproject-drugs, drogue
drugpolicyalliance.org | a charity for drugs and the law | drugs | blocklistproject-drugs, drogue
chem.ox.ac.uk | a department of a university | drugs | blocklistproject-drugs
gamcare.org.uk | the National Gambling Helpline | gambling | hagezi-gambling-2023
gamblersanonymous.org | help to stop gambling | gambling | shadowwhisperer-gambling, gambling
northerngamblingservice.nhs.uk | a clinic of the NHS | gambling | shadowwhisperer-gambling, gambling
eastmidlandsgambling.nhs.uk | a clinic of the NHS | gambling | shadowwhisperer-gambling, gambling
eofegamblingservice.nhs.uk | a clinic of the NHS | gambling | shadowwhisperer-gambling, gambling
gamblinghelpohio.org | help to stop gambling | gambling | shadowwhisperer-gambling, gambling
internetmatters.org | a charity for safety online | games | games
scarleteen.com | honest answers about sex | adult | oisd-nsfw, shadowwhisperer-adult
sextherapylondon.nhs.uk | a clinic of the NHS | adult | oisd-nsfw
nationalcoalitionforsexualhealth.org | a charity for sexual health | adult | shadowwhisperer-adult
carelinkdata.medtroniccarelink.net | a heart monitor | ads | hagezi-ultimate
carelinkcontent.medtroniccarelink.net | a heart monitor | ads | hagezi-ultimate
goodrx.com | prices of medicines | adult | oisd-nsfw
# A county, a town or a word with three letters in it
essex.sch.uk | every school in Essex | adult | oisd-nsfw
w-sussex.sch.uk | every school in West Sussex | adult | oisd-nsfw
epigenetics.essex.ac.uk | a research group of a university | adult | oisd-nsfw
employers.careerhub.essex.ac.uk | the careers page of a university | adult | oisd-nsfw
porousmasculinities.exeter.ac.uk | a research project of a university | adult | oisd-nsfw
essex.idm.oclc.org | a university's library | adult | oisd-nsfw
sussex.idm.oclc.org | a university's library | adult | oisd-nsfw
uniessexlib.idm.oclc.org | a university's library | adult | oisd-nsfw
brill.com | a publisher of scholarship | adult | oisd-nsfw
dazeddigital.com | a magazine | adult | oisd-nsfw
# The state, and what it counts
statistics.gov.uk | official statistics | ads | hagezi-ultimate
ons.statistics.gov.uk | official statistics | ads | hagezi-ultimate
statistics.gov.scot | official statistics | ads | hagezi-ultimate
report-error-evisa.homeoffice.gov.uk | errors in a visa | ads | hagezi-ultimate
new.devon.gov.uk | a council | ads | hagezi-ultimate
tracking-ourselves.sites.sheffield.ac.uk | a research project of a university | ads | hagezi-ultimate
federated-id.live.api.bbc.co.uk | the BBC's sign-in | ads | hagezi-ultimate
conn1.oppomobile.com | a connectivity check | ads | hagezi-ultimate
# School and knowledge
vam.ac.uk | the V&A museum | malware | shadowwhisperer-typo
cell.com | a journal of biology | malware | shadowwhisperer-typo
archive.org | the Internet Archive | piracy | blocklistproject-torrent
gutenberg.org | books that are everybody's | piracy | blocklistproject-torrent, hagezi-antipiracy-2023
ibiblio.org | a library | piracy | blocklistproject-torrent
nasa.gov | NASA | piracy | blocklistproject-torrent
pbs.org | public television | piracy | blocklistproject-torrent
schema.org | words that web pages share | piracy | hagezi-antipiracy-2023
mpg.de | the Max Planck Society | piracy | blocklistproject-torrent, hagezi-antipiracy-2023
learner.org | lessons | piracy | blocklistproject-torrent, hagezi-antipiracy-2023
ttrockstars.com | times tables at school | games | games
phonicsplay.co.uk | phonics at school | games | games
sparxmaths.uk | mathematics homework | games | games
nationalgeographic.com | National Geographic | games | games
nokia.com | a maker of phones | games | games
splcenter.org | a civil rights charity | violence | agressif
eventbrite.com | tickets, also for school events | dating | dating
timeout.com | a magazine | dating | dating
commondreams.org | a newspaper | dating | dating
teams.microsoft.com | lessons over video | messaging | chat
# Names that other sites stand on
apple-dns.net | where Apple's names lead | vpn | doh
yahoodns.net | where Yahoo's names lead | vpn | doh
hwcdn.net | a network that unrelated sites stand on | adult | sinfonietta-pornography, stevenblack-porn-only
msecnd.net | a network that unrelated sites stand on | messaging | chat
typekit.net | letters that many pages need | ads | ph00lt0
yahoo.com | Yahoo, with its mail | ads | ph00lt0
huawei.com | a maker of phones | ads | ph00lt0
samsungcloud.com | copies of Samsung phones | ads | ph00lt0
browsehappy.com | where to find a newer browser | adult | oisd-nsfw
gmpg.org | words that web pages share | adult | sinfonietta-pornography, stevenblack-porn-only
gob.mx | the government of Mexico | adult | 4skin-anti-porn, stevenblack-porn-only
bologna.it | a province of Italy | adult | shadowwhisperer-adult
tochigi.jp | a prefecture of Japan | adult | shadowwhisperer-adult
"""  # noqa: E501 - a row is one line

CANARIES: Final = read(
    "canaries",
    _TABLE,
    (a_name, words, one_of(Category), words),
    Canary,
    lambda canary: canary.name,
)
