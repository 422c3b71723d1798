"""Everyday names that no block list may take: school, public service, bank, news, and their ground.

Rules kept here:
- A list that names one of these, or a name above one, as adverts, malware, adult or gambling is
  mistaken, whoever publishes it, and is not taken as it is.
- These names are not opened for anybody: a carer may block each of them. What nobody may block
  stands in `never_blocked`.
- What a home may want to block by its kind is not here: social media, games, streaming, shops
  other than for food, messaging.
- A name that a real list takes today stands in `canaries` instead.

A source is a ranking in which the name stands (Tranco, Cisco Umbrella, Majestic, OpenDNS, the
Alexa ranking that dnspyre carries), v2fly/domain-list-community (MIT), the page loads of
hpcn-uam/nlp-web-analytics (MIT), or "the organisation": it calls itself so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts.table import a_name, one_of, read, words
from policy.names import Name


class Kind(StrEnum):
    """What part of a day needs a name."""

    SCHOOL = "school sign-in"
    HOMEWORK = "homework and learning"
    STUDY = "exams and study"
    PUBLIC_SERVICE = "BBC and public service"
    COUNCIL = "council"
    MONEY = "bank and money"
    POST = "post and parcels"
    TRAVEL = "travel"
    MAPS = "maps and weather"
    FOOD = "supermarket"
    HOME = "home and phone"
    NEWS = "news"
    KNOWLEDGE = "looking things up"
    CULTURE = "library and museum"
    CHARITY = "charity and club"
    COMPUTER = "phone and computer"
    MAIL = "mail"
    GROUND = "what sites stand on"


@dataclass(frozen=True, slots=True)
class Everyday:
    """One name that a home uses, and what for."""

    name: Name
    what: str
    kind: Kind
    source: str


# name | what it is | kind | source
_TABLE = """
# Signing in at school
login.microsoftonline.com | Microsoft sign-in for schools and work | school sign-in | Cisco Umbrella 2026-08
login.live.com | Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
login.windows.net | Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
login.microsoft.com | Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
microsoftonline.com | Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
msauth.net | pictures and code of Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
msftauth.net | pictures and code of Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
msauthimages.net | a school's picture on Microsoft sign-in | school sign-in | Cisco Umbrella 2026-08
office.com | Microsoft 365 | school sign-in | Cisco Umbrella 2026-08
office365.com | Microsoft 365 | school sign-in | Cisco Umbrella 2026-08
outlook.office.com | school mail at Microsoft | school sign-in | Cisco Umbrella 2026-08
teams.cloud.microsoft | Teams lessons and homework | school sign-in | Cisco Umbrella 2026-08
sharepoint.com | school files at Microsoft | school sign-in | Cisco Umbrella 2026-08
onenote.com | OneNote notebooks | school sign-in | Cisco Umbrella 2026-08
forms.office.com | Microsoft Forms | school sign-in | Cisco Umbrella 2026-08
accounts.google.com | Google sign-in | school sign-in | Cisco Umbrella 2026-08
classroom.google.com | Google Classroom | school sign-in | Cisco Umbrella 2026-08
docs.google.com | Google Docs | school sign-in | Cisco Umbrella 2026-08
drive.google.com | Google Drive | school sign-in | Cisco Umbrella 2026-08
meet.google.com | Google Meet lessons | school sign-in | Cisco Umbrella 2026-08
calendar.google.com | Google Calendar | school sign-in | Cisco Umbrella 2026-08
mail.google.com | Gmail, also school mail | school sign-in | Cisco Umbrella 2026-08
rmunify.com | RM Unify school sign-in | school sign-in | the organisation
rm.com | RM, school computing | school sign-in | the organisation
wonde.com | Wonde, sign-in and rolls for schools | school sign-in | the organisation
clever.com | Clever school sign-in | school sign-in | Cisco Umbrella 2026-08
hwb.gov.wales | Hwb, the schools platform of Wales | school sign-in | the organisation
lgfl.net | London Grid for Learning | school sign-in | the organisation
lgfl.org.uk | London Grid for Learning | school sign-in | the organisation
swgfl.org.uk | South West Grid for Learning | school sign-in | public text
ja.net | the network of universities and colleges | school sign-in | the organisation
jisc.ac.uk | Jisc, network of universities and colleges | school sign-in | Majestic 2023-10
sims.co.uk | SIMS, school records | school sign-in | the organisation
sims-parent.co.uk | SIMS Parent | school sign-in | the organisation
sims-student.co.uk | SIMS Student | school sign-in | the organisation
arbor.sc | Arbor, school records | school sign-in | the organisation
arbor-education.com | Arbor, school records | school sign-in | the organisation
bromcom.com | Bromcom, school records | school sign-in | the organisation
bromcomvle.com | Bromcom, pages for pupils | school sign-in | the organisation
scholarpack.com | ScholarPack, school records | school sign-in | the organisation
parentpay.com | ParentPay, school payments and meals | school sign-in | the organisation
schoolgateway.com | School Gateway | school sign-in | the organisation
schoolcomms.com | School messages to families | school sign-in | the organisation
scopay.com | SCOPAY, school payments | school sign-in | the organisation
parentmail.co.uk | ParentMail | school sign-in | the organisation
reachmoreparents.com | ReachMoreParents, school messages | school sign-in | the organisation
tapestryjournal.com | Tapestry journals | school sign-in | the organisation
tapestry.info | Tapestry journals | school sign-in | the organisation
classcharts.com | Class Charts | school sign-in | the organisation
classdojo.com | ClassDojo | school sign-in | Tranco 2025-01
seesaw.me | Seesaw | school sign-in | the organisation
edulinkone.com | Edulink One | school sign-in | the organisation
go4schools.com | Go 4 Schools | school sign-in | the organisation
satchelone.com | Satchel One, homework | homework and learning | the organisation
showmyhomework.co.uk | Show My Homework | homework and learning | the organisation
teamsatchel.com | Satchel, maker of Show My Homework | homework and learning | the organisation
fireflycloud.net | Firefly Learning | homework and learning | the organisation
frogeducation.com | Frog, learning platform | homework and learning | the organisation
senecalearning.com | Seneca | homework and learning | the organisation
sparxmaths.com | Sparx Maths | homework and learning | the organisation
sparx-learning.com | Sparx Learning | homework and learning | the organisation
sparxreader.com | Sparx Reader | homework and learning | the organisation
sparxscience.com | Sparx Science | homework and learning | the organisation
hegartymaths.com | Hegarty Maths | homework and learning | the organisation
mymaths.co.uk | MyMaths | homework and learning | the organisation
kerboodle.com | Kerboodle | homework and learning | the organisation
century.tech | Century | homework and learning | the organisation
educake.co.uk | Educake | homework and learning | the organisation
tassomai.com | Tassomai | homework and learning | the organisation
gcsepod.com | GCSEPod | homework and learning | the organisation
drfrostmaths.com | Dr Frost Maths | homework and learning | the organisation
drfrost.org | Dr Frost Learning | homework and learning | the organisation
corbettmaths.com | Corbettmaths | homework and learning | the organisation
mathswatch.co.uk | MathsWatch | homework and learning | the organisation
physicsandmathstutor.com | Physics and Maths Tutor | homework and learning | the organisation
savemyexams.com | Save My Exams | homework and learning | the organisation
whiterosemaths.com | White Rose Maths | homework and learning | the organisation
whiteroseeducation.com | White Rose Education | homework and learning | the organisation
nrich.maths.org | NRICH maths | homework and learning | the organisation
mathshed.com | MathShed and Spelling Shed | homework and learning | the organisation
spellingshed.com | Spelling Shed | homework and learning | the organisation
edshed.com | EdShed | homework and learning | the organisation
purplemash.com | Purple Mash | homework and learning | the organisation
2simple.com | 2Simple, maker of Purple Mash | homework and learning | the organisation
numbots.com | NumBots | homework and learning | the organisation
mathletics.com | Mathletics | homework and learning | the organisation
doodlelearning.com | DoodleLearning | homework and learning | the organisation
topmarks.co.uk | Topmarks | homework and learning | the organisation
oxfordowl.co.uk | Oxford Owl reading | homework and learning | the organisation
activelearnprimary.co.uk | Bug Club and ActiveLearn | homework and learning | v2fly 2026-08
pearsonactivelearn.com | Pearson ActiveLearn | homework and learning | v2fly 2026-08
renlearn.co.uk | Accelerated Reader | homework and learning | the organisation
renaissance.com | Accelerated Reader | homework and learning | the organisation
myon.co.uk | myON reading | homework and learning | the organisation
readingeggs.co.uk | Reading Eggs | homework and learning | the organisation
collins.co.uk | Collins Learning | homework and learning | v2fly 2026-08
cgpbooks.co.uk | CGP revision books | homework and learning | the organisation
hachettelearning.com | Hachette Learning | homework and learning | the organisation
twinkl.co.uk | Twinkl | homework and learning | the organisation
tes.com | TES | homework and learning | Majestic 2023-10
thenational.academy | Oak National Academy | homework and learning | the organisation
quizlet.com | Quizlet | homework and learning | Tranco 2025-01
kahoot.com | Kahoot | homework and learning | Tranco 2025-01
kahoot.it | Kahoot | homework and learning | Cisco Umbrella 2026-08
blooket.com | Blooket | homework and learning | Tranco 2025-01
gimkit.com | Gimkit | homework and learning | Tranco 2025-01
quizizz.com | Quizizz | homework and learning | Tranco 2025-01
wayground.com | Wayground, once Quizizz | homework and learning | the organisation
edpuzzle.com | Edpuzzle | homework and learning | the organisation
padlet.com | Padlet | homework and learning | Tranco 2025-01
nearpod.com | Nearpod | homework and learning | the organisation
wordwall.net | Wordwall | homework and learning | Tranco 2025-01
duolingo.com | Duolingo | homework and learning | Cisco Umbrella 2026-08
linguascope.com | Linguascope | homework and learning | the organisation
memrise.com | Memrise | homework and learning | Majestic 2023-10
khanacademy.org | Khan Academy | homework and learning | Tranco 2025-01
desmos.com | Desmos calculator | homework and learning | Tranco 2025-01
geogebra.org | GeoGebra | homework and learning | Majestic 2023-10
wolframalpha.com | Wolfram Alpha | homework and learning | Tranco 2025-01
scratch.mit.edu | Scratch programming | homework and learning | Alexa ranking of dnspyre
code.org | Code.org | homework and learning | Cisco Umbrella 2026-08
microbit.org | micro:bit | homework and learning | v2fly 2026-08
raspberrypi.org | Raspberry Pi Foundation | homework and learning | Tranco 2025-01
raspberrypi.com | Raspberry Pi | homework and learning | Tranco 2025-01
codecademy.com | Codecademy | homework and learning | Tranco 2025-01
futurelearn.com | FutureLearn | homework and learning | Tranco 2025-01
canva.com | Canva | homework and learning | Cisco Umbrella 2026-08
natgeokids.com | National Geographic Kids | homework and learning | the organisation

