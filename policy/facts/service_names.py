"""Which names a service is made of, whose else they are, and where that is written.

Rules kept here:
- A name covers everything below it. It is the service's today: no look-alikes, no names kept so
  that nobody else has them, none that serves adverts only, none that only says what a company is.
- A name that several services need has all their tags, and is blocked only with all of them.
- A name that is also needed for something that is no service says for what, and is never blocked
  for a service's sake. It is here to say whose it is.
- No everyday name, lifeline or canary is at or below a name of this table. So Amazon is its shops
  (`www.amazon.com`), a Nintendo is what it plays with, and Sky is not the news.
- Names of servers that many share are here only as a full host of one service.
- Country names of a service that only lead to another name of this table are not here.

Sources: v2fly/domain-list-community (MIT, 2026-08), nextdns/services (MIT, 2025-11), or "the
service": it calls itself so, or its own programs ask for that name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts.services import tags, words_or_none
from policy.facts.table import a_name, one_of, read
from policy.names import Name


class Source(StrEnum):
    """Where a name was found."""

    V2FLY = "v2fly 2026-08"
    NEXTDNS = "NextDNS 2025-11"
    THE_SERVICE = "the service"


@dataclass(frozen=True, slots=True)
class ServiceName:
    """One name of a service. `also_for` says what else needs it, None where nothing does."""

    name: Name
    services: tuple[str, ...]
    also_for: str | None
    sources: tuple[Source, ...]


def _sources(cell: str) -> tuple[Source, ...]:
    return tuple(one_of(Source)(word) for word in cell.split(", "))


# name | services | also needed for | sources
_TABLE = """
tiktok.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokv.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokv.eu | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokv.us | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-eu.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-eu.net | tiktok | - | NextDNS 2025-11
tiktokcdn-us.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-in.com | tiktok | - | NextDNS 2025-11
tiktokeu-cdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokrow-cdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktok-row.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktok-eu.net | tiktok | - | NextDNS 2025-11
tiktok-us.net | tiktok | - | NextDNS 2025-11
tiktok.net | tiktok | - | NextDNS 2025-11
tiktok.in | tiktok | - | NextDNS 2025-11
tiktokd.org | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokd.net | tiktok | - | v2fly 2026-08
tiktokw.eu | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokw.us | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokglobalshopv.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokshop.com | tiktok | - | NextDNS 2025-11
tiktokstaticb.com | tiktok | - | NextDNS 2025-11
tiktoklb.eu | tiktok | - | NextDNS 2025-11
tiktok-minis.com | tiktok | - | v2fly 2026-08
tiktokminis.us | tiktok | - | v2fly 2026-08
tik-tokapi.com | tiktok | - | v2fly 2026-08
ttlivecdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
ttwstatic.com | tiktok | - | v2fly 2026-08
ttcdn-us.com | tiktok | - | v2fly 2026-08
ttoverseaus.net | tiktok | - | v2fly 2026-08
bytedapm.com | tiktok | - | v2fly 2026-08
musical.ly | tiktok | - | v2fly 2026-08, NextDNS 2025-11
muscdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
muscdn.com.akamaized.net | tiktok | - | NextDNS 2025-11
p16-tiktokcdn-com.akamaized.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn.com.akamaized.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-eu.com.akamaized.net | tiktok | - | NextDNS 2025-11
tiktokcdn-us.com.akamaized.net | tiktok | - | NextDNS 2025-11
tiktokv.com.akamaized.net | tiktok | - | NextDNS 2025-11
tiktokcdn.com.edgesuite.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-us.com.edgesuite.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokcdn-eu.com.edgesuite.net | tiktok | - | NextDNS 2025-11
tiktokv.com.edgesuite.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktokv.com.edgekey.net | tiktok | - | v2fly 2026-08, NextDNS 2025-11
tiktok.bytedance.map.fastly.net | tiktok | - | NextDNS 2025-11
tiktok.mncdn.com | tiktok | - | NextDNS 2025-11
douyin.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
douyincdn.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
douyinpic.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
douyinstatic.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
douyinvod.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
iesdouyin.com | tiktok | - | v2fly 2026-08, NextDNS 2025-11
byteoversea.com | tiktok capcut lemon8 | - | v2fly 2026-08
byteoversea.net | tiktok capcut lemon8 | - | v2fly 2026-08
ibyteimg.com | tiktok capcut lemon8 | - | v2fly 2026-08, NextDNS 2025-11
ibytedtos.com | tiktok capcut lemon8 | - | v2fly 2026-08, NextDNS 2025-11
byteglb.com | tiktok capcut lemon8 | - | v2fly 2026-08
bytedance.map.fastly.net | tiktok capcut lemon8 | - | v2fly 2026-08

instagram.com | instagram | - | v2fly 2026-08, NextDNS 2025-11
instagr.am | instagram | - | the service
cdninstagram.com | instagram | - | v2fly 2026-08, NextDNS 2025-11
ig.me | instagram | - | v2fly 2026-08
igcdn.com | instagram | - | v2fly 2026-08
igtv.com | instagram | - | v2fly 2026-08
igsonar.com | instagram | - | v2fly 2026-08

facebook.com | facebook | - | v2fly 2026-08
fb.com | facebook | - | v2fly 2026-08, NextDNS 2025-11
fb.me | facebook | - | v2fly 2026-08, NextDNS 2025-11
fb.gg | facebook | - | v2fly 2026-08
fb.watch | facebook | - | v2fly 2026-08
fbwat.ch | facebook | - | v2fly 2026-08
fbcdn.com | facebook | - | v2fly 2026-08
fbsbx.com | facebook | - | v2fly 2026-08
fbsbx.net | facebook | - | v2fly 2026-08
thefacebook.com | facebook | - | v2fly 2026-08
facebooklive.com | facebook | - | v2fly 2026-08
fbcdn-a.akamaihd.net | facebook | - | v2fly 2026-08
fbcdn.net | facebook instagram messenger threads whatsapp | - | v2fly 2026-08
facebook.net | facebook | pages that let people sign in with Facebook | v2fly 2026-08
facebookmail.com | facebook | mail that Facebook sends about an account | v2fly 2026-08

threads.com | threads | - | v2fly 2026-08
threads.net | threads | - | v2fly 2026-08

snapchat.com | snapchat | - | v2fly 2026-08, NextDNS 2025-11
snap.com | snapchat | - | v2fly 2026-08
sc-cdn.net | snapchat | - | v2fly 2026-08, NextDNS 2025-11
sc-gw.com | snapchat | - | v2fly 2026-08, NextDNS 2025-11
sc-jpl.com | snapchat | - | NextDNS 2025-11
sc-prod.net | snapchat | - | NextDNS 2025-11
sc-static.net | snapchat | - | v2fly 2026-08
snap-dev.net | snapchat | - | v2fly 2026-08, NextDNS 2025-11
snapkit.co | snapchat | - | v2fly 2026-08
bitmoji.com | snapchat | - | the service
feelinsonice.appspot.com | snapchat | - | NextDNS 2025-11
feelinsonice-hrd.appspot.com | snapchat | - | NextDNS 2025-11
impala-media-production.s3.amazonaws.com | snapchat | - | v2fly 2026-08

x.com | x | - | v2fly 2026-08, NextDNS 2025-11
twitter.com | x | - | v2fly 2026-08, NextDNS 2025-11
twimg.com | x | - | v2fly 2026-08, NextDNS 2025-11
twttr.com | x | - | v2fly 2026-08, NextDNS 2025-11
twttr.net | x | - | v2fly 2026-08
twtrdns.net | x | - | v2fly 2026-08, NextDNS 2025-11
tweetdeck.com | x | - | v2fly 2026-08
twitter.jp | x | - | v2fly 2026-08
twitter.biz | x | - | v2fly 2026-08
twitter.map.fastly.net | x | - | v2fly 2026-08
cms-twdigitalassets.com | x | - | v2fly 2026-08
periscope.tv | x | - | v2fly 2026-08
pscp.tv | x | - | v2fly 2026-08
twitpic.com | x | - | v2fly 2026-08
twvid.com | x | - | v2fly 2026-08
vine.co | x | - | v2fly 2026-08
t.co | x | links in mail and on other pages, which lead away from X | v2fly 2026-08, NextDNS 2025-11

reddit.com | reddit | - | v2fly 2026-08, NextDNS 2025-11
redd.it | reddit | - | v2fly 2026-08, NextDNS 2025-11
redditmedia.com | reddit | - | v2fly 2026-08, NextDNS 2025-11
redditstatic.com | reddit | - | v2fly 2026-08, NextDNS 2025-11
redditspace.com | reddit | - | v2fly 2026-08
redditmail.com | reddit | - | v2fly 2026-08
reddit.map.fastly.net | reddit | - | v2fly 2026-08, NextDNS 2025-11
reddit.app.link | reddit | - | v2fly 2026-08
reddithelp.com | reddit | - | v2fly 2026-08

