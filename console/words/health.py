"""What is said on "Is everything working?", on what this box can and cannot do, and on the test.

Each line of the first can be read out down a telephone: its number, what it is about, how it is.
What was found on the network is said in the sentences of `policy.coverage_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.machine import Aside
from console.words.sentence import _

TITLE: Final = _("Is everything working?")
HEADING: Final = _("Is everything working?")

ALL_WORKING: Final = _("All is working")
ALL_WORKING_TEXT: Final = _("Every line on this page is fine, and a device passed the test today.")
LOOK: Final = _("Something needs a look")
LOOK_TEXT: Final = _("The lines with a warning say what is wrong and what to do.")
NOT_TESTED: Final = _("No device was tested today")
NOT_TESTED_TEXT: Final = _(
    "Nothing looks wrong from here. But only a device can show that the rules reach it."
)
NOT_TESTED_TODO: Final = _("Open the test on a phone that is on the home Wi-Fi.")
READ_OUT: Final = _("Ringing somebody for help? Read these lines to them, with their numbers.")

FILTER: Final = _("Rules")
SETTINGS: Final = _("Settings")
SETTINGS_UNREAD: Final = _("The file with this home's people and settings cannot be read now.")
SETTINGS_UNREAD_TODO: Final = _("Start the box again. If it stays, ring whoever set it up.")
RULES_UNREAD: Final = _("The file with the rules cannot be read. The filter keeps the last ones.")
RULES_UNREAD_TODO: Final = _("Start the box again: it puts that file aside and writes a new one.")
LISTS: Final = _("Lists")
LISTS_FINE: Final = _("The lists of sites are in use.")
LISTS_NOT_KEPT: Final = _("This box was given its lists by hand. They do not change.")
CLOCK: Final = _("Clock")
CLOCK_FINE: Final = _("The clock is good enough.")
CLOCK_WRONG: Final = _("The clock must be wrong. Rules in time take the stricter side.")
CLOCK_WRONG_TODO: Final = _("Tell the box what time it is, on Tonight.")
CLOCK_ZONE: Final = _("The box does not know the time where you live.")
CLOCK_ZONE_TODO: Final = _("Ask whoever set up the box to look at its time zone.")
CLOCK_UNKNOWN: Final = _("The filter has to run before its clock can be told.")
NETWORK: Final = _("Network")
NETWORK_FINE: Final = _("Nothing was found that leads past this box.")
NETWORK_NOTES: Final = _("Nothing stands in the way of the rules. There are notes to read.")
NETWORK_LOOK: Final = _("Something was found on the home's network.")
NETWORK_TODO: Final = _("See what this box can and cannot do here.")
GENUINE: Final = _("Genuine names")
GENUINE_CHECKED: Final = _("The service that the box asks checks that names are genuine (DNSSEC).")
GENUINE_UNCHECKED: Final = _("The service that the box asks does not check names (DNSSEC).")
GENUINE_TODO: Final = _("Whoever set up the box can have it ask a service that checks.")
LED_HOME: Final = _("Trick answers")
LED_HOME_REFUSED: Final = _("A name of the internet led into your home. The box refused that.")
LED_HOME_TODO: Final = _("Nothing to do, but if a thing stopped working, tell whoever set it up.")
TOO_MUCH: Final = _("A busy device")
TOO_MUCH_SLOWED: Final = _("A device asked far more than its share, so the box made it wait.")
TOO_MUCH_TODO: Final = _("If a device is slow or warm, switch it off and on again.")
ANSWERS: Final = _("Answers")
ANSWERS_FINE: Final = _("The filter answers this page.")
ANSWERS_SILENT: Final = _("The filter did not answer this page. What was asked is not known.")
ANSWERS_TODO: Final = _("Wait a minute and load this page again. If it stays, start the box again.")
ANSWERS_NOT_ASKED: Final = _("This page was not told how to ask the filter.")
CARD: Final = _("Card")
CARD_FINE: Final = _("There is room on the box's card.")
CARD_LOW: Final = _("The box's card is nearly full.")
CARD_LOW_TODO: Final = _("Ring whoever set up the box this week. The rules hold.")
CARD_FULL: Final = _("The box's card is full. The rules hold, but no change can be kept.")
CARD_FULL_TODO: Final = _("Ring whoever set up the box. They can make room on it.")
CARD_READ_ONLY: Final = _(
    "The box's card takes nothing. The rules hold, but no change can be kept."
)
CARD_READ_ONLY_TODO: Final = _(
    "Pull the box's plug and put it back. If this comes again, the card is worn out."
)
CARD_UNKNOWN: Final = _("How full the box's card is cannot be told.")
KEYS: Final = _("Locked line")
KEYS_RENEWED: Final = _(
    "The pages come over a locked line. The box made its key anew, and its card did not keep it."
)
KEYS_RENEWED_TODO: Final = _(
    "See the line about the card. If that is fine, ring whoever set up the box."
)
KEYS_NONE: Final = _(
    "The box's card kept no key for the locked line. So your browser warns anew after each start."
)
KEYS_NONE_TODO: Final = _(
    "See the line about the card. Until then, go on as you did the first time."
)
BACKUP: Final = _("Backup")
BACKUP_FINE: Final = _("The backup of {day} was put where you wanted it.")
BACKUP_WAITING: Final = _("A backup is made each night. The first one waits for the night.")
BACKUP_OLD: Final = _("The last backup is of {day}. That is more than a week ago.")
BACKUP_NEVER: Final = _("For more than a week no backup was put where you wanted it.")
BACKUP_TODO: Final = _("Look if the stick is in the box. If it is, ring whoever set up the box.")
POWER: Final = _("Power")
POWER_WEAK: Final = _("The box gets too little power, and may stop or damage its card.")
POWER_TODO: Final = _("Use the plug and the cable that came with it, and nothing between.")
HEAT: Final = _("Heat")
HEAT_HOT: Final = _("The box is too hot, so it is slow.")
HEAT_TODO: Final = _("Put it where air can reach it, out of the sun and not on a heater.")
ASIDE: Final = _("A damaged file")
ASIDE_SAYS: Final[Mapping[Aside, str]] = MappingProxyType(
    {
        Aside.SETTINGS: _(
            "The file with this home's people and settings was damaged. It was put aside, and"
            " nothing was deleted. The last rules still hold."
        ),
        Aside.RULES: _(
            "The file with the rules was damaged. It was put aside, and the box wrote a new one."
        ),
        Aside.ALLOWED: _(
            "The list of sites that you let through was damaged, and was put aside. They are"
            " blocked again."
        ),
        Aside.LISTS: _(
            "The lists of sites were damaged, and were put aside. The box fetches them again."
        ),
        Aside.MINUTES: _(
            "The count of used minutes was damaged, and was put aside. It began again at nothing."
        ),
        Aside.OTHER: _("A file of the box was damaged, and was put aside."),
    }
)
ASIDE_TODO: Final[Mapping[Aside, str]] = MappingProxyType(
    {
        Aside.SETTINGS: _("Ring whoever set up the box. They can bring back your backup."),
        Aside.RULES: _("Nothing to do. If it comes again, the card is worn out."),
        Aside.ALLOWED: _("Let them through again, one by one, as you miss them."),
        Aside.LISTS: _("Nothing to do. If it comes again, the card is worn out."),
        Aside.MINUTES: _("Nothing to do. If it comes again, the card is worn out."),
        Aside.OTHER: _("Ring whoever set up the box, and tell them this line."),
    }
)
RECORDING: Final = _("Recording")
RECORDING_FINE: Final = _("The part that writes down under an agreement is running.")
RECORDING_CLOCK: Final = _("Nothing is written down now: the time is not certain.")
RECORDING_CLOCK_TODO: Final = _("It mends itself once the box has reached its time servers.")
RECORDING_JOURNAL: Final = _("Nothing is written down now: the box's own journal is damaged.")
RECORDING_JOURNAL_TODO: Final = _("Ring the social worker. The filter goes on.")
RECORDING_ROOM: Final = _("Nothing is written down now: the box's card takes nothing.")
RECORDING_ROOM_TODO: Final = _("See the line about the card. The filter goes on.")
RECORDING_CARD: Final = _(
    "Nothing is written down now: the box's own notes are damaged. Nothing was deleted."
)
RECORDING_SILENT: Final = _(
    "The part that writes down does not answer. So nobody can say what it does now."
)
RECORDING_SILENT_TODO: Final = _("Start the box again. If it stays, ring whoever set it up.")
LANGUAGE: Final = _("Languages")
LANGUAGE_REFUSED: Final = _("A language is not offered: {text}.")
LANGUAGE_TODO: Final = _("Whoever made it has to mend it. English is there all the same.")
TEST: Final = _("Test")
TEST_FINE: Final = _("A device passed the test within a day.")
TEST_NONE: Final = _("No device passed the test within a day.")

TO_COVERAGE: Final = _("What this box can and cannot do here")
TO_CHECK: Final = _("Test the device you hold")
TO_HEALTH: Final = _("Back to: is everything working?")

COVERAGE_TITLE: Final = _("What this box can and cannot do here")
COVERAGE_HEADING: Final = _("What this box can and cannot do here")
COVERAGE_TEXT: Final = _(
    "This is what the box found out about the home's network. Which sites anybody asked for"
    " is never part of it."
)
COVERAGE_NOTHING: Final = _("Nothing was found")
COVERAGE_NOTHING_TEXT: Final = _(
    "The box looked at the network and at how much is asked. It found nothing to tell."
)
COVERAGE_NOT_ASKED: Final = _("How much is asked could not be looked at")
COVERAGE_NOT_ASKED_TEXT: Final = _(
    "The filter did not answer. What hangs on it is not on this page."
)
WHAT_TO_DO: Final = _("What to do")
LIMIT: Final = _("What this cannot tell:")
ALWAYS: Final = _("What this box can never do")
ALWAYS_TEXT: Final = (
    _("It answers names. It does not see pages, messages or calls."),
    _("A video that is running may go on when time is up."),
    _("A device on mobile data, a VPN or another DNS goes past it."),
    _("Whoever holds the box in their hands can change it."),
)
ROUTERS: Final = _("Setting up a router")
ROUTER_TEXT: Final = _("Each router calls these things something else. Look for the words.")
ROUTER_OWN: Final = _("A router of your own")
ROUTER_LOCKED: Final = _("A router that came with a contract")
ROUTER_SIX: Final = _("A router that speaks IPv6")
KNOWN: Final = _("Is this your network?")
KNOWN_TEXT: Final = _("Say so, and this page tells you when a new router or server turns up.")
KNOWN_PRESS: Final = _("Yes, this is our network")
KNOWN_AGAIN: Final = _("All of this is ours")
KNOWN_SAID: Final = _("You said that this is your network. What is new will be told here.")
KNOWN_CHANGED: Final = _("The network has just changed. Look at it again before you say yes.")
KNOWN_NOT_KEPT: Final = _("This could not be kept. The box may be full.")

CHECK_TITLE: Final = _("Test this device")
CHECK_HEADING: Final = _("Does this device use the box?")
CHECK_TEXT: Final = _(
    "This page asked your device to look up a name that only this box knows."
    " If it came here, the home's rules reach this device."
)
CHECK_KEEPS: Final = _("Which device you hold is not kept. The box keeps that a test was passed.")
CHECK_RESULT: Final = _("See the result")
CHECK_AGAIN: Final = _("Test again")
CHECK_OLD: Final = _("This test is over")
CHECK_OLD_TEXT: Final = _("A test lasts less than a minute. Nothing is known of this one.")
CHECK_NOBODY: Final = _("The test cannot be made now")
CHECK_NOBODY_TEXT: Final = _(
    "The filter does not answer this page, so nobody knows what came there."
)