# Examinations, colleges, universities
aqa.org.uk | AQA examinations | exams and study | the organisation
ocr.org.uk | OCR examinations | exams and study | the organisation
edexcel.com | Edexcel examinations | exams and study | the organisation
pearson.com | Pearson | exams and study | Tranco 2025-01
wjec.co.uk | WJEC examinations | exams and study | the organisation
eduqas.co.uk | Eduqas examinations | exams and study | the organisation
ccea.org.uk | CCEA examinations | exams and study | the organisation
sqa.org.uk | Scottish Qualifications Authority | exams and study | the organisation
cambridgeinternational.org | Cambridge International examinations | exams and study | the organisation
cityandguilds.com | City and Guilds | exams and study | the organisation
ncfe.org.uk | NCFE | exams and study | the organisation
jcq.org.uk | the examination boards together | exams and study | the organisation
ucas.com | UCAS university applications | exams and study | Majestic 2023-10
slc.co.uk | Student Loans Company | exams and study | the organisation
prospects.ac.uk | Prospects careers | exams and study | Majestic 2023-10
open.ac.uk | The Open University | exams and study | Tranco 2025-01
open.edu | OpenLearn | exams and study | Majestic 2023-10
cam.ac.uk | University of Cambridge | exams and study | Tranco 2025-01
ox.ac.uk | University of Oxford | exams and study | Tranco 2025-01
ucl.ac.uk | University College London | exams and study | Tranco 2025-01
imperial.ac.uk | Imperial College London | exams and study | Tranco 2025-01
ed.ac.uk | University of Edinburgh | exams and study | Tranco 2025-01
manchester.ac.uk | University of Manchester | exams and study | Tranco 2025-01
essex.ac.uk | University of Essex | exams and study | Majestic 2023-10
sussex.ac.uk | University of Sussex | exams and study | Majestic 2023-10
exeter.ac.uk | University of Exeter | exams and study | Majestic 2023-10

