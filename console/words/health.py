"""What is said on "Is everything working?", on what this box can and cannot do, and on the test.

Each line of the first can be read out down a telephone: its number, what it is about, how it is.
What was found on the network is said in the sentences of `policy.coverage_words`.
"""

from __future__ import annotations

from typing import Final

TITLE: Final = "Is everything working?"
HEADING: Final = "Is everything working?"

ALL_WORKING: Final = "All is working"
ALL_WORKING_TEXT: Final = "Every line on this page is fine, and a device passed the test today."
LOOK: Final = "Something needs a look"
LOOK_TEXT: Final = "The lines with a warning say what is wrong and what to do."
NOT_TESTED: Final = "No device was tested today"
NOT_TESTED_TEXT: Final = (
    "Nothing looks wrong from here. But only a device can show that the rules reach it."
)
NOT_TESTED_TODO: Final = "Open the test on a phone that is on the home Wi-Fi."
READ_OUT: Final = "Ringing somebody for help? Read these lines to them, with their numbers."

FILTER: Final = "Rules"
LISTS: Final = "Lists"
LISTS_FINE: Final = "The lists of sites are in use."
LISTS_NOT_KEPT: Final = "This box was given its lists by hand. They do not change."
CLOCK: Final = "Clock"
CLOCK_FINE: Final = "The clock is good enough."
CLOCK_WRONG: Final = "The clock must be wrong. Rules in time take the stricter side."
CLOCK_WRONG_TODO: Final = "Tell the box what time it is, on Tonight."
CLOCK_ZONE: Final = "The box does not know the time where you live."
CLOCK_ZONE_TODO: Final = "Ask whoever set up the box to look at its time zone."
CLOCK_UNKNOWN: Final = "The filter has to run before its clock can be told."
NETWORK: Final = "Network"
NETWORK_FINE: Final = "Nothing was found that leads past this box."
NETWORK_NOTES: Final = "Nothing stands in the way of the rules. There are notes to read."
NETWORK_LOOK: Final = "Something was found on the home's network."
NETWORK_TODO: Final = "See what this box can and cannot do here."
ANSWERS: Final = "Answers"
ANSWERS_FINE: Final = "The filter answers this page."
ANSWERS_SILENT: Final = "The filter did not answer this page. What was asked is not known."
ANSWERS_TODO: Final = "Wait a minute and load this page again. If it stays, start the box again."
ANSWERS_NOT_ASKED: Final = "This page was not told how to ask the filter."
RECORDING: Final = "Recording"
RECORDING_FINE: Final = "The part that writes down under an agreement is running."
RECORDING_CLOCK: Final = "Nothing is written down now: the time is not certain."
RECORDING_CLOCK_TODO: Final = "It mends itself once the box has reached its time servers."
RECORDING_JOURNAL: Final = "Nothing is written down now: the box's own journal is damaged."
RECORDING_JOURNAL_TODO: Final = "Ring the social worker. The filter goes on."
RECORDING_SILENT: Final = "The part that writes down does not answer. Nothing is written down."
RECORDING_SILENT_TODO: Final = "Start the box again. If it stays, ring whoever set it up."
TEST: Final = "Test"
TEST_FINE: Final = "A device passed the test within a day."
TEST_NONE: Final = "No device passed the test within a day."

TO_COVERAGE: Final = "What this box can and cannot do here"
TO_CHECK: Final = "Test the device you hold"
TO_HEALTH: Final = "Back to: is everything working?"

COVERAGE_TITLE: Final = "What this box can and cannot do here"
COVERAGE_HEADING: Final = "What this box can and cannot do here"
COVERAGE_TEXT: Final = (
    "This is what the box found out about the home's network. Which sites anybody asked for"
    " is never part of it."
)
COVERAGE_NOTHING: Final = "Nothing was found"
COVERAGE_NOTHING_TEXT: Final = (
    "The box looked at the network and at how much is asked. It found nothing to tell."
)
COVERAGE_NOT_ASKED: Final = "How much is asked could not be looked at"
COVERAGE_NOT_ASKED_TEXT: Final = "The filter did not answer. What hangs on it is not on this page."
WHAT_TO_DO: Final = "What to do"
LIMIT: Final = "What this cannot tell:"
ALWAYS: Final = "What this box can never do"
ALWAYS_TEXT: Final = (
    "It answers names. It does not see pages, messages or calls.",
    "A video that is running may go on when time is up.",
    "A device on mobile data, a VPN or another DNS goes past it.",
    "Whoever holds the box in their hands can change it.",
)
ROUTERS: Final = "Setting up a router"
ROUTER_TEXT: Final = "Each router calls these things something else. Look for the words."
ROUTER_OWN: Final = "A router of your own"
ROUTER_LOCKED: Final = "A router that came with a contract"
ROUTER_SIX: Final = "A router that speaks IPv6"
KNOWN: Final = "Is this your network?"
KNOWN_TEXT: Final = "Say so, and this page tells you when a new router or server turns up."
KNOWN_PRESS: Final = "Yes, this is our network"
KNOWN_AGAIN: Final = "All of this is ours"
KNOWN_SAID: Final = "You said that this is your network. What is new will be told here."
KNOWN_CHANGED: Final = "The network has just changed. Look at it again before you say yes."
KNOWN_NOT_KEPT: Final = "This could not be kept. The box may be full."

CHECK_TITLE: Final = "Test this device"
CHECK_HEADING: Final = "Does this device use the box?"
CHECK_TEXT: Final = (
    "This page asked your device to look up a name that only this box knows."
    " If it came here, the home's rules reach this device."
)
CHECK_KEEPS: Final = "Which device you hold is not kept. The box keeps that a test was passed."
CHECK_RESULT: Final = "See the result"
CHECK_AGAIN: Final = "Test again"
CHECK_OLD: Final = "This test is over"
CHECK_OLD_TEXT: Final = "A test lasts less than a minute. Nothing is known of this one."
CHECK_NOBODY: Final = "The test cannot be made now"
CHECK_NOBODY_TEXT: Final = "The filter does not answer this page, so nobody knows what came there."
