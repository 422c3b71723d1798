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
from console.words.sentence import _

# Every page.
PRODUCT: Final = "Lamplight"
LANGUAGES: Final = _("Another language")
RIGHTS: Final = _("What you may know")
RIGHTS_SOURCE: Final = _("These are the first words. They wait for a check from outside.")
SKIP: Final = _("Skip to main content")
TITLE: Final = _("{page} - Lamplight")
FOOTER: Final = _("This page comes from the Lamplight box in your home. It works with no internet.")
FOOTER_REACH: Final = _(
    "Devices that reach the box can open it. Nothing on it comes from elsewhere."
)

# What is in force: the first line.
HOME_TITLE: Final = _("What is in force")
HOME_HEADING: Final = _("What is in force in this home now")
IN_FORCE: Final = _("These rules are in force")
IN_FORCE_TEXT: Final = _("The filter has taken up version {version}.")
NOT_YET: Final = _("New rules are waiting")
NOT_YET_TEXT: Final = _("This page shows version {version}. The filter still uses version {held}.")
NOT_YET_TODO: Final = _(
    "This mostly takes a second. Load this page again."
    " If it stays like this, stop Lamplight and start it again."
)
NOT_RUNNING: Final = _("The filter is not running")
NOT_RUNNING_TEXT: Final = _("None of these rules hold until it starts.")
SILENT: Final = _("We cannot tell what is in force")
SILENT_TEXT: Final = _("The filter is running, but it has not said what it is doing.")
SILENT_UNREADABLE_TEXT: Final = _("The filter left a note that this page cannot read.")
SILENT_TODO: Final = _("Stop Lamplight and start it again. Then load this page again.")
DEFAULT: Final = _("The starting rules are in force")
DEFAULT_TEXT: Final = _("The filter has not taken up your rules yet.")
DEFAULT_KINDS: Final = _("Until it does, it blocks these on every device: {kinds}.")
DEFAULT_NO_LISTS: Final = _(
    "Until it does, it should block these, but the lists are missing: {kinds}."
)

# What else must be known about the filter.
LISTS_IN_FORCE: Final = _("The lists of sites are in use. They hold {count} names.")
LISTS_IN_FORCE_ONE: Final = _("The lists of sites are in use. They hold one name.")
LISTS_MISSING: Final = _("The lists of sites are missing")
LISTS_MISSING_TEXT: Final = _(
    "The filter cannot block kinds of site without them. Names that a rule blocks stay blocked."
)
LISTS_MISSING_TODO: Final = _("Fetch the lists. On this box, run: ./lamplight lists update")
RULES_DAMAGED: Final = _("The filter could not read the newest rules")
RULES_DAMAGED_TEXT: Final = _("It keeps the last good ones.")
RULES_DAMAGED_TODO: Final = _("Start the box again. It puts that file aside and writes a new one.")
RULES_OLDER: Final = _("The filter has newer rules than these")
RULES_OLDER_TEXT: Final = _("It keeps the newer ones, version {held}.")
RULES_OLDER_TODO: Final = _(
    "Stop this console and start it again. It gives these rules a new version, above that one."
)
LISTS_DAMAGED: Final = _("The newest lists of sites could not be read")
LISTS_DAMAGED_TEXT: Final = _(
    "The filter did not take them. It keeps the last good ones, if it has any."
)
LISTS_DAMAGED_TODO: Final = _("Build the lists again.")
LISTS_OLDER: Final = _("The newest lists of sites are older than the ones in use")
LISTS_OLDER_TEXT: Final = _("The filter keeps the ones in use.")
LISTS_OLDER_TODO: Final = _("To change the lists, build them again.")