# The BBC and the state
bbc.co.uk | the BBC, with Bitesize and CBBC | BBC and public service | Cisco Umbrella 2026-08
bbc.com | the BBC | BBC and public service | Cisco Umbrella 2026-08
bbci.co.uk | pictures and code of the BBC | BBC and public service | Cisco Umbrella 2026-08
bbc.net.uk | the BBC's own network | BBC and public service | OpenDNS 2014
account.bbc.com | BBC sign-in | BBC and public service | the organisation
ichef.bbci.co.uk | the BBC's pictures | BBC and public service | Cisco Umbrella 2026-08
gov.uk | GOV.UK | BBC and public service | public text
service.gov.uk | the government's online services | BBC and public service | Tranco 2025-01
account.gov.uk | GOV.UK One Login | BBC and public service | the organisation
hmrc.gov.uk | HM Revenue and Customs | BBC and public service | Majestic 2023-10
homeoffice.gov.uk | the Home Office | BBC and public service | Majestic 2023-10
ons.gov.uk | Office for National Statistics | BBC and public service | Tranco 2025-01
metoffice.gov.uk | the Met Office | BBC and public service | Tranco 2025-01
nationalarchives.gov.uk | the National Archives | BBC and public service | Tranco 2025-01
legislation.gov.uk | the law | BBC and public service | Tranco 2025-01
tfl.gov.uk | Transport for London | BBC and public service | Tranco 2025-01
gov.scot | the Scottish Government | BBC and public service | the organisation
gov.wales | the Welsh Government | BBC and public service | Majestic 2023-10
llyw.cymru | the Welsh Government in Welsh | BBC and public service | the organisation
mygov.scot | public services in Scotland | BBC and public service | the organisation
nidirect.gov.uk | public services in Northern Ireland | BBC and public service | Majestic 2023-10
parliament.uk | Parliament | BBC and public service | Tranco 2025-01
senedd.wales | the Senedd | BBC and public service | the organisation
parliament.scot | the Scottish Parliament | BBC and public service | the organisation
judiciary.uk | the courts | BBC and public service | the organisation
royal.uk | the Royal Household | BBC and public service | Majestic 2023-10
nhs.uk | the NHS | BBC and public service | public text
nhs.scot | the NHS in Scotland | BBC and public service | the organisation
nhs.wales | the NHS in Wales | BBC and public service | the organisation
nhs.net | NHS mail | BBC and public service | the organisation
police.uk | the police | BBC and public service | public text
cqc.org.uk | Care Quality Commission | BBC and public service | Majestic 2023-10
nice.org.uk | NICE health guidance | BBC and public service | Majestic 2023-10
birmingham.gov.uk | Birmingham council | council | the organisation
leeds.gov.uk | Leeds council | council | the organisation
manchester.gov.uk | Manchester council | council | the organisation
essex.gov.uk | Essex council | council | the organisation
westsussex.gov.uk | West Sussex council | council | the organisation
eastsussex.gov.uk | East Sussex council | council | the organisation
northlincs.gov.uk | the council of Scunthorpe | council | the organisation
london.gov.uk | the Mayor of London | council | Majestic 2023-10
kent.gov.uk | Kent council | council | the organisation
glasgow.gov.uk | Glasgow council | council | the organisation
cardiff.gov.uk | Cardiff council | council | the organisation
belfastcity.gov.uk | Belfast council | council | the organisation
local.gov.uk | the councils together | council | the organisation
planningportal.co.uk | the Planning Portal | council | the organisation