discord.com | discord | - | v2fly 2026-08, NextDNS 2025-11
discord.gg | discord | - | v2fly 2026-08, NextDNS 2025-11
discord.media | discord | - | v2fly 2026-08, NextDNS 2025-11
discordapp.com | discord | - | v2fly 2026-08, NextDNS 2025-11
discordapp.net | discord | - | v2fly 2026-08, NextDNS 2025-11
discordapp.io | discord | - | v2fly 2026-08
discordcdn.com | discord | - | v2fly 2026-08
discord-activities.com | discord | - | v2fly 2026-08
discordactivities.com | discord | - | v2fly 2026-08
discordsays.com | discord | - | v2fly 2026-08
discordpartygames.com | discord | - | v2fly 2026-08
discord.co | discord | - | v2fly 2026-08
discord.gift | discord | - | v2fly 2026-08
discord.gifts | discord | - | v2fly 2026-08
discord.new | discord | - | v2fly 2026-08
discord.store | discord | - | v2fly 2026-08
discord.tools | discord | - | v2fly 2026-08
discord.dev | discord | - | v2fly 2026-08
discord.design | discord | - | v2fly 2026-08
dis.gd | discord | - | v2fly 2026-08
discordstatus.com | discord | - | v2fly 2026-08
discord-attachments-uploads-prd.storage.googleapis.com | discord | - | v2fly 2026-08

pin.it | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinimg.com | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.at | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.be | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.biz | pinterest | - | NextDNS 2025-11
pinterest.ca | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.ch | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.cl | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co.at | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co.in | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co.kr | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co.nz | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.co.uk | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.au | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.bo | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.ec | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.mx | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.pe | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.pt | pinterest | - | NextDNS 2025-11
pinterest.com.py | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.uy | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.com.vn | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.de | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.dk | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.ec | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.es | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.fr | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.hu | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.id | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.ie | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.in | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.info | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.it | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.jp | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.kr | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.map.fastly.net | pinterest | - | v2fly 2026-08
pinterest.mx | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.net | pinterest | - | v2fly 2026-08
pinterest.nl | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.nz | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.pe | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.ph | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.pt | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.ru | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.se | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.th | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.tw | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.uk | pinterest | - | v2fly 2026-08, NextDNS 2025-11
pinterest.vn | pinterest | - | v2fly 2026-08, NextDNS 2025-11

tumblr.com | tumblr | - | v2fly 2026-08, NextDNS 2025-11

bereal.com | bereal | - | NextDNS 2025-11
bere.al | bereal | - | NextDNS 2025-11

bsky.app | bluesky | - | v2fly 2026-08
bsky.social | bluesky | - | v2fly 2026-08
bsky.network | bluesky | - | v2fly 2026-08

joinmastodon.org | mastodon | - | v2fly 2026-08, NextDNS 2025-11
mastodon.social | mastodon | - | v2fly 2026-08, NextDNS 2025-11
mastodon.online | mastodon | - | v2fly 2026-08, NextDNS 2025-11
mastodonapp.uk | mastodon | - | NextDNS 2025-11
mastodon.scot | mastodon | - | NextDNS 2025-11
mastodon.world | mastodon | - | NextDNS 2025-11
mastodon.cloud | mastodon | - | NextDNS 2025-11
mastodon.art | mastodon | - | NextDNS 2025-11
mastodon.xyz | mastodon | - | NextDNS 2025-11
mastodon.lol | mastodon | - | NextDNS 2025-11
mastodon.au | mastodon | - | NextDNS 2025-11
mastodon.nl | mastodon | - | NextDNS 2025-11
mastodon.top | mastodon | - | NextDNS 2025-11
mastodon.uno | mastodon | - | NextDNS 2025-11
mastodon.sdf.org | mastodon | - | NextDNS 2025-11
mas.to | mastodon | - | NextDNS 2025-11
masto.ai | mastodon | - | NextDNS 2025-11
mstdn.social | mastodon | - | NextDNS 2025-11
mstdn.party | mastodon | - | NextDNS 2025-11
mstdn.ca | mastodon | - | NextDNS 2025-11
mstdn.jp | mastodon | - | NextDNS 2025-11
techhub.social | mastodon | - | NextDNS 2025-11
toot.community | mastodon | - | NextDNS 2025-11
universeodon.com | mastodon | - | NextDNS 2025-11
mindly.social | mastodon | - | NextDNS 2025-11
ohai.social | mastodon | - | NextDNS 2025-11
c.im | mastodon | - | NextDNS 2025-11
infosec.exchange | mastodon | - | NextDNS 2025-11
fosstodon.org | mastodon | - | NextDNS 2025-11
hachyderm.io | mastodon | - | NextDNS 2025-11
sfba.social | mastodon | - | NextDNS 2025-11
pixelfed.social | mastodon | - | NextDNS 2025-11

linkedin.com | linkedin | - | v2fly 2026-08
linkedin.at | linkedin | - | v2fly 2026-08
licdn.com | linkedin | - | v2fly 2026-08
lnkd.in | linkedin | - | v2fly 2026-08

truthsocial.com | truth-social | - | v2fly 2026-08

vk.com | vk | - | v2fly 2026-08, NextDNS 2025-11
vk.ru | vk | - | v2fly 2026-08
vk.cc | vk | - | v2fly 2026-08, NextDNS 2025-11
vk.me | vk | - | v2fly 2026-08
vk.link | vk | - | v2fly 2026-08, NextDNS 2025-11
vk.design | vk | - | v2fly 2026-08
vkontakte.ru | vk | - | v2fly 2026-08, NextDNS 2025-11
vkontakte.com | vk | - | v2fly 2026-08
mvk.com | vk | - | v2fly 2026-08
userapi.com | vk | - | v2fly 2026-08, NextDNS 2025-11
userapi.ru | vk | - | v2fly 2026-08
vk-cdn.net | vk | - | v2fly 2026-08, NextDNS 2025-11
vk-cdn.me | vk | - | v2fly 2026-08
vk-portal.net | vk | - | v2fly 2026-08, NextDNS 2025-11
vkcache.com | vk | - | v2fly 2026-08
vkuser.net | vk | - | v2fly 2026-08
vkuseraudio.com | vk | - | v2fly 2026-08
vkuseraudio.net | vk | - | v2fly 2026-08
vkuserlive.com | vk | - | v2fly 2026-08
vkuserlive.net | vk | - | v2fly 2026-08
vkuservideo.com | vk | - | v2fly 2026-08
vkuservideo.net | vk | - | v2fly 2026-08, NextDNS 2025-11
vkmessenger.app | vk | - | v2fly 2026-08
vkmessenger.com | vk | - | v2fly 2026-08
cdn-vk.net | vk | - | v2fly 2026-08
cdn-vk.ru | vk | - | v2fly 2026-08

ok.ru | ok-ru | - | v2fly 2026-08
ok.me | ok-ru | - | v2fly 2026-08
odnoklassniki.ru | ok-ru | - | v2fly 2026-08
odkl.ru | ok-ru | - | v2fly 2026-08
okcdn.ru | ok-ru | - | v2fly 2026-08
apiok.ru | ok-ru | - | v2fly 2026-08

weibo.com | weibo | - | v2fly 2026-08
weibo.cn | weibo | - | v2fly 2026-08
weibo.com.cn | weibo | - | v2fly 2026-08
weibocdn.com | weibo | - | v2fly 2026-08

xiaohongshu.com | rednote | - | v2fly 2026-08
rednote.com | rednote | - | v2fly 2026-08
rednotecdn.com | rednote | - | v2fly 2026-08
rednote.com.my | rednote | - | v2fly 2026-08
redelight.cn | rednote | - | v2fly 2026-08
xhscdn.com | rednote | - | v2fly 2026-08
xhscdn.net | rednote | - | v2fly 2026-08
xhslink.com | rednote | - | v2fly 2026-08
xhsrcdn.com | rednote | - | v2fly 2026-08

lemon8-app.com | lemon8 | - | the service

likee.com | likee | - | v2fly 2026-08
likee.video | likee | - | v2fly 2026-08
like.video | likee | - | v2fly 2026-08
like-video.com | likee | - | v2fly 2026-08
likeevideo.com | likee | - | v2fly 2026-08
likeevideo.ru | likee | - | v2fly 2026-08
likeeapp.ru | likee | - | v2fly 2026-08

kwai.com | kwai | - | the service
kwai-pro.com | kwai | - | the service
kuaishou.com | kwai | - | v2fly 2026-08
gifshow.com | kwai | - | v2fly 2026-08

clubhouse.com | clubhouse | - | v2fly 2026-08
clubhouseapi.com | clubhouse | - | v2fly 2026-08
joinclubhouse.com | clubhouse | - | v2fly 2026-08

9gag.com | 9gag | - | NextDNS 2025-11
9cache.com | 9gag | - | NextDNS 2025-11

4chan.org | 4chan | - | v2fly 2026-08
4channel.org | 4chan | - | v2fly 2026-08
4cdn.org | 4chan | - | v2fly 2026-08

imgur.com | imgur | - | v2fly 2026-08, NextDNS 2025-11
imgur.io | imgur | - | v2fly 2026-08

quora.com | quora | - | v2fly 2026-08
quoracdn.net | quora | - | v2fly 2026-08
qr.ae | quora | - | v2fly 2026-08

nextdoor.com | nextdoor | - | the service
nextdoor.co.uk | nextdoor | - | the service

vsco.co | vsco | - | the service

locketcamera.com | locket | - | the service

ngl.link | ngl | - | the service

tellonym.me | tellonym | - | the service

deviantart.com | deviantart | - | v2fly 2026-08
deviantart.net | deviantart | - | v2fly 2026-08
da-files.com | deviantart | - | v2fly 2026-08