# People and their devices.
EACH_DEVICE: Final = _("Each person and each device")
EACH_DEVICE_IN_FORCE: Final = _("This is what holds on each device.")
EACH_DEVICE_WRITTEN: Final = _(
    "These are the rules as written. They hold once the filter takes them up."
)
YOUNG_PERSON: Final = _("Young person")
CARER: Final = _("Carer")
SHARED: Final = _("Shared devices")
SHARED_TEXT: Final = _("Used by everyone here")
VISITORS: Final = _("Visitors")
VISITORS_TEXT: Final = _("Devices nobody has named")
NO_DEVICE: Final = _(
    "No device has this person's name yet. Until then, the rules for visitors hold."
)
NO_RULES: Final = _("No rule blocks or allows anything here.")
FOR_EVERYONE: Final = _("For everyone here")
FOR_EVERYONE_TEXT: Final = _(
    "These hold on every device, unless a rule for fewer devices says otherwise."
)
FOR_EVERYONE_PLUS: Final = _("And the rules for everyone here")
FOR_EVERYONE_ONLY: Final = _("Just the rules for everyone here")
FOR_PERSON: Final = _("For {person}")
FOR_DEVICE: Final = _("For this device only")
FOR_VISITORS: Final = _("For visitors")
KINDS_BLOCKED: Final = _("Kinds of site blocked")
KINDS_WAITING: Final = _("Kinds of site that wait for the lists")
NAMES_BLOCKED: Final = _("Names blocked")
NAMES_ALLOWED: Final = _("Names allowed")
NAMES_WITHOUT_EFFECT: Final = _("Named in a rule, but never blocked")
NAMES_ALL: Final = _("Show all {count} names")
NAMES_MORE: Final = _("And {count} more. The household file lists them all.")
LAX: Final = _("Visitors get fewer limits than young people")
LAX_TEXT: Final = _("These are blocked for a young person here, but not for visitors: {kinds}.")
LAX_WHY: Final = _(
    "A phone can change its address and look new. Then the rules for visitors hold for it."
)
LAX_TODO: Final = _("To close this gap, block these for visitors too.")

# The lists of sites.
LISTS: Final = _("Lists of sites")
LISTS_IN_USE: Final = _("{count} lists are in use.")
LISTS_IN_USE_ONE: Final = _("One list is in use.")
LISTS_IN_USE_NONE: Final = _("No list is in use.")
LISTS_MADE: Final = _("The box last looked after them on {date}.")
LISTS_ALL: Final = _("Show all {count} lists")
LISTS_NONE: Final = _("No lists have been fetched yet")
LISTS_NONE_TEXT: Final = _("Until then, the filter can block names, but no kinds of site.")
LISTS_UPDATE: Final = _("To fetch the lists, run this on the box: ./lamplight lists update")
LISTS_UNREADABLE: Final = _("We cannot tell how the lists are")
LISTS_UNREADABLE_TEXT: Final = _("The file that says so is damaged. The filter does not need it.")
LISTS_UPDATE_AGAIN: Final = _("To write it anew, run this on the box: ./lamplight lists update")
LIST_WAITING: Final = _("Not in use yet")
LIST_KEPT: Final = _("A new copy was not taken")
LIST_KIND: Final = _("Kind of site")
LIST_NAMES: Final = _("Names in use")
LIST_CHECKED: Final = _("Last asked for")
LIST_NEVER_ASKED: Final = _("Not asked for yet")
LIST_FROM: Final = _("Made by")
LIST_CREDIT: Final = _("{publisher}. Licence: {licence}. From {home}")
LIST_CREDIT_NO_PLACE: Final = _("{publisher}. Licence: {licence}.")
DATE: Final = _("{day} {month} {year}")
DATE_AND_TIME: Final = _("{date}, {time}")
DATE_AND_TIME_UTC: Final = _("{date}, {time} UTC")
MONTHS: Final = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip

# Why a name is blocked or allowed.
WHY: Final = _("Why is this blocked?")
WHY_ERROR: Final = _("Please check this - Why is this blocked?")
WHY_ANSWER: Final = _("Answer - Why is this blocked?")
WHY_TEXT: Final = _("Ask about any site, on any device. You get the rule or the list behind it.")
WHY_DEVICE: Final = _("Which device?")
WHY_VISITOR: Final = _("A device nobody has named")
WHY_NAME: Final = _("Which site?")
WHY_NAME_HINT: Final = _("Write its name, such as example.org")
WHY_PRIVATE: Final = _(
    "What you type here is not written down, unless you allow it with the button."
)
WHY_ASK: Final = _("Tell me why")
WHY_ANOTHER: Final = _("Ask about a site")
WHY_NO_DEVICE: Final = _("That device is not here any more. Please choose one from this list.")
WHY_TOO_LONG: Final = _("That is too long for a site's name. Please write only its name.")
WHY_LISTED: Final = _("Why is this listed?")
WHY_LIST_HOLDS: Final = _("The list holds")
WHY_LIST_LINE: Final = _("In the list")
WHY_LINE: Final = _("Line {number}")
WHY_NO_LINE: Final = _("We could not find the line just now.")
WHY_RULE_TODO: Final = _(
    "The rule is in the household file. To change it, edit that file."
    " Then stop this console and start it again."
)
WRONG: Final = _("Is this wrong?")
WRONG_TEXT: Final = _(
    "Lists make mistakes. You can allow this name for everyone here, and undo it later."
)
WRONG_ALLOW: Final = _("This is wrong: allow {name}")

# Names allowed from a page.
ALLOWED: Final = _("Allowed here, though a list names it")
ALLOWED_IN_FORCE: Final = _("These are in force, unless a rule for fewer devices says otherwise.")
ALLOWED_NOT_YET: Final = _("We cannot say yet that these are in force. Load this page again.")
ALLOWED_WHY: Final = _("It was listed as: {kind}")
ALLOWED_FILE_BLOCKS: Final = _("The household file blocks this name, so it stays blocked.")
ALLOWED_FILE_ALLOWS: Final = _("The household file allows this name too, so undo changes nothing.")
ALLOWED_UNPUBLISHED: Final = _("This waits. Stop this console and start it again.")
ALLOWED_UNDO: Final = _("Undo")
ALLOWED_DAMAGED: Final = _("The names allowed here cannot be read")
ALLOWED_DAMAGED_TEXT: Final = _("The file that holds them is damaged. The filter keeps its rules.")
ALLOWED_DAMAGED_TODO: Final = _("Start the box again. It puts that file aside.")

# Nothing set up yet.
EMPTY: Final = _("No devices yet")
EMPTY_TEXT: Final = _("Until a device has a name, the rules for visitors hold for it.")
EMPTY_TODO: Final = _(
    "Name the people and their devices in the household file."
    " Then stop this console and start it again. Here is a start:"
)
EMPTY_LABEL: Final = _("A start for the household file")
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
WRITTEN: Final = _("What this box writes down")
WRITTEN_TEXT: Final = _("Nothing that anyone looks up is written down.")
WRITTEN_AGREED: Final = _(
    "Nothing that anyone looks up is written down, unless people signed for it."
)
WRITTEN_SAME: Final = _("This page looks the same, whatever anyone looks up.")

# What is written down about a device, for whoever holds it.
RECORDED: Final = _("What is written down about me")
RECORDED_TITLE: Final = _("What is written down")
RECORDED_DEVICE: Final = _("This device: {device}")
RECORDED_ASKED: Final = _("Is anything written down about this device?")
RECORDED_YES: Final = _("Yes")
RECORDED_YES_TEXT: Final = _("What this device asks for is written down, as far as people agreed.")
RECORDED_UNTIL: Final = _("This goes on until {date} at the latest, unless a review lets it go on.")
RECORDED_WITHOUT_LISTS: Final = _("While the box has no lists of sites, it writes nothing down.")
RECORDED_NO: Final = _("No")
RECORDED_NO_TEXT: Final = _("Nothing is written down about this device now.")
RECORDED_UNKNOWN: Final = _("The box does not know this device")
RECORDED_UNKNOWN_TEXT: Final = _(
    "Nothing is written down about what is asked from its address here."
)
RECORDED_UNKNOWN_TODO: Final = _(
    "A device can have a second address. If you are not sure, ask your social worker."
)
RECORDED_TWO: Final = _("The box cannot tell which device this is")
RECORDED_TWO_TEXT: Final = _(
    "Two devices have this address. Nothing is written down about them now."
)
RECORDED_SILENT: Final = _("The box cannot say right now")
RECORDED_SILENT_TEXT: Final = _("Ask again in a minute.")
RECORDED_AGAIN: Final = _("Ask again")
RECORDED_LINK_TEXT: Final = _("Open this on a device to see what the box writes down about it.")