# Money
barclays.co.uk | Barclays | bank and money | Majestic 2023-10
barclaycard.co.uk | Barclaycard | bank and money | the organisation
hsbc.co.uk | HSBC | bank and money | v2fly 2026-08
firstdirect.com | First Direct | bank and money | the organisation
lloydsbank.com | Lloyds Bank | bank and money | the organisation
lloydsbank.co.uk | Lloyds Bank | bank and money | the organisation
halifax.co.uk | Halifax | bank and money | the organisation
halifax-online.co.uk | Halifax sign-in | bank and money | the organisation
bankofscotland.co.uk | Bank of Scotland | bank and money | the organisation
natwest.com | NatWest | bank and money | the organisation
nwolb.com | NatWest sign-in | bank and money | the organisation
rbs.co.uk | Royal Bank of Scotland | bank and money | the organisation
santander.co.uk | Santander | bank and money | the organisation
nationwide.co.uk | Nationwide | bank and money | the organisation
tsb.co.uk | TSB | bank and money | the organisation
co-operativebank.co.uk | The Co-operative Bank | bank and money | the organisation
metrobankonline.co.uk | Metro Bank | bank and money | the organisation
virginmoney.com | Virgin Money | bank and money | Majestic 2023-10
monzo.com | Monzo | bank and money | the organisation
starlingbank.com | Starling Bank | bank and money | the organisation
revolut.com | Revolut | bank and money | Tranco 2025-01
ybs.co.uk | Yorkshire Building Society | bank and money | the organisation
nsandi.com | National Savings and Investments | bank and money | the organisation
gohenry.com | GoHenry, pocket money | bank and money | the organisation
roostermoney.com | Rooster, pocket money | bank and money | the organisation
paypal.com | PayPal | bank and money | Cisco Umbrella 2026-08
paypalobjects.com | code of PayPal | bank and money | Cisco Umbrella 2026-08
stripe.com | Stripe payments | bank and money | Cisco Umbrella 2026-08
visa.co.uk | Visa | bank and money | v2fly 2026-08
mastercard.co.uk | Mastercard | bank and money | Majestic 2023-10
americanexpress.com | American Express | bank and money | Cisco Umbrella 2026-08
worldpay.com | Worldpay payments | bank and money | the organisation
bankofengland.co.uk | the Bank of England | bank and money | Majestic 2023-10
moneyhelper.org.uk | MoneyHelper | bank and money | Majestic 2023-10
moneysavingexpert.com | MoneySavingExpert | bank and money | Majestic 2023-10
stepchange.org | StepChange debt charity | bank and money | the organisation
turn2us.org.uk | Turn2us, help with money | bank and money | the organisation

