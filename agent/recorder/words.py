"""What the box's own terminal says: every sentence of the verbs that ask the recorder.

Rules kept here:
- Whoever reads it may be eleven: short words, one thing in a sentence, no words of machines.
- Before something stops, the words say what will happen to this agreement; nothing is promised that
  the box does not do.
- Nothing here says that somebody is told, where nothing is sent.
- Why something is refused has its sentences in `consent/sentences.py`, and a role, a reason and a
  way of erasing have their words in `consent/commands/audit_words.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consent.acts import ViewReason
from consent.home import ClockState
from consent.records.fields import ViewerRole

# Asking, and being asked.
NO_SENSE: Final = "the recorder answered something else than what it was asked; look at its version"
YES_OR_NO: Final = "{question} Type yes or no: "
NOT_DONE: Final = "Nothing was done."
CARD_QUESTION: Final = "The five words of the card: "
WORDS_QUESTION: Final = "Your five words: "
WORDS_UNSEEN: Final = "Type the words. They do not show."
ONE_MOMENT: Final = "One moment."
WORDS_NEAR: Final = "Word {at} is not on the list. Did you mean {near}?"
WORDS_WRONG: Final = "Those are not the right words. Look at them again."
WORDS_GIVEN_UP: Final = "The words were not right three times. {otherwise}"

# Which agreement, device or person is meant.
CALLED: Final = "{words} ({start})"
NO_DEVICE: Final = "There is no device called {label} here. {known}"
NO_DEVICES: Final = "No device is known here yet."
KNOWN_DEVICES: Final = "These are known: {labels}."
NO_VIEWER: Final = "Nobody called {label} has made words to look with here."
NO_AGREEMENT: Final = "There is no agreement here that this could be about."
NO_AGREEMENT_SO: Final = "No agreement here begins with {start}. There are: {known}."
SEVERAL_AGREEMENTS: Final = (
    "There is more than one agreement. Say which one with --agreement and how it begins: {known}."
)

# How everything stands.
HOW_BOX: Final = "The box with these words: {words}"
HOW_TIME: Final = "Its time is {time}. {clock}"
HOW_CLOCK: Final = "It is sure of the time."
HOW_AGENCY: Final = "It trusts {agency}: only they can ask for something to be written down."
HOW_NO_AGENCY: Final = "It trusts no council, so nothing can be written down."
HOW_AGENT: Final = "The filter is there."
HOW_NO_AGENT: Final = "The filter is not there, so nothing comes in to be written down."
HOW_NO_JOURNAL: Final = (
    "The box cannot keep its list of what happens, so nothing is written down."
    " Ring the social worker."
)
HOW_DEVICES: Final = "Devices:"
HOW_ON: Final = "{label}: ON. {what} Until {until} at the latest."
HOW_OFF: Final = "{label}: off. {why}"
HOW_WHERE: Final = "{use}. Known since {day}. Its address: {addresses}"
HOW_SOLE: Final = "One young person's own"
HOW_SHARED: Final = "Used by several people"
HOW_AGREEMENTS: Final = "Agreements:"
HOW_UNTIL: Final = "{called}: until {until}, and after a review until {end_by} at the latest."
HOW_OVER: Final = "{called}: over. {why}"
HOW_CLOSED: Final = "Nothing that was written down under it can be opened any more."
HOW_OBJECTED: Final = (
    "The young person said stop, so it is paused. There has to be a review that hears them."
)
HOW_PAUSED: Final = "A carer has paused it."
HOW_REVIEWS: Final = "Reviews so far: {count}."
HOW_NOTICES: Final = "Who was told:"
HOW_NOTICE: Final = "{label}, {called}: {standing}"
HOW_NOTICE_NONE: Final = "nobody yet. Open the box's page on this device."
HOW_NOTICE_WAITS: Final = (
    "the wait counts from {since}. Nothing is written down before {until} under this agreement."
)
HOW_NOTICE_OVER: Final = "the wait counted from {since}. It ended at {until}."
HOW_NOTICE_LAPSED: Final = (
    "nobody has seen it for two weeks, so it stopped. Look at it together, then type:"
    " ./lamplight recorder together"
)
HOW_KEPT: Final = "Days that are kept, and who can open them:"
HOW_KEPT_DAY: Final = "{label}, {day}: {who}"
HOW_VIEWERS: Final = "Who has made words to look with:"
HOW_VIEWER: Final = "{label} ({role})"
NOTHING_YET: Final = "None."

WHAT: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "It counts blocked sites of agreed kinds, once for a day.",
        2: "It writes down blocked sites of agreed kinds, with the hour.",
        3: "It writes down when an agreed site is asked for, with the hour.",
        4: "It writes down every site that is asked for, with the hour.",
    }
)
VIEWERS: Final[Mapping[ViewerRole, str]] = MappingProxyType(
    {
        ViewerRole.YOUNG_PERSON: "the young person",
        ViewerRole.CARER: "a carer",
        ViewerRole.SOCIAL_WORKER: "a social worker",
    }
)

# The council that is trusted.
NOT_A_DOMAIN: Final = (
    "{domain} is not a web address by itself. Type it as it stands on the council's card,"
    " such as kent.gov.uk."
)
SITE_WITHOUT: Final = "{domain} has no file {name}. Ask the council whether it is ready for this."
SITE_UNTRUSTED: Final = "{domain} cannot show that it is who it says it is, so nothing was done."
SITE_OTHER: Final = (
    "What {domain} sends is not the council's file, so nothing was done. Tell the social worker."
)
SITE_UNREACHED: Final = (
    "{domain} cannot be reached just now. See that the box is online, and try again later."
)
SITE_ASKED: Final = "{domain} was asked, and gave its file."
FINGERPRINT: Final = "The eight words of the council's card: "
ENROLLED: Final = "From now on this box trusts {domain}, and no other council."
ENROLLED_KEYSET: Final = "It knows who may sign there."
ENROLLED_BY_HAND: Final = (
    "It does not know yet who may sign there: {domain} does not give that list out on its site."
    " Take it in with: ./lamplight recorder import keyset.txt"
)
FETCHED_NEWS: Final = "{domain} had something new, and the box took it in."
FETCHED_NO_NEWS: Final = "{domain} has nothing new."

# Records that are taken in.
IMPORT_ADMITTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "root": "The council's own list of who speaks for it is taken in.",
        "keyset": "The list of who may sign is taken in.",
        "agreement": (
            "An agreement is taken in: {called}. Open the box's page on the device. Nothing is"
            " written down before it was seen there and there was time to ask."
        ),
        "review": "A review is taken in: {called}.",
        "withdrawal": "It is withdrawn. Recording has ended for good.",
        "objection": "The young person said stop. It is paused until a review hears them.",
        "stop": "It is stopped. Recording has ended for good.",
        "ack": "It is noted that a carer has read how looking is meant.",
        "paper-notice": "It is noted that paper was handed over. The wait counts from now.",
    }
)
IMPORT_KNOWN: Final = "The box knows this already. Nothing was changed."
IMPORT_REFUSED: Final = "Not taken in. {why}"
IMPORT_UNREAD: Final = "{file}: {why}"
IMPORT_TYPE: Final = "Paste the text, then press Ctrl-D."
UNKEPT: Final = (
    "It holds from now on. But the box could not make a note of it, so it may forget when it is"
    " switched off and on. Ring the social worker, and say what you did."
)

# Devices.
NOT_AN_ADDRESS: Final = "{address} is not an address of a device, such as 192.168.1.20."
BOUND: Final = (
    "{label} is known now. A new home card names it: ./lamplight home-card. Nothing is written down"
    " about it without an agreement."
)
BOUND_SHARED: Final = "{label} is known now. Several people use it, so it is never written down."
UNBIND: Final = (
    "The box forgets {label}, and destroys whatever was written down about it. Do you want that?"
)
UNBOUND: Final = "{label} is not known any more."
MOVE: Final = "The young person types their own words. Nobody else needs to see them."
MOVED: Final = "{label} is the same device at its new address."
TOGETHER: Final = "Did you and the young person look at the agreement together, on {label}?"
LOOKED_TOGETHER: Final = "It is noted that you looked at it together."
NO_NOTICE: Final = "Nobody was told of an agreement on {label} yet, so there is nothing to note."

# Words to look with, and how looking is meant.
VIEWER_WORDS: Final = (
    "These are {label}'s own five words, shown once. Write them down where only {label} finds them."
    " The box does not keep them:\n\n  {words}\n"
)
VIEWER_MADE: Final = (
    "They open nothing by themselves: an agreement has to name {label}, and say why. The next home"
    " card tells the social worker that these words were made: ./lamplight home-card"
)
READ_NOTHING: Final = "No agreement here names {label} as somebody who can look."
READ: Final = """\
How looking is meant