# Why nothing is written down, for each reason that there can be.
WHY_OFF: Final[Mapping[Code, str]] = MappingProxyType(
    {
        **dict.fromkeys(Code, _("Something is not as it should be.")),
        # Papers and signatures by their kinds first; what has words of its own comes after.
        **{
            code: _("One of its papers is not in order.")
            for code in Code
            if code.startswith(
                (
                    *("E_TEXT_", "E_JSON_", "E_ENV_", "E_KEY_", "E_RECORD_", "E_WORDS_"),
                    *("E_TEMPLATE_", "E_LEDGER_", "E_PAPER_", "E_RULE_"),
                )
            )
        },
        **{
            code: _("The box cannot be sure who signed it.")
            for code in Code
            if code.startswith(("E_SIG", "E_ROLE_", "E_TRUST_"))
        },
        **{
            code: _("Its reviews do not follow each other as they must.")
            for code in Code
            if code.startswith("E_CHAIN_")
        },
        **{
            code: _("A step that has to come before it is missing.")
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
            _("The people who asked for it now allow less than this."),
        ),
        **dict.fromkeys(
            (Code.NO_GIVER, Code.CORPORATE_PARENT),
            _("Nobody who may say yes to it has said yes."),
        ),
        Code.SETTING: _("It is not allowed in a home like this one."),
        Code.SIGNER_COMPROMISED: _("Somebody else may have signed it in another's name."),
        Code.SIGNER_LEFT: _("Somebody who signed it does not work there any more."),
        **dict.fromkeys(
            (Code.TRUST_ROOT_EXPIRED, Code.TRUST_KEYSET_EXPIRED, Code.TRUST_OLD_ROOT),
            _("The list of who may sign has run out."),
        ),
        Code.TRUST_STALE: _("The box has not had news of who may sign for too long."),
        Code.CHAIN_LATE: _("A review came too late."),
        Code.CLOCK_UNSYNCHRONISED: _("The box is not sure what time it is."),
        Code.CLOCK_STALE: _("The box has not been able to check the time for a day."),
        Code.CLOCK_BACK: _("The clock of the box went back."),
        Code.CLOCK_FORWARD: _("The clock of the box jumped ahead."),
        Code.AGREEMENT_NONE: _("There is no agreement about this device."),
        Code.AGREEMENT_TWO: _(
            "Two agreements are about this device, and the box cannot tell which one counts."
        ),
        Code.OBJECTED: _("You said stop. Only a review that hears you can let it go on."),
        Code.WITHDRAWN: _("The yes to it was taken back, so it is over."),
        Code.STOPPED: _("It was stopped, so it is over."),
        Code.STOPPED_BY_AGENCY: _("The people who asked for it have ended it."),
        Code.PAUSED: _("A carer has paused it."),
        Code.NOTICE_NONE: _("You have to see the agreement on this device first."),
        Code.NOTICE_WAIT: _("There is a wait first, so that you can read about it and ask."),
        Code.NOTICE_LAPSED: _("This page was not opened here for two weeks."),
        Code.TIME_EARLY: _("Its first day has not come yet."),
        Code.TIME_REVIEW: _("No review was held in time, so it ran out."),
        Code.TIME_ENDED: _("Its last day is over."),
        Code.TIME_HOURS: _("It is for other hours of the day."),
        Code.DEVICE_UNBOUND: _("The box is not sure that this is the same device."),
        Code.DEVICE_SHARED: _("Other people use this device too."),
        Code.DEVICE_AMBIGUOUS: _("Two devices look the same to the box."),
        Code.DEVICE_CHANGED: _("This device was set up anew after people had signed."),
        Code.DAY_KEY_GONE: _("Today cannot be written down any more. It can go on tomorrow."),
        Code.AUDIT: _("The box cannot keep its list of who looks."),
    }
)