# Post, travel, shops, home
royalmail.com | Royal Mail | post and parcels | Tranco 2025-01
parcelforce.com | Parcelforce | post and parcels | the organisation
postoffice.co.uk | the Post Office | post and parcels | the organisation
evri.com | Evri parcels | post and parcels | Tranco 2025-01
dpd.co.uk | DPD parcels | post and parcels | the organisation
yodel.co.uk | Yodel parcels | post and parcels | the organisation
dhl.com | DHL parcels | post and parcels | Tranco 2025-01
ups.com | UPS parcels | post and parcels | Cisco Umbrella 2026-08
fedex.com | FedEx parcels | post and parcels | Cisco Umbrella 2026-08
inpost.co.uk | InPost parcels | post and parcels | the organisation
nationalrail.co.uk | National Rail | travel | Majestic 2023-10
thetrainline.com | Trainline | travel | Tranco 2025-01
networkrail.co.uk | Network Rail | travel | the organisation
lner.co.uk | LNER trains | travel | the organisation
gwr.com | Great Western Railway | travel | the organisation
avantiwestcoast.co.uk | Avanti West Coast | travel | the organisation
northernrailway.co.uk | Northern trains | travel | the organisation
scotrail.co.uk | ScotRail | travel | the organisation
tfw.wales | Transport for Wales | travel | the organisation
translink.co.uk | Translink in Northern Ireland | travel | the organisation
southeasternrailway.co.uk | Southeastern trains | travel | the organisation
southwesternrailway.com | South Western Railway | travel | the organisation
stagecoachbus.com | Stagecoach buses | travel | the organisation
firstbus.co.uk | First buses | travel | the organisation
arrivabus.co.uk | Arriva buses | travel | the organisation
nationalexpress.com | National Express coaches | travel | the organisation
traveline.info | Traveline | travel | the organisation
citymapper.com | Citymapper | travel | the organisation
easyjet.com | easyJet | travel | Tranco 2025-01
britishairways.com | British Airways | travel | Tranco 2025-01
ryanair.com | Ryanair | travel | Tranco 2025-01
heathrow.com | Heathrow airport | travel | Majestic 2023-10
rac.co.uk | the RAC | travel | Majestic 2023-10
theaa.com | the AA | travel | Majestic 2023-10
nationalhighways.co.uk | National Highways | travel | the organisation
openstreetmap.org | OpenStreetMap | maps and weather | Cisco Umbrella 2026-08
maps.google.com | Google Maps | maps and weather | Cisco Umbrella 2026-08
maps.googleapis.com | Google Maps | maps and weather | Cisco Umbrella 2026-08
maps.apple.com | Apple Maps | maps and weather | v2fly 2026-08
what3words.com | what3words, used by 999 | maps and weather | Majestic 2023-10
ordnancesurvey.co.uk | Ordnance Survey | maps and weather | the organisation
os.uk | Ordnance Survey | maps and weather | the organisation
weather.com | The Weather Channel | maps and weather | Cisco Umbrella 2026-08
accuweather.com | AccuWeather | maps and weather | Cisco Umbrella 2026-08
tesco.com | Tesco | supermarket | Tranco 2025-01
sainsburys.co.uk | Sainsbury's | supermarket | Tranco 2025-01
asda.com | Asda | supermarket | Tranco 2025-01
morrisons.com | Morrisons | supermarket | the organisation
aldi.co.uk | Aldi | supermarket | the organisation
lidl.co.uk | Lidl | supermarket | the organisation
waitrose.com | Waitrose | supermarket | Majestic 2023-10
ocado.com | Ocado | supermarket | the organisation
coop.co.uk | the Co-op | supermarket | the organisation
iceland.co.uk | Iceland | supermarket | the organisation
marksandspencer.com | Marks and Spencer | supermarket | Tranco 2025-01
boots.com | Boots | supermarket | Tranco 2025-01
britishgas.co.uk | British Gas | home and phone | the organisation
octopus.energy | Octopus Energy | home and phone | Tranco 2025-01
edfenergy.com | EDF Energy | home and phone | the organisation
eonnext.com | E.ON Next | home and phone | the organisation
scottishpower.co.uk | ScottishPower | home and phone | the organisation
ovoenergy.com | OVO Energy | home and phone | the organisation
thameswater.co.uk | Thames Water | home and phone | the organisation
unitedutilities.com | United Utilities | home and phone | the organisation
bt.com | BT | home and phone | Tranco 2025-01
ee.co.uk | EE | home and phone | the organisation
o2.co.uk | O2 | home and phone | Majestic 2023-10
vodafone.co.uk | Vodafone | home and phone | Majestic 2023-10
three.co.uk | Three | home and phone | the organisation
giffgaff.com | giffgaff | home and phone | v2fly 2026-08
virginmedia.com | Virgin Media | home and phone | Tranco 2025-01
talktalk.co.uk | TalkTalk | home and phone | the organisation
plus.net | Plusnet | home and phone | the organisation
rightmove.co.uk | Rightmove | home and phone | Tranco 2025-01
zoopla.co.uk | Zoopla | home and phone | Tranco 2025-01