You can look because the agreement says so: {why}
It says how often: {how_often}. And it says what you do then: {then}

- Look when the agreement says so, and no oftener. Before you look, you say why.
- Each look goes on a list that nobody can shorten. The young person sees every one of them, and so
  does the social worker.
- A line shows that the device asked for a site. It does not show that anybody opened it: pages and
  apps ask for sites by themselves.
- It shows some sites' names. It shows no messages, no searches, no pictures, and nothing of what
  was done with another network.
- It is there to talk about, not to catch somebody out. Talk first about what they need.
- If you are worried, do not wait for the next look. Ring.
- After the young person said stop, you cannot look."""
READ_QUESTION: Final = "Have you read this, and will you keep to it?"
READ_DONE: Final = "It is noted. From now on {label} can look, as the agreement says."

# Stopping.
STOP_NOTHING: Final = "There is no agreement here that goes on, so there is nothing to stop."
STOP_FOR_GOOD: Final = """\
This is what happens with the agreement {called}:
- It ends at once, for good. Only a new agreement can start it again.
- From then on, the box opens what was written down for nobody but the young person.
- Copies that were taken out of the box before stay taken.
- The young person's own copy is kept for 3 days. Then it is erased."""
STOP_PAUSES: Final = """\
This is what happens with the agreement {called}:
- It pauses at once. No carer can look then. The social worker can.
- There has to be a review that hears the young person, by {date}. If there is none, it ends."""
STOP_ENDS: Final = """\
This is what happens with the agreement {called}:
- It ends at once, for good. Only a new agreement can start it again.
- Everything that was written down under it is destroyed now, the young person's copy too."""
STOP_UNSURE: Final = """\
This is what happens with the agreement {called}:
- It stops at once.
- The box cannot say now whether it is over then, or paused. Ask the social worker."""
STOP_OVER: Final = (
    "The agreement {called} is over already. The box only shows its four words again."
)
STOP_QUESTION: Final = "Nobody has to say why. Stop it?"
STOP_CODE_HEAD: Final = """\
This is what happens with the agreement that the code is for:
- It ends at once, for good. Only a new agreement can start it again.
- Everything that was written down under it is destroyed now, the young person's copy too."""
STOP_CODE_QUESTION: Final = "The stop code, eight digits: "
STOPPED: Final = "It is stopped."
STOPPED_FOR_GOOD: Final = "It is stopped, for good."
STOPPED_PAUSED: Final = "It is paused, until there was a review that hears the young person."
RECEIPT: Final = (
    "These four words show it. Write them down. The social worker can check them:\n\n  {words}\n"
)
STOP_OTHERWISE: Final = (
    "Nothing was stopped. It can be stopped without the card: ./lamplight recorder stop"
    " --young-person, or with the stop code, or by telling {contact}."
)
PAUSED: Final = "It is paused. Nothing is written down until a carer ends the pause."
RESUMED: Final = "The pause is over. Whatever else stands against it still does."

