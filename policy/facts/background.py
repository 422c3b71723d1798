"""What a device asks by itself, and what therefore never counts as screen time.

Rules kept here:
- An entry covers its name and everything below it.
- A name that a person may also have opened is not here, though devices ask for it by themselves
  too: www.google.com, www.gstatic.com, www.apple.com, the app store. Counting too little is a
  smaller wrong than a clock that lies, but a clock that never moves is of no use.
- Nothing is opened by standing here; `never_blocked` does that.

Sources as in `never_blocked`; HPCN page loads are those of hpcn-uam/nlp-web-analytics (MIT).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts.table import a_name, one_of, read, words
from policy.names import Name


class Kind(StrEnum):
    """What a device wants when nobody uses it."""

    CONNECTIVITY_CHECK = "connectivity check"
    TIME = "time"
    PUSH = "push"
    UPDATE = "update"
    CERTIFICATE_CHECK = "certificate check"


@dataclass(frozen=True, slots=True)
class Background:
    """One name that devices ask for by themselves."""

    name: Name
    kind: Kind
    platform: str
    source: str


# name | kind | platform | source
_TABLE = """
captive.apple.com | connectivity check | Apple | v2fly 2026-08
ping.archlinux.org | connectivity check | Linux | v2fly 2026-08
redirect.archlinux.org | connectivity check | Linux | v2fly 2026-08
cp.cloudflare.com | connectivity check | Cloudflare | v2fly 2026-08
detectportal.firefox.com | connectivity check | Firefox | v2fly 2026-08
nmcheck.gnome.org | connectivity check | Linux | v2fly 2026-08
connectivitycheck.gstatic.com | connectivity check | Android | v2fly 2026-08
connectivitycheck.platform.hihonorcloud.com | connectivity check | Honor | v2fly 2026-08
connectivitycheck.platform.hicloud.com | connectivity check | Huawei | v2fly 2026-08
networkcheck.kde.org | connectivity check | Linux | v2fly 2026-08
edge-http.microsoft.com | connectivity check | Windows | v2fly 2026-08
connect.rom.miui.com | connectivity check | Xiaomi | v2fly 2026-08
conn1.oppomobile.com | connectivity check | Oppo | v2fly 2026-08
conn2.oppomobile.com | connectivity check | Oppo | v2fly 2026-08
connectivity.samsung.com.cn | connectivity check | Samsung | v2fly 2026-08
ipv6check-http.steamserver.net | connectivity check | Steam | v2fly 2026-08
ipv6check-udp.steamserver.net | connectivity check | Steam | v2fly 2026-08
test.steampowered.com | connectivity check | Steam | v2fly 2026-08
connectivity-check.ubuntu.com | connectivity check | Linux | v2fly 2026-08
wifi.vivo.com.cn | connectivity check | Vivo | v2fly 2026-08
msftconnecttest.com | connectivity check | Windows | v2fly 2026-08
msftncsi.com | connectivity check | Windows | v2fly 2026-08
connectivitycheck.android.com | connectivity check | Android | MISP 2023-01
clients3.google.com | connectivity check | Android | MISP 2023-01
connectivity-test.static.microsoft | connectivity check | Windows | Cisco Umbrella 2026-08
connectivity-test.cloud.microsoft | connectivity check | Windows | Cisco Umbrella 2026-08
captive.g.aaplimg.com | connectivity check | Apple | Apple HT210060
fireoscaptiveportal.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
firetvcaptiveportal.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
mmechocaptiveportal.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
tabletcaptiveportal.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
spectrum.s3.amazonaws.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
conntest.nintendowifi.net | connectivity check | Nintendo | public text
ctest.cdn.nintendo.net | connectivity check | Nintendo | public text
ctest.cdn.n.nintendoswitch.cn | connectivity check | Nintendo | public text
connectivity-test.usercontent.microsoft | connectivity check | Windows | Cisco Umbrella 2026-08
acsechocaptiveportal.com | connectivity check | Amazon Fire OS, Fire TV, Echo | public text
connectivitycheck.cbg-app.huawei.com | connectivity check | Huawei | Cisco Umbrella 2026-08
time.apple.com | time | Apple | Apple HT210060
time-ios.apple.com | time | Apple | Apple HT210060
time-macos.apple.com | time | Apple | Apple HT210060
time.euro.apple.com | time | Apple | Apple HT210060
time.android.com | time | Android, Google | Cisco Umbrella 2026-08
time.google.com | time | Android, Google | Cisco Umbrella 2026-08
time.windows.com | time | Windows | Cisco Umbrella 2026-08
ntp.ubuntu.com | time | Linux, devices | Cisco Umbrella 2026-08
pool.ntp.org | time | Linux, devices | Cisco Umbrella 2026-08
time.cloudflare.com | time | Linux, devices | Cisco Umbrella 2026-08
kindle-time.amazon.com | time | Amazon | Cisco Umbrella 2026-08
ntp-g7g.amazon.com | time | Amazon | Cisco Umbrella 2026-08
time.nist.gov | time | Linux, devices | Cisco Umbrella 2026-08
push.apple.com | push | Apple | Cisco Umbrella 2026-08
push-apple.com.akadns.net | push | Apple | Cisco Umbrella 2026-08
courier-push-apple.com.akadns.net | push | Apple | Cisco Umbrella 2026-08
alt1-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt2-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt3-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt4-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt5-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt6-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt7-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
alt8-mtalk.google.com | push | Android (FCM) | v2fly 2026-08
mtalk-dev.google.com | push | Android (FCM) | v2fly 2026-08
mtalk-staging.google.com | push | Android (FCM) | v2fly 2026-08
mtalk.google.com | push | Android (FCM) | v2fly 2026-08
mtalk4.google.com | push | Android (FCM) | v2fly 2026-08
push.services.mozilla.com | push | Firefox | HPCN page loads 2020
wns.windows.com | push | Windows | MISP 2026-08
notify.windows.com | push | Windows | MISP 2026-08
appldnld.apple.com | update | Apple | Apple HT210060
configuration.apple.com | update | Apple | Apple HT210060
fcs-keys-pub-prod.cdn-apple.com | update | Apple | Apple HT210060
gdmf-ados.apple.com | update | Apple | Apple HT210060
gdmf.apple.com | update | Apple | Apple HT210060
gg.apple.com | update | Apple | Apple HT210060
gs.apple.com | update | Apple | Apple HT210060
gsra.apple.com | update | Apple | Apple HT210060
ig.apple.com | update | Apple | Apple HT210060
mesu.apple.com | update | Apple | Apple HT210060
oscdn.apple.com | update | Apple | Apple HT210060
osrecovery.apple.com | update | Apple | Apple HT210060
skl.apple.com | update | Apple | Apple HT210060
swcdn.apple.com | update | Apple | Apple HT210060
swdist.apple.com | update | Apple | Apple HT210060
swdownload.apple.com | update | Apple | Apple HT210060
swscan.apple.com | update | Apple | Apple HT210060
updates-http.cdn-apple.com | update | Apple | Apple HT210060
updates.cdn-apple.com | update | Apple | Apple HT210060
wkms-public.apple.com | update | Apple | Apple HT210060
xp.apple.com | update | Apple | Apple HT210060
windowsupdate.com | update | Windows | MISP 2026-08
delivery.mp.microsoft.com | update | Windows | MISP 2026-08
update.microsoft.com | update | Windows | MISP 2026-08
do.dsp.mp.microsoft.com | update | Windows | MISP 2026-08
softwareupdates.amazon.com | update | Amazon | public text
tvupdate.roku.com | update | Roku | public text
samsungotn.net | update | Samsung | public text
definitionupdates.microsoft.com | update | Windows | Cisco Umbrella 2026-08
update.googleapis.com | update | Chrome, Chromebooks | Cisco Umbrella 2026-08
fota-cloud-dn.ospserver.net | update | Samsung | Cisco Umbrella 2026-08
security.ubuntu.com | update | Linux | Cisco Umbrella 2026-08
ocsp.apple.com | certificate check | all | Apple HT210060
crl.apple.com | certificate check | all | Apple HT210060
ocsp.digicert.com | certificate check | all | Apple HT210060
ocsp.pki.goog | certificate check | all | Apple HT210060
crl.microsoft.com | certificate check | all | Apple HT210060
prod.amazoncrl.com | certificate check | all | Apple HT210060
"""

BACKGROUND: Final = read(
    "background",
    _TABLE,
    (a_name, one_of(Kind), words, words),
    Background,
    lambda background: background.name,
)