# News, looking things up, places
theguardian.com | The Guardian | news | Cisco Umbrella 2026-08
guim.co.uk | pictures of The Guardian | news | Tranco 2025-01
independent.co.uk | The Independent | news | Tranco 2025-01
telegraph.co.uk | The Telegraph | news | Tranco 2025-01
thetimes.co.uk | The Times | news | Tranco 2025-01
thetimes.com | The Times | news | Tranco 2025-01
ft.com | Financial Times | news | Tranco 2025-01
economist.com | The Economist | news | Tranco 2025-01
reuters.com | Reuters | news | Cisco Umbrella 2026-08
apnews.com | Associated Press | news | Cisco Umbrella 2026-08
news.sky.com | Sky News | news | Alexa ranking of dnspyre
mirror.co.uk | The Mirror | news | Tranco 2025-01
standard.co.uk | The Standard | news | Tranco 2025-01
metro.co.uk | Metro | news | Tranco 2025-01
inews.co.uk | The i Paper | news | Tranco 2025-01
theweekjunior.co.uk | The Week Junior | news | the organisation
firstnews.co.uk | First News, for young readers | news | the organisation
walesonline.co.uk | WalesOnline | news | Tranco 2025-01
scotsman.com | The Scotsman | news | Tranco 2025-01
belfasttelegraph.co.uk | Belfast Telegraph | news | Majestic 2023-10
manchestereveningnews.co.uk | Manchester Evening News | news | Tranco 2025-01
liverpoolecho.co.uk | Liverpool Echo | news | Tranco 2025-01
yorkshirepost.co.uk | Yorkshire Post | news | Majestic 2023-10
aljazeera.com | Al Jazeera | news | Tranco 2025-01
dw.com | Deutsche Welle, in many languages | news | Tranco 2025-01
wikipedia.org | Wikipedia | looking things up | Cisco Umbrella 2026-08
wikimedia.org | pictures of Wikipedia | looking things up | Cisco Umbrella 2026-08
wiktionary.org | Wiktionary | looking things up | Tranco 2025-01
britannica.com | Encyclopaedia Britannica | looking things up | Tranco 2025-01
dictionary.com | Dictionary.com | looking things up | Tranco 2025-01
merriam-webster.com | Merriam-Webster dictionary | looking things up | Tranco 2025-01
collinsdictionary.com | Collins dictionary | looking things up | Tranco 2025-01
dictionary.cambridge.org | Cambridge dictionary | looking things up | the organisation
oxfordlearnersdictionaries.com | Oxford dictionaries | looking things up | Majestic 2023-10
translate.google.com | Google Translate | looking things up | Cisco Umbrella 2026-08
deepl.com | DeepL translation | looking things up | Cisco Umbrella 2026-08
scholar.google.co.uk | Google Scholar | looking things up | v2fly 2026-08
bl.uk | the British Library | library and museum | Tranco 2025-01
nls.uk | National Library of Scotland | library and museum | the organisation
libbyapp.com | Libby library books | library and museum | the organisation
overdrive.com | OverDrive library books | library and museum | Tranco 2025-01
borrowbox.com | BorrowBox library books | library and museum | the organisation
britishmuseum.org | the British Museum | library and museum | Tranco 2025-01
nhm.ac.uk | the Natural History Museum | library and museum | Majestic 2023-10
sciencemuseum.org.uk | the Science Museum | library and museum | Majestic 2023-10
tate.org.uk | Tate | library and museum | Tranco 2025-01
nationalgallery.org.uk | the National Gallery | library and museum | Majestic 2023-10
iwm.org.uk | Imperial War Museums | library and museum | Majestic 2023-10
rmg.co.uk | Royal Museums Greenwich | library and museum | Majestic 2023-10
nationaltrust.org.uk | the National Trust | library and museum | Majestic 2023-10
english-heritage.org.uk | English Heritage | library and museum | Majestic 2023-10
wellcomecollection.org | Wellcome Collection | library and museum | Majestic 2023-10
mdx.ac.uk | Middlesex University | exams and study | the organisation