pixiv.net | pixiv | - | v2fly 2026-08
pixiv.me | pixiv | - | v2fly 2026-08
pixiv.org | pixiv | - | v2fly 2026-08
pixiv.co.jp | pixiv | - | v2fly 2026-08
pximg.net | pixiv | - | v2fly 2026-08
fanbox.cc | pixiv | - | v2fly 2026-08
pixivision.net | pixiv | - | v2fly 2026-08

gab.com | gab | - | v2fly 2026-08

misskey.io | misskey | - | v2fly 2026-08
misskeyusercontent.jp | misskey | - | v2fly 2026-08

whatsapp.com | whatsapp | - | v2fly 2026-08, NextDNS 2025-11
whatsapp.net | whatsapp | - | v2fly 2026-08, NextDNS 2025-11
whatsapp.org | whatsapp | - | v2fly 2026-08
whatsapp.info | whatsapp | - | v2fly 2026-08
whatsapp.tv | whatsapp | - | v2fly 2026-08
whatsapp.cc | whatsapp | - | v2fly 2026-08
whatsappbrand.com | whatsapp | - | v2fly 2026-08
wa.me | whatsapp | - | v2fly 2026-08

messenger.com | messenger | - | v2fly 2026-08, NextDNS 2025-11
fbmessenger.com | messenger | - | v2fly 2026-08
m.me | messenger | - | v2fly 2026-08
edge-chat.facebook.com | messenger | - | NextDNS 2025-11
chat-e2ee-mini.facebook.com | messenger | - | NextDNS 2025-11

telegram.org | telegram | - | v2fly 2026-08, NextDNS 2025-11
telegram.me | telegram | - | v2fly 2026-08, NextDNS 2025-11
telegram.dog | telegram | - | v2fly 2026-08
telegram.space | telegram | - | v2fly 2026-08
t.me | telegram | - | v2fly 2026-08, NextDNS 2025-11
tx.me | telegram | - | v2fly 2026-08
telesco.pe | telegram | - | v2fly 2026-08
telegra.ph | telegram | - | v2fly 2026-08
graph.org | telegram | - | v2fly 2026-08
tg.dev | telegram | - | v2fly 2026-08
tdesktop.com | telegram | - | v2fly 2026-08
telega.one | telegram | - | v2fly 2026-08
cdn-telegram.org | telegram | - | v2fly 2026-08
telegram-cdn.org | telegram | - | v2fly 2026-08
usercontent.dev | telegram | - | v2fly 2026-08
comments.app | telegram | - | v2fly 2026-08
contest.com | telegram | - | v2fly 2026-08
quiz.directory | telegram | - | v2fly 2026-08
fragment.com | telegram | - | v2fly 2026-08

signal.org | signal | - | v2fly 2026-08, NextDNS 2025-11
signal.me | signal | - | v2fly 2026-08
signal.group | signal | - | v2fly 2026-08
signal.art | signal | - | v2fly 2026-08
signal.link | signal | - | v2fly 2026-08
signal.tube | signal | - | v2fly 2026-08
signalusers.org | signal | - | v2fly 2026-08
whispersystems.org | signal | - | v2fly 2026-08

viber.com | viber | - | v2fly 2026-08
viber.co | viber | - | v2fly 2026-08
viber.me | viber | - | v2fly 2026-08
vbcdn.com | viber | - | v2fly 2026-08
vbcdn.net | viber | - | v2fly 2026-08

line.me | line | - | v2fly 2026-08
line.biz | line | - | v2fly 2026-08
line.naver.jp | line | - | v2fly 2026-08
line-apps.com | line | - | v2fly 2026-08
line-apps-beta.com | line | - | v2fly 2026-08
line-apps-rc.com | line | - | v2fly 2026-08
line-beta.me | line | - | v2fly 2026-08
line-cdn.net | line | - | v2fly 2026-08
line-scdn.net | line | - | v2fly 2026-08
gcld-line.com | line | - | v2fly 2026-08
lin.ee | line | - | v2fly 2026-08
linecorp.com | line | - | v2fly 2026-08

wechat.com | wechat | - | v2fly 2026-08
weixin.com | wechat | - | v2fly 2026-08
weixin.qq.com | wechat | - | the service
wx.qq.com | wechat | - | the service
wxgateway.com | wechat | - | v2fly 2026-08
wxlivecdn.com | wechat | - | v2fly 2026-08
servicewechat.com | wechat | - | v2fly 2026-08
wechatapp.com | wechat | - | the service

kakao.com | kakaotalk | - | v2fly 2026-08
kakao.co.kr | kakaotalk | - | v2fly 2026-08
kakaocdn.net | kakaotalk | - | v2fly 2026-08
kakaotalk.jp | kakaotalk | - | v2fly 2026-08

kik.com | kik | - | the service
apikik.com | kik | - | the service

imo.im | imo | - | the service
imoim.net | imo | - | the service

botim.me | botim | - | v2fly 2026-08

chat.google.com | google-chat | - | NextDNS 2025-11

teams.live.com | teams-at-home | - | the service

slack.com | slack | - | v2fly 2026-08
slack-core.com | slack | - | v2fly 2026-08
slack-edge.com | slack | - | v2fly 2026-08
slack-files.com | slack | - | v2fly 2026-08
slack-imgs.com | slack | - | v2fly 2026-08
slack-msgs.com | slack | - | v2fly 2026-08
slack-redir.net | slack | - | v2fly 2026-08
slackb.com | slack | - | v2fly 2026-08

element.io | element | - | v2fly 2026-08
matrix.org | element | - | v2fly 2026-08
matrix.to | element | - | v2fly 2026-08
vector.im | element | - | v2fly 2026-08
riot.im | element | - | v2fly 2026-08

threema.ch | threema | - | the service
threema.com | threema | - | the service

getsession.org | session | - | the service

groupme.com | groupme | - | the service

keybase.io | keybase | - | v2fly 2026-08
keybaseapi.com | keybase | - | v2fly 2026-08

teamspeak.com | teamspeak | - | v2fly 2026-08
myteamspeak.com | teamspeak | - | v2fly 2026-08
teamspeak-services.com | teamspeak | - | v2fly 2026-08

zangi.com | zangi | - | the service

roblox.com | roblox | - | v2fly 2026-08, NextDNS 2025-11
rbxcdn.com | roblox | - | v2fly 2026-08, NextDNS 2025-11
rbx.com | roblox | - | v2fly 2026-08
rbxinfra.net | roblox | - | v2fly 2026-08
rbxtrk.com | roblox | - | v2fly 2026-08
rblx.co | roblox | - | v2fly 2026-08
rblx.com | roblox | - | v2fly 2026-08
rblx.org | roblox | - | v2fly 2026-08
rbxlabs.com | roblox | - | v2fly 2026-08
robloxlabs.com | roblox | - | v2fly 2026-08
blox.com | roblox | - | v2fly 2026-08
roblox-api.arkoselabs.com | roblox | - | v2fly 2026-08
d1unuk07s6td74.cloudfront.net | roblox | - | v2fly 2026-08

fortnite.com | epic-games | - | v2fly 2026-08
epicgames.com | epic-games | - | v2fly 2026-08, NextDNS 2025-11
epicgames.dev | epic-games | - | v2fly 2026-08
epicgamescdn.com | epic-games | - | v2fly 2026-08
egdownload.fastly-edge.com | epic-games | - | v2fly 2026-08
fortnite-vod.akamaized.net | epic-games | - | v2fly 2026-08
easy.ac | epic-games | games of other makers, which it keeps free of cheating | v2fly 2026-08
easyanticheat.net | epic-games | games of other makers, which it keeps free of cheating | v2fly 2026-08
eac-cdn.com | epic-games | games of other makers, which it keeps free of cheating | v2fly 2026-08

rocketleague.com | rocket-league | - | the service
psyonix.com | rocket-league | - | the service

fallguys.com | fall-guys | - | the service

minecraft.net | minecraft | - | v2fly 2026-08, NextDNS 2025-11
minecraftservices.com | minecraft | - | v2fly 2026-08, NextDNS 2025-11
minecraft-services.net | minecraft | - | v2fly 2026-08
minecraftshop.com | minecraft | - | v2fly 2026-08
mojang.com | minecraft | - | v2fly 2026-08, NextDNS 2025-11

hypixel.net | hypixel | - | the service

curseforge.com | curseforge | - | v2fly 2026-08
forgecdn.net | curseforge | - | v2fly 2026-08

modrinth.com | modrinth | - | v2fly 2026-08

xbox.com | xbox | - | v2fly 2026-08, NextDNS 2025-11
xbox.eu | xbox | - | v2fly 2026-08
xboxlive.com | xbox | - | v2fly 2026-08
xboxservices.com | xbox | - | v2fly 2026-08
xboxab.com | xbox | - | v2fly 2026-08
xbox360.com | xbox | - | v2fly 2026-08
xboxone.com | xbox | - | v2fly 2026-08
gamepass.com | xbox | - | v2fly 2026-08
xboxgamepass.com | xbox | - | v2fly 2026-08
xboxplayanywhere.com | xbox | - | v2fly 2026-08
xboxgamestudios.com | xbox | - | v2fly 2026-08
xbx.lv | xbox | - | v2fly 2026-08

forza.net | forza | - | v2fly 2026-08
forzamotorsport.net | forza | - | v2fly 2026-08
prodforza.blob.core.windows.net | forza | - | v2fly 2026-08