# Looking.
LOOK_NOTHING: Final = "Nothing is kept of {label}."
LOOK_NOTHING_FOR: Final = "Nothing is kept of {label} that these words open."
LOOK_OTHER_DAYS: Final = "Nothing is kept of {days} that these words open. There is: {known}."
LOOK_OLDER: Final = "Days of another agreement are kept, too: {known}. Choose it with --agreement."
LOOK_WHY: Final = "Why do you look? {choices}: "
LOOK_CHOICE: Final = "{at} {reason}"
LOOK_WHY_NOT: Final = "Choose one of the numbers, or a word: {words}."
LOOK_OTHERWISE: Final = "Nothing was shown."
LOOK_NOT_READ: Final = "Type first: ./lamplight recorder read --label {label}"
LOOK_HEAD: Final = "{label}, {day}"
LOOK_ASKED: Final = "The device asked; this does not show that anyone opened it."
LOOK_EMPTY: Final = "Nothing was written down on this day."
LOOK_ROW: Final = "{hours}  asked for {site}{kind}"
LOOK_HOURS: Final = "{start:02}:00 to {end:02}:00"
LOOK_KIND: Final = " ({kind})"
LOOK_ROW_COUNT: Final = "{kind}: asked for, and blocked, {times} times"
LOOK_SOME: Final = "This shows some site names only."
LOOK_COUNTS: Final = "This shows how often sites of a kind were blocked. It shows no site's name."
LOOK_LISTED: Final = (
    "This look is on the list that the young person sees. Lamplight keeps nothing of what it showed"
    " here; close this window when you are done."
)
LOOK_OWN_LISTED: Final = (
    "Your look is on the list, too. Lamplight keeps nothing of what it showed here; close this"
    " window when you are done."
)
REASONS: Final[Mapping[str, ViewReason]] = MappingProxyType(
    {
        "agreed": ViewReason.AS_AGREED,
        "worried": ViewReason.WORRIED,
        "asked": ViewReason.YOUNG_PERSON_ASKED,
        "review": ViewReason.BEFORE_REVIEW,
    }
)
WORRIED: Final = """\
Worried?
- Somebody is in danger now: ring 999.
- Somebody may be hurt, or is being hurt: ring children's services, at any hour.
- You are not sure: ring the NSPCC, 0808 800 5000.
- In any case: tell your social worker. Write down at once what you saw, and when."""
WORRIED_YOUNG_PERSON: Final = """\
Worried?
- You are in danger now: ring 999.
- You want to talk, and nobody here needs to know: ring Childline, 0800 1111. It is free.
- Something is not right: tell your social worker, or your advocate."""