# Charities and clubs
nspcc.org.uk | the NSPCC | charity and club | Majestic 2023-10
barnardos.org.uk | Barnardo's | charity and club | public text
redcross.org.uk | the British Red Cross | charity and club | Majestic 2023-10
oxfam.org.uk | Oxfam | charity and club | Majestic 2023-10
savethechildren.org.uk | Save the Children | charity and club | the organisation
unicef.org.uk | UNICEF UK | charity and club | the organisation
macmillan.org.uk | Macmillan Cancer Support | charity and club | Majestic 2023-10
cancerresearchuk.org | Cancer Research UK | charity and club | Tranco 2025-01
bhf.org.uk | British Heart Foundation | charity and club | Majestic 2023-10
rspca.org.uk | RSPCA | charity and club | Majestic 2023-10
rspb.org.uk | RSPB | charity and club | Majestic 2023-10
ageuk.org.uk | Age UK | charity and club | Majestic 2023-10
citizensadvice.org.uk | Citizens Advice | charity and club | Majestic 2023-10
shelter.org.uk | Shelter | charity and club | public text
thefosteringnetwork.org.uk | The Fostering Network | charity and club | the organisation
corambaaf.org.uk | CoramBAAF | charity and club | the organisation
scouts.org.uk | the Scouts | charity and club | the organisation
girlguiding.org.uk | Girlguiding | charity and club | the organisation
dofe.org | The Duke of Edinburgh's Award | charity and club | the organisation
princes-trust.org.uk | The Prince's Trust | charity and club | the organisation
kingstrust.org.uk | The King's Trust | charity and club | the organisation
thefa.com | The Football Association | charity and club | Majestic 2023-10
parkrun.org.uk | parkrun | charity and club | the organisation
justgiving.com | JustGiving | charity and club | Tranco 2025-01
brook.org.uk | Brook, sexual health for under-25s | charity and club | public text
stonewall.org.uk | Stonewall | charity and club | public text
mermaidsuk.org.uk | Mermaids | charity and club | public text

# Phones, mail, printers
apple.com | Apple | phone and computer | Cisco Umbrella 2026-08
icloud.com | iCloud | phone and computer | Cisco Umbrella 2026-08
appleid.apple.com | Apple sign-in | phone and computer | Cisco Umbrella 2026-08
idmsa.apple.com | Apple sign-in | phone and computer | Cisco Umbrella 2026-08
mzstatic.com | pictures of the App Store | phone and computer | Cisco Umbrella 2026-08
cdn-apple.com | Apple's downloads | phone and computer | Cisco Umbrella 2026-08
aaplimg.com | where Apple's names lead | phone and computer | Cisco Umbrella 2026-08
google.com | Google | phone and computer | Cisco Umbrella 2026-08
google.co.uk | Google | phone and computer | Cisco Umbrella 2026-08
gstatic.com | code and letters of Google pages | phone and computer | Cisco Umbrella 2026-08
googleapis.com | what apps ask Google for | phone and computer | Tranco 2025-01
googleusercontent.com | pictures and files at Google | phone and computer | Cisco Umbrella 2026-08
android.com | Android | phone and computer | Cisco Umbrella 2026-08
microsoft.com | Microsoft | phone and computer | Cisco Umbrella 2026-08
windows.com | Windows | phone and computer | Cisco Umbrella 2026-08
live.com | Microsoft's sign-in and mail | phone and computer | Cisco Umbrella 2026-08
windows.net | Microsoft's cloud | phone and computer | Cisco Umbrella 2026-08
onedrive.live.com | OneDrive | phone and computer | Cisco Umbrella 2026-08
samsung.com | Samsung | phone and computer | Cisco Umbrella 2026-08
account.samsung.com | Samsung sign-in | phone and computer | Cisco Umbrella 2026-08
oneplus.com | OnePlus | phone and computer | Majestic 2023-10
motorola.com | Motorola | phone and computer | Tranco 2025-01
sony.co.uk | Sony | phone and computer | Majestic 2023-10
mozilla.org | Mozilla | phone and computer | Cisco Umbrella 2026-08
firefox.com | Firefox | phone and computer | Cisco Umbrella 2026-08
ubuntu.com | Ubuntu | phone and computer | Cisco Umbrella 2026-08
debian.org | Debian | phone and computer | the organisation
adobe.com | Adobe | phone and computer | Cisco Umbrella 2026-08
zoom.us | Zoom lessons and meetings | phone and computer | Cisco Umbrella 2026-08
webex.com | Webex meetings | phone and computer | Cisco Umbrella 2026-08
dropbox.com | Dropbox | phone and computer | Cisco Umbrella 2026-08
hp.com | HP printers | phone and computer | Cisco Umbrella 2026-08
hpsmart.com | HP printers | phone and computer | Cisco Umbrella 2026-08
epson.com | Epson printers | phone and computer | Majestic 2023-10
epsonconnect.com | Epson printers | phone and computer | the organisation
canon.co.uk | Canon printers | phone and computer | v2fly 2026-08
brother.co.uk | Brother printers | phone and computer | the organisation
dell.com | Dell | phone and computer | Cisco Umbrella 2026-08
lenovo.com | Lenovo | phone and computer | Cisco Umbrella 2026-08
intel.com | Intel | phone and computer | Cisco Umbrella 2026-08
outlook.com | Outlook mail | mail | Cisco Umbrella 2026-08
outlook.live.com | Outlook mail | mail | Cisco Umbrella 2026-08
hotmail.com | Outlook mail | mail | Cisco Umbrella 2026-08
gmail.com | Gmail | mail | Cisco Umbrella 2026-08
aol.com | AOL mail | mail | Cisco Umbrella 2026-08
proton.me | Proton Mail | mail | Cisco Umbrella 2026-08
btinternet.com | BT mail | mail | Majestic 2023-10
gmx.co.uk | GMX mail | mail | the organisation
fastmail.com | Fastmail | mail | the organisation