flightsimulator.com | flight-simulator | - | v2fly 2026-08
flightsimulator.azureedge.net | flight-simulator | - | v2fly 2026-08

playstation.com | playstation | - | v2fly 2026-08
playstation.net | playstation | - | v2fly 2026-08, NextDNS 2025-11
sonyentertainmentnetwork.com | playstation | - | v2fly 2026-08

nintendo.com | nintendo | - | v2fly 2026-08
nintendo.co.uk | nintendo | - | v2fly 2026-08
nintendo-europe.com | nintendo | - | v2fly 2026-08
nintendo.eu | nintendo | - | v2fly 2026-08
nintendo.de | nintendo | - | v2fly 2026-08
nintendo.fr | nintendo | - | v2fly 2026-08
nintendo.es | nintendo | - | v2fly 2026-08
nintendo.it | nintendo | - | v2fly 2026-08
nintendo.nl | nintendo | - | v2fly 2026-08
nintendo.be | nintendo | - | v2fly 2026-08
nintendo.pt | nintendo | - | v2fly 2026-08
nintendo.at | nintendo | - | v2fly 2026-08
nintendo.ch | nintendo | - | v2fly 2026-08
nintendo.co.jp | nintendo | - | v2fly 2026-08
nintendo.se | nintendo | - | v2fly 2026-08
nintendo.dk | nintendo | - | v2fly 2026-08
nintendo.fi | nintendo | - | v2fly 2026-08
nintendo.no | nintendo | - | v2fly 2026-08
nintendonetwork.net | nintendo | - | v2fly 2026-08
nintendoswitch.com | nintendo | - | v2fly 2026-08
nintendoswitch.net | nintendo | - | v2fly 2026-08
nintendostore.com | nintendo | - | v2fly 2026-08
playnintendo.com | nintendo | - | v2fly 2026-08
ac-pocketcamp.com | nintendo | - | v2fly 2026-08
fire-emblem-heroes.com | nintendo | - | v2fly 2026-08
supermariorun.com | nintendo | - | v2fly 2026-08
eshop.nintendo.net | nintendo | - | the service
ndas.srv.nintendo.net | nintendo | - | the service
npln.srv.nintendo.net | nintendo | - | the service
znc.srv.nintendo.net | nintendo | - | the service
atum.hac.lp1.d4c.nintendo.net | nintendo | - | the service
atumn.hac.lp1.d4c.nintendo.net | nintendo | - | the service
aqua.hac.lp1.d4c.nintendo.net | nintendo | - | the service

pokemon.com | pokemon | - | v2fly 2026-08
pokemonhome.com | pokemon | - | v2fly 2026-08
pokemongolive.com | pokemon | - | the service
pokemon-unitepgame.com | pokemon | - | v2fly 2026-08
nianticlabs.com | pokemon | - | the service

steampowered.com | steam | - | v2fly 2026-08, NextDNS 2025-11
steamcommunity.com | steam | - | v2fly 2026-08, NextDNS 2025-11
steamcontent.com | steam | - | v2fly 2026-08
steamstatic.com | steam | - | v2fly 2026-08, NextDNS 2025-11
steamusercontent.com | steam | - | v2fly 2026-08
steamserver.net | steam | - | v2fly 2026-08
steamgames.com | steam | - | v2fly 2026-08, NextDNS 2025-11
steam-chat.com | steam | - | v2fly 2026-08, NextDNS 2025-11
steam-api.com | steam | - | v2fly 2026-08
steamdeck.com | steam | - | v2fly 2026-08
steam.tv | steam | - | v2fly 2026-08
s.team | steam | - | v2fly 2026-08
valvesoftware.com | steam | - | v2fly 2026-08
valve.net | steam | - | v2fly 2026-08
dota2.com | steam | - | v2fly 2026-08
playartifact.com | steam | - | v2fly 2026-08
underlords.com | steam | - | v2fly 2026-08
poweredbysteam.net | steam | - | NextDNS 2025-11
steamcdn-a.akamaihd.net | steam | - | v2fly 2026-08, NextDNS 2025-11
steamcommunity-a.akamaihd.net | steam | - | v2fly 2026-08, NextDNS 2025-11
steamcommunity-a.akamaihd.net.edgesuite.net | steam | - | v2fly 2026-08, NextDNS 2025-11
steamstore-a.akamaihd.net | steam | - | v2fly 2026-08, NextDNS 2025-11
steamusercontent-a.akamaihd.net | steam | - | v2fly 2026-08, NextDNS 2025-11
steamuserimages-a.akamaihd.net | steam | - | v2fly 2026-08
steamvideo-a.akamaihd.net | steam | - | v2fly 2026-08
steambroadcast.akamaized.net | steam | - | v2fly 2026-08
steammobile.akamaized.net | steam | - | v2fly 2026-08
steampipe.akamaized.net | steam | - | v2fly 2026-08
steampipe-partner.akamaized.net | steam | - | v2fly 2026-08

ea.com | ea | - | v2fly 2026-08
easports.com | ea | - | v2fly 2026-08
eamobile.com | ea | - | v2fly 2026-08
eaplay.com | ea | - | v2fly 2026-08
eaaccess.com | ea | - | v2fly 2026-08
origin.com | ea | - | v2fly 2026-08
tnt-ea.com | ea | - | v2fly 2026-08
origin-a.akamaihd.net | ea | - | v2fly 2026-08
cloudsync-prod.s3.amazonaws.com | ea | - | v2fly 2026-08
playapex.com | ea | - | v2fly 2026-08
apexlegends.com | ea | - | v2fly 2026-08
battlefield.com | ea | - | v2fly 2026-08
battlelog.com | ea | - | v2fly 2026-08
swtor.com | ea | - | v2fly 2026-08
pogo.com | ea | - | v2fly 2026-08
popcap.com | ea | - | v2fly 2026-08
thesims.com | ea | - | v2fly 2026-08
needforspeed.com | ea | - | v2fly 2026-08
bioware.com | ea | - | v2fly 2026-08
futunited.com | ea | - | v2fly 2026-08
dice.se | ea | - | v2fly 2026-08

battle.net | battle-net | - | v2fly 2026-08, NextDNS 2025-11
blizzard.com | battle-net | - | v2fly 2026-08, NextDNS 2025-11
playoverwatch.com | battle-net | - | v2fly 2026-08
worldofwarcraft.com | battle-net | - | v2fly 2026-08
diablo4.com | battle-net | - | v2fly 2026-08
diabloimmortal.com | battle-net | - | v2fly 2026-08
playhearthstone.com | battle-net | - | v2fly 2026-08
starcraft2.com | battle-net | - | v2fly 2026-08
blz-contentstack.com | battle-net | - | v2fly 2026-08
blzddist1-a.akamaihd.net | battle-net | - | v2fly 2026-08
bnetcmsus-a.akamaihd.net | battle-net | - | v2fly 2026-08
bnetproduct-a.akamaihd.net | battle-net | - | v2fly 2026-08
blzmedia-a.akamaihd.net | battle-net | - | v2fly 2026-08
blznav.akamaized.net | battle-net | - | v2fly 2026-08

callofduty.com | call-of-duty | - | v2fly 2026-08
callofdutymobile.com | call-of-duty | - | v2fly 2026-08
callofdutyleague.com | call-of-duty | - | v2fly 2026-08
activision.com | call-of-duty | - | v2fly 2026-08
demonware.net | call-of-duty | - | v2fly 2026-08
activisionblizzard.com | call-of-duty | - | v2fly 2026-08

king.com | king | - | v2fly 2026-08
candycrush.com | king | - | v2fly 2026-08

riotgames.com | riot-games | - | v2fly 2026-08
riotcdn.net | riot-games | - | v2fly 2026-08
riotgames.net | riot-games | - | v2fly 2026-08
riotgames.info | riot-games | - | v2fly 2026-08
riotgames.tv | riot-games | - | v2fly 2026-08
riot.com | riot-games | - | v2fly 2026-08
riot.net | riot-games | - | v2fly 2026-08
rgpub.io | riot-games | - | v2fly 2026-08
rstatic.net | riot-games | - | v2fly 2026-08
riotpin.com | riot-games | - | v2fly 2026-08
leagueoflegends.com | riot-games | - | v2fly 2026-08, NextDNS 2025-11
leagueoflegends.net | riot-games | - | v2fly 2026-08
lolstatic.com | riot-games | - | v2fly 2026-08
lolusercontent.com | riot-games | - | v2fly 2026-08
lolesports.com | riot-games | - | v2fly 2026-08
lolstatic-a.akamaihd.net | riot-games | - | v2fly 2026-08
pvp.net | riot-games | - | v2fly 2026-08
playvalorant.com | riot-games | - | v2fly 2026-08

ubisoft.com | ubisoft | - | v2fly 2026-08
ubi.com | ubisoft | - | v2fly 2026-08
ubisoftconnect.com | ubisoft | - | v2fly 2026-08
uplay.com | ubisoft | - | v2fly 2026-08
ubistatic1-a.akamaihd.net | ubisoft | - | v2fly 2026-08
ubistatic2-a.akamaihd.net | ubisoft | - | v2fly 2026-08
ubistatic3-a.akamaihd.net | ubisoft | - | v2fly 2026-08
ubisoft-uplay-savegames.s3.amazonaws.com | ubisoft | - | v2fly 2026-08
ubisoft-orbit-savegames.s3.amazonaws.com | ubisoft | - | v2fly 2026-08