# An agreement, in short.
AGREED: Final = _("What people agreed")
AGREED_OLD: Final = _("An agreement that is over")
AGREED_OLDER: Final = _("Agreements that are over")
AGREED_UNREAD: Final = _(
    "This page cannot read the agreement. Ask your social worker for it on paper."
)
AGREED_PAUSED: Final = _("A carer has paused it. A carer can end the pause.")
AGREED_OBJECTED: Final = _(
    "You said stop, so it is paused. There has to be a review that hears you, by {date}."
    " If there is none by then, it ends."
)
AGREED_CLOSED: Final = _("Nothing that was written down under it can be opened any more.")
AGREED_LAST: Final = _("Last day")
AGREED_LAST_TEXT: Final = _("{date}. Then it ends, unless a review lets it go on.")
AGREED_LATEST: Final = _("{date}. Then it ends. No review can let it go on.")
AGREED_WHO: Final = _("Who agreed")
AGREED_YOU: Final = _("You")
AGREED_ON_PAPER: Final = _("{who}, on paper")
AGREED_BESIDE: Final = _("Someone who looks after you, beside you")
AGREED_BY_CARD: Final = _("You, with your card")
AGREED_BY_KEY: Final = _("{who}, with a key")
AGREED_ROLES: Final[Mapping[AgencyRole, str]] = MappingProxyType(
    {
        AgencyRole.SOCIAL_WORKER: _("A social worker"),
        AgencyRole.TEAM_MANAGER: _("A team manager"),
        AgencyRole.SERVICE_MANAGER: _("A service manager"),
        AgencyRole.IRO: _("A reviewing officer"),
        AgencyRole.ADVOCATE: _("An advocate"),
    }
)
AGREED_AGENCY: Final = _("They work for {domain}")
AGREED_WHAT: Final = _("What is written down")
AGREED_LEVELS: Final = (
    _("How often the box blocks sites of these kinds: {kinds}. No site's name."),
    _("Sites of these kinds that the box blocks, with the hour: {kinds}."),
    _("When this device asks for one of these sites, with the hour: {sites}."),
    _("Every site that this device asks for, with the hour."),
)
AGREED_HOURS: Final = _("At what time")
AGREED_ANY_HOUR: Final = _("At any time of day")
AGREED_FROM_TO: Final = _("From {start} to {end}")
AGREED_NEVER: Final = _("What is never written down")
AGREED_NEVER_TEXT: Final = (
    _("Calls, messages, searches and pictures"),
    _("Help lines, the NHS and the police"),
)
AGREED_NEVER_MORE: Final = _("These sites: {sites}")
AGREED_LOOK: Final = _("Who can look")
AGREED_VIEWERS: Final[Mapping[ViewerRole, str]] = MappingProxyType(
    {
        ViewerRole.YOUNG_PERSON: _("You, with your card"),
        ViewerRole.SOCIAL_WORKER: _("A social worker: {label}"),
        ViewerRole.CARER: _("A carer: {label}"),
    }
)
AGREED_NO_VIEWER: Final = _("No one")
AGREED_KEPT: Final = _("Days that are kept now")
AGREED_KEPT_NONE: Final = _("None")
AGREED_KEPT_ONE: Final = _("One: {first}")
AGREED_KEPT_MORE: Final = _("{count}, from {first} to {last}")

# Its notice, and its text.
NOTICE: Final = _("When it can start")
NOTICE_FIRST: Final = _(
    "There is a wait first, so that you can read and ask. It cannot start before {time}."
)
NOTICE_COUNTS: Final = _("The wait counts from {since}. It cannot start before {time}.")
NOTICE_PASSED: Final = _("The wait counted from {since}. It ended at {time}.")
NOTICE_NO_TIME: Final = _(
    "The box does not know what time it is, so the wait has not begun. Open this page again later."
)
NOTICE_LAPSED: Final = _(
    "This page was not opened here for two weeks, so it stopped."
    " It can go on after you and a carer have read it together."
)
NOTICE_FOREIGN: Final = _(
    "People talked with you about this in another language."
    " The wait starts only when you have it on paper in that language."
)
NOTICE_UNSHOWN: Final = _(
    "The wait has not begun, because this page cannot show you the agreement."
)
NOTICE_TEXT: Final = _("The agreement, word for word")
NOTICE_TEXT_OLD: Final = _("Read what it said")
NOTICE_CHECK: Final = _("Its check words: {label}")
NOTICE_CHECK_TEXT: Final = _("The same words stand on the paper that was signed.")

