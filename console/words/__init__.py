"""Every sentence that a page shows, in one reviewed place.

Rules kept here:
- Plain English for a reader of eleven; `tests/console/test_words.py` computes the grade.
- Each constant is a whole sentence or label, so that it can be translated whole; what varies
  stands in braces. Templates hold no words of their own.
- What is promised here has a test that fails when it stops being true; the table stands in
  `tests/console/test_promises.py`.
- No direction ("above"), no blame, no person's name, and "the filter" for what answers names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from consent.acts import ViewReason
from consent.codes import Code
from consent.records.fields import AgencyRole, ViewerRole

# Every page.
LANGUAGE: Final = "en-GB"
PRODUCT: Final = "Lamplight"
SKIP: Final = "Skip to main content"
TITLE: Final = "{page} - Lamplight"
FOOTER: Final = "This page comes from the Lamplight box in your home. It works with no internet."
FOOTER_REACH: Final = "Devices that reach the box can open it. Nothing on it comes from elsewhere."

# What is in force: the first line.
HOME_TITLE: Final = "What is in force"
HOME_HEADING: Final = "What is in force in this home now"
IN_FORCE: Final = "These rules are in force"
IN_FORCE_TEXT: Final = "The filter has taken up version {version}."
NOT_YET: Final = "New rules are waiting"
NOT_YET_TEXT: Final = "This page shows version {version}. The filter still uses version {held}."
NOT_YET_TODO: Final = (
    "This mostly takes a second. Load this page again."
    " If it stays like this, stop Lamplight and start it again."
)
NOT_RUNNING: Final = "The filter is not running"
NOT_RUNNING_TEXT: Final = "None of these rules hold until it starts."
SILENT: Final = "We cannot tell what is in force"
SILENT_TEXT: Final = "The filter is running, but it has not said what it is doing."
SILENT_UNREADABLE_TEXT: Final = "The filter left a note that this page cannot read."
SILENT_TODO: Final = "Stop Lamplight and start it again. Then load this page again."
DEFAULT: Final = "The starting rules are in force"
DEFAULT_TEXT: Final = "The filter has not taken up your rules yet."
DEFAULT_KINDS: Final = "Until it does, it blocks these on every device: {kinds}."
DEFAULT_NO_LISTS: Final = (
    "Until it does, it should block these, but the lists are missing: {kinds}."
)

# What else must be known about the filter.
LISTS_IN_FORCE: Final = "The lists of sites are in use. They hold {count} names."
LISTS_IN_FORCE_ONE: Final = "The lists of sites are in use. They hold one name."
LISTS_MISSING: Final = "The lists of sites are missing"
LISTS_MISSING_TEXT: Final = (
    "The filter cannot block kinds of site without them. Names that a rule blocks stay blocked."
)
LISTS_MISSING_TODO: Final = "Fetch the lists. On this box, run: ./lamplight lists update"
RULES_DAMAGED: Final = "The filter could not read the newest rules"
RULES_DAMAGED_TEXT: Final = "It keeps the last good ones."
RULES_DAMAGED_TODO: Final = "Stop this console and start it again. It will say what to do."
RULES_OLDER: Final = "The filter has newer rules than these"
RULES_OLDER_TEXT: Final = "It keeps the newer ones, version {held}."
RULES_OLDER_TODO: Final = (
    "Stop this console and start it again. It gives these rules a new version, above that one."
)
LISTS_DAMAGED: Final = "The newest lists of sites could not be read"
LISTS_DAMAGED_TEXT: Final = (
    "The filter did not take them. It keeps the last good ones, if it has any."
)
LISTS_DAMAGED_TODO: Final = "Build the lists again."
LISTS_OLDER: Final = "The newest lists of sites are older than the ones in use"
LISTS_OLDER_TEXT: Final = "The filter keeps the ones in use."
LISTS_OLDER_TODO: Final = "To change the lists, build them again."

# People and their devices.
EACH_DEVICE: Final = "Each person and each device"
EACH_DEVICE_IN_FORCE: Final = "This is what holds on each device."
EACH_DEVICE_WRITTEN: Final = (
    "These are the rules as written. They hold once the filter takes them up."
)
YOUNG_PERSON: Final = "Young person"
CARER: Final = "Carer"
SHARED: Final = "Shared devices"
SHARED_TEXT: Final = "Used by everyone here"
VISITORS: Final = "Visitors"
VISITORS_TEXT: Final = "Devices nobody has named"
NO_DEVICE: Final = "No device has this person's name yet. Until then, the rules for visitors hold."
NO_RULES: Final = "No rule blocks or allows anything here."
FOR_EVERYONE: Final = "For everyone here"
FOR_EVERYONE_TEXT: Final = (
    "These hold on every device, unless a rule for fewer devices says otherwise."
)
FOR_EVERYONE_PLUS: Final = "And the rules for everyone here"
FOR_EVERYONE_ONLY: Final = "Just the rules for everyone here"
FOR_PERSON: Final = "For {person}"
FOR_DEVICE: Final = "For this device only"
FOR_VISITORS: Final = "For visitors"
KINDS_BLOCKED: Final = "Kinds of site blocked"
KINDS_WAITING: Final = "Kinds of site that wait for the lists"
NAMES_BLOCKED: Final = "Names blocked"
NAMES_ALLOWED: Final = "Names allowed"
NAMES_WITHOUT_EFFECT: Final = "Named in a rule, but never blocked"
NAMES_ALL: Final = "Show all {count} names"
NAMES_MORE: Final = "And {count} more. The household file lists them all."
LAX: Final = "Visitors get fewer limits than young people"
LAX_TEXT: Final = "These are blocked for a young person here, but not for visitors: {kinds}."
LAX_WHY: Final = (
    "A phone can change its address and look new. Then the rules for visitors hold for it."
)
LAX_TODO: Final = "To close this gap, block these for visitors too."

# The lists of sites.
LISTS: Final = "Lists of sites"
LISTS_IN_USE: Final = "{count} lists are in use."
LISTS_IN_USE_ONE: Final = "One list is in use."
LISTS_IN_USE_NONE: Final = "No list is in use."
LISTS_MADE: Final = "The box last looked after them on {date}."
LISTS_ALL: Final = "Show all {count} lists"
LISTS_NONE: Final = "No lists have been fetched yet"
LISTS_NONE_TEXT: Final = "Until then, the filter can block names, but no kinds of site."
LISTS_UPDATE: Final = "To fetch the lists, run this on the box: ./lamplight lists update"
LISTS_UNREADABLE: Final = "We cannot tell how the lists are"
LISTS_UNREADABLE_TEXT: Final = "The file that says so is damaged. The filter does not need it."
LISTS_UPDATE_AGAIN: Final = "To write it anew, run this on the box: ./lamplight lists update"
LIST_WAITING: Final = "Not in use yet"
LIST_KEPT: Final = "A new copy was not taken"
LIST_KIND: Final = "Kind of site"
LIST_NAMES: Final = "Names in use"
LIST_CHECKED: Final = "Last asked for"
LIST_NEVER_ASKED: Final = "Not asked for yet"
LIST_FROM: Final = "Made by"
LIST_CREDIT: Final = "{publisher}. Licence: {licence}. From {home}"
LIST_CREDIT_NO_PLACE: Final = "{publisher}. Licence: {licence}."
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# Why a name is blocked or allowed.
WHY: Final = "Why is this blocked?"
WHY_ERROR: Final = "Please check this - Why is this blocked?"
WHY_ANSWER: Final = "Answer - Why is this blocked?"
WHY_TEXT: Final = "Ask about any site, on any device. You get the rule or the list behind it."
WHY_DEVICE: Final = "Which device?"
WHY_VISITOR: Final = "A device nobody has named"
WHY_NAME: Final = "Which site?"
WHY_NAME_HINT: Final = "Write its name, such as example.org"
WHY_PRIVATE: Final = "What you type here is not written down, unless you allow it with the button."
WHY_ASK: Final = "Tell me why"
WHY_ANOTHER: Final = "Ask about a site"
WHY_NO_DEVICE: Final = "That device is not here any more. Please choose one from this list."
WHY_TOO_LONG: Final = "That is too long for a site's name. Please write only its name."
WHY_LISTED: Final = "Why is this listed?"
WHY_LIST_HOLDS: Final = "The list holds"
WHY_LIST_LINE: Final = "In the list"
WHY_LINE: Final = "Line {number}"
WHY_NO_LINE: Final = "We could not find the line just now."
WHY_RULE_TODO: Final = (
    "The rule is in the household file. To change it, edit that file."
    " Then stop this console and start it again."
)
WRONG: Final = "Is this wrong?"
WRONG_TEXT: Final = (
    "Lists make mistakes. You can allow this name for everyone here, and undo it later."
)
WRONG_ALLOW: Final = "This is wrong: allow {name}"

# Names allowed from a page.
ALLOWED: Final = "Allowed here, though a list names it"
ALLOWED_IN_FORCE: Final = "These are in force, unless a rule for fewer devices says otherwise."
ALLOWED_NOT_YET: Final = "We cannot say yet that these are in force. Load this page again."
ALLOWED_WHY: Final = "It was listed as: {kind}"
ALLOWED_FILE_BLOCKS: Final = "The household file blocks this name, so it stays blocked."
ALLOWED_FILE_ALLOWS: Final = "The household file allows this name too, so undo changes nothing."
ALLOWED_UNPUBLISHED: Final = "This waits. Stop this console and start it again."
ALLOWED_UNDO: Final = "Undo"
ALLOWED_DAMAGED: Final = "The names allowed here cannot be read"
ALLOWED_DAMAGED_TEXT: Final = "The file that holds them is damaged. The filter keeps its rules."
ALLOWED_DAMAGED_TODO: Final = "Stop this console and start it again. It will say what to do."

# Nothing set up yet.
EMPTY: Final = "No devices yet"
EMPTY_TEXT: Final = "Until a device has a name, the rules for visitors hold for it."
EMPTY_TODO: Final = (
    "Name the people and their devices in the household file."
    " Then stop this console and start it again. Here is a start:"
)
EMPTY_LABEL: Final = "A start for the household file"
EMPTY_SAMPLE: Final = """\
[[young_people]]
name = "Sam"
block_categories = ["gambling"]