rockstargames.com | rockstar | - | v2fly 2026-08
rsg.ms | rockstar | - | v2fly 2026-08
rsg.sc | rockstar | - | v2fly 2026-08
gamedownloads-rockstargames-com.akamaized.net | rockstar | - | v2fly 2026-08
media-rockstargames-com.akamaized.net | rockstar | - | v2fly 2026-08
videos-rockstargames-com.akamaized.net | rockstar | - | v2fly 2026-08

2k.com | 2k | - | v2fly 2026-08
2kgames.com | 2k | - | v2fly 2026-08
2ksports.com | 2k | - | v2fly 2026-08
2kcoretech.online | 2k | - | v2fly 2026-08
take2games.com | 2k | - | v2fly 2026-08

supercell.com | supercell | - | v2fly 2026-08
supercell.net | supercell | - | v2fly 2026-08
supercellid.com | supercell | - | v2fly 2026-08
supercellstore.com | supercell | - | v2fly 2026-08
supercellgames.com | supercell | - | v2fly 2026-08
supr.cl | supercell | - | v2fly 2026-08
brawlstars.com | supercell | - | v2fly 2026-08
brawlstarsgame.com | supercell | - | v2fly 2026-08
clashofclans.com | supercell | - | v2fly 2026-08
clashroyale.com | supercell | - | v2fly 2026-08
clashroyaleapp.com | supercell | - | v2fly 2026-08
clash.com | supercell | - | v2fly 2026-08
haydaygame.com | supercell | - | v2fly 2026-08
hayday.com | supercell | - | v2fly 2026-08
boombeach.com | supercell | - | v2fly 2026-08
squadbusters.com | supercell | - | v2fly 2026-08

hoyoverse.com | genshin-impact | - | v2fly 2026-08
hoyolab.com | genshin-impact | - | v2fly 2026-08
hoyo.link | genshin-impact | - | v2fly 2026-08
genshinimpact.com | genshin-impact | - | v2fly 2026-08
honkaistarrail.com | genshin-impact | - | v2fly 2026-08
honkaiimpact3.com | genshin-impact | - | v2fly 2026-08
zenlesszonezero.com | genshin-impact | - | v2fly 2026-08

kurogames.com | wuthering-waves | - | v2fly 2026-08
kurogames.net | wuthering-waves | - | v2fly 2026-08
kurogame.com | wuthering-waves | - | v2fly 2026-08
kurogame.net | wuthering-waves | - | v2fly 2026-08
aki-game.net | wuthering-waves | - | v2fly 2026-08
aki-game2.net | wuthering-waves | - | v2fly 2026-08

garena.com | free-fire | - | v2fly 2026-08
garena.sg | free-fire | - | v2fly 2026-08
garena.live | free-fire | - | v2fly 2026-08
garena.tv | free-fire | - | v2fly 2026-08
garenanow.com | free-fire | - | v2fly 2026-08

pubg.com | pubg | - | v2fly 2026-08
playbattlegrounds.com | pubg | - | v2fly 2026-08
kraftonde.com | pubg | - | v2fly 2026-08
pubg1.battleye.com | pubg | - | v2fly 2026-08

vrchat.com | vrchat | - | v2fly 2026-08
vrchat.net | vrchat | - | v2fly 2026-08
vrchat.cloud | vrchat | - | v2fly 2026-08

rec.net | rec-room | - | the service
recroom.com | rec-room | - | the service

oculus.com | meta-quest | - | v2fly 2026-08
oculuscdn.com | meta-quest | - | v2fly 2026-08
oculusvr.com | meta-quest | - | v2fly 2026-08

innersloth.com | among-us | - | the service

stumbleguys.com | stumble-guys | - | the service

gog.com | gog | - | v2fly 2026-08
gog-services.com | gog | - | v2fly 2026-08
gog-statics.com | gog | - | v2fly 2026-08
gogalaxy.com | gog | - | v2fly 2026-08
gog-cdn.akamaized.net | gog | - | v2fly 2026-08

itch.io | itch-io | - | v2fly 2026-08
itch.zone | itch-io | - | v2fly 2026-08

humblebundle.com | humble | - | v2fly 2026-08
hb.imgix.net | humble | - | v2fly 2026-08

geforcenow.com | geforce-now | - | the service
nvidiagrid.net | geforce-now | - | v2fly 2026-08

chess.com | chess-com | - | v2fly 2026-08
chesscomfiles.com | chess-com | - | v2fly 2026-08

zynga.com | zynga | - | v2fly 2026-08

wargaming.net | wargaming | - | v2fly 2026-08
wargaming.com | wargaming | - | v2fly 2026-08
worldoftanks.com | wargaming | - | v2fly 2026-08
worldoftanks.eu | wargaming | - | v2fly 2026-08
worldofwarships.com | wargaming | - | v2fly 2026-08
worldofwarplanes.com | wargaming | - | v2fly 2026-08
wotblitz.com | wargaming | - | v2fly 2026-08
wgcdn.co | wargaming | - | v2fly 2026-08

warthunder.com | war-thunder | - | v2fly 2026-08
gaijin.net | war-thunder | - | v2fly 2026-08
gaijinent.com | war-thunder | - | v2fly 2026-08
wtmobile.com | war-thunder | - | v2fly 2026-08
enlisted.net | war-thunder | - | v2fly 2026-08
crossout.net | war-thunder | - | v2fly 2026-08

escapefromtarkov.com | tarkov | - | v2fly 2026-08
tarkov.com | tarkov | - | v2fly 2026-08

bethesda.net | bethesda | - | v2fly 2026-08
bethsoft.com | bethesda | - | v2fly 2026-08
elderscrolls.com | bethesda | - | v2fly 2026-08
doom.com | bethesda | - | v2fly 2026-08

arcraiders.com | arc-raiders | - | v2fly 2026-08
reachthefinals.com | arc-raiders | - | v2fly 2026-08
embark-studios.com | arc-raiders | - | v2fly 2026-08
embark.games | arc-raiders | - | v2fly 2026-08

wbgames.com | wb-games | - | v2fly 2026-08
warnerbrosgames.com | wb-games | - | v2fly 2026-08
wbagora.com | wb-games | - | v2fly 2026-08

nexon.com | nexon | - | v2fly 2026-08
nexon.net | nexon | - | v2fly 2026-08
nexon.io | nexon | - | v2fly 2026-08

konami.com | konami | - | v2fly 2026-08
konami.net | konami | - | v2fly 2026-08
yugioh-card.com | konami | - | v2fly 2026-08

ppy.sh | osu | - | v2fly 2026-08

faceit.com | faceit | - | v2fly 2026-08
faceit-cdn.net | faceit | - | v2fly 2026-08

nexusmods.com | nexus-mods | - | v2fly 2026-08
nexus-cdn.com | nexus-mods | - | v2fly 2026-08

poki.com | poki | - | the service

crazygames.com | crazygames | - | the service

coolmathgames.com | coolmath-games | - | the service

friv.com | friv | - | the service

y8.com | y8 | - | the service

miniclip.com | miniclip | - | the service

now.gg | now-gg | - | the service

agar.io | io-games | - | the service
slither.io | io-games | - | the service
krunker.io | io-games | - | the service

shellshock.io | shell-shockers | - | the service

bloxd.io | bloxd | - | the service

jackbox.tv | jackbox | - | the service
jackboxgames.com | jackbox | - | the service

boomlings.com | geometry-dash | - | the service

lunime.com | gacha | - | the service

youtube.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtu.be | youtube | - | v2fly 2026-08, NextDNS 2025-11
yt.be | youtube | - | v2fly 2026-08
youtube-nocookie.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.co.uk | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.ie | youtube | - | v2fly 2026-08
youtube.tv | youtube | - | v2fly 2026-08
youtube.be | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.de | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.fr | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.nl | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.pl | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtubei.googleapis.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtube.googleapis.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtubeembeddedplayer.googleapis.com | youtube | - | v2fly 2026-08
youtube-ui.l.google.com | youtube | - | v2fly 2026-08
wide-youtube.l.google.com | youtube | - | v2fly 2026-08
youtubeeducation.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtubegaming.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
youtubego.com | youtube | - | v2fly 2026-08
youtubefanfest.com | youtube | - | v2fly 2026-08
withyoutube.com | youtube | - | v2fly 2026-08
ytimg.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
googlevideo.com | youtube | - | v2fly 2026-08, NextDNS 2025-11
yt3.ggpht.com | youtube | - | NextDNS 2025-11
yt3.googleusercontent.com | youtube | - | v2fly 2026-08
ggpht.com | youtube | pictures of people in Google's mail, maps and files | v2fly 2026-08

youtubekids.com | youtube-kids | - | v2fly 2026-08, NextDNS 2025-11

music.youtube.com | youtube-music | - | the service

netflix.com | netflix | - | v2fly 2026-08, NextDNS 2025-11
netflix.net | netflix | - | v2fly 2026-08, NextDNS 2025-11
netflix.ca | netflix | - | v2fly 2026-08
nflxext.com | netflix | - | v2fly 2026-08, NextDNS 2025-11
nflximg.com | netflix | - | v2fly 2026-08
nflximg.net | netflix | - | v2fly 2026-08, NextDNS 2025-11
nflxso.net | netflix | - | v2fly 2026-08, NextDNS 2025-11
nflxvideo.net | netflix | - | v2fly 2026-08, NextDNS 2025-11
nflxsearch.net | netflix | - | v2fly 2026-08
netflix.com.edgesuite.net | netflix | - | v2fly 2026-08
fast.com | netflix | a test of how fast the line is | v2fly 2026-08

