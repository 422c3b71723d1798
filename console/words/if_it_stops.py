"""What stands on the card for the day on which the box is dead: one sheet, to hang by the router.

Rules kept here:
- It has to be true of every phone and router, so it names none: makers move their buttons.
- A phone is online by the first way within a minute, and by the third within five.
"""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("If the internet stops")
HEADING: Final = _("No internet? Do this.")
PRINT: Final = _("Print this page now, fill it in, and hang it by the router.")
PRINT_WHY: Final = _("When the box is dead, this page is gone too. It fits on one sheet of paper.")
ORDER: Final = _("Start with 1. Stop as soon as a phone is online.")

MOBILE: Final = _("1. Use mobile data (one minute)")
MOBILE_TEXT: Final = (
    _("Switch Wi-Fi off on a phone. Now it goes online by itself, without the box."),
    _("To ring 999 you need no internet, just a phone that works."),
)

POWER: Final = _("2. Look at power and cable (three minutes)")
POWER_TEXT: Final = (
    _("Pull out the power plug of the box, count to ten, and put it back. That does no harm."),
    _("Push in both ends of its network cable: one in the box, one in the router."),
    _("Wait two minutes. Then switch Wi-Fi on again on the phone, and try."),
    _("Is a light on the router red, or off? Then it is not the box. Ring the internet company."),
)

PHONE: Final = _("3. One phone without the box (two minutes)")
PHONE_TEXT: Final = (
    _("On the phone, open its settings for this home's Wi-Fi. Look for DNS or IP settings."),
    _("Choose to set DNS by hand. Type the address of the router, from this card. Save."),
    _("Switch Wi-Fi off and on. On an Android phone, Private DNS has to be off or automatic."),
)

EVERYONE: Final = _("4. Everyone without the box (five minutes)")
EVERYONE_TEXT: Final = (
    _("Open the router's page: type its address, from this card, into a browser. Sign in."),
    _("Look for DHCP, LAN or Local network. There, look for DNS. Take out the box's address."),
    _("Choose automatic, or the internet company's DNS. Save. Switch Wi-Fi off and on."),
)

THEN: Final = _("Until the box is back")
THEN_TEXT: Final = (
    _("There is no filter, and there are no limits of time. Nothing is written down."),
    _("When it works again, undo what you changed: set DNS back to how it was."),
)

WRITE: Final = _("Write it down here")
ROUTER: Final = _("The router's address, such as 192.168.1.1")
ROUTER_KEY: Final = _("Where its password stands, such as: on its label")
BOX: Final = _("The box's address")
BOX_BLANK: Final = _("The box's address, such as 192.168.1.53")
HELPER: Final = _("Who helps us, and their number")
COMPANY: Final = _("The internet company's number")