# Taking days to a desk, and giving things up.
EXPORT_NOBODY: Final = "No social worker's key in this agreement begins with {start}."
EXPORT_SEVERAL: Final = "More than one key begins with {start}. Type more of it."
EXPORT_LISTED: Final = "It is sealed for the social worker, and it is on the list: {days}."
COPY_QUESTION: Final = (
    "Your copy of what was written down is destroyed now. Nobody gets it back. Do you want that?"
)
COPY_GIVEN_UP: Final = "It is destroyed."
COPY_OTHERWISE: Final = "Nothing was destroyed."
COPY_NONE: Final = "There is no copy here that was kept after a withdrawal."
END_THERE: Final = "{file} is there already. Choose another name for what the box leaves behind."
ENDED: Final = (
    "The placement has ended on this box. Everything that was written down is destroyed. The box"
    " knows no council, no device and nobody's words any more."
)
ENDED_LIST: Final = "Send {file} to the social worker. It is the box's list, up to its end."
ENDED_NO_LIST: Final = (
    "Its list was damaged, so {file} is empty. Tell the social worker that it was, and when."
)
ENDED_UNSURE: Final = (
    "The box did not answer, so nobody can say whether it ended. {file} holds the list as it was"
    " before. Type: ./lamplight recorder how"
)