disneyplus.com | disney-plus | - | v2fly 2026-08, NextDNS 2025-11
disney-plus.net | disney-plus | - | v2fly 2026-08, NextDNS 2025-11
disneystreaming.com | disney-plus | - | v2fly 2026-08
disneyplus.disney.co.jp | disney-plus | - | NextDNS 2025-11
disneyplus.bn5x.net | disney-plus | - | v2fly 2026-08
disneyplus.com.ssl.sc.omtrdc.net | disney-plus | - | v2fly 2026-08
dssott.com | disney-plus | - | v2fly 2026-08, NextDNS 2025-11
bamgrid.com | disney-plus | - | v2fly 2026-08

primevideo.com | prime-video | - | v2fly 2026-08, NextDNS 2025-11
amazonvideo.com | prime-video | - | v2fly 2026-08, NextDNS 2025-11
prime-video.com | prime-video | - | v2fly 2026-08
primevideo.tv | prime-video | - | v2fly 2026-08
primevideo.org | prime-video | - | v2fly 2026-08
primevideo.info | prime-video | - | v2fly 2026-08
primevideo.cc | prime-video | - | v2fly 2026-08
amazonprimevideos.com | prime-video | - | v2fly 2026-08
amazonvideo.cc | prime-video | - | v2fly 2026-08
aiv-cdn.net | prime-video | - | v2fly 2026-08
aiv-delivery.net | prime-video | - | the service
pv-cdn.net | prime-video | - | the service
atv-ps.amazon.com | prime-video | - | the service
atv-ps-eu.amazon.co.uk | prime-video | - | the service
atv-ps-eu.amazon.de | prime-video | - | the service
msh.amazon.co.uk | prime-video | - | v2fly 2026-08

iplayer.bbc.co.uk | bbc-iplayer | - | the service
ibl.api.bbci.co.uk | bbc-iplayer | - | the service
ve-dash-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
ve-uhd-push-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vod-dash-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vod-hls-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vod-sub-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vs-hls-push-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vs-hls-pushb-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
vs-cmaf-push-uk-live.akamaized.net | bbc-iplayer | - | v2fly 2026-08
bbcfmt.s.llnwi.net | bbc-iplayer | - | v2fly 2026-08
vod-dash-ww-live.akamaized.net | bbc-iplayer | films of BBC News and Bitesize | v2fly 2026-08
vod-thumb-uk-live.akamaized.net | bbc-iplayer | films of BBC News and Bitesize | v2fly 2026-08
vod-thumb-ww-live.akamaized.net | bbc-iplayer | films of BBC News and Bitesize | v2fly 2026-08
vs-cmaf-pushb-ww-live.akamaized.net | bbc-iplayer | films of BBC News and Bitesize | v2fly 2026-08

as-dash-uk-live.akamaized.net | bbc-sounds | - | v2fly 2026-08
as-hls-uk-live.akamaized.net | bbc-sounds | - | v2fly 2026-08
aod-pod-uk-live.akamaized.net | bbc-sounds | - | v2fly 2026-08

itv.com | itvx | - | the service
itvx.com | itvx | - | the service

channel4.com | channel-4 | - | the service
c4assets.com | channel-4 | - | the service

channel5.com | channel-5 | - | the service
my5.tv | channel-5 | - | the service

u.co.uk | u | - | the service
uktv.co.uk | u | - | the service

stv.tv | stv | - | the service

s4c.cymru | s4c | - | the service

skygo.sky.com | sky | - | the service
skysports.com | sky | - | v2fly 2026-08
skysportsonline.com | sky | - | v2fly 2026-08
skysportsracing.com | sky | - | v2fly 2026-08
skyassets.com | sky | pictures of Sky News and of Sky's help pages | v2fly 2026-08

nowtv.com | now | - | the service

discoveryplus.com | discovery-plus | - | v2fly 2026-08
disco-api.com | discovery-plus | - | v2fly 2026-08
content-ause1-ur-discovery1.uplynk.com | discovery-plus | - | v2fly 2026-08

hbomax.com | hbo-max | - | v2fly 2026-08, NextDNS 2025-11
hbomax.eu | hbo-max | - | v2fly 2026-08
max.com | hbo-max | - | v2fly 2026-08, NextDNS 2025-11
hbo.com | hbo-max | - | v2fly 2026-08
hbomaxcdn.com | hbo-max | - | v2fly 2026-08
hbomax-images.warnermediacdn.com | hbo-max | - | v2fly 2026-08
hbomaxdash.s.llnwi.net | hbo-max | - | v2fly 2026-08
discomax.com | hbo-max discovery-plus | - | v2fly 2026-08

paramountplus.com | paramount-plus | - | v2fly 2026-08
pplusstatic.com | paramount-plus | - | v2fly 2026-08

tv.apple.com | apple-tv | - | v2fly 2026-08
uts-api.itunes.apple.com | apple-tv | - | v2fly 2026-08
np-edge.itunes.apple.com | apple-tv | - | v2fly 2026-08
play-edge.itunes.apple.com | apple-tv | - | v2fly 2026-08
hls.itunes.apple.com | apple-tv | - | v2fly 2026-08
hls-amt.itunes.apple.com | apple-tv | - | v2fly 2026-08

peacocktv.com | peacock | - | v2fly 2026-08

dazn.com | dazn | - | v2fly 2026-08
dazn-api.com | dazn | - | v2fly 2026-08
dazndn.com | dazn | - | v2fly 2026-08
daznfeeds.com | dazn | - | v2fly 2026-08
daznplayer.com | dazn | - | v2fly 2026-08
daznservices.com | dazn | - | v2fly 2026-08
indazn.com | dazn | - | v2fly 2026-08

f1tv.com | formula-1 | - | v2fly 2026-08

twitch.tv | twitch | - | v2fly 2026-08, NextDNS 2025-11
ttvnw.net | twitch | - | v2fly 2026-08, NextDNS 2025-11
jtvnw.net | twitch | - | v2fly 2026-08, NextDNS 2025-11
twitchcdn.net | twitch | - | v2fly 2026-08, NextDNS 2025-11
twitchsvc.net | twitch | - | v2fly 2026-08, NextDNS 2025-11
ext-twitch.tv | twitch | - | v2fly 2026-08, NextDNS 2025-11
twitchcon.com | twitch | - | v2fly 2026-08
twitch.map.fastly.net | twitch | - | NextDNS 2025-11
live-video.net | twitch | live films of other sites, which hire it from Amazon | v2fly 2026-08

kick.com | kick | - | v2fly 2026-08

crunchyroll.com | crunchyroll | - | v2fly 2026-08
vrv.co | crunchyroll | - | v2fly 2026-08

vimeo.com | vimeo | - | v2fly 2026-08, NextDNS 2025-11
vimeocdn.com | vimeo | - | v2fly 2026-08, NextDNS 2025-11
vimeo.fr | vimeo | - | v2fly 2026-08
vimeoondemand.com | vimeo | - | v2fly 2026-08
vimeobusiness.com | vimeo | - | v2fly 2026-08
vhx.tv | vimeo | - | v2fly 2026-08
livestream.com | vimeo | - | v2fly 2026-08
vimeo.map.fastly.net | vimeo | - | NextDNS 2025-11
vimeo-video.map.fastly.net | vimeo | - | NextDNS 2025-11

dailymotion.com | dailymotion | - | v2fly 2026-08, NextDNS 2025-11
dmcdn.net | dailymotion | - | v2fly 2026-08, NextDNS 2025-11
dm-event.net | dailymotion | - | v2fly 2026-08, NextDNS 2025-11

rumble.com | rumble | - | v2fly 2026-08
rmbl.ws | rumble | - | v2fly 2026-08

odysee.com | odysee | - | v2fly 2026-08

pluto.tv | pluto-tv | - | v2fly 2026-08
plutotv.net | pluto-tv | - | v2fly 2026-08

plex.tv | plex | - | v2fly 2026-08
plex.com | plex | - | v2fly 2026-08
plex.services | plex | - | v2fly 2026-08
plexapp.com | plex | - | v2fly 2026-08

tubi.tv | tubi | - | v2fly 2026-08
tubitv.com | tubi | - | v2fly 2026-08
tubi.io | tubi | - | v2fly 2026-08
tubi.video | tubi | - | v2fly 2026-08

rakuten.tv | rakuten-tv | - | v2fly 2026-08

viki.com | viki | - | v2fly 2026-08
viki.io | viki | - | the service

mubi.com | mubi | - | v2fly 2026-08
mubicdn.net | mubi | - | v2fly 2026-08

britbox.com | britbox | - | the service
britbox.co.uk | britbox | - | the service

shudder.com | shudder | - | the service

bilibili.com | bilibili | - | v2fly 2026-08
bilibili.tv | bilibili | - | v2fly 2026-08
biliapi.com | bilibili | - | v2fly 2026-08
biliapi.net | bilibili | - | v2fly 2026-08
biliintl.com | bilibili | - | v2fly 2026-08
b23.tv | bilibili | - | v2fly 2026-08
hdslb.com | bilibili | - | v2fly 2026-08
biliimg.com | bilibili | - | v2fly 2026-08
bilivideo.com | bilibili | - | v2fly 2026-08

