"""Who is blocked when a family says a name: every service, what it is called, and its kind.

Rules kept here:
- A tag is permanent: it stands in what a household decides. A label may change with the service.
- `-` for a kind is a service that fits none: a carer may block it, and no category does.
- `also stops` are services that cannot work while this one is blocked, so that nobody is surprised.
- A note is one plain sentence for somebody about to block the service.
- Not here, because a home cannot do without: Zoom, Google Meet, Teams of a school, Duolingo, Canva,
  Scratch, the BBC as a whole. Skype is not here either: it closed in May 2025, and Teams still uses
  its names.

Names stand in `service_names`. Whether anything is blocked is never decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from policy.categories import Category
from policy.facts.table import one_of, read, words

_NONE = "-"
_TAG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `category` and `note` are None where it has none."""

    tag: str
    label: str
    category: Category | None
    also_stops: tuple[str, ...]
    note: str | None


def a_tag(cell: str) -> str:
    """Return the tag of a cell. Raises ValueError for what is not in small letters and hyphens."""
    if not _TAG.fullmatch(cell):
        raise ValueError(f"{cell!r} is no tag; use small letters, digits and single hyphens")
    return cell


def tags(cell: str) -> tuple[str, ...]:
    """Return the tags of a cell, one blank between. Raises ValueError for a tag that is none."""
    found = tuple(a_tag(tag) for tag in cell.split(" "))
    if len(set(found)) != len(found):
        raise ValueError(f"{cell!r} names a service twice; take one of them out")
    return found


def _tags_or_none(cell: str) -> tuple[str, ...]:
    return () if cell == _NONE else tags(cell)


def _category_or_none(cell: str) -> Category | None:
    return None if cell == _NONE else one_of(Category)(cell)


def words_or_none(cell: str) -> str | None:
    """Return the text of a cell, None for a hyphen. Raises ValueError for a cell without words."""
    return None if cell == _NONE else words(cell)