# Stop, and what comes of it.
STOP: Final = _("Stop")
STOP_HEADING: Final = _("You can stop it")
STOP_FREE: Final = _("You do not have to say why.")
STOP_FOR_GOOD: Final = (
    _("If you press Stop, it ends at once, for good."),
    _("From then on, the box opens what was written down for nobody but you."),
    _("Copies that were taken out of the box before stay taken."),
    _("Your own copy is kept for 3 days. Then it is erased."),
    _("Only a new agreement can start it again."),
)
STOP_PAUSES: Final = (
    _("If you press Stop, it pauses at once."),
    _("No carer can look then."),
    _("There has to be a review that hears you, by {date}. If there is none by then, it ends."),
)
STOP_EITHER: Final = (
    _("If you press Stop, it stops at once."),
    _("Ask your social worker whether it is over then, or paused."),
)
STOP_DONE: Final = _("It is stopped")
STOP_WORDS: Final = _(
    "These four words show it. Write them down. Your social worker can check them."
)
STOP_WORDS_AGAIN: Final = _("Show the four words")
STOP_UNKEPT: Final = _(
    "But the box could not make a note of that, so it may forget."
    " Tell your social worker that you pressed Stop."
)
STOP_UNANSWERED: Final = _("We cannot say if it is stopped")
STOP_UNANSWERED_TEXT: Final = _("The box did not answer. Please press Stop again.")
STOP_OTHER_WAYS: Final = _("You can also use your card, or tell your social worker.")

# Who looked.
LOOKS: Final = _("Who looked")
LOOKS_NOBODY: Final = _("Nobody has looked.")
LOOKS_UNKNOWN: Final = _("The box's list of looks is damaged, so it cannot say who looked.")
LOOKS_ALL: Final = _("Show all {count} looks")
LOOKS_SOMEBODY: Final = _("Somebody whom no agreement here names")
LOOKS_LOOKED: Final = _("Looked at: {days}")
LOOKS_TOOK: Final = _("Took a copy of: {days}")
LOOKS_ON: Final = _("On another device of the agreement")
LOOKS_REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: _("Why: as it was agreed"),
        ViewReason.WORRIED: _("Why: because of a worry"),
        ViewReason.YOUNG_PERSON_ASKED: _("Why: you asked for it"),
        ViewReason.BEFORE_REVIEW: _("Why: before a review"),
        ViewReason.OWN_ENTRIES: _("Why: to read your own"),
    }
)
LOOKS_TOOK_WHY: Final = _("Why: to read it at their desk")

# What is kept without an agreement.
KEEPS: Final = _("What the box keeps without an agreement")
KEEPS_LIST: Final = (
    _("What people here are called, and who can sign in"),
    _("What devices are called, and their addresses"),
    _("The rules, who changed them, and sites that someone allowed with a button"),
    _("What was done with agreements, when, and by which role"),
    _("What young people write for a review, and numbers that carers ring"),
)
KEEPS_TEXT: Final = _("Which sites anyone asks for is not kept.")

# How a name is decided.
ORDER: Final = _("How Lamplight decides")
ORDER_STEPS: Final = (
    _("Sites for help, health and emergencies are never blocked."),
    _("Then the rule that fits the name most closely decides."),
    _("If no rule fits, a device that asks to go around the rules is told no."),
    _("Then the kinds of site decide."),
    _("All else is allowed."),
)

# What is never blocked.
LIFELINES: Final = _("Never blocked")
LIFELINES_TEXT: Final = _(
    "No rule here can block Childline, Samaritans, the NHS or the police, on any device."
)
LIFELINES_ALL: Final = _("Show all {count} names that are never blocked")

# Help.
HELP: Final = _("Talk to someone")