# The list of what happened.
SHOW_NONE: Final = "The list is empty."
SHOW_ENTRY: Final = "{time}{doubt}: {said}"
SHOW_DOUBT: Final = " (the box was not sure of the time)"
SHOW_UNREAD: Final = "Here is a line that this version cannot read."
SHOW_DAMAGED: Final = "THE LIST IS NOT AS THE BOX SIGNED IT. {why} Tell the social worker."
SHOW_GONE_DEVICE: Final = "a device that is not known any more ({start})"
SHOW_NAMED: Final = "{role} ({label})"
ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "import": "The box took in {record}.",
        "refuse": "Something was refused. {code}",
        "root": "The box took in the council's own list of who speaks for it.",
        "keyset": "The box took in the list of who may sign.",
        "notice_started shown": "{device} showed the agreement {agreement}. The wait begins.",
        "notice_started paper": (
            "Paper about the agreement {agreement} was handed over, for {device}. The wait begins."
        ),
        "looked_together": "Carer and young person looked at the agreement {agreement} together.",
        "device_bound": "{device} was made known to the box.",
        "device_unbound": "{device} was taken off the box.",
        "on": "ON: {device}, by the agreement {agreement}. {level}",
        "off": "OFF: {device}. {code}",
        "pause": "A carer paused the agreement {agreement}.",
        "resume": "A carer ended the pause of the agreement {agreement}.",
        "day": "{device}, {day}, is over. Observations written down: {observations}.",
        "day_key_created": "{device}, {day}, can be written down from here on.",
        "viewers_keys_destroyed": (
            "{device}, {day}, is left to the young person alone, because {reason}."
        ),
        "day_key_destroyed": "{device}, {day}, was destroyed, because {reason}.",
        "view": "{who} looked at {device}, {days}. Why: {reason}.",
        "export": "{device}, {days}, was handed out for {who}.",
        "policy_changed": "A rule of this home was changed.",
        "withdrawn": "The agreement {agreement} was withdrawn by {who}.",
        "objected": "The young person said stop to the agreement {agreement}.",
        "stopped": "The agreement {agreement} was stopped by {who}.",
        "stop_pressed young_person": "The young person pressed stop: the agreement {agreement}.",
        "stop_pressed stop_code": "The stop code was typed: the agreement {agreement}.",
        "stop_pressed carer": "A carer stopped the agreement {agreement}.",
        "closed": (
            "Nothing of the agreement {agreement} can be opened any more, because {reason}."
        ),
        "update": "The box runs release {release} from here on.",
        "clock_lost": "The box is not sure of the time from here on.",
        "clock_regained": "The box is sure of the time again.",
        "reboot": "The box was started.",
        "login_failed": "Somebody typed wrong words, or a wrong code: {times} times.",
    }
)
RECORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agreement": "an agreement: {called}",
        "review": "a review",
        "ack": "a carer's word that they read how looking is meant",
        "paper-notice": "a social worker's word that paper was handed over",
    }
)
RECORD_UNKNOWN: Final = "a signed record"

# Statements of the box.
BUNDLE_WRITTEN: Final = (
    "{file} is written. Send it to the social worker. It shows who looked and what was on. It holds"
    " no site."
)
STATUS_WHOLE: Final = "Send this to the social worker as it is, or let it be photographed."
SPOKEN: Final = "Say these four words:\n\n  {words}\n"
DELETION_NONE: Final = "No agreement here is over so far that nothing of it can be opened."
DELETION_WRITTEN: Final = "{file} is written: the box signed that nothing of {called} is left."
CARD: Final = "The box's eight words. Compare them with those on the box's page:\n\n  {words}\n"
SHARED_WORDS: Final = "Only the social worker's own key opens this. Send it as it is."
SHARED_NOBODY: Final = "Nobody in the council's list has a key that begins with {start}."
SHARED_SEVERAL: Final = "More than one key in the council's list begins with {start}. Type more."
CODE_TOO_SMALL: Final = (
    "This is too much for one square code. Send the text as it is instead: it says the same."
)
CODE_WRITTEN: Final = "{file} holds the same as a square code."

# Holding what lies on the card against the list.
CHECK_NO_BOX: Final = "{state} is not a recorder's folder: there is no {name} in it."
CHECK_RIGHT: Final = (
    "All right. Entries of the list: {entries}. Days that can still be opened: {days}."
)
CHECK_WRONG: Final = "NOT RIGHT. Show this to the social worker."
CHECK_AGAIN: Final = (
    "While the box works, a day may be in the middle of being written. So look once more in a"
    " minute."
)
CHECK_DAY: Final = "{where}: {why}"
CHECK_FOLDER: Final = "A day that the list does not know ({name})"
CHECK_KEY: Final = "{where}, the key of {key}"
CHECK_FRAME: Final = "{where}, piece {at}"
CHECK_ENTRY: Final = "Entry {n}, "
CHECK_AT: Final = "{time}: "
CHECK_ABOUT: Final = " It is about {day}."
CHECK_FAULT: Final = "{why} ({code})"

CLOCKS: Final[Mapping[ClockState, str]] = MappingProxyType(
    {
        ClockState.TRUSTED: HOW_CLOCK,
        ClockState.UNSYNCHRONISED: "It is not sure of the time, so nothing is written down.",
        ClockState.STALE: "It could not check the time for a day, so nothing is written down.",
        ClockState.BACK: "Its clock went back, so nothing is written down.",
        ClockState.FORWARD: "Its clock jumped ahead, so nothing is written down.",
    }
)
