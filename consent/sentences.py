"""What each code says to a carer and to a social worker: the words of this room, in one place.

Rules kept here:
- A carer reads what is wrong and what to do, in words of every day, and is never blamed.
- A social worker reads what was found, and which step of her own tools puts it right.
- Nothing of the file itself is repeated: it may hold what only others may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consent.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What is said for one code."""

    carer: str
    social_worker: str


_DAMAGED = (
    "This file was damaged or changed on its way, so Lamplight does not use it. "
    "Ask the social worker to send it again."
)
_NOT_OURS = (
    "This is not a file that Lamplight can use. "
    "Ask the social worker to send the file that Lamplight made."
)
_NOT_SAFE = (
    "This file names a key that is not safe, so Lamplight does not use it. "
    "Tell the social worker before you do anything else."
)
_RING = "Lamplight cannot tell who signed this file, so it does not use it. Ring the social worker."
_RULES_UNCLEAR = (
    "The council's list of who may sign is not in order, so Lamplight does not use it. "
    "Tell the social worker."
)
_EXPORT_AGAIN = "Save the record again from Lamplight and send that file."
_AGAIN_BY_TOOL = "Only Lamplight's own commands write records; draw it up with them again."

# A rule of the profile. What came before an agreement is the case's own, so a carer reads only that
# a step is missing, and what happens now.
_NOT_IN_USE = (
    "So Lamplight writes nothing down, and filters go on as before. Ring the social worker."
)
_STEP_MISSING = f"A step that comes before this agreement is not finished. {_NOT_IN_USE}"
_PAPER_MISSING = f"A paper that belongs to this agreement is not named in it. {_NOT_IN_USE}"
_REVIEW_NOT_IN_USE = (
    "So Lamplight does not use it; what is agreed still ends on its last day. "
    "Ring the social worker."
)
_MORE_THAN_BEFORE = f"This review would let more be written down than before. {_REVIEW_NOT_IN_USE}"
_DRAFT_AGAIN = "Put it right in the draft and have it signed again."
_REVIEW_AGAIN = "Put it right in the review and have it signed again."
_NEW_AGREEMENT = "Leave it as it was, or draw up a new agreement."

# A record whose form is right and whose content is none that its kind can have.
_NOT_WHOLE = (
    "This file is not filled in the way it must be, so Lamplight does not use it. "
    "Ring the social worker."
)
_COUNCILS_LIST = (
    "Lamplight does not use this list from the council; what it had before still counts. "
    "Tell the social worker."
)
_ISSUE_AGAIN = "Have it issued again with `lamplight agency`."

# What stands between an agreement and a permit. Whatever it is, filters go on.
_OFF = "Lamplight writes nothing down; filters go on as before."
_OFF_RING = f"{_OFF} Ring the social worker."
_OFF_SHORTLY = f"{_OFF} This puts itself right, mostly within a day."
_CHECK_CLOCK = "Have the carer check that the box is on the home network and switched on."
_IN_ORDER = "Send what is missing first, in the order in which it was signed, then this again."
_NEW_ONE = "Draw up a new agreement if it is still needed."