class HelpLine(NamedTuple):
    """Whom to ring: `number` as people write it, `tel` as a telephone dials it."""

    name: str
    number: str
    tel: str
    text: str


HELP_LINES: Final = (
    HelpLine(
        _("Childline"), "0800 1111", "08001111", _("For anyone under 19. Free, day or night.")
    ),
    HelpLine(
        _("Samaritans"), "116 123", "116123", _("For anyone, about anything. Free, day or night.")
    ),
    HelpLine(_("In danger now?"), "999", "999", _("Police, fire or ambulance.")),
)

# When a page cannot be shown.
NO_PAGE: Final = _("There is no page here")
NO_PAGE_TEXT: Final = _("The address may be old or have a slip in it.")
WRONG_METHOD: Final = _("This cannot be done here")
WRONG_METHOD_TEXT: Final = _("Nothing was changed.")
ELSEWHERE: Final = _("This did not come from a page of this box")
ELSEWHERE_TEXT: Final = _("So it was not done. Open the page here and try again.")
NOT_OUR_FORM: Final = _("This page cannot read what was sent")
NOT_OUR_FORM_TEXT: Final = _("So it was not done. Open the page anew and try again.")
NOT_CHANGED: Final = _("This could not be changed")
NOT_CHANGED_TEXT: Final = _("The box may be full, or there may be too many names. The rules stay.")
NOT_CHANGED_TODO: Final = _("Undo some names, or make room on the card. Then try again.")
DEVICE_STAYS: Final = _("This device has to stay with the same person for now")
DEVICE_STAYS_TEXT: Final = _("Nothing was changed.")
DEVICE_STAYS_TODO: Final = _(
    "A carer can look under Agreements. What is agreed for a device holds for one person alone. It"
    " has to end first, and what was written down has to be gone. After a young person's own stop"
    " that can take three days."
)
NOT_PUBLISHED: Final = _("The rules cannot be found")
NOT_PUBLISHED_TEXT: Final = _(
    "The file with this home's rules is gone. This page cannot show them."
)
NOT_PUBLISHED_TODO: Final = _("Stop this console and start it again. It will put the file back.")
DAMAGED: Final = _("The rules cannot be read")
DAMAGED_TEXT: Final = _("The file with this home's rules is damaged. This page cannot show them.")
DAMAGED_TODO: Final = _("Start the box again. It puts that file aside and writes a new one.")
BROKEN: Final = _("Something went wrong in this page")
BROKEN_TEXT: Final = _("The filter runs on its own and does not need this page.")
BROKEN_TODO: Final = _(
    "Load this page again. If it stays like this, stop Lamplight and start it again."
)
TOO_MANY_OPEN: Final = _(
    "This device has too many pages of this box open. Close some, then load this page again."
)
TO_HOME: Final = _("See what is in force")

# What each page says stands in a module of its own.
from console.words import agreement as agreement  # noqa: E402 - they may use what stands here
from console.words import ask as ask  # noqa: E402 - as above
from console.words import backup as backup  # noqa: E402 - as above
from console.words import binding as binding  # noqa: E402 - as above
from console.words import card as card  # noqa: E402 - as above
from console.words import changes as changes  # noqa: E402 - as above
from console.words import contacts as contacts  # noqa: E402 - as above
from console.words import devices as devices  # noqa: E402 - as above
from console.words import first_run as first_run  # noqa: E402 - as above
from console.words import fix as fix  # noqa: E402 - as above
from console.words import get_help as get_help  # noqa: E402 - as above
from console.words import given as given  # noqa: E402 - as above
from console.words import health as health  # noqa: E402 - as above
from console.words import if_it_stops as if_it_stops  # noqa: E402 - as above
from console.words import kitchen as kitchen  # noqa: E402 - as above
from console.words import live as live  # noqa: E402 - as above
from console.words import mine as mine  # noqa: E402 - as above
from console.words import own_rules as own_rules  # noqa: E402 - as above
from console.words import own_words as own_words  # noqa: E402 - as above
from console.words import pictures as pictures  # noqa: E402 - as above
from console.words import rules as rules  # noqa: E402 - as above
from console.words import set_up as set_up  # noqa: E402 - as above
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