[[devices]]
name = "Sam's tablet"
belongs_to = "Sam"
addresses = ["192.168.1.20"]
"""

# What is written down.
WRITTEN: Final = "What this box writes down"
WRITTEN_TEXT: Final = "Nothing that anyone looks up is written down."
WRITTEN_AGREED: Final = "Nothing that anyone looks up is written down, unless people signed for it."
WRITTEN_SAME: Final = "This page looks the same, whatever anyone looks up."

# What is written down about a device, for whoever holds it.
RECORDED: Final = "What is written down about me"
RECORDED_TITLE: Final = "What is written down"
RECORDED_DEVICE: Final = "This device: {device}"
RECORDED_ASKED: Final = "Is anything written down about this device?"
RECORDED_YES: Final = "Yes"
RECORDED_YES_TEXT: Final = "What this device asks for is written down, as far as people agreed."
RECORDED_UNTIL: Final = "This goes on until {date} at the latest, unless a review lets it go on."
RECORDED_NO: Final = "No"
RECORDED_NO_TEXT: Final = "Nothing is written down about this device now."
RECORDED_UNKNOWN: Final = "The box does not know this device"
RECORDED_UNKNOWN_TEXT: Final = "Nothing is written down about what is asked from its address here."
RECORDED_UNKNOWN_TODO: Final = (
    "A device can have a second address. If you are not sure, ask your social worker."
)
RECORDED_TWO: Final = "The box cannot tell which device this is"
RECORDED_TWO_TEXT: Final = "Two devices have this address. Nothing is written down about them now."
RECORDED_SILENT: Final = "The box cannot say right now"
RECORDED_SILENT_TEXT: Final = "Ask again in a minute."
RECORDED_AGAIN: Final = "Ask again"
RECORDED_LINK_TEXT: Final = "Open this on a device to see what the box writes down about it."

# Why nothing is written down, for each reason that there can be.
WHY_OFF: Final[Mapping[Code, str]] = MappingProxyType(
    {
        **dict.fromkeys(Code, "Something is not as it should be."),
        # Papers and signatures by their kinds first; what has words of its own comes after.
        **{
            code: "One of its papers is not in order."
            for code in Code
            if code.startswith(
                (
                    *("E_TEXT_", "E_JSON_", "E_ENV_", "E_KEY_", "E_RECORD_", "E_WORDS_"),
                    *("E_TEMPLATE_", "E_LEDGER_", "E_PAPER_", "E_RULE_"),
                )
            )
        },
        **{
            code: "The box cannot be sure who signed it."
            for code in Code
            if code.startswith(("E_SIG", "E_ROLE_", "E_TRUST_"))
        },
        **{
            code: "Its reviews do not follow each other as they must."
            for code in Code
            if code.startswith("E_CHAIN_")
        },
        **{
            code: "A step that has to come before it is missing."
            for code in Code
            if code.startswith(
                (
                    *("E_RULE_P1", "E_RULE_P2", "E_RULE_P3", "E_RULE_P4", "E_RULE_P6"),
                    *("E_RULE_P8", "E_RULE_P9", "E_RULE_RISK", "E_RULE_EVIDENCE"),
                    *("E_RULE_EFFECTIVE", "E_RULE_REVIEW"),
                )
            )
        },
        **dict.fromkeys(
            (Code.RULE_LIMIT_LEVEL, Code.RULE_LIMIT_END),
            "The people who asked for it now allow less than this.",
        ),
        **dict.fromkeys(
            (Code.NO_GIVER, Code.CORPORATE_PARENT),
            "Nobody who may say yes to it has said yes.",
        ),
        Code.SETTING: "It is not allowed in a home like this one.",
        Code.SIGNER_COMPROMISED: "Somebody else may have signed it in another's name.",
        Code.SIGNER_LEFT: "Somebody who signed it does not work there any more.",
        **dict.fromkeys(
            (Code.TRUST_ROOT_EXPIRED, Code.TRUST_KEYSET_EXPIRED, Code.TRUST_OLD_ROOT),
            "The list of who may sign has run out.",
        ),
        Code.TRUST_STALE: "The box has not had news of who may sign for too long.",
        Code.CHAIN_LATE: "A review came too late.",
        Code.CLOCK_UNSYNCHRONISED: "The box is not sure what time it is.",
        Code.CLOCK_STALE: "The box has not been able to check the time for a day.",
        Code.CLOCK_BACK: "The clock of the box went back.",
        Code.CLOCK_FORWARD: "The clock of the box jumped ahead.",
        Code.AGREEMENT_NONE: "There is no agreement about this device.",
        Code.AGREEMENT_TWO: (
            "Two agreements are about this device, and the box cannot tell which one counts."
        ),
        Code.OBJECTED: "You said stop. Only a review that hears you can let it go on.",
        Code.WITHDRAWN: "The yes to it was taken back, so it is over.",
        Code.STOPPED: "It was stopped, so it is over.",
        Code.STOPPED_BY_AGENCY: "The people who asked for it have ended it.",
        Code.PAUSED: "A carer has paused it.",
        Code.NOTICE_NONE: "You have to see the agreement on this device first.",
        Code.NOTICE_WAIT: "There is a wait first, so that you can read about it and ask.",
        Code.NOTICE_LAPSED: "This page was not opened here for two weeks.",
        Code.TIME_EARLY: "Its first day has not come yet.",
        Code.TIME_REVIEW: "No review was held in time, so it ran out.",
        Code.TIME_ENDED: "Its last day is over.",
        Code.TIME_HOURS: "It is for other hours of the day.",
        Code.DEVICE_UNBOUND: "The box is not sure that this is the same device.",
        Code.DEVICE_SHARED: "Other people use this device too.",
        Code.DEVICE_AMBIGUOUS: "Two devices look the same to the box.",
        Code.DEVICE_CHANGED: "This device was set up anew after people had signed.",
        Code.DAY_KEY_GONE: "Today cannot be written down any more. It can go on tomorrow.",
        Code.AUDIT: "The box cannot keep its list of who looks.",
    }
)

# An agreement, in short.
AGREED: Final = "What people agreed"
AGREED_OLD: Final = "An agreement that is over"
AGREED_OLDER: Final = "Agreements that are over"
AGREED_UNREAD: Final = (
    "This page cannot read the agreement. Ask your social worker for it on paper."
)
AGREED_PAUSED: Final = "A carer has paused it. A carer can end the pause."
AGREED_OBJECTED: Final = (
    "You said stop, so it is paused. There has to be a review that hears you, by {date}."
    " If there is none by then, it ends."
)
AGREED_CLOSED: Final = "Nothing that was written down under it can be opened any more."
AGREED_LAST: Final = "Last day"
AGREED_LAST_TEXT: Final = "{date}. Then it ends, unless a review lets it go on."
AGREED_LATEST: Final = "{date}. Then it ends. No review can let it go on."
AGREED_WHO: Final = "Who agreed"
AGREED_YOU: Final = "You"
AGREED_ON_PAPER: Final = "{who}, on paper"
AGREED_BESIDE: Final = "Someone who looks after you, beside you"
AGREED_BY_CARD: Final = "You, with your card"
AGREED_BY_KEY: Final = "{who}, with a key"
AGREED_ROLES: Final[Mapping[AgencyRole, str]] = MappingProxyType(
    {
        AgencyRole.SOCIAL_WORKER: "A social worker",
        AgencyRole.TEAM_MANAGER: "A team manager",
        AgencyRole.SERVICE_MANAGER: "A service manager",
        AgencyRole.IRO: "A reviewing officer",
        AgencyRole.ADVOCATE: "An advocate",
    }
)
AGREED_AGENCY: Final = "They work for {domain}"
AGREED_WHAT: Final = "What is written down"
AGREED_LEVELS: Final = (
    "How often the box blocks sites of these kinds: {kinds}. No site's name.",
    "Sites of these kinds that the box blocks, with the hour: {kinds}.",
    "When this device asks for one of these sites, with the hour: {sites}.",
    "Every site that this device asks for, with the hour.",
)
AGREED_HOURS: Final = "At what time"
AGREED_ANY_HOUR: Final = "At any time of day"
AGREED_FROM_TO: Final = "From {start} to {end}"
AGREED_NEVER: Final = "What is never written down"
AGREED_NEVER_TEXT: Final = (
    "Calls, messages, searches and pictures",
    "Help lines, the NHS and the police",
)
AGREED_NEVER_MORE: Final = "These sites: {sites}"
AGREED_LOOK: Final = "Who can look"
AGREED_VIEWERS: Final[Mapping[ViewerRole, str]] = MappingProxyType(
    {
        ViewerRole.YOUNG_PERSON: "You, with your card",
        ViewerRole.SOCIAL_WORKER: "A social worker: {label}",
        ViewerRole.CARER: "A carer: {label}",
    }
)
AGREED_NO_VIEWER: Final = "No one"
AGREED_KEPT: Final = "Days that are kept now"
AGREED_KEPT_NONE: Final = "None"
AGREED_KEPT_ONE: Final = "One: {first}"
AGREED_KEPT_MORE: Final = "{count}, from {first} to {last}"

# Its notice, and its text.
NOTICE: Final = "When it can start"
NOTICE_FIRST: Final = (
    "There is a wait first, so that you can read and ask. It cannot start before {time}."
)
NOTICE_COUNTS: Final = "The wait counts from {since}. It cannot start before {time}."
NOTICE_PASSED: Final = "The wait counted from {since}. It ended at {time}."
NOTICE_NO_TIME: Final = (
    "The box does not know what time it is, so the wait has not begun. Open this page again later."
)
NOTICE_LAPSED: Final = (
    "This page was not opened here for two weeks, so it stopped."
    " It can go on after you and a carer have read it together."
)
NOTICE_FOREIGN: Final = (
    "People talked with you about this in another language."
    " The wait starts only when you have it on paper in that language."
)
NOTICE_UNSHOWN: Final = "The wait has not begun, because this page cannot show you the agreement."
NOTICE_TEXT: Final = "The agreement, word for word"
NOTICE_TEXT_OLD: Final = "Read what it said"
NOTICE_CHECK: Final = "Its check words: {label}"
NOTICE_CHECK_TEXT: Final = "The same words stand on the paper that was signed."

# Stop, and what comes of it.
STOP: Final = "Stop"
STOP_HEADING: Final = "You can stop it"
STOP_FREE: Final = "You do not have to say why."
STOP_FOR_GOOD: Final = (
    "If you press Stop, it ends at once, for good.",
    "From then on, the box opens what was written down for nobody but you.",
    "Copies that were taken out of the box before stay taken.",
    "Your own copy is kept for 3 days. Then it is erased.",
    "Only a new agreement can start it again.",
)
STOP_PAUSES: Final = (
    "If you press Stop, it pauses at once.",
    "No carer can look then.",
    "There has to be a review that hears you, by {date}. If there is none by then, it ends.",
)
STOP_EITHER: Final = (
    "If you press Stop, it stops at once.",
    "Ask your social worker whether it is over then, or paused.",
)
STOP_DONE: Final = "It is stopped"
STOP_WORDS: Final = "These four words show it. Write them down. Your social worker can check them."
STOP_WORDS_AGAIN: Final = "Show the four words"
STOP_UNKEPT: Final = (
    "But the box could not make a note of that, so it may forget."
    " Tell your social worker that you pressed Stop."
)
STOP_UNANSWERED: Final = "We cannot say if it is stopped"
STOP_UNANSWERED_TEXT: Final = "The box did not answer. Please press Stop again."
STOP_OTHER_WAYS: Final = "You can also use your card, or tell your social worker."

# Who looked.
LOOKS: Final = "Who looked"
LOOKS_NOBODY: Final = "Nobody has looked."
LOOKS_UNKNOWN: Final = "The box's list of looks is damaged, so it cannot say who looked."
LOOKS_ALL: Final = "Show all {count} looks"
LOOKS_SOMEBODY: Final = "Somebody whom no agreement here names"
LOOKS_LOOKED: Final = "Looked at: {days}"
LOOKS_TOOK: Final = "Took a copy of: {days}"
LOOKS_ON: Final = "On another device of the agreement"
LOOKS_REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: "Why: as it was agreed",
        ViewReason.WORRIED: "Why: because of a worry",
        ViewReason.YOUNG_PERSON_ASKED: "Why: you asked for it",
        ViewReason.BEFORE_REVIEW: "Why: before a review",
        ViewReason.OWN_ENTRIES: "Why: to read your own",
    }
)
LOOKS_TOOK_WHY: Final = "Why: to read it at their desk"

# What is kept without an agreement.
KEEPS: Final = "What the box keeps without an agreement"
KEEPS_LIST: Final = (
    "What people here are called, and who can sign in",
    "What devices are called, and their addresses",
    "The rules, who changed them, and sites that someone allowed with a button",
    "What was done with agreements, when, and by which role",
    "What young people write for a review, and numbers that carers ring",
)
KEEPS_TEXT: Final = "Which sites anyone asks for is not kept."

# How a name is decided.
ORDER: Final = "How Lamplight decides"
ORDER_STEPS: Final = (
    "Sites for help, health and emergencies are never blocked.",
    "Then the rule that fits the name most closely decides.",
    "If no rule fits, a device that asks to go around the rules is told no.",
    "Then the kinds of site decide.",
    "All else is allowed.",
)

# What is never blocked.
LIFELINES: Final = "Never blocked"
LIFELINES_TEXT: Final = (
    "No rule here can block Childline, Samaritans, the NHS or the police, on any device."
)
LIFELINES_ALL: Final = "Show all {count} names that are never blocked"

# Help.
HELP: Final = "Talk to someone"


class HelpLine(NamedTuple):
    """Whom to ring: `number` as people write it, `tel` as a telephone dials it."""

    name: str
    number: str
    tel: str
    text: str


HELP_LINES: Final = (
    HelpLine("Childline", "0800 1111", "08001111", "For anyone under 19. Free, day or night."),
    HelpLine("Samaritans", "116 123", "116123", "For anyone, about anything. Free, day or night."),
    HelpLine("In danger now?", "999", "999", "Police, fire or ambulance."),
)

# When a page cannot be shown.
NO_PAGE: Final = "There is no page here"
NO_PAGE_TEXT: Final = "The address may be old or have a slip in it."
WRONG_METHOD: Final = "This cannot be done here"
WRONG_METHOD_TEXT: Final = "Nothing was changed."
ELSEWHERE: Final = "This did not come from a page of this box"
ELSEWHERE_TEXT: Final = "So it was not done. Open the page here and try again."
NOT_OUR_FORM: Final = "This page cannot read what was sent"
NOT_OUR_FORM_TEXT: Final = "So it was not done. Open the page anew and try again."
NOT_CHANGED: Final = "This could not be changed"
NOT_CHANGED_TEXT: Final = "The box may be full, or there may be too many names. The rules stay."
NOT_CHANGED_TODO: Final = "Undo some names, or make room on the card. Then try again."
NOT_PUBLISHED: Final = "The rules cannot be found"
NOT_PUBLISHED_TEXT: Final = "The file with this home's rules is gone. This page cannot show them."
NOT_PUBLISHED_TODO: Final = "Stop this console and start it again. It will put the file back."
DAMAGED: Final = "The rules cannot be read"
DAMAGED_TEXT: Final = "The file with this home's rules is damaged. This page cannot show them."
DAMAGED_TODO: Final = "Stop this console and start it again. It will say what to do."
BROKEN: Final = "Something went wrong in this page"
BROKEN_TEXT: Final = "The filter runs on its own and does not need this page."
BROKEN_TODO: Final = (
    "Load this page again. If it stays like this, stop Lamplight and start it again."
)
TO_HOME: Final = "See what is in force"

# What each page says stands in a module of its own.
from console.words import agreement as agreement  # noqa: E402 - they may use what stands here
from console.words import ask as ask  # noqa: E402 - as above
from console.words import backup as backup  # noqa: E402 - as above
from console.words import binding as binding  # noqa: E402 - as above
from console.words import changes as changes  # noqa: E402 - as above
from console.words import contacts as contacts  # noqa: E402 - as above
from console.words import devices as devices  # noqa: E402 - as above
from console.words import first_run as first_run  # noqa: E402 - as above
from console.words import fix as fix  # noqa: E402 - as above
from console.words import get_help as get_help  # noqa: E402 - as above
from console.words import given as given  # noqa: E402 - as above
from console.words import health as health  # noqa: E402 - as above
from console.words import kitchen as kitchen  # noqa: E402 - as above
from console.words import mine as mine  # noqa: E402 - as above
from console.words import own_rules as own_rules  # noqa: E402 - as above
from console.words import own_words as own_words  # noqa: E402 - as above
from console.words import rules as rules  # noqa: E402 - as above
from console.words import sights as sights  # noqa: E402 - as above
from console.words import sign_in as sign_in  # noqa: E402 - as above
from console.words import start as start  # noqa: E402 - as above
from console.words import this_device as this_device  # noqa: E402 - as above
from console.words import tonight as tonight  # noqa: E402 - as above
from console.words import trust as trust  # noqa: E402 - as above
from console.words import turns as turns  # noqa: E402 - as above
from console.words import viewing as viewing  # noqa: E402 - as above
from console.words import visit as visit  # noqa: E402 - as above
from console.words import ways as ways  # noqa: E402 - as above
from console.words import worried as worried  # noqa: E402 - as above
