"""What stands on the screens of the first run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.first_run_routers import Can
from console.services.first_run_wrong import Wrong
from console.words.sentence import _

TITLE: Final = _("Set up this home")
PROGRESS: Final = _("Step {number} of {count}")
NEXT: Final = _("Go on")
LATER: Final = _("You can stop at any time. The box knows where you were.")
WRONG: Final = _("This was not saved yet")
WRONG_TEXTS: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.KIND: _("Choose one of the two."),
        Wrong.NAME: _("Write a name of up to 40 letters."),
        Wrong.NAME_TAKEN: _("Somebody here has this name. Write another one."),
        Wrong.SHORT: _("Write a password of 10 letters or more."),
        Wrong.AGE: _("Choose an age."),
        Wrong.NUMBERS: _("Write a name and a phone number in each row, or leave both empty."),
        Wrong.NOT_YET: _("First run the test on a phone, or choose your router."),
    }
)

# What kind of home.
HOME: Final = _("What kind of home is this?")
HOME_FAMILY: Final = _("A family home")
HOME_FAMILY_TEXT: Final = _("Nothing that anyone looks up is ever written down here.")
HOME_FOSTER: Final = _("A foster home")
HOME_FOSTER_TEXT: Final = _(
    "Nothing is written down here, unless a signed agreement for one young person says so."
)
HOME_PICTURE: Final = _(
    "Later, on your phone or laptop, your browser may show a warning. It is fine here, and it"
    " looks like this."
)
RESTORE: Final = _("I have a backup of this home")

# The first carer.
CARER: Final = _("Who looks after this home?")
CARER_TEXT: Final = _("This is you. With this name and password you sign in.")
CARER_NAME: Final = _("Your name, as people here call you")
CARER_CHOOSE: Final = _("Choose a password")
CARER_CHOOSE_HINT: Final = _("Ten letters or more. A few words in a row are good.")
CARER_NUMBERS: Final = _("Numbers you would ring first")
CARER_NUMBERS_HINT: Final = _("They stand on the page Worried. You can add them later too.")

# The first young person.
PERSON: Final = _("Who is the first young person?")
PERSON_TEXT: Final = _("You can add more people later.")
PERSON_NAME: Final = _("A nickname")
PERSON_NAME_HINT: Final = _("Do not write a surname.")
PERSON_AGE: Final = _("How old are they?")
PERSON_STARTS: Final = (
    _("Help lines are open, and filters for this age are on from now on."),
    _("For the first seven days there are no limits of time, unless you choose them here."),
)
PERSON_STARTS_FAMILY: Final = (
    _("Help lines are open, and filters for this age are on from now on."),
    _("There are no limits of time, unless you choose them here or on the Rules page later."),
)
PERSON_LIMITS: Final = _("Begin with bedtime and limits of time today")

# The test.
DEVICE: Final = _("Does it work on a phone?")
DEVICE_TEXT: Final = (
    _("Take a phone that uses this home's Wi-Fi, with its settings as they always are."),
    _("On it, open lamplight.local/check and press the button there. Then load this page again."),
    _("Or test the device in your hand."),
)
DEVICE_TEST: Final = _("Test the device in my hand")
DEVICE_PASSED: Final = _("It works. This device asks the box.")
DEVICE_PASSED_EARLIER: Final = _("It works. A device here passed the test today.")
DEVICE_FAILED: Final = _("This device does not ask the box yet")
DEVICE_FAILED_TEXT: Final = (
    _("Switch mobile data off, and a VPN or Private DNS too. Then test again."),
    _("If that does not help, choose your router here."),
)
DEVICE_UNKNOWN: Final = _("The box cannot say yet")
DEVICE_UNKNOWN_TEXT: Final = _("Its filter does not answer, or the test is too old. Test again.")
MINE: Final = _("This phone is mine")
MINE_TEXT: Final = _("Then it has no filter, and nothing about it is ever written down.")
MINE_DONE: Final = _("This device is yours. It has no filter.")
ROUTER: Final = _("If it does not work: your router")
ROUTER_WHICH: Final = _("Whose router is it?")
ROUTER_SHOW: Final = _("Show me the way")
ROUTER_CAN: Final[Mapping[Can, str]] = MappingProxyType(
    {
        Can.NO: _("This router does not let you choose. So set up one device at a time."),
        Can.PERHAPS: _("Some of these routers let you choose, and some are locked."),
    }
)
ROUTER_LABEL: Final = _("The address of its page and the password are often on a label on it.")
ROUTER_SET: Final = _("Tell the router about the box")
ROUTER_STEPS: Final = (
    _("Open the router's page, and sign in there."),
    _("Look for DHCP, LAN or Local network. There, look for DNS."),
    _("Type the address of this box as the one DNS server. Take out any second one."),
    _("Switch Wi-Fi off and on again on the phone. Then test again."),
)
ONE_DEVICE: Final = _("Just this one device")
ONE_DEVICE_TEXT: Final = _("This takes about two minutes, and no router is needed.")
ONE_DEVICE_STEPS: Final = (
    _("On the device, open the settings of this home's Wi-Fi."),
    _("Look for DNS or IP settings, and choose to set them by hand."),
    _("Type the address of this box as the one DNS server. Save it."),
    _("Then test again. On other Wi-Fi, set it back to automatic."),
)
GO_ON_WITHOUT: Final = _("I know the way. Go on")

# The young person's page.
TOGETHER: Final = _("Look at their page together")
TOGETHER_TEXT: Final = (
    _("On their own device, open this box. There they see their rules, and since when."),
    _("They see whether anything is written down. They can ask for things, and get help."),
    _("First say on the Devices page whose device it is."),
)
TOGETHER_ADDRESS: Final = _("The address on their device")
TOGETHER_MINE: Final = "lamplight.local/mine"
TOGETHER_DEVICES: Final = _("Name their device")
TOGETHER_DONE: Final = _("We looked at it together")
TOGETHER_LATER: Final = _("Not now. Remind me here")