# What other sites stand on
cloudflare.com | Cloudflare | what sites stand on | Cisco Umbrella 2026-08
cloudflare.net | Cloudflare | what sites stand on | Tranco 2025-01
cdnjs.cloudflare.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
challenges.cloudflare.com | the check that one is human | what sites stand on | Cisco Umbrella 2026-08
fastly.net | Fastly | what sites stand on | Cisco Umbrella 2026-08
fastlylb.net | Fastly | what sites stand on | Tranco 2025-01
akamai.net | Akamai | what sites stand on | Tranco 2025-01
akamaiedge.net | Akamai | what sites stand on | Tranco 2025-01
akamaized.net | Akamai | what sites stand on | Tranco 2025-01
akamaihd.net | Akamai | what sites stand on | Tranco 2025-01
akadns.net | Akamai | what sites stand on | Tranco 2025-01
edgekey.net | Akamai | what sites stand on | Tranco 2025-01
edgesuite.net | Akamai | what sites stand on | Tranco 2025-01
cloudfront.net | Amazon CloudFront | what sites stand on | Tranco 2025-01
amazonaws.com | Amazon's cloud | what sites stand on | Cisco Umbrella 2026-08
azureedge.net | Microsoft's cloud | what sites stand on | Tranco 2025-01
azurefd.net | Microsoft's cloud | what sites stand on | Tranco 2025-01
trafficmanager.net | Microsoft's cloud | what sites stand on | Tranco 2025-01
b-cdn.net | bunny.net | what sites stand on | Cisco Umbrella 2026-08
cdn77.org | CDN77 | what sites stand on | Cisco Umbrella 2026-08
jsdelivr.net | code many pages need | what sites stand on | Cisco Umbrella 2026-08
cdn.jsdelivr.net | code many pages need | what sites stand on | Cisco Umbrella 2026-08
unpkg.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
bootstrapcdn.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
jquery.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
code.jquery.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
ajax.googleapis.com | code many pages need | what sites stand on | Cisco Umbrella 2026-08
fonts.googleapis.com | letters many pages need | what sites stand on | Cisco Umbrella 2026-08
fonts.gstatic.com | letters many pages need | what sites stand on | Cisco Umbrella 2026-08
fontawesome.com | signs many pages need | what sites stand on | Cisco Umbrella 2026-08
recaptcha.net | the check that one is human | what sites stand on | Cisco Umbrella 2026-08
hcaptcha.com | the check that one is human | what sites stand on | Cisco Umbrella 2026-08
wordpress.org | WordPress | what sites stand on | Cisco Umbrella 2026-08
squarespace-cdn.com | pictures of Squarespace sites | what sites stand on | Cisco Umbrella 2026-08
wixstatic.com | pictures of Wix sites | what sites stand on | Cisco Umbrella 2026-08
cloudinary.com | pictures of many sites | what sites stand on | Cisco Umbrella 2026-08
imgix.net | pictures of many sites | what sites stand on | Cisco Umbrella 2026-08
letsencrypt.org | certificates of many sites | what sites stand on | Tranco 2025-01
lencr.org | certificates of many sites | what sites stand on | Cisco Umbrella 2026-08
digicert.com | certificates of many sites | what sites stand on | Cisco Umbrella 2026-08
pki.goog | certificates of many sites | what sites stand on | Cisco Umbrella 2026-08
globalsign.com | certificates of many sites | what sites stand on | Cisco Umbrella 2026-08
sectigo.com | certificates of many sites | what sites stand on | Cisco Umbrella 2026-08
auth0.com | sign-in of many sites | what sites stand on | Cisco Umbrella 2026-08
okta.com | sign-in of many sites | what sites stand on | Cisco Umbrella 2026-08
githubusercontent.com | code many pages need | what sites stand on | Tranco 2025-01
github.com | GitHub | what sites stand on | Cisco Umbrella 2026-08
stackoverflow.com | Stack Overflow | homework and learning | Tranco 2025-01
"""  # noqa: E501 - a row is one line

EVERYDAY: Final = read(
    "everyday",
    _TABLE,
    (a_name, words, one_of(Kind), words),
    Everyday,
    lambda everyday: everyday.name,
)