SENTENCES: Final[Mapping[Code, Sentences]] = MappingProxyType(
    {
        Code.TEXT_BASE64: Sentences(
            carer=_DAMAGED,
            social_worker=f"Part of the file is not in the form it was written in. {_EXPORT_AGAIN}",
        ),
        Code.TEXT_HEX: Sentences(
            carer=_DAMAGED,
            social_worker=f"A key or its name is not written out in full. {_EXPORT_AGAIN}",
        ),
        Code.JSON_SIZE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is longer than any record may be (64 KiB). {_EXPORT_AGAIN}",
        ),
        Code.JSON_UNREADABLE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is cut off or is not a record. {_EXPORT_AGAIN}",
        ),
        Code.JSON_DUPLICATE: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The record answers one question twice, so two readers could understand it "
                f"differently. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.JSON_NUMBER: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The record holds a number that is not whole, or is too large to be read "
                f"everywhere alike. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.JSON_VALUE: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The draft holds a value that records cannot hold. "
                "Write it as text in quotation marks."
            ),
        ),
        Code.JSON_DEPTH: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is nested more deeply than any record. {_EXPORT_AGAIN}",
        ),
        Code.JSON_CHARACTER: Sentences(
            carer=(
                "This file holds hidden marks that could make people read it differently, so "
                "Lamplight does not use it. Ask the social worker to make it again."
            ),
            social_worker=(
                "A text holds characters that cannot be seen or that change the order of reading. "
                "Type that text in again instead of pasting it."
            ),
        ),
        Code.JSON_COMPOSITION: Sentences(
            carer=(
                "A letter in this file is written in a way that Lamplight does not accept. "
                "Ask the social worker to make it again."
            ),
            social_worker=(
                "An accented letter is stored as a letter and a separate accent. "
                "Type that text in again instead of pasting it."
            ),
        ),
        Code.JSON_FORM: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The file says the right things but not in the exact form that is signed; a mail "
                f"or text program may have changed it. {_EXPORT_AGAIN}"
            ),
        ),
        Code.JSON_SHAPE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is not a record. {_EXPORT_AGAIN}",
        ),
        Code.ENV_MEMBERS: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file has parts that a record does not have. {_EXPORT_AGAIN}",
        ),
        Code.ENV_TYPE: Sentences(
            carer=(
                "Lamplight does not know this kind of file. "
                "It may be older than what the social worker uses; tell them."
            ),
            social_worker=(
                "The file is of a kind this version does not know. "
                "Check that you and the home use the same version."
            ),
        ),
        Code.ENV_KEYID: Sentences(
            carer=_DAMAGED,
            social_worker=f"A signature does not say whose it is. {_EXPORT_AGAIN}",
        ),
        Code.ENV_UNSIGNED: Sentences(
            carer="Nobody has signed this file yet. Ask the social worker for the signed one.",
            social_worker="The record carries no signature. Sign it, then send it.",
        ),
        Code.ENV_CROWDED: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The record carries more than 16 signatures. {_AGAIN_BY_TOOL}",
        ),
        Code.ENV_SIGNED_TWICE: Sentences(
            carer=_RING,
            social_worker=(
                "One key signed this record twice. "
                "Each person signs once; go back to the version before the second signature."
            ),
        ),
        Code.KEY_LENGTH: Sentences(
            carer=_DAMAGED,
            social_worker="A key has the wrong length. Ask its holder for it again.",
        ),
        Code.KEY_WEAK: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key is one of those that let anybody sign in its name. It was not made by "
                "Lamplight; tell your information security team."
            ),
        ),
        Code.KEY_FORM: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key is written in a form that no proper tool writes. "
                "Ask its holder to make a new one with Lamplight."
            ),
        ),
        Code.KEY_ID: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key does not belong to the name it is listed under. "
                "Do not use this list; ask whoever looks after the agency's keys."
            ),
        ),
        Code.SIG_LENGTH: Sentences(
            carer=_DAMAGED,
            social_worker=f"A signature is cut off. {_EXPORT_AGAIN}",
        ),
        Code.SIG_INVALID: Sentences(
            carer=_RING,
            social_worker=(
                "A signature does not fit: the record was changed after it was signed, or somebody "
                "else signed in that name. Ask the signer to look at the record and sign again."
            ),
        ),
        Code.SIG_UNKNOWN: Sentences(
            carer=_RING,
            social_worker=(
                "Somebody signed who is not on the agency's list that this home has. "
                "Send the newest list first, or have the record signed without that signature."
            ),
        ),
        Code.SIG_MISSING: Sentences(
            carer=(
                "Not everyone who must sign has signed yet. "
                "Nothing starts until they have; the social worker knows who is missing."
            ),
            social_worker="A signature is still missing. Ask the people named to sign.",
        ),
        Code.SIG_NOT_MADE: Sentences(
            carer="Signing did not work. Try again; if it fails again, tell the social worker.",
            social_worker=(
                "The signature that was made does not fit its own key, so it was thrown away. "
                "Try again; if it fails again, use another machine."
            ),
        ),
        Code.ROLE_THRESHOLD: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers asks for no signature at all. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_TOO_FEW: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers asks for more people than it names. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_KEY_TWICE: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers names one key twice. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_KEY_SHARED: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers gives one key to two people. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_NOBODY: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The rules for this record name nobody who must sign. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.WORDS_UNKNOWN: Sentences(
            carer=(
                "One of these words is not on Lamplight's list, so nothing was done. "
                "Look at the card and type the words again."
            ),
            social_worker=(
                "A word is not on the word list; most often a letter is missing or swapped. "
                "Compare it with the paper and type it again."
            ),
        ),
        Code.WORDS_COUNT: Sentences(
            carer=(
                "These are too few words or too many, so nothing was done. "
                "Look at the card and type every word on it, in order."
            ),
            social_worker=(
                "The number of words is not right: a card has five and a fingerprint eight. "
                "Type all of them, in order."
            ),
        ),
        Code.STOP_CODE_FORM: Sentences(
            carer=(
                "A stop code is eight digits, so nothing was done. "
                "Ask the social worker to read it out again, two digits at a time."
            ),
            social_worker=(
                "A stop code is eight digits, neither more nor fewer. "
                "Look it up in the case file and type it again."
            ),
        ),
        Code.PASTE_NOTHING: Sentences(
            carer=(
                "There is no Lamplight record in this text. "
                "Copy the whole message, from its first line to its last, and paste it again."
            ),
            social_worker=(
                "The text has no line that begins a record. "
                "Copy the block with its first and last line, those with BEGIN and END."
            ),
        ),
        Code.PASTE_CUT: Sentences(
            carer=(
                "A part of this text is missing, so Lamplight does not use it. "
                "Copy the whole message and paste it again; if that fails, ring the social worker."
            ),
            social_worker=(
                "The block is cut off: a part of it, or its first or last line, is missing. "
                "Send it again, or send the file instead of the text."
            ),
        ),
        Code.PASTE_CHANGED: Sentences(
            carer=(
                "Something in this text was changed on its way, so Lamplight does not use it. "
                "Copy and paste it again; if that fails, ring the social worker."
            ),
            social_worker=(
                "Letters inside the block were changed, most often by a mail program. "
                "Send it again, or send the file instead of the text."
            ),
        ),
        Code.PASTE_KIND: Sentences(
            carer=(
                "The first line of this text does not fit what stands below it, so Lamplight does "
                "not use it. Ring the social worker."
            ),
            social_worker=(
                "The first line names one kind of record and the block holds another. "
                "Save the record again from Lamplight and paste that."
            ),
        ),
        Code.PASTE_SEVERAL: Sentences(
            carer=(
                "There is more than one record in this text, so nothing was done. "
                "Paste one record at a time."
            ),
            social_worker=(
                "The text holds several different records where one is asked for. "
                "Paste them one by one."
            ),
        ),
        Code.PASTE_LONG: Sentences(
            carer=(
                "This text is far too long for Lamplight to look through. "
                "Paste only the record, from its first line to its last."
            ),
            social_worker=(
                "The text is longer than a million letters. "
                "Paste only the block itself, without the messages around it."
            ),
        ),
        Code.TEMPLATE_UNKNOWN: Sentences(
            carer=(
                "Lamplight does not know the page that was signed, so it writes nothing down. "
                "Tell the social worker; they may have a newer Lamplight than this one."
            ),
            social_worker=(
                "The record names a text that this version does not have. "
                "Use the same version as the home, then draw the record up again."
            ),
        ),
        Code.TEMPLATE_LANGUAGE: Sentences(
            carer=(
                "Lamplight does not have this page in that language, so it writes nothing down. "
                "Ring the social worker."
            ),
            social_worker=(
                "There are no texts in this language yet. "
                "Use the English text with an independent interpreter, and enter the interpreter."
            ),
        ),
        Code.TEMPLATE_KIND: Sentences(
            carer=(
                "The page does not say in plain words what would be written down, so nothing is. "
                "Ring the social worker."
            ),
            social_worker=(
                "The agreement names a kind of site that there are no plain words for. "
                "Adverts, trackers, harmful software and a home's own list cannot be agreed to; "
                "choose other kinds."
            ),
        ),
        Code.TEMPLATE_ENDED: Sentences(
            carer="This review ends the agreement. There is nothing to read and sign.",
            social_worker=(
                "A review that stops has no text to sign. "
                "Sign the review itself; to go on, enter dates and draw it up again."
            ),
        ),
        Code.TEMPLATE_PROMISE: Sentences(
            carer=(
                "The page promises something that nobody can keep, so Lamplight does not use it. "
                "Ring the social worker."
            ),
            social_worker=(
                "A sentence that was typed in promises what nobody can keep, such as not being "
                "in trouble. Say what will happen instead."
            ),
        ),
        Code.SETTING: Sentences(
            carer=f"Other rules hold where this young person lives. {_NOT_IN_USE}",
            social_worker=(
                "Seed 004 does not cover a children's home. Follow that home's own procedure; "
                "Lamplight cannot be used for it."
            ),
        ),
        Code.NO_GIVER: Sentences(
            carer=f"Nobody who may agree to this has agreed. {_NOT_IN_USE}",
            social_worker=(
                "Only a competent young person, or somebody with parental responsibility, can "
                "agree. If there is nobody, take legal advice; filters need no agreement."
            ),
        ),
        Code.CORPORATE_PARENT: Sentences(
            carer=f"The council cannot agree to this in a family's place. {_NOT_IN_USE}",
            social_worker=(
                "The corporate parent, and anyone with one of the agency's keys, cannot be the "
                "giver. Ask a parent or another holder of parental responsibility, or the young "
                "person if competent."
            ),
        ),
        Code.RULE_PROFILE: Sentences(
            carer=f"Lamplight does not know the rules this agreement names. {_NOT_IN_USE}",
            social_worker=(
                "The agreement names other rules than these, eng-foster-1. Use the same version "
                "of Lamplight as the home, then draw it up again."
            ),
        ),
        Code.RULE_AGENCY: Sentences(
            carer=(
                f"This agreement comes from a council that this home does not know. {_NOT_IN_USE}"
            ),
            social_worker=(
                "The agreement, the list of staff and the trust root name different agencies. "
                "Draw it up under your own agency's list."
            ),
        ),
        Code.RULE_AGENCY_VERSION: Sentences(
            carer=f"This home needs the council's newest list of staff first. {_NOT_IN_USE}",
            social_worker=(
                "The agreement was drawn up under a newer list of staff than the home has. Send "
                "the list first, then the agreement."
            ),
        ),
        Code.RULE_P2_LEAST_INTRUSIVE: Sentences(
            carer=f"It is not said why less would not do. {_NOT_IN_USE}",
            social_worker=(
                f"A level above 1 needs the reason why a lower one is not enough. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P3_HARM: Sentences(
            carer=f"The reason given is not strong enough for this. {_NOT_IN_USE}",
            social_worker=(
                "Monitoring needs a substantial risk of significant harm, by others or to "
                "others. Where that is not so, use filters and time limits, which need no "
                "agreement."
            ),
        ),
        Code.RULE_P4_TRIED: Sentences(
            carer=f"Too little else was tried before. {_NOT_IN_USE}",
            social_worker=(
                "At least two less restrictive ways, and why each was not enough, belong in the "
                f"agreement. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P6_TESTS: Sentences(
            carer=f"This agreement does not pass the tests it has to pass. {_NOT_IN_USE}",
            social_worker=(
                "It must be legal, necessary, reasonable, the minimum and proportionate. If one "
                "of these cannot be said, do not go on."
            ),
        ),
        Code.RULE_EFFECTIVE: Sentences(
            carer=f"It is not clear that this would help. {_NOT_IN_USE}",
            social_worker=(
                "Site names show no messages, contacts or pictures; the agreement must say that "
                f"this is understood. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P8_WITH_WHOM: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "For young person, family and carers, enter the day they took part in the "
                f"assessment, or why not. No day may be after the issue. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_RISK_POINTS: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Each of the ten points of the risk assessment needs its document, or the "
                f"reason why it does not apply. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P9_STRATEGY: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                f"Enter the day of the strategy discussion, or why there was none. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P9_PANEL: Sentences(
            carer=_STEP_MISSING,
            social_worker=f"Enter the panel and its day, or why there was none. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P9_PLANS: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "The plans must be updated after the assessment and before the agreement is "
                f"issued. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P10_EVALUATED: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "The evaluation must be after the assessment and before the agreement is "
                f"issued. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P10_MANAGERS: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "A team manager and a service manager from the agency's list must have "
                f"evaluated it, two different people. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P12_REASONS: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "The reasons must be recorded after the evaluation and before the agreement is "
                f"issued. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P13_DISCUSSED: Sentences(
            carer=f"This was not talked over with the young person in time. {_NOT_IN_USE}",
            social_worker=(
                "The talk with the young person must be after the assessment and before the "
                f"agreement is issued. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P13_FAMILY: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Enter the day of the talk with their family, or why there was none. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P13_LANGUAGE: Sentences(
            carer=(
                "The page is not in the language of the talk, and nobody interpreted. "
                f"{_NOT_IN_USE}"
            ),
            social_worker=(
                "Use a text in the language of the talk, or an independent interpreter. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P14_ADVOCATE: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Without family support, an advocate must be recommended to the young person. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P14_ARRANGED: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "The young person wants an advocate and none is arranged. Arrange one first; "
                "then enter it in the draft."
            ),
        ),
        Code.RULE_EVIDENCE_DATED: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"A document is dated after the agreement was issued. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P4_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=(
                "Name the document that shows why less restrictive measures are not enough. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P8_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"Name the risk assessment among the documents. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P9_STRATEGY_MINUTES: Sentences(
            carer=_PAPER_MISSING,
            social_worker=(
                f"Name the minutes of the strategy discussion among the documents. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P9_PANEL_MINUTES: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"Name the panel's minutes among the documents. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P11_LEGAL_ADVICE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"Legal advice was taken, so name it among the documents. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P12_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"Name the decision with its reasons among the documents. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P15_COMPETENCE_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=(
                "Name the assessment of competence among the documents, whoever agrees. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P15_PR_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=f"Name the document that shows parental responsibility. {_DRAFT_AGAIN}",
        ),
        Code.RULE_P16_EVIDENCE: Sentences(
            carer=_PAPER_MISSING,
            social_worker=(
                "It was agreed on paper, so name the signed paper among the documents. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P15_COMPETENT_DECIDES: Sentences(
            carer=(
                "The young person can decide this alone, so nobody else can agree for them. "
                f"{_NOT_IN_USE}"
            ),
            social_worker=(
                "The young person was found competent to decide this. Ask them; if they say no, "
                "there is no agreement."
            ),
        ),
        Code.RULE_P15_PR_CHECKED: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "For a holder of parental responsibility, enter when it was checked; for a "
                f"young person, leave basis and day empty. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P15_COMPETENCE_RECENT: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Competence must be assessed in the 31 days before the agreement is issued. "
                "Assess it anew, then issue the agreement."
            ),
        ),
        Code.RULE_P15_COMPETENCE_BY: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Competence must be assessed by a social worker on the agency's list. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_COUNTERSIGN: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Under sixteen, say what became of the second signature; for anybody else, "
                f"leave it empty. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_COUNTERSIGN_REASON: Sentences(
            carer=_STEP_MISSING,
            social_worker=(
                "Where the second signature is missing, the reason belongs in the agreement. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_CARER_GIVES: Sentences(
            carer=(
                "A carer cannot agree to this without a court order for the young person. "
                f"{_NOT_IN_USE}"
            ),
            social_worker=(
                "A carer is the giver only under a child arrangements order or special "
                "guardianship. Ask another holder of parental responsibility, or the young "
                "person if competent."
            ),
        ),
        Code.RULE_GIVER_KEY: Sentences(
            carer=f"Somebody agreed with a card or key that is not their own. {_NOT_IN_USE}",
            social_worker=(
                "A young person agrees with their own card, anybody else with a key that is "
                f"nobody else's. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_PAPER_DAY: Sentences(
            carer=f"The paper was not signed at the right time. {_NOT_IN_USE}",
            social_worker=(
                "The paper must be signed after the talk with the young person and before the "
                f"agreement is issued. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_KEYS: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "One of the keys named here proves nothing. Ask the home for a new home card "
                "and draw it up again."
            ),
        ),
        Code.RULE_HOME_KEYS: Sentences(
            carer=f"Somebody stands here both for the home and for the council. {_NOT_IN_USE}",
            social_worker=(
                "A carer's key or the young person's card is on the agency's own list. Take it "
                "off the list, or name another key."
            ),
        ),
        Code.RULE_VIEWER_YOUNG_PERSON: Sentences(
            carer=f"The young person could not see what is written down about them. {_NOT_IN_USE}",
            social_worker=(
                f"The young person is always a viewer, once, with their own card. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_VIEWER_SOCIAL_WORKER: Sentences(
            carer=f"No social worker would see what is written down. {_NOT_IN_USE}",
            social_worker=(
                "A social worker must be among the viewers, so that more than one adult sees "
                f"it. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_VIEWER_AGENCY: Sentences(
            carer=f"Somebody would see it who is not on the council's list. {_NOT_IN_USE}",
            social_worker=(
                "Whoever views as a social worker must be one on the agency's list, with the "
                f"keys listed there. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_VIEWER_CARER: Sentences(
            carer=f"It is not said why a carer would need to see it. {_NOT_IN_USE}",
            social_worker=(
                "A carer is a viewer only for a reason that stands in the agreement. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_VIEWERS_ONCE: Sentences(
            carer=f"The same person stands here twice. {_NOT_IN_USE}",
            social_worker=f"Two viewers have the same key. {_DRAFT_AGAIN}",
        ),
        Code.RULE_DEVICE_SHARED: Sentences(
            carer=(
                f"A device here is used by others too, so it is never written down. {_NOT_IN_USE}"
            ),
            social_worker=(
                f"Only devices that the young person alone uses can be named. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_DEVICE_BOUND: Sentences(
            carer=f"A device here was not joined in time. {_NOT_IN_USE}",
            social_worker=(
                "Each device must be bound before the agreement is issued. Ask for a new home "
                "card and draw it up again."
            ),
        ),
        Code.RULE_DEVICE_TWICE: Sentences(
            carer=f"The same device stands here twice. {_NOT_IN_USE}",
            social_worker=f"One device is named twice. {_DRAFT_AGAIN}",
        ),
        Code.RULE_SCOPE_LISTS: Sentences(
            carer=f"It is not clear what would be written down. {_NOT_IN_USE}",
            social_worker=(
                "Levels 1 and 2 need kinds of site, level 3 a list of sites, level 4 neither. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_SCOPE_KINDS: Sentences(
            carer=f"A kind of site is named that cannot be agreed to. {_NOT_IN_USE}",
            social_worker=(
                "Adverts, trackers, harmful software and a home's own lists are never recorded. "
                f"Choose kinds that the text has words for. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_SCOPE_TWICE: Sentences(
            carer=f"It is not clear what would be written down. {_NOT_IN_USE}",
            social_worker=f"A kind or a site is named twice. {_DRAFT_AGAIN}",
        ),
        Code.RULE_SCOPE_WATCH: Sentences(
            carer=f"The same site would be both written down and never written down. {_NOT_IN_USE}",
            social_worker=(
                "A site is watched and never recorded at once. Take it out of the list that is "
                f"watched. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_SCOPE_HOURS: Sentences(
            carer=f"The hours do not make sense. {_NOT_IN_USE}",
            social_worker=f"The hours must end after they start, on the same day. {_DRAFT_AGAIN}",
        ),
        Code.RULE_NEVER_LIST: Sentences(
            carer=f"This home needs a newer Lamplight first. {_NOT_IN_USE}",
            social_worker=(
                "The agreement names a newer list of what is never recorded than the home has. "
                "Ask the home to update Lamplight first."
            ),
        ),
        Code.RULE_LIMIT_LEVEL: Sentences(
            carer=f"The council itself allows less than this. {_NOT_IN_USE}",
            social_worker=f"The agency's own limit is a lower level. {_DRAFT_AGAIN}",
        ),
        Code.RULE_NOTICE: Sentences(
            carer=f"The young person would not have the time to read about it first. {_NOT_IN_USE}",
            social_worker=(
                "It may start 24 hours after it is issued, or one hour if urgent. Choose a "
                f"later first day. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_STARTS_SOON: Sentences(
            carer=f"This would start too long after it was agreed. {_NOT_IN_USE}",
            social_worker=(
                "It must start within 31 days of its issue, while what was assessed still holds. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P17_DAYS: Sentences(
            carer=f"The days do not make sense. {_NOT_IN_USE}",
            social_worker=(
                "The first day, the last day and the final end must follow each other. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P17_END: Sentences(
            carer=f"This would go on for too long. {_NOT_IN_USE}",
            social_worker=(
                f"It must end for good within six months of its first day. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P18_PLAN: Sentences(
            carer=f"It is not said what will take its place. {_NOT_IN_USE}",
            social_worker=(
                f"The agreement needs an action plan, with one step at least. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P18_PLAN_DAYS: Sentences(
            carer=f"The plan does not fit the days of this agreement. {_NOT_IN_USE}",
            social_worker=(
                "Each step of the action plan must be done between the issue and the final end. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_P19_FIRST_MONTH: Sentences(
            carer=f"This would go on for too long without a review. {_NOT_IN_USE}",
            social_worker=(
                "The first review is due within one month of the first day, so it ends by then. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_OBJECTION_WEEK: Sentences(
            carer=f"This would go on for too long without a review. {_NOT_IN_USE}",
            social_worker=(
                "Somebody with parental responsibility objects, so it must be reviewed within "
                f"seven days of its start. {_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_ENDS_BEFORE_18: Sentences(
            carer=f"It must end before the young person is eighteen. {_NOT_IN_USE}",
            social_worker=(
                "Choose an end before the eighteenth birthday, and say so in the agreement. "
                f"{_DRAFT_AGAIN}"
            ),
        ),
        Code.RULE_LIMIT_END: Sentences(
            carer=f"The council itself allows less time than this. {_NOT_IN_USE}",
            social_worker=f"The agency's own limit on months is shorter. {_DRAFT_AGAIN}",
        ),
        Code.RULE_TEXT: Sentences(
            carer=(
                "The page that was signed is not the page that belongs to this agreement. "
                f"{_NOT_IN_USE}"
            ),
            social_worker=(
                "The text does not come out of this record, or is not the one for its reader's "
                "age. Draw it up again with Lamplight and have it read again."
            ),
        ),
        Code.RULE_PAPER_WORDS: Sentences(
            carer=f"The words on the paper are not those of this agreement. {_NOT_IN_USE}",
            social_worker=(
                "The eight check words of the paper do not belong to this text. Print it again, "
                "have it signed, and enter its words."
            ),
        ),
        Code.RULE_REVIEW_BOX: Sentences(
            carer=f"This review belongs to another home. {_REVIEW_NOT_IN_USE}",
            social_worker=f"The review names another box than its agreement. {_REVIEW_AGAIN}",
        ),
        Code.RULE_REVIEW_AGENCY: Sentences(
            carer=(
                "This review comes from a council that this home does not know. "
                f"{_REVIEW_NOT_IN_USE}"
            ),
            social_worker=(
                "The review, its agreement and the list of staff name different agencies. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_AGENCY_VERSION: Sentences(
            carer=f"This home needs the council's newest list of staff first. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "The review was drawn up under another list of staff than the home has. Send "
                "the newest list first, then the review."
            ),
        ),
        Code.RULE_REVIEW_WHOLE: Sentences(
            carer=f"This review is not complete. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "To go on takes who agrees, both days and a text; to stop takes none of them. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_OUTCOME: Sentences(
            carer=f"This review does not do what it says. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "To reduce, name less than before; to continue, leave it as it was. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_P19_PARTIES: Sentences(
            carer=f"This review was not held with everyone. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                f"For each person asked, say that they took part, or why not. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_P19_HEARD: Sentences(
            carer=f"The young person was not heard for this review. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "Enter the day they were heard, after the last review and not after this one. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_NECESSARY: Sentences(
            carer=f"This review says that it is no longer needed. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "What is no longer necessary must stop. Choose stop as the outcome and sign that."
            ),
        ),
        Code.RULE_REVIEW_LESS: Sentences(
            carer=f"Nobody asked whether less would do. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                f"Less restrictive ways must be considered again before it goes on. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_UNREAD: Sentences(
            carer=(
                f"Nobody has looked, and it is not said why it should go on. {_REVIEW_NOT_IN_USE}"
            ),
            social_worker=(
                "Nobody looked since the last time. Stop it, or give the reason why it goes on. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_P18_PROGRESS: Sentences(
            carer=f"It is not said how the plan is going. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                f"Enter the progress of each step of the action plan, once. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_COMPETENT_SIGNS: Sentences(
            carer=f"The young person can decide this alone by now. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "They have become competent, so they sign the review with their own card. If "
                "they say no, it stops."
            ),
        ),
        Code.RULE_REVIEW_GIVER_KEY: Sentences(
            carer=f"Somebody agreed with a card or key that is not their own. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "Whoever agrees again uses the same key as before; a young person uses their "
                f"own card. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_PAPER_DAY: Sentences(
            carer=f"The paper was not signed at the right time. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "The paper must be signed on the day of the review or after, and before the "
                f"review is issued. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_TEXT: Sentences(
            carer=(
                "The page that was signed is not the page that belongs to this review. "
                f"{_REVIEW_NOT_IN_USE}"
            ),
            social_worker=(
                "The text does not come out of this review, or is not the one for its reader's "
                "age. Draw it up again with Lamplight and have it read again."
            ),
        ),
        Code.RULE_REVIEW_PAPER_WORDS: Sentences(
            carer=f"The words on the paper are not those of this review. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "The eight check words of the paper do not belong to this text. Print it again, "
                "have it signed, and enter its words."
            ),
        ),
        Code.RULE_REVIEW_HELD: Sentences(
            carer=f"The days of this review do not make sense. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "A review is held after the one before it, and issued on that day or later. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_P19_IN_TIME: Sentences(
            carer=(
                "This review came too late, so nothing is written down any more. Filters go on "
                "as before. Ring the social worker."
            ),
            social_worker=(
                "The last day had passed when this review was issued. A late review brings "
                "nothing back; draw up a new agreement."
            ),
        ),
        Code.RULE_P19_NEXT: Sentences(
            carer=f"The next review would come too late. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                f"The next review is due within three months of this one. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_P19_EARLY: Sentences(
            carer=f"This review came too early to make it go on for longer. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "A review in the first 21 days is not the first review; the next is due a month "
                f"after the start. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_EVERY_SITE: Sentences(
            carer=f"The next review would come too late. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "Where every site is recorded, the next review is due within one month. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_UNTIL: Sentences(
            carer=f"The days of this review do not make sense. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                f"It may last until the next review is due, and no longer. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_END: Sentences(
            carer=f"This review would go beyond the end that was agreed. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "No review goes beyond the final end of the agreement. Choose an earlier last "
                f"day. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_LIMIT_LEVEL: Sentences(
            carer=f"The council itself allows less than this. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "The agency's own limit is a lower level by now. Reduce it, or stop. "
                f"{_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_LIMIT_END: Sentences(
            carer=f"The council itself allows less time than this. {_REVIEW_NOT_IN_USE}",
            social_worker=f"The agency's own limit on months is shorter by now. {_REVIEW_AGAIN}",
        ),
        Code.RULE_REVIEW_SCOPE: Sentences(
            carer=f"It is not clear what would be written down. {_REVIEW_NOT_IN_USE}",
            social_worker=(
                "What the review leaves must itself keep the rules for lists, kinds, hours and "
                f"reasons. {_REVIEW_AGAIN}"
            ),
        ),
        Code.RULE_REVIEW_LEVEL: Sentences(
            carer=_MORE_THAN_BEFORE,
            social_worker=f"The review names a higher level than before. {_NEW_AGREEMENT}",
        ),
        Code.RULE_REVIEW_KINDS: Sentences(
            carer=_MORE_THAN_BEFORE,
            social_worker=(
                f"The review names kinds of site that were not agreed before. {_NEW_AGREEMENT}"
            ),
        ),
        Code.RULE_REVIEW_WATCH: Sentences(
            carer=_MORE_THAN_BEFORE,
            social_worker=f"The review names sites that were not agreed before. {_NEW_AGREEMENT}",
        ),
        Code.RULE_REVIEW_HOURS: Sentences(
            carer=_MORE_THAN_BEFORE,
            social_worker=f"The review names hours that were not agreed before. {_NEW_AGREEMENT}",
        ),
        Code.RULE_REVIEW_NEVER: Sentences(
            carer=_MORE_THAN_BEFORE,
            social_worker=(
                f"The review leaves out something that was never to be recorded. {_NEW_AGREEMENT}"
            ),
        ),
        Code.RECORD_UNKNOWN: Sentences(
            carer=_NOT_WHOLE,
            social_worker=(
                "The record answers something that this version of Lamplight does not ask. "
                "Take the same version as the home, and draw it up with that."
            ),
        ),
        Code.RECORD_MISSING: Sentences(
            carer=_NOT_WHOLE,
            social_worker=(
                "The record leaves out something that it must say, even if only that there is "
                f"nothing. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.RECORD_TYPE: Sentences(
            carer=_NOT_WHOLE,
            social_worker=(
                "One answer is of the wrong sort, such as a text where a number belongs. "
                f"{_AGAIN_BY_TOOL}"
            ),
        ),
        Code.RECORD_VALUE: Sentences(
            carer=_NOT_WHOLE,
            social_worker=(
                "One answer is too long, too short, or none of those that may be chosen there. "
                "Put it right in the draft; it names the place."
            ),
        ),
        Code.RECORD_DATE: Sentences(
            carer=_NOT_WHOLE,
            social_worker=(
                "A date or time does not exist, or is not written as 2026-11-21. "
                "Put it right in the draft; it names the place."
            ),
        ),
        Code.RECORD_KIND: Sentences(
            carer=_NOT_OURS,
            social_worker=(
                f"The file says that it is one kind of record and holds another. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.KEY_OPEN_TO_ALL: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key is on the public list of keys with which everyone could read what is "
                "meant for one. Have that person make a new key."
            ),
        ),
        Code.TRUST_ROOT_HOLDERS: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "The agency's trust root needs three people at least, and two of them to sign. "
                "Hold the ceremony again with `lamplight agency init`."
            ),
        ),
        Code.TRUST_LASTING: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "Something ends before it starts, or lasts too long: a trust root two years, a "
                f"list 100 days, a worker's key 13 months. {_ISSUE_AGAIN}"
            ),
        ),
        Code.TRUST_KEY_TWICE: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "One key stands in two places, and could be counted twice. "
                "Give each place a key of its own, and issue the list again."
            ),
        ),
        Code.TRUST_CONTACT: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "A worker's address for mail is not at the agency's own domain. "
                "Enrol them again with their work address."
            ),
        ),
        Code.TRUST_REVOKED: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "A key was taken off the list without the day until which it counted. "
                "Revoke it again with `lamplight agency revoke`."
            ),
        ),
        Code.TRUST_FINGERPRINT: Sentences(
            carer=(
                "The eight words are not those of this council's list. Type them again from the "
                "social worker's card; if they still differ, ring the social worker."
            ),
            social_worker=(
                "The words typed in the home are not those of this trust root. Read them out from "
                "your agency's own card, never from a message."
            ),
        ),
        Code.TRUST_UNPROVEN: Sentences(
            carer=(
                f"The council's own web address has not shown that it is the council's. {_OFF_RING}"
            ),
            social_worker=(
                "The domain in the trust root did not prove itself from its own web site. Have "
                "the agency put the file where Lamplight looks for it, then enrol the home again."
            ),
        ),
        Code.TRUST_UNCONTROLLED: Sentences(
            carer=f"Anybody could have the web address that this list comes from. {_OFF_RING}",
            social_worker=(
                "The domain is neither below gov.uk nor on the list that Lamplight ships. Ask the "
                "council to use its own domain, or to write to the project."
            ),
        ),
        Code.TRUST_OTHER_AGENCY: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "This list is of another agency than the one that this home is with. Send the "
                "list of the agency that looks after the young person."
            ),
        ),
        Code.TRUST_SKIPPED: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "A trust root between the home's and this one is missing. Send the ones between "
                "first, one after the other."
            ),
        ),
        Code.TRUST_ROLLBACK: Sentences(
            carer=f"What this box knows is older than it was before. {_OFF_RING}",
            social_worker=(
                "The list, or the box's memory, is older than what the box had before. Send the "
                "newest list; if that changes nothing, the box's card was put back: enrol the "
                "home again."
            ),
        ),
        Code.TRUST_FORK: Sentences(
            carer=_COUNCILS_LIST,
            social_worker=(
                "There are two different lists with the same number. Find out who issued the "
                "other, then issue the next number."
            ),
        ),
        Code.TRUST_OLD_ROOT: Sentences(
            carer=(
                f"The council has renewed its keys, and its list is still the old one. {_OFF_RING}"
            ),
            social_worker=(
                "The keyset was issued under a trust root that is not the newest. Have it issued "
                "again with `lamplight agency renew`, and send it to the home."
            ),
        ),
        Code.TRUST_NO_KEYSET: Sentences(
            carer=f"The council's list of who may sign is not here yet. {_OFF_RING}",
            social_worker=(
                "The home has the trust root and no keyset. Send the keyset, then the agreement."
            ),
        ),
        Code.TRUST_ROOT_EXPIRED: Sentences(
            carer=f"The council's keys have run out. {_OFF_RING}",
            social_worker=(
                "The trust root has expired. Those who hold its keys make the next one; send it "
                "to the home with a new keyset."
            ),
        ),
        Code.TRUST_KEYSET_EXPIRED: Sentences(
            carer=f"The council's list of who may sign has run out. {_OFF_RING}",
            social_worker=(
                "The keyset has expired. Have it issued again with `lamplight agency renew`, and "
                "send it."
            ),
        ),
        Code.TRUST_STALE: Sentences(
            carer=f"The council's list of who may sign was not renewed in time. {_OFF_RING}",
            social_worker=(
                "The home has not had a fresh keyset for too long: a week where the agency hosts "
                "it, else 100 days. Send the newest one, or see why it cannot be fetched."
            ),
        ),
        Code.LEDGER_LINE: Sentences(
            carer=f"What this box had written down about agreements is damaged. {_OFF_RING}",
            social_worker=(
                "The box's own list of records is not as it wrote it. Visit the home; the box "
                "must be set up and enrolled again."
            ),
        ),
        Code.LEDGER_KIND: Sentences(
            carer=_NOT_OURS,
            social_worker=(
                "This kind of record does not go into a home. Send a trust root, a keyset, an "
                "agreement, a review or what ends one."
            ),
        ),
        Code.LEDGER_BOX: Sentences(
            carer=(
                "This file was made for another home, so Lamplight does not use it. Ring the "
                "social worker."
            ),
            social_worker=(
                "The record names another box than this home's. Draw it up from this home's own "
                "card."
            ),
        ),
        Code.LEDGER_EARLY: Sentences(
            carer=(
                "This file says that it was made at a time that has not come yet. Lamplight does "
                "not use it. Ask the social worker to look at the clock of their computer."
            ),
            social_worker=(
                "The record was issued later than the box's own time. Put your computer's clock "
                "right, then draw it up again."
            ),
        ),
        Code.LEDGER_ID: Sentences(
            carer=(
                "There is another agreement with the same number, so Lamplight does not use this "
                "one. Ring the social worker."
            ),
            social_worker=(
                "Another agreement with this id was taken before. Begin a new draft instead of "
                "changing a signed one."
            ),
        ),
        Code.LEDGER_AGREEMENT: Sentences(
            carer=(
                "The agreement that this file belongs to is not on this box. Ring the social "
                "worker."
            ),
            social_worker=(
                f"The record names an agreement that this home does not have. {_IN_ORDER}"
            ),
        ),
        Code.LEDGER_VIEWER: Sentences(
            carer=(
                "Somebody else has signed this page than the one it names. Sign it again yourself."
            ),
            social_worker=(
                "The acknowledgement is signed by another viewer than it names. Each viewer reads "
                "and signs their own."
            ),
        ),
        Code.SIGNERS: Sentences(
            carer=f"Not everyone has signed whose name must stand there. {_OFF_RING}",
            social_worker=(
                "A social worker, a manager or a service manager is missing, or their key did not "
                "count on that day. Have whoever is missing sign, with a key on the newest list."
            ),
        ),
        Code.SIGNER_COMPROMISED: Sentences(
            carer=f"A key that signed this agreement is not safe any more. {_OFF_RING}",
            social_worker=(
                "A key that signed was called compromised, so what it signed counts no more. Draw "
                "up a new agreement and have it signed with other keys."
            ),
        ),
        Code.SIGNER_LEFT: Sentences(
            carer=f"Somebody who signed does not work there any more. {_OFF_RING}",
            social_worker=(
                "The record came in after the day until which a signer's key counted. Have it "
                "signed by somebody who is on the list now."
            ),
        ),
        Code.CHAIN_PREVIOUS: Sentences(
            carer=f"A page between the agreement and this one is missing. {_OFF_RING}",
            social_worker=f"The review follows a record that this home does not have. {_IN_ORDER}",
        ),
        Code.CHAIN_NUMBER: Sentences(
            carer=f"The reviews of this agreement are not in order. {_OFF_RING}",
            social_worker=(
                "The number of this review is not the next one. Draw the review up again from the "
                "newest record in the case folder."
            ),
        ),
        Code.CHAIN_FORK: Sentences(
            carer=(
                f"There are two different reviews, and nobody can tell which one holds. {_OFF_RING}"
            ),
            social_worker=f"Two reviews follow the same record, so neither holds. {_NEW_ONE}",
        ),
        Code.CHAIN_LATE: Sentences(
            carer=f"The review came after the last day of the agreement. {_OFF_RING}",
            social_worker=(
                f"The review reached the home after the agreement had run out. {_NEW_ONE}"
            ),
        ),
        Code.CHAIN_ROLLBACK: Sentences(
            carer=f"A review that this box had is not here any more. {_OFF_RING}",
            social_worker=(
                "The box has had a later review than it has now, so its card was put back. Send "
                "all reviews again, in their order."
            ),
        ),
        Code.WITHDRAWN: Sentences(
            carer=(
                "The agreement was taken back, so it is over for good. Nothing is written down; "
                "filters go on as before."
            ),
            social_worker=f"The agreement was withdrawn, and nothing brings it back. {_NEW_ONE}",
        ),
        Code.STOPPED: Sentences(
            carer=(
                "Somebody has stopped this for good. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker=(
                f"It was stopped by your agency, by the stop code or by the carer. {_NEW_ONE}"
            ),
        ),
        Code.STOPPED_BY_AGENCY: Sentences(
            carer=(
                "The council has ended this agreement. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker=f"A keyset lists this agreement among those that are ended. {_NEW_ONE}",
        ),
        Code.CLOCK_UNSYNCHRONISED: Sentences(
            carer=f"The box does not know for sure what time it is. {_OFF_SHORTLY}",
            social_worker=(
                "The clock has not been set from the network since the box was switched on. "
                f"{_CHECK_CLOCK}"
            ),
        ),
        Code.CLOCK_STALE: Sentences(
            carer=f"The box has not been able to check the time for a day. {_OFF_SHORTLY}",
            social_worker=f"The clock was last set more than a day ago. {_CHECK_CLOCK}",
        ),
        Code.CLOCK_BACK: Sentences(
            carer=f"The box's clock went back. {_OFF_SHORTLY}",
            social_worker=(
                f"The box's time is before a time that it has already seen. {_CHECK_CLOCK}"
            ),
        ),
        Code.CLOCK_FORWARD: Sentences(
            carer=f"The box's clock jumped far ahead. {_OFF_RING}",
            social_worker=(
                "The box's time is further on than it can be, and is not believed until it was "
                "checked. Look at it with the carer at your next visit."
            ),
        ),
        Code.AGREEMENT_NONE: Sentences(
            carer=(
                "There is no agreement for this device. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker=(
                "No agreement in this home names this device. If you sent one, see which step it "
                "was refused for."
            ),
        ),
        Code.AGREEMENT_TWO: Sentences(
            carer=f"Two agreements are running for this device. {_OFF_RING}",
            social_worker=(
                "Two agreements would hold for one device, and nobody can tell which was meant. "
                "Stop the older one with `lamplight agreement stop`."
            ),
        ),
        Code.OBJECTED: Sentences(
            carer=f"The young person has said no, so it is paused. {_OFF_RING}",
            social_worker=(
                "The young person objected. It stays paused until a review in which they were "
                "heard, held within seven days."
            ),
        ),
        Code.PAUSED: Sentences(
            carer=(
                "You or another carer have paused it. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker=(
                "A carer has paused it. Ask them why; they can let it go on while the agreement "
                "holds."
            ),
        ),
        Code.NOTICE_NONE: Sentences(
            carer=(
                "The young person has not seen the notice on this device yet. Nothing is written "
                "down. Open the box's page on it together."
            ),
            social_worker=(
                "Nobody has seen the notice on this device. Ask the carer to open the page there, "
                "or enter that paper was handed over."
            ),
        ),
        Code.NOTICE_WAIT: Sentences(
            carer=(
                "The young person has been told, and now there is time to ask questions. Nothing "
                "is written down before that time is over."
            ),
            social_worker=(
                "It is less than a day since the notice was seen, or an hour where it is urgent. "
                "There is nothing to do but wait."
            ),
        ),
        Code.NOTICE_LAPSED: Sentences(
            carer=(
                "Nobody has seen the notice on this device for two weeks. Nothing is written "
                "down. Look at it together, and enter that you did."
            ),
            social_worker=(
                "The notice went unseen for 14 days, so it is paused. Carer and young person look "
                "at the page together and enter it."
            ),
        ),
        Code.TIME_EARLY: Sentences(
            carer=(
                "The agreement has not started yet. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker="Its first day has not come. There is nothing to do but wait.",
        ),
        Code.TIME_REVIEW: Sentences(
            carer=f"The review was due and did not come. {_OFF_RING}",
            social_worker=f"It ran out because no review was held in time. {_NEW_ONE}",
        ),
        Code.TIME_ENDED: Sentences(
            carer=(
                "The agreement has come to its end. Nothing is written down; filters go on as "
                "before."
            ),
            social_worker=f"The last day that was agreed is over. {_NEW_ONE}",
        ),
        Code.TIME_HOURS: Sentences(
            carer=(
                "This is outside the hours that were agreed. Nothing is written down; filters go "
                "on as before."
            ),
            social_worker=(
                "The agreement holds only for certain hours of the day. It goes on when they begin."
            ),
        ),
        Code.DEVICE_UNBOUND: Sentences(
            carer=(
                "Lamplight cannot be sure that this is the same device. Nothing is written down. "
                "Set it up again on the device, with the young person."
            ),
            social_worker=(
                "The device is not bound any more, perhaps because it changed its address. Have "
                "it bound again in the young person's hand, with their card."
            ),
        ),
        Code.DEVICE_SHARED: Sentences(
            carer=f"Somebody else uses this device too, so it is left alone. {_OFF}",
            social_worker=(
                "The home says that the device is shared, and a shared device is never recorded. "
                "Talk with the carer about a device of their own."
            ),
        ),
        Code.DEVICE_AMBIGUOUS: Sentences(
            carer=(
                "Two devices look like this one. Nothing is written down. Find out which is "
                "which, then set it up again on the device."
            ),
            social_worker=(
                "More than one device answers to this name. Have it bound again in the young "
                "person's hand, with their card."
            ),
        ),
        Code.DEVICE_CHANGED: Sentences(
            carer=f"This device was set up anew after the agreement was signed. {_OFF_RING}",
            social_worker=(
                "The device was bound on another day than the agreement says. Have it bound again "
                "with the young person's card, or draw up a new agreement."
            ),
        ),
        Code.AUDIT: Sentences(
            carer=f"The box cannot keep its list of who looked at what. {_OFF_RING}",
            social_worker=(
                "The audit log cannot be written, so nothing else is. Look at the box's health "
                "page with the carer; its card may be full or worn out."
            ),
        ),
        Code.DOUBT: Sentences(
            carer=f"Something is not as it should be. {_OFF_RING}",
            social_worker=(
                "Something went wrong that has no name, and any doubt means no. Send the box's "
                "health page to whoever looks after Lamplight."
            ),
        ),
        # Notes, checkpoints and entries of a box: `note.py`, `checkpoint.py`, `audit.py`.
        Code.NOTE_FORM: Sentences(
            carer=(
                "This is not a text that the box wrote, or a part of it is missing. "
                "Show or send it again as a whole."
            ),
            social_worker=(
                "The text is cut off, or was changed by the program that carried it. "
                "Ask for it again, as a file or as a picture of the square code."
            ),
        ),
        Code.NOTE_UNKNOWN: Sentences(
            carer="This text is not from the box in this home. Ring the social worker.",
            social_worker=(
                "None of the signatures is this box's. Compare the check words on the visit page "
                "with those on your home card."
            ),
        ),
        Code.NOTE_CHANGED: Sentences(
            carer="This text was changed after the box wrote it. Ring the social worker.",
            social_worker=(
                "The text is not what the box signed, so do not rely on it. Ask for it again; if "
                "it happens twice, visit the home."
            ),
        ),
        Code.CHECKPOINT_FORM: Sentences(
            carer="This is not a text that the box wrote. Show or send it again as a whole.",
            social_worker=(
                "The text is signed but does not say how long the box's list is. "
                "Ask for the box's bundle again, made by Lamplight itself."
            ),
        ),
        Code.CHECKPOINT_OTHER_BOX: Sentences(
            carer="This comes from the box of another home. Ring the social worker.",
            social_worker=(
                "This is the list of another box. Compare the check words on the visit page with "
                "those on your home card."
            ),
        ),
        Code.CHECKPOINT_SHORTER: Sentences(
            carer=(
                "The box's list of who looked at what is shorter than it was. "
                "Ring the social worker."
            ),
            social_worker=(
                "The box once showed you a longer list than this one: it was put back to an "
                "earlier day. Ask in the home what happened to its card, and note it in the case "
                "file."
            ),
        ),
        Code.CHECKPOINT_FORKED: Sentences(
            carer=(
                "The box's list of who looked at what is not the one it showed before. "
                "Ring the social worker."
            ),
            social_worker=(
                "The list does not go on from the one you saw last: something before that day was "
                "written anew. Keep both files, visit the home, and tell your manager."
            ),
        ),
        Code.AUDIT_LINE: Sentences(
            carer=(
                "Lamplight cannot read a line of the box's list of who looked at what. "
                "Ring the social worker."
            ),
            social_worker=(
                "The box did write this line, but this Lamplight cannot read it, perhaps because "
                "it is older than the box. Bring it up to date and check again."
            ),
        ),
        Code.AUDIT_ALTERED: Sentences(
            carer=(
                "A line of the box's list of who looked at what was changed. "
                "Ring the social worker."
            ),
            social_worker=(
                "The line named here is not the one the box wrote. "
                "Ask for the bundle again; if it stays so, visit the home and tell your manager."
            ),
        ),
        Code.AUDIT_REMOVED: Sentences(
            carer=(
                "A line of the box's list of who looked at what is missing. Ring the social worker."
            ),
            social_worker=(
                "The line named here was taken out. "
                "Ask for the bundle again; if it stays so, visit the home and tell your manager."
            ),
        ),
        Code.AUDIT_REORDERED: Sentences(
            carer=(
                "The lines of the box's list of who looked at what are not in their order. "
                "Ring the social worker."
            ),
            social_worker=(
                "The line named here stands in another place, or twice. "
                "Ask for the bundle again; if it stays so, visit the home and tell your manager."
            ),
        ),
        Code.AUDIT_FOREIGN: Sentences(
            carer=(
                "The box's list of who looked at what holds a line that is not from it. "
                "Ring the social worker."
            ),
            social_worker=(
                "The line named here is not one that this box has put its name to. "
                "Ask for the bundle again; if it stays so, visit the home and tell your manager."
            ),
        ),
        # What a box says of itself when asked: `status.py`, `spoken.py`.
        Code.STATUS_FORM: Sentences(
            carer="This is not how the box says how things stand. Show the page again.",
            social_worker=(
                "The text is signed but is no status statement that this Lamplight can read. "
                "Ask for a fresh one with six digits."
            ),
        ),
        Code.STATUS_CHALLENGE: Sentences(
            carer="The six digits are not those you were told. Ask for them and type them again.",
            social_worker=(
                "The statement answers other digits than yours, so it may be an old one. "
                "Give six fresh digits and ask for it again."
            ),
        ),
        Code.STATUS_TIME: Sentences(
            carer="The box made this at another time. Ask for new digits and type them again.",
            social_worker=(
                "The time in the statement is not within ten minutes of yours. "
                "Look at your own clock, then give six fresh digits and ask again."
            ),
        ),
        Code.SPOKEN_DIGITS: Sentences(
            carer="Those are not the digits asked for. Ask how many there are and type them again.",
            social_worker="A check has a fixed number of digits. Give them again, one by one.",
        ),
        # What a level lets through: `observation.py`.
        Code.OBSERVATION_FORM: Sentences(
            carer="The box threw away something it could not read. Nothing was written down.",
            social_worker=(
                "One part of the box sent another something that is no observation. "
                "It was thrown away. If it happens again, have the box's software looked at."
            ),
        ),
        Code.OBSERVATION_LEVEL: Sentences(
            carer="The box threw away something it may not keep. Nothing was written down.",
            social_worker=(
                "One part of the box sent another more than the agreement allows. "
                "It was thrown away. If it happens again, have the box's software looked at."
            ),
        ),
        # A day as it is kept, sealed: `sealed_day.py`.
        Code.DAY_KEY_ALTERED: Sentences(
            carer=(
                "The key to a day was changed after it was made, so the day stays shut. "
                "Ring the social worker."
            ),
            social_worker=(
                "The sealed key of the day named here is not the one that was made. "
                "Nobody can open that day with it. Visit the home and tell your manager."
            ),
        ),
        Code.DAY_KEY_CLOSED: Sentences(
            carer="These words do not open that day. Check them and type them again.",
            social_worker=(
                "This key does not open that day: it is another person's, or the day was made "
                "before this key was named. Check whose key it is."
            ),
        ),
        Code.FRAME_ALTERED: Sentences(
            carer="What was kept of a day was changed since. Ring the social worker.",
            social_worker=(
                "A piece of the day named here is not what the box wrote. "
                "Do not rely on that day; visit the home and tell your manager."
            ),
        ),
        Code.FRAME_REMOVED: Sentences(
            carer="A piece of what was kept of a day is missing. Ring the social worker.",
            social_worker=(
                "A piece of the day named here was taken out. "
                "Do not rely on that day; visit the home and tell your manager."
            ),
        ),
        Code.FRAME_REORDERED: Sentences(
            carer="What was kept of a day is out of order. Ring the social worker.",
            social_worker=(
                "The pieces of the day named here are not in the order in which they were written. "
                "Do not rely on that day; visit the home and tell your manager."
            ),
        ),
        Code.FRAME_FOREIGN: Sentences(
            carer="Something was added to what was kept of a day. Ring the social worker.",
            social_worker=(
                "The day named here holds a piece that the box did not close it with. "
                "Do not rely on that day; visit the home and tell your manager."
            ),
        ),
        # What the recorder is asked, and what it does not do: `recorder_packets.py`.
        Code.PACKET_SIZE: Sentences(
            carer="That is more than the box can take at once. Nothing was changed.",
            social_worker=(
                "What was sent to the box is too large to be one of Lamplight's files. "
                "Send the file that was written, and nothing with it."
            ),
        ),
        Code.LEDGER_AGENCY: Sentences(
            carer=(
                "This box trusts a council already. To trust another one, the placement on this "
                "box has to be ended first. Ring the social worker."
            ),
            social_worker=(
                "A box trusts one agency. End the placement on the box, then enrol it again; "
                "agreements are drawn up anew with a new home card."
            ),
        ),
        Code.LEDGER_NO_AGENCY: Sentences(
            carer="This box knows no council yet. The social worker sets that up at a visit.",
            social_worker="Enrol the agency on this box first: its domain, and its eight words.",
        ),
        Code.DEVICE_LABEL: Sentences(
            carer="There is one of that name already. Give it another name.",
            social_worker=(
                "Two devices or two viewers of a home cannot share a label or a key. "
                "Choose another label."
            ),
        ),
        Code.DAY_KEY_GONE: Sentences(
            carer="Nothing more is written down today. It goes on tomorrow if it is still agreed.",
            social_worker=(
                "Today's key was destroyed, and a day has one key. "
                "Recording goes on tomorrow if the agreement is still in force."
            ),
        ),
        Code.STOP_CODE_WRONG: Sentences(
            carer="That is not a stop code here. Ask for the eight digits, and type them again.",
            social_worker="The code is not one of this box's agreements. Read it out again slowly.",
        ),
        Code.STOP_CODE_TRIES: Sentences(
            carer=(
                "Too many wrong codes were typed. Wait an hour, or press stop on the young "
                "person's page, or on yours."
            ),
            social_worker=(
                "Too many wrong codes were typed on this box. A signed stop works at once, and so "
                "does the button on the young person's device."
            ),
        ),
        Code.LOOK_PROOF: Sentences(
            carer="Those are not the right words. Check them and type them again.",
            social_worker="The key that asked is not the one it says it is. Nothing was shown.",
        ),
        Code.LOOK_VIEWER: Sentences(
            carer="The agreement does not name you as somebody who can look. Nothing was shown.",
            social_worker=(
                "Only the viewers named in the agreement can look, and not after it has ended. "
                "Nothing was shown."
            ),
        ),
        Code.LOOK_DAYS: Sentences(
            carer="Nothing is kept of that day, or no longer for you. Choose another day.",
            social_worker=(
                "A day asked for is not kept, or its key for this viewer is destroyed. "
                "Ask for other days."
            ),
        ),
        Code.LOOK_OBJECTED: Sentences(
            carer=(
                "The young person said no. Until the review only the social worker can look. "
                "Ring the social worker."
            ),
            social_worker=(
                "After an objection only you can look. "
                "Hold the review soon, and hear the young person in it."
            ),
        ),
        Code.LOOK_NOT_READ: Sentences(
            carer=(
                "You have not yet read how looking is meant. Read it first, and say that you have."
            ),
            social_worker=(
                "This viewer has not signed that they read how to use this. "
                "The acknowledgement comes before the first look."
            ),
        ),
        Code.COPY_NONE: Sentences(
            carer="There is nothing kept that could be given up. Nothing was changed.",
            social_worker=(
                "Nothing is kept of that agreement. "
                "Only what is kept for 72 hours after a withdrawal can be given up."
            ),
        ),
        Code.NOT_CLOSED: Sentences(
            carer="Something of this agreement can still be opened. Ask again when that is over.",
            social_worker=(
                "There is no deletion statement yet: a day of this agreement can still be opened. "
                "Ask again when its days are destroyed."
            ),
        ),
        # What a box hands over to be checked: `bundle.py`, `deletion.py`, `shared_words.py`.
        Code.BUNDLE_FORM: Sentences(
            carer=(
                "This file is not whole, or was changed on its way. "
                "Fetch it from the box again and send it as a file, not in a mail's text."
            ),
            social_worker=(
                "The part and line named here are not as a box writes them. "
                "Ask for the file again, as an attachment; if it comes the same, visit the home."
            ),
        ),
        Code.BUNDLE_PROOF: Sentences(
            carer="A part of this file does not fit the rest. Ring the social worker.",
            social_worker=(
                "The proof that the journal goes on from an earlier one is wrong. "
                "Ask for the file again; if it comes the same, visit the home."
            ),
        ),
        Code.DELETION_FORM: Sentences(
            carer="This is not a whole statement that records were deleted. Ask for it again.",
            social_worker=(
                "The deletion statement is not as a box writes it, or is another box's. "
                "Ask for it again and paste all of it, from its first line to its last."
            ),
        ),
        Code.DELETION_LEFT: Sentences(
            carer="Not everything was deleted. Ring the social worker.",
            social_worker=(
                "The statement counts more day keys made than destroyed, so something can still "
                "be opened. Visit the home and look at the box together."
            ),
        ),
        Code.SHARED_WORDS_FORM: Sentences(
            carer="That text is not whole. Copy all of it from the box's page and send it again.",
            social_worker=(
                "The home's shared words are not as a box writes them, or are another box's. "
                "Ask for them again and paste all of it, from its first line to its last."
            ),
        ),
        Code.SHARED_WORDS_CLOSED: Sentences(
            carer="The shared words are for another social worker. Ring yours.",
            social_worker=(
                "Your key does not open the home's shared words: they were made for another key. "
                "Ask the home for those made for yours, by the eight words of your key."
            ),
        ),
        # Paper that was handed over: `admission.py`, for `records/paper_notice.py`.
        Code.PAPER_DEVICE: Sentences(
            carer=(
                "This paper is about a device that the agreement does not name. "
                "Ring the social worker."
            ),
            social_worker=(
                "The agreement does not name the device of this statement. "
                "Choose one of the agreement's devices and sign the statement again."
            ),
        ),
        Code.PAPER_LANGUAGE: Sentences(
            carer="This paper is in another language than the one agreed. Ring the social worker.",
            social_worker=(
                "The paper is to be in the language in which it was talked over. "
                "Hand over paper in that language, and sign a new statement."
            ),
        ),
        Code.PAPER_DAY: Sentences(
            carer="The day on this paper cannot be right. Ring the social worker.",
            social_worker=(
                "Paper is handed over after the agreement was issued, and not later than the day "
                "of the statement. Correct the day and sign a new statement."
            ),
        ),
        # A day on the card, and on its way to a desk: `kept_days.py`, `exported.py`.
        Code.DAY_SLIP_ALTERED: Sentences(
            carer=(
                "The note that says whose day this is was changed. Nothing is shown of that day. "
                "Ring the social worker."
            ),
            social_worker=(
                "What says whose day it is, and for whom, is not what the box wrote. "
                "Do not rely on that day; visit the home and tell your manager."
            ),
        ),
        Code.DAY_MISSING: Sentences(
            carer=(
                "A day that should still be kept is gone from the card. The card may be failing. "
                "Ring the social worker."
            ),
            social_worker=(
                "The journal says that the day named here is kept, and it is not on the card. "
                "Have the card looked at; if it is sound, somebody took the day out."
            ),
        ),
        Code.DAY_KEY_MISSING: Sentences(
            carer=(
                "The key of one person to a day is gone from the card. The card may be failing. "
                "Ring the social worker."
            ),
            social_worker=(
                "One viewer can no longer open the day named here, and the journal does not say "
                "why. Have the card looked at; if it is sound, somebody took the key out."
            ),
        ),
        Code.DAY_KEY_UNMADE: Sentences(
            carer=(
                "There is a day that the box's own journal does not tell of. "
                "Do not rely on it; ring the social worker."
            ),
            social_worker=(
                "The journal does not say that this day was ever begun. Do not rely on it; if the "
                "journal is newer than the day, visit the home and tell your manager."
            ),
        ),
        Code.DAY_KEY_LEFT: Sentences(
            carer=(
                "Something that should have been deleted is still there. Start the box again; if "
                "you see this tomorrow, ring the social worker."
            ),
            social_worker=(
                "The journal says that this was destroyed, and it is still on the card. Have the "
                "box started again; if it stays, visit the home and tell your manager."
            ),
        ),
        Code.DAY_KEY_FOREIGN: Sentences(
            carer=(
                "Somebody put a key to a day on the card that the box did not make. "
                "Ring the social worker."
            ),
            social_worker=(
                "There is a key to the day named here for somebody it was not made for. "
                "Visit the home and tell your manager."
            ),
        ),
        Code.EXPORT_FORM: Sentences(
            carer=(
                "This file is not whole, or was changed on its way. "
                "Take it from the box again and send it as an attachment."
            ),
            social_worker=(
                "The part and line named here are not as a box writes them. "
                "Ask for the days again, as an attachment; if they come the same, visit the home."
            ),
        ),
        Code.EXPORT_LONG: Sentences(
            carer="These days are too long to paste. Send the file itself, as an attachment.",
            social_worker=(
                "The text is longer than a million letters. Ask for the file as an attachment, "
                "or for fewer days at once."
            ),
        ),
    }
)