iq.com | iqiyi | - | v2fly 2026-08
iqiyi.com | iqiyi | - | v2fly 2026-08
qiyi.com | iqiyi | - | v2fly 2026-08
iqiyipic.com | iqiyi | - | v2fly 2026-08
qy.net | iqiyi | - | v2fly 2026-08

viu.com | viu | - | v2fly 2026-08
viu.tv | viu | - | v2fly 2026-08

bigo.tv | bigo-live | - | the service
bigolive.tv | bigo-live | - | the service
bigo.sg | bigo-live | - | the service

spotify.com | spotify | - | v2fly 2026-08, NextDNS 2025-11
scdn.co | spotify | - | v2fly 2026-08, NextDNS 2025-11
pscdn.co | spotify | - | v2fly 2026-08
spotifycdn.com | spotify | - | v2fly 2026-08, NextDNS 2025-11
spotifycdn.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
byspotify.com | spotify | - | v2fly 2026-08
spoti.fi | spotify | - | v2fly 2026-08
spotify.link | spotify | - | v2fly 2026-08
tospotify.com | spotify | - | v2fly 2026-08
spotifycodes.com | spotify | - | v2fly 2026-08
spotifycharts.com | spotify | - | v2fly 2026-08
spotify-everywhere.com | spotify | - | v2fly 2026-08
spotify.design | spotify | - | v2fly 2026-08
audio-ak-spotify-com.akamaized.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
audio4-ak-spotify-com.akamaized.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
heads-ak-spotify-com.akamaized.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
heads4-ak-spotify-com.akamaized.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
spotify.com.edgesuite.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
spotify.map.fastly.net | spotify | - | v2fly 2026-08, NextDNS 2025-11
spotify.map.fastlylb.net | spotify | - | v2fly 2026-08, NextDNS 2025-11

music.apple.com | apple-music | - | v2fly 2026-08
applemusic.com | apple-music | - | v2fly 2026-08
streamingaudio.itunes.apple.com | apple-music | - | v2fly 2026-08
musickit.net | apple-music | - | v2fly 2026-08

music.amazon.co.uk | amazon-music | - | the service
music.amazon.com | amazon-music | - | the service

soundcloud.com | soundcloud | - | v2fly 2026-08
soundcloud.cloud | soundcloud | - | v2fly 2026-08
sndcdn.com | soundcloud | - | v2fly 2026-08

deezer.com | deezer | - | v2fly 2026-08
dzcdn.net | deezer | - | v2fly 2026-08

tidal.com | tidal | - | v2fly 2026-08
tidalhifi.com | tidal | - | v2fly 2026-08
wimpmusic.com | tidal | - | v2fly 2026-08

bandcamp.com | bandcamp | - | v2fly 2026-08
bcbits.com | bandcamp | - | v2fly 2026-08

audible.co.uk | audible | - | the service
audible.com | audible | - | v2fly 2026-08

globalplayer.com | global-player | - | the service

last.fm | last-fm | - | v2fly 2026-08
ws.audioscrobbler.com | last-fm | - | v2fly 2026-08
lastfm.freetls.fastly.net | last-fm | - | v2fly 2026-08

www.amazon.co.uk | amazon | - | the service
www.amazon.com | amazon | - | the service
www.amazon.de | amazon | - | the service
www.amazon.fr | amazon | - | the service
www.amazon.it | amazon | - | the service
www.amazon.es | amazon | - | the service
www.amazon.nl | amazon | - | the service
www.amazon.ie | amazon | - | the service
www.amazon.pl | amazon | - | the service
www.amazon.se | amazon | - | the service
www.amazon.com.be | amazon | - | the service
www.amazon.ca | amazon | - | the service
www.amazon.com.au | amazon | - | the service
www.amazon.in | amazon | - | the service
www.amazon.co.jp | amazon | - | the service
www.amazon.com.tr | amazon | - | the service
www.amazon.ae | amazon | - | the service
amzn.com | amazon | - | v2fly 2026-08, NextDNS 2025-11
amzn.to | amazon | - | v2fly 2026-08
amzn.eu | amazon | - | the service
media-amazon.com | amazon | pictures of Kindle, Audible and Prime Video | v2fly 2026-08
ssl-images-amazon.com | amazon | pictures of Kindle, Audible and Prime Video | v2fly 2026-08
images-amazon.com | amazon | pictures of Kindle, Audible and Prime Video | v2fly 2026-08

ebay.co.uk | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.com | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.ie | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.de | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.fr | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.it | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.es | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.nl | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.be | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.at | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.ch | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.pl | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.ca | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.com.au | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.com.hk | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.com.my | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.com.sg | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.ph | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.in | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay.us | ebay | - | v2fly 2026-08
ebayimg.com | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebaystatic.com | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebaydesc.com | ebay | - | NextDNS 2025-11
ebayrtm.com | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebaycdn.net | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebayinc.com | ebay | - | v2fly 2026-08, NextDNS 2025-11
ebay-us.com | ebay | - | v2fly 2026-08, NextDNS 2025-11

etsy.com | etsy | - | the service
etsystatic.com | etsy | - | the service
etsy.map.fastly.net | etsy | - | the service

vinted.co.uk | vinted | - | the service
vinted.com | vinted | - | the service
vinted.net | vinted | - | the service
vinted.fr | vinted | - | the service
vinted.de | vinted | - | the service
vinted.it | vinted | - | the service
vinted.es | vinted | - | the service
vinted.pl | vinted | - | the service
vinted.lt | vinted | - | the service

depop.com | depop | - | the service

shein.com | shein | - | the service
ltwebstatic.com | shein | - | the service

temu.com | temu | - | the service
kwcdn.com | temu | - | the service

aliexpress.com | aliexpress | - | v2fly 2026-08
aliexpress-media.com | aliexpress | - | v2fly 2026-08
aliexpress.ru | aliexpress | - | v2fly 2026-08
aliexpress.us | aliexpress | - | the service
aestatic.net | aliexpress | - | v2fly 2026-08

alibaba.com | alibaba | - | v2fly 2026-08

wish.com | wish | - | v2fly 2026-08

asos.com | asos | - | the service
asos-media.com | asos | - | the service

gumtree.com | gumtree | - | the service

argos.co.uk | argos | - | the service

very.co.uk | very | - | the service

next.co.uk | next | - | the service

boohoo.com | boohoo | - | the service

prettylittlething.com | prettylittlething | - | the service

primark.com | primark | - | the service

zara.com | zara | - | the service

hm.com | hm | - | v2fly 2026-08

nike.com | nike | - | v2fly 2026-08
nikecdn.com | nike | - | v2fly 2026-08

adidas.co.uk | adidas | - | v2fly 2026-08
adidas.com | adidas | - | v2fly 2026-08

jdsports.co.uk | jd-sports | - | the service

sportsdirect.com | sports-direct | - | the service

stockx.com | stockx | - | the service

farfetch.com | farfetch | - | v2fly 2026-08
farfetch-contents.com | farfetch | - | v2fly 2026-08
farfetch-apps.com | farfetch | - | v2fly 2026-08

currys.co.uk | currys | - | the service

johnlewis.com | john-lewis | - | the service

smythstoys.com | smyths | - | the service

eneba.com | eneba | - | v2fly 2026-08

kinguin.net | kinguin | - | v2fly 2026-08

shopee.com | shopee | - | v2fly 2026-08

rakuten.com | rakuten | - | v2fly 2026-08
rakuten.co.jp | rakuten | - | v2fly 2026-08
rakuten-static.com | rakuten | - | v2fly 2026-08

tinder.com | tinder | - | NextDNS 2025-11
gotinder.com | tinder | - | NextDNS 2025-11
tindersparks.com | tinder | - | NextDNS 2025-11

bumble.com | bumble | - | the service
bumbcdn.com | bumble | - | the service

hinge.co | hinge | - | the service
hingeaws.net | hinge | - | the service

badoo.com | badoo | - | the service
badoocdn.com | badoo | - | the service

grindr.com | grindr | - | the service
grindr.mobi | grindr | - | the service
grindr.io | grindr | - | the service

okcupid.com | okcupid | - | the service
okccdn.com | okcupid | - | the service

pof.com | plenty-of-fish | - | the service

match.com | match | - | the service

happn.com | happn | - | the service
happn.fr | happn | - | the service

feeld.co | feeld | - | the service

weareher.com | her | - | the service

taimi.com | taimi | - | the service

hily.com | hily | - | the service

zoosk.com | zoosk | - | the service

eharmony.com | eharmony | - | the service
eharmony.co.uk | eharmony | - | the service

muzz.com | muzz | - | the service
muzmatch.com | muzz | - | the service

tagged.com | tagged | - | the service

meetme.com | meetme | - | the service

skout.com | skout | - | the service

bet365.com | bet365 | - | the service

skybet.com | sky-bet | - | the service
skyvegas.com | sky-bet | - | the service
skycasino.com | sky-bet | - | the service
skybingo.com | sky-bet | - | the service

williamhill.com | william-hill | - | the service

paddypower.com | paddy-power | - | the service

betfair.com | betfair | - | the service

ladbrokes.com | ladbrokes | - | the service

