"""What stands on the screens of the first run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.first_run_routers import Can
from console.services.first_run_wrong import Wrong

TITLE: Final = "Set up this home"
PROGRESS: Final = "Step {number} of {count}"
NEXT: Final = "Go on"
LATER: Final = "You can stop at any time. The box knows where you were."
WRONG: Final = "This was not saved yet"
WRONG_TEXTS: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.KIND: "Choose one of the two.",
        Wrong.NAME: "Write a name of up to 40 letters.",
        Wrong.NAME_TAKEN: "Somebody here has this name. Write another one.",
        Wrong.SHORT: "Write a password of 10 letters or more.",
        Wrong.AGE: "Choose an age.",
        Wrong.NUMBERS: "Write a name and a phone number in each row, or leave both empty.",
        Wrong.NOT_YET: "First run the test on a phone, or choose your router.",
    }
)

# What kind of home.
HOME: Final = "What kind of home is this?"
HOME_FAMILY: Final = "A family home"
HOME_FAMILY_TEXT: Final = "Nothing that anyone looks up is ever written down here."
HOME_FOSTER: Final = "A foster home"
HOME_FOSTER_TEXT: Final = (
    "Nothing is written down here, unless a signed agreement for one young person says so."
)
HOME_PICTURE: Final = (
    "Later, on your phone or laptop, your browser may show a warning. It is fine here, and it"
    " looks like this."
)
RESTORE: Final = "I have a backup of this home"

# The first carer.
CARER: Final = "Who looks after this home?"
CARER_TEXT: Final = "This is you. With this name and password you sign in."
CARER_NAME: Final = "Your name, as people here call you"
CARER_CHOOSE: Final = "Choose a password"
CARER_CHOOSE_HINT: Final = "Ten letters or more. A few words in a row are good."
CARER_NUMBERS: Final = "Numbers you would ring first"
CARER_NUMBERS_HINT: Final = "They stand on the page Worried. You can add them later too."

# The first young person.
PERSON: Final = "Who is the first young person?"
PERSON_TEXT: Final = "You can add more people later."
PERSON_NAME: Final = "A nickname"
PERSON_NAME_HINT: Final = "Do not write a surname."
PERSON_AGE: Final = "How old are they?"
PERSON_STARTS: Final = (
    "Help lines are open, and filters for this age are on from now on.",
    "For the first seven days there are no limits of time, unless you choose them here.",
)
PERSON_STARTS_FAMILY: Final = (
    "Help lines are open, and filters for this age are on from now on.",
    "There are no limits of time, unless you choose them here or on the Rules page later.",
)
PERSON_LIMITS: Final = "Begin with bedtime and limits of time today"

# The test.
DEVICE: Final = "Does it work on a phone?"
DEVICE_TEXT: Final = (
    "Take a phone that uses this home's Wi-Fi, with its settings as they always are.",
    "On it, open lamplight.local/check and press the button there. Then load this page again.",
    "Or test the device in your hand.",
)
DEVICE_TEST: Final = "Test the device in my hand"
DEVICE_PASSED: Final = "It works. This device asks the box."
DEVICE_PASSED_EARLIER: Final = "It works. A device here passed the test today."
DEVICE_FAILED: Final = "This device does not ask the box yet"
DEVICE_FAILED_TEXT: Final = (
    "Switch mobile data off, and a VPN or Private DNS too. Then test again.",
    "If that does not help, choose your router here.",
)
DEVICE_UNKNOWN: Final = "The box cannot say yet"
DEVICE_UNKNOWN_TEXT: Final = "Its filter does not answer, or the test is too old. Test again."
MINE: Final = "This phone is mine"
MINE_TEXT: Final = "Then it has no filter, and nothing about it is ever written down."
MINE_DONE: Final = "This device is yours. It has no filter."
ROUTER: Final = "If it does not work: your router"
ROUTER_WHICH: Final = "Whose router is it?"
ROUTER_SHOW: Final = "Show me the way"
ROUTER_CAN: Final[Mapping[Can, str]] = MappingProxyType(
    {
        Can.NO: "This router does not let you choose. So set up one device at a time.",
        Can.PERHAPS: "Some of these routers let you choose, and some are locked.",
    }
)
ROUTER_LABEL: Final = "The address of its page and the password are often on a label on it."
ROUTER_SET: Final = "Tell the router about the box"
ROUTER_STEPS: Final = (
    "Open the router's page, and sign in there.",
    "Look for DHCP, LAN or Local network. There, look for DNS.",
    "Type the address of this box as the one DNS server. Take out any second one.",
    "Switch Wi-Fi off and on again on the phone. Then test again.",
)
ONE_DEVICE: Final = "Just this one device"
ONE_DEVICE_TEXT: Final = "This takes about two minutes, and no router is needed."
ONE_DEVICE_STEPS: Final = (
    "On the device, open the settings of this home's Wi-Fi.",
    "Look for DNS or IP settings, and choose to set them by hand.",
    "Type the address of this box as the one DNS server. Save it.",
    "Then test again. On other Wi-Fi, set it back to automatic.",
)
GO_ON_WITHOUT: Final = "I know the way. Go on"

# The young person's page.
TOGETHER: Final = "Look at their page together"
TOGETHER_TEXT: Final = (
    "On their own device, open this box. There they see their rules, and since when.",
    "They see whether anything is written down. They can ask for things, and get help.",
    "First say on the Devices page whose device it is.",
)
TOGETHER_ADDRESS: Final = "The address on their device"
TOGETHER_MINE: Final = "lamplight.local/mine"
TOGETHER_DEVICES: Final = "Name their device"
TOGETHER_DONE: Final = "We looked at it together"
TOGETHER_LATER: Final = "Not now. Remind me here"