# tag | label | category | also stops | note
_TABLE = """
tiktok | TikTok | social-media | - | -
instagram | Instagram | social-media | - | -
facebook | Facebook | social-media | messenger | Signing in to other apps with Facebook stops too.
threads | Threads | social-media | - | -
snapchat | Snapchat | social-media | - | -
x | X (Twitter) | social-media | grok | -
reddit | Reddit | social-media | - | -
discord | Discord | social-media | - | -
pinterest | Pinterest | social-media | - | -
tumblr | Tumblr | social-media | - | -
bereal | BeReal | social-media | - | -
bluesky | Bluesky | social-media | - | -
mastodon | Mastodon | social-media | - | Mastodon runs at very many names; these are the well known ones.
linkedin | LinkedIn | social-media | - | -
truth-social | Truth Social | social-media | - | -
vk | VK | social-media | - | -
ok-ru | OK (Odnoklassniki) | social-media | - | -
weibo | Weibo | social-media | - | -
rednote | RedNote (Xiaohongshu) | social-media | - | -
lemon8 | Lemon8 | social-media | - | -
likee | Likee | social-media | - | -
kwai | Kwai | social-media | - | -
clubhouse | Clubhouse | social-media | - | -
9gag | 9GAG | social-media | - | -
4chan | 4chan | social-media | - | -
imgur | Imgur | social-media | - | -
quora | Quora | social-media | - | -
nextdoor | Nextdoor | social-media | - | -
vsco | VSCO | social-media | - | -
locket | Locket | social-media | - | -
ngl | NGL | social-media | - | -
tellonym | Tellonym | social-media | - | -
deviantart | DeviantArt | social-media | - | -
pixiv | pixiv | social-media | - | -
gab | Gab | social-media | - | -
misskey | Misskey | social-media | - | -
whatsapp | WhatsApp | messaging | - | Calls and messages to family may go through it.
messenger | Messenger | messaging | - | -
telegram | Telegram | messaging | - | -
signal | Signal | messaging | - | -
viber | Viber | messaging | - | Families abroad may call through it.
line | LINE | messaging | - | -
wechat | WeChat | messaging | - | Families abroad may call through it.
kakaotalk | KakaoTalk | messaging | - | -
kik | Kik | messaging | - | -
imo | imo | messaging | - | Families abroad may call through it.
botim | BOTIM | messaging | - | Families abroad may call through it.
google-chat | Google Chat | messaging | - | Some schools use it.
teams-at-home | Microsoft Teams at home | messaging | - | Teams of a school stays open, as it has other names.
slack | Slack | messaging | - | -
element | Element and Matrix | messaging | - | -
threema | Threema | messaging | - | -
session | Session | messaging | - | -
groupme | GroupMe | messaging | - | -
keybase | Keybase | messaging | - | -
teamspeak | TeamSpeak | messaging | - | -
zangi | Zangi | messaging | - | -
roblox | Roblox | games | - | -
epic-games | Fortnite and Epic Games | games | rocket-league fall-guys | -
rocket-league | Rocket League | games | - | -
fall-guys | Fall Guys | games | - | -
minecraft | Minecraft | games | - | Minecraft Education, which some schools use, stops too.
hypixel | Hypixel | games | - | -
curseforge | CurseForge | games | - | -
modrinth | Modrinth | games | - | -
xbox | Xbox | games | minecraft | Minecraft signs in here.
forza | Forza | games | - | -
flight-simulator | Flight Simulator | games | - | -
playstation | PlayStation | games | - | -
nintendo | Nintendo | games | - | Checks and updates of a Switch stay open.
pokemon | Pokémon and Pokémon GO | games | - | -
steam | Steam | games | - | -
ea | EA and EA Sports FC | games | - | -
battle-net | Battle.net (Blizzard) | games | - | -
call-of-duty | Call of Duty (Activision) | games | - | -
king | Candy Crush (King) | games | - | -
riot-games | League of Legends and Valorant (Riot) | games | - | -
ubisoft | Ubisoft | games | - | -
rockstar | Grand Theft Auto (Rockstar) | games | - | -
2k | 2K and NBA 2K | games | - | -
supercell | Brawl Stars and Clash (Supercell) | games | - | -
genshin-impact | Genshin Impact (HoYoverse) | games | - | -
wuthering-waves | Wuthering Waves | games | - | -
free-fire | Free Fire (Garena) | games | - | -
pubg | PUBG | games | - | -
vrchat | VRChat | games | - | -
rec-room | Rec Room | games | - | -
meta-quest | Meta Quest | games | - | -
among-us | Among Us | games | - | -
stumble-guys | Stumble Guys | games | - | -
gog | GOG | games | - | -
itch-io | itch.io | games | - | Some schools use it for lessons in making games.
humble | Humble Bundle | games | - | -
geforce-now | GeForce NOW | games | - | -
chess-com | Chess.com | games | - | -
zynga | Zynga | games | - | -
wargaming | World of Tanks (Wargaming) | games | - | -
war-thunder | War Thunder | games | - | -
tarkov | Escape from Tarkov | games | - | -
bethesda | Bethesda | games | - | -
arc-raiders | ARC Raiders and THE FINALS | games | - | -
wb-games | Warner Bros. Games | games | - | -
nexon | Nexon | games | - | -
konami | Konami | games | - | -
osu | osu! | games | - | -
faceit | FACEIT | games | - | -
nexus-mods | Nexus Mods | games | - | -
poki | Poki | games | - | -
crazygames | CrazyGames | games | - | -
coolmath-games | Coolmath Games | games | - | Some schools let pupils play here.
friv | Friv | games | - | -
y8 | Y8 | games | - | -
miniclip | Miniclip | games | - | -
now-gg | now.gg | games | - | -
io-games | Agar.io, Slither.io and Krunker | games | - | -
shell-shockers | Shell Shockers | games | - | -
bloxd | Bloxd.io | games | - | -
jackbox | Jackbox Games | games | - | -
geometry-dash | Geometry Dash | games | - | -
gacha | Gacha Life | games | - | -
youtube | YouTube | streaming | youtube-kids youtube-music | Films on other pages, such as homework, stop too.
youtube-kids | YouTube Kids | streaming | - | -
youtube-music | YouTube Music | streaming | - | -
netflix | Netflix | streaming | - | -
disney-plus | Disney+ | streaming | - | -
prime-video | Prime Video | streaming | - | -
bbc-iplayer | BBC iPlayer | streaming | - | Its page still opens, as it is the BBC's own, but programmes do not play.
bbc-sounds | BBC Sounds | streaming | - | Its page still opens, as it is the BBC's own, but sound does not play.
itvx | ITVX | streaming | - | ITV's news stands at the same name and stops too.
channel-4 | Channel 4 | streaming | - | Channel 4's news stands at the same name and stops too.
channel-5 | 5 (Channel 5) | streaming | - | -
u | U (UKTV) | streaming | - | -
stv | STV Player | streaming | - | -
s4c | S4C | streaming | - | -
sky | Sky Go and Sky Sports | streaming | - | Sky News stays open.
now | NOW | streaming | - | -
discovery-plus | discovery+ | streaming | - | -
hbo-max | HBO Max | streaming | - | -
paramount-plus | Paramount+ | streaming | - | -
apple-tv | Apple TV | streaming | - | -
peacock | Peacock | streaming | - | -
dazn | DAZN | streaming | - | -
formula-1 | F1 TV | streaming | - | -
twitch | Twitch | streaming | - | -
kick | Kick | streaming | - | -
crunchyroll | Crunchyroll | streaming | - | -
vimeo | Vimeo | streaming | - | Films on other pages, such as schools' own, stop too.
dailymotion | Dailymotion | streaming | - | -
rumble | Rumble | streaming | - | -
odysee | Odysee | streaming | - | -
pluto-tv | Pluto TV | streaming | - | -
plex | Plex | streaming | - | -
tubi | Tubi | streaming | - | -
rakuten-tv | Rakuten TV | streaming | - | -
viki | Viki | streaming | - | -
mubi | MUBI | streaming | - | -
britbox | BritBox | streaming | - | -
shudder | Shudder | streaming | - | -
bilibili | Bilibili | streaming | - | -
iqiyi | iQIYI | streaming | - | -
viu | Viu | streaming | - | -
bigo-live | Bigo Live | streaming | - | -
spotify | Spotify | streaming | - | -
apple-music | Apple Music | streaming | - | -
amazon-music | Amazon Music | streaming | - | -
soundcloud | SoundCloud | streaming | - | -
deezer | Deezer | streaming | - | -
tidal | TIDAL | streaming | - | -
bandcamp | Bandcamp | streaming | - | -
audible | Audible | streaming | - | -
global-player | Global Player | streaming | - | -
last-fm | Last.fm | streaming | - | -
amazon | Amazon | shopping | - | Alexa, Kindle and Fire TV stay open, as they have other names.
ebay | eBay | shopping | - | -
etsy | Etsy | shopping | - | -
vinted | Vinted | shopping | - | -
depop | Depop | shopping | - | -
shein | Shein | shopping | - | -
temu | Temu | shopping | - | -
aliexpress | AliExpress | shopping | - | -
alibaba | Alibaba | shopping | - | -
wish | Wish | shopping | - | -
asos | ASOS | shopping | - | -
gumtree | Gumtree | shopping | - | -
argos | Argos | shopping | - | -
very | Very | shopping | - | -
next | Next | shopping | - | -
boohoo | boohoo | shopping | - | -
prettylittlething | PrettyLittleThing | shopping | - | -
primark | Primark | shopping | - | -
zara | Zara | shopping | - | -
hm | H&M | shopping | - | -
nike | Nike | shopping | - | -
adidas | adidas | shopping | - | -
jd-sports | JD Sports | shopping | - | -
sports-direct | Sports Direct | shopping | - | -
stockx | StockX | shopping | - | -
farfetch | Farfetch | shopping | - | -
currys | Currys | shopping | - | -
john-lewis | John Lewis | shopping | - | -
smyths | Smyths Toys | shopping | - | -
eneba | Eneba | shopping | - | -
kinguin | Kinguin | shopping | - | -
shopee | Shopee | shopping | - | -
rakuten | Rakuten | shopping | - | -
tinder | Tinder | dating | - | -
bumble | Bumble | dating | - | -
hinge | Hinge | dating | - | -
badoo | Badoo | dating | - | -
grindr | Grindr | dating | - | -
okcupid | OkCupid | dating | - | -
plenty-of-fish | Plenty of Fish | dating | - | -
match | Match | dating | - | -
happn | happn | dating | - | -
feeld | Feeld | dating | - | -
her | HER | dating | - | -
taimi | Taimi | dating | - | -
hily | Hily | dating | - | -
zoosk | Zoosk | dating | - | -
eharmony | eharmony | dating | - | -
muzz | Muzz | dating | - | -
tagged | Tagged | dating | - | -
meetme | MeetMe | dating | - | -
skout | Skout | dating | - | -
bet365 | bet365 | gambling | - | -
sky-bet | Sky Bet | gambling | - | -
william-hill | William Hill | gambling | - | -
paddy-power | Paddy Power | gambling | - | -
betfair | Betfair | gambling | - | -
ladbrokes | Ladbrokes | gambling | - | -
coral | Coral | gambling | - | -
betfred | Betfred | gambling | - | -
betway | Betway | gambling | - | -
unibet | Unibet | gambling | - | -
888 | 888 | gambling | - | -
pokerstars | PokerStars | gambling | - | -
betvictor | BetVictor | gambling | - | -
tombola | tombola | gambling | - | -
national-lottery | National Lottery | gambling | - | -
postcode-lottery | Postcode Lottery | gambling | - | -
mecca-bingo | Mecca Bingo | gambling | - | -
gala-bingo | Gala Bingo | gambling | - | -
foxy-bingo | Foxy Bingo | gambling | - | -
jackpotjoy | Jackpotjoy | gambling | - | -
virgin-games | Virgin Games | gambling | - | -
grosvenor | Grosvenor Casinos | gambling | - | -
leovegas | LeoVegas | gambling | - | -
casumo | Casumo | gambling | - | -
bwin | bwin | gambling | - | -
boylesports | BoyleSports | gambling | - | -
stake | Stake | gambling | - | -
rollbit | Rollbit | gambling | - | -
roobet | Roobet | gambling | - | -
csgoroll | CSGORoll | gambling | - | -
csgoempire | CSGOEmpire | gambling | - | -
hellcase | Hellcase | gambling | - | -
key-drop | KeyDrop | gambling | - | -
skin-club | Skin.Club | gambling | - | -
polymarket | Polymarket | gambling | - | -
pornhub | Pornhub | adult | - | -
xvideos | XVideos | adult | - | -
xnxx | XNXX | adult | - | -
xhamster | xHamster | adult | - | -
redtube | RedTube | adult | - | -
youporn | YouPorn | adult | - | -
spankbang | SpankBang | adult | - | -
chaturbate | Chaturbate | adult | - | -
stripchat | Stripchat | adult | - | -
bongacams | BongaCams | adult | - | -
onlyfans | OnlyFans | adult | - | -
fansly | Fansly | adult | - | -
character-ai | Character.AI | strangers | - | -
replika | Replika | strangers | - | -
polybuzz | PolyBuzz | strangers | - | -
talkie | Talkie | strangers | - | -
chai | Chai | strangers | - | -
nomi | Nomi | strangers | - | -
kindroid | Kindroid | strangers | - | -
janitor-ai | JanitorAI | strangers | - | -
ometv | OmeTV | strangers | - | -
chatroulette | Chatroulette | strangers | - | -
monkey | Monkey | strangers | - | -
emerald-chat | Emerald Chat | strangers | - | -
uhmegle | Uhmegle | strangers | - | -
chathub | ChatHub | strangers | - | -
camsurf | Camsurf | strangers | - | -
chatrandom | Chatrandom | strangers | - | -
shagle | Shagle | strangers | - | -
azar | Azar | strangers | - | -
yubo | Yubo | strangers | - | -
tinychat | Tinychat | strangers | - | -
nordvpn | NordVPN | vpn | - | -
expressvpn | ExpressVPN | vpn | - | -
surfshark | Surfshark | vpn | - | -
proton-vpn | Proton VPN | vpn | - | Proton Mail stays open.
cyberghost | CyberGhost | vpn | - | -
pia | Private Internet Access | vpn | - | -
mullvad | Mullvad | vpn | - | -
windscribe | Windscribe | vpn | - | -
tunnelbear | TunnelBear | vpn | - | -
hotspot-shield | Hotspot Shield | vpn | - | -
hola | Hola | vpn | - | -
ipvanish | IPVanish | vpn | - | -
purevpn | PureVPN | vpn | - | -
urban-vpn | Urban VPN | vpn | - | -
turbo-vpn | Turbo VPN | vpn | - | -
hide-me | hide.me | vpn | - | -
hidemyass | HMA | vpn | - | -
psiphon | Psiphon | vpn | - | -
lantern | Lantern | vpn | - | -
tor | Tor | vpn | - | -
vpn-gate | VPN Gate | vpn | - | -
warp | 1.1.1.1 and WARP (Cloudflare) | vpn | - | -
mozilla-vpn | Mozilla VPN | vpn | - | -
outline | Outline | vpn | - | -
chatgpt | ChatGPT | - | - | -
sora | Sora | - | - | -
gemini | Gemini | - | - | -
copilot | Copilot | - | - | -
meta-ai | Meta AI | - | - | -
claude | Claude | - | - | -
grok | Grok | - | - | -
perplexity | Perplexity | - | - | -
deepseek | DeepSeek | - | - | -
poe | Poe | - | - | -
mistral | Le Chat (Mistral) | - | - | -
midjourney | Midjourney | - | - | -
capcut | CapCut | - | - | -
wattpad | Wattpad | - | - | -
ao3 | Archive of Our Own | - | - | -
webtoon | WEBTOON | - | - | -
patreon | Patreon | - | - | -
fandom | Fandom | - | - | -
medium | Medium | - | - | -
chegg | Chegg | - | - | -
"""  # noqa: E501 - a row is one line

SERVICES: Final = read(
    "services",
    _TABLE,
    (a_tag, words, _category_or_none, _tags_or_none, words_or_none),
    Service,
    lambda service: service.tag,
)