coral.co.uk | coral | - | the service

betfred.com | betfred | - | the service

betway.com | betway | - | the service

unibet.co.uk | unibet | - | the service
unibet.com | unibet | - | the service

888.com | 888 | - | the service
888casino.com | 888 | - | the service
888sport.com | 888 | - | the service
888poker.com | 888 | - | the service

pokerstars.uk | pokerstars | - | the service
pokerstars.com | pokerstars | - | the service

betvictor.com | betvictor | - | the service

tombola.co.uk | tombola | - | the service

national-lottery.co.uk | national-lottery | - | the service

postcodelottery.co.uk | postcode-lottery | - | the service

meccabingo.com | mecca-bingo | - | the service

galabingo.com | gala-bingo | - | the service

foxybingo.com | foxy-bingo | - | the service

jackpotjoy.com | jackpotjoy | - | the service

virgingames.com | virgin-games | - | the service

grosvenorcasinos.com | grosvenor | - | the service

leovegas.com | leovegas | - | the service

casumo.com | casumo | - | the service

bwin.com | bwin | - | v2fly 2026-08

boylesports.com | boylesports | - | the service

stake.com | stake | - | the service
stake.bet | stake | - | the service
stake.us | stake | - | the service

rollbit.com | rollbit | - | the service

roobet.com | roobet | - | the service

csgoroll.com | csgoroll | - | the service

csgoempire.com | csgoempire | - | the service

hellcase.com | hellcase | - | the service

key-drop.com | key-drop | - | the service

skin.club | skin-club | - | the service

polymarket.com | polymarket | - | v2fly 2026-08

pornhub.com | pornhub | - | v2fly 2026-08
pornhub.org | pornhub | - | v2fly 2026-08
pornhubpremium.com | pornhub | - | v2fly 2026-08
phncdn.com | pornhub | - | v2fly 2026-08
phprcdn.com | pornhub | - | v2fly 2026-08

xvideos.com | xvideos | - | v2fly 2026-08
xvideos-cdn.com | xvideos | - | v2fly 2026-08

xnxx.com | xnxx | - | v2fly 2026-08
xnxx.net | xnxx | - | v2fly 2026-08
xnxx.tv | xnxx | - | v2fly 2026-08
xnxx-cdn.com | xnxx | - | v2fly 2026-08

xhamster.com | xhamster | - | v2fly 2026-08
xhamster.desi | xhamster | - | v2fly 2026-08
xhamster.xxx | xhamster | - | v2fly 2026-08
xhamster2.com | xhamster | - | v2fly 2026-08
xhamster3.com | xhamster | - | v2fly 2026-08
xhamster18.com | xhamster | - | v2fly 2026-08
xhamster19.com | xhamster | - | v2fly 2026-08
xhamsterlive.com | xhamster | - | v2fly 2026-08
xhcdn.com | xhamster | - | v2fly 2026-08

redtube.com | redtube | - | v2fly 2026-08

youporn.com | youporn | - | v2fly 2026-08

spankbang.com | spankbang | - | v2fly 2026-08

chaturbate.com | chaturbate | - | v2fly 2026-08

stripchat.com | stripchat | - | v2fly 2026-08

bongacams.com | bongacams | - | v2fly 2026-08

onlyfans.com | onlyfans | - | v2fly 2026-08

fansly.com | fansly | - | v2fly 2026-08

character.ai | character-ai | - | the service

replika.ai | replika | - | the service
replika.com | replika | - | the service

polybuzz.ai | polybuzz | - | the service

talkie-ai.com | talkie | - | the service

chai-research.com | chai | - | the service

nomi.ai | nomi | - | the service

kindroid.ai | kindroid | - | the service

janitorai.com | janitor-ai | - | the service

ome.tv | ometv | - | the service
ometv.chat | ometv | - | the service

chatroulette.com | chatroulette | - | the service

monkey.app | monkey | - | the service
monkey.cool | monkey | - | the service

emeraldchat.com | emerald-chat | - | the service

uhmegle.com | uhmegle | - | the service

chathub.cam | chathub | - | the service

camsurf.com | camsurf | - | the service

chatrandom.com | chatrandom | - | the service

shagle.com | shagle | - | the service

azarlive.com | azar | - | the service

yubo.live | yubo | - | the service

tinychat.com | tinychat | - | the service

nordvpn.com | nordvpn | - | v2fly 2026-08
nordcdn.com | nordvpn | - | v2fly 2026-08

expressvpn.com | expressvpn | - | the service

surfshark.com | surfshark | - | the service

protonvpn.com | proton-vpn | - | v2fly 2026-08
protonvpn.ch | proton-vpn | - | v2fly 2026-08
vpn-api.proton.me | proton-vpn | - | the service

cyberghostvpn.com | cyberghost | - | the service

privateinternetaccess.com | pia | - | the service

mullvad.net | mullvad | - | the service

windscribe.com | windscribe | - | the service

tunnelbear.com | tunnelbear | - | the service

hotspotshield.com | hotspot-shield | - | the service

hola.org | hola | - | the service

ipvanish.com | ipvanish | - | the service

purevpn.com | purevpn | - | the service

urban-vpn.com | urban-vpn | - | the service

turbovpn.com | turbo-vpn | - | the service

hide.me | hide-me | - | the service

hidemyass.com | hidemyass | - | the service

psiphon.ca | psiphon | - | v2fly 2026-08
psiphon3.com | psiphon | - | v2fly 2026-08

getlantern.org | lantern | - | v2fly 2026-08
lantern.io | lantern | - | v2fly 2026-08

torproject.org | tor | - | v2fly 2026-08

vpngate.net | vpn-gate | - | v2fly 2026-08
vpngate.jp | vpn-gate | - | v2fly 2026-08
opengw.net | vpn-gate | - | v2fly 2026-08
softether.org | vpn-gate | - | v2fly 2026-08

cloudflareclient.com | warp | - | v2fly 2026-08
cloudflarewarp.com | warp | - | v2fly 2026-08
warp.plus | warp | - | v2fly 2026-08

vpn.mozilla.org | mozilla-vpn | - | the service

getoutline.org | outline | - | v2fly 2026-08

chatgpt.com | chatgpt | - | v2fly 2026-08
chat.com | chatgpt | - | v2fly 2026-08
openai.com | chatgpt | - | v2fly 2026-08
oaistatic.com | chatgpt | - | v2fly 2026-08
oaiusercontent.com | chatgpt | - | v2fly 2026-08
oaistatsig.com | chatgpt | - | v2fly 2026-08
chatgpt.site | chatgpt | - | v2fly 2026-08
chatgpt.livekit.cloud | chatgpt | - | v2fly 2026-08
openai.com.cdn.cloudflare.net | chatgpt | - | v2fly 2026-08

sora.com | sora | - | v2fly 2026-08

gemini.google.com | gemini | - | v2fly 2026-08

copilot.microsoft.com | copilot | - | v2fly 2026-08
copilot.com | copilot | - | v2fly 2026-08

meta.ai | meta-ai | - | v2fly 2026-08

claude.ai | claude | - | v2fly 2026-08
claude.com | claude | - | v2fly 2026-08
clau.de | claude | - | v2fly 2026-08
claudeusercontent.com | claude | - | v2fly 2026-08
anthropic.com | claude | - | v2fly 2026-08

grok.com | grok | - | v2fly 2026-08
grok.x.com | grok | - | v2fly 2026-08
grokipedia.com | grok | - | v2fly 2026-08
x.ai | grok | - | v2fly 2026-08

perplexity.ai | perplexity | - | v2fly 2026-08
perplexity.com | perplexity | - | v2fly 2026-08
pplx.ai | perplexity | - | v2fly 2026-08

deepseek.com | deepseek | - | v2fly 2026-08

poe.com | poe | - | v2fly 2026-08
poecdn.net | poe | - | v2fly 2026-08

mistral.ai | mistral | - | v2fly 2026-08

midjourney.com | midjourney | - | v2fly 2026-08

capcut.com | capcut | - | v2fly 2026-08
capcut.cn | capcut | - | v2fly 2026-08
capcutcdn-us.com | capcut | - | v2fly 2026-08

wattpad.com | wattpad | - | v2fly 2026-08

archiveofourown.org | ao3 | - | v2fly 2026-08
archiveofourown.com | ao3 | - | v2fly 2026-08
archiveofourown.net | ao3 | - | v2fly 2026-08
ao3.org | ao3 | - | v2fly 2026-08

webtoons.com | webtoon | - | v2fly 2026-08

patreon.com | patreon | - | v2fly 2026-08
patreonusercontent.com | patreon | - | v2fly 2026-08
patreoncommunity.com | patreon | - | v2fly 2026-08

fandom.com | fandom | - | v2fly 2026-08
wikia.com | fandom | - | v2fly 2026-08
wikia.org | fandom | - | v2fly 2026-08
wikia.nocookie.net | fandom | - | v2fly 2026-08
gamepedia.com | fandom | - | v2fly 2026-08

medium.com | medium | - | v2fly 2026-08
medium.systems | medium | - | v2fly 2026-08

chegg.com | chegg | - | v2fly 2026-08
"""  # noqa: E501 - a row is one line

SERVICE_NAMES: Final = read(
    "service names",
    _TABLE,
    (a_name, tags, words_or_none, _sources),
    ServiceName,
    lambda row: row.name,
)
