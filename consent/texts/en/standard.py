"""What a parent, or another adult who may agree, reads and signs.

Rules kept here:
- It names no carer, no device and no place: whoever reads it may not know where a young person
  lives. A carer is "an adult in their home", devices are counted.
- Where a sentence comes from stands in the table of `tests/consent/texts/test_wording.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from consent.records.fields import Direction, Outcome
from consent.texts.wording import Wording

WORDING: Final = Wording(
    title="An agreement about Lamplight",
    opening=(
        "Lamplight is a small box in the home where a young person lives. It filters the internet "
        "there. It does not write down which sites are asked for, unless people agree. This page "
        "says what they would agree to. The people at {domain} ask for it."
    ),
    asked_if_they_gave="The young person decides this for themselves.",
    asked_if_another_gave="You are asked because you have parental responsibility ({basis}).",
    talked="We talked with the young person about it on {talked}.",
    talked_interpreted=(
        "We talked with the young person about it on {talked}. An interpreter helped who is "
        "neither carer nor family."
    ),
    review_heading="What the review said",
    review_held="There was a review on {held}.",
    review_outcome=MappingProxyType(
        {
            Outcome.CONTINUE: "It said: this goes on as before.",
            Outcome.REDUCE: "It said: this goes on, and less is written down.",
        }
    ),
    review_heard="The young person was heard on {heard}.",
    review_not_heard="The young person was not heard.",
    review_looks="Times that somebody looked since the last review, or the start: {looks}.",
    review_unread="Nobody looked, and it still goes on. The reason: {unread}",
    why_heading="Why",
    reason="The social worker wrote: {reason}",
    worry=MappingProxyType(
        {
            Direction.BY_OTHERS: "The worry is that others may badly hurt the young person.",
            Direction.TO_OTHERS: (
                "The worry is that others may be badly hurt by what the young person does."
            ),
            Direction.BOTH: "The worry is that the young person, or others, may be badly hurt.",
        }
    ),
    tried="Milder ways were tried first. They were not enough.",
    written_heading="What is written down",
    levels=MappingProxyType(
        {
            1: (
                "When Lamplight blocks one of these kinds of site, it counts that: {kinds}. It "
                "keeps one number a day for each kind. It keeps no name of a site. What a carer "
                "blocks by a rule is not counted."
            ),
            2: (
                "When Lamplight blocks one of these kinds of site, it writes down its short name "
                "and the hour: {kinds}. A short name looks like this: example.org. What a carer "
                "blocks by a rule is not written down."
            ),
            3: (
                "When a device asks for one of these sites, Lamplight writes down its short name "
                "and the hour: {sites}. It writes down no other site."
            ),
            4: (
                "Lamplight writes down the short name of every site that a device asks for, and "
                "the hour. A short name looks like this: example.org."
            ),
        }
    ),
    any_hour="It does so at any time of day.",
    hours="It does so only from {hours_from} to {hours_to}.",
    why_not_less="The social worker wrote why less is not enough: {why_not_less}",
    only_asked="It shows that the device asked. It does not show that anyone opened the site.",
    never_heading="What is never written down",
    never=(
        (
            "Calls and messages are not recorded. Nor are searches, pictures or full addresses of "
            "pages. The name of a person is never written down."
        ),
        (
            "Help lines, the NHS, the police, advocates and places to complain are never written "
            "down (list {never_list}). After one of these, nothing from that device is written "
            "down for 15 minutes."
        ),
    ),
    never_more="These sites are never written down either: {never_sites}.",
    devices_heading="On which devices",
    devices=(
        "It covers {devices_counted}. A device is covered only if the young person alone uses it."
    ),
    dates_heading="From when, until when",
    starts="It starts on {starts} or later.",
    notice="It starts no sooner than 24 hours after the young person saw a notice about it.",
    notice_urgent=(
        "It is urgent. It starts no sooner than one hour after the young person saw a notice about "
        "it."
    ),
    started="It started on {starts} or later.",
    until="The last day is {until}. Then it ends by itself.",
    review_due="Only a review can let it go on. It is due by {review}.",
    latest="No review can let it go on after {latest}.",
    look_heading="Who can look",
    young_person_looks="The young person can look at it.",
    social_worker_looks="A social worker can look at it.",
    carer_looks="An adult in their home can look at it. The reason is written down.",
    carer_looks_without_reason="An adult in their home can look at it.",
    nobody_else_looks="It is for nobody else to look at.",
    how_often="They look {how_often} at most.",
    then="After a look, they do this: {then}",
    listed="Every look is listed. The young person can read that list.",
    stop_heading="How to stop it",
    stop_if_they_gave=(
        (
            "The young person can stop it at any time. They use their card, press Stop on their "
            "device, or tell {contact}. Nobody will ask them to explain."
        ),
        (
            "With the card or the button it ends at once. If they tell someone, it ends when that "
            "is entered. Nobody else can look then. The young person can still read it for 3 days. "
            "Then it is erased. Only a new agreement can start it again."
        ),
    ),
    stop_if_another_gave=(
        (
            "You can stop it at any time. Tell {contact}. Nobody will ask you to explain. It ends "
            "as soon as that is entered. Only a new agreement can start it again."
        ),
        (
            "The young person can stop it at any time too. They use their card, press Stop on "
            "their device, or tell the same person. Nobody will ask them to explain. With the card "
            "or the button it pauses at once. There must be a review that hears them. If there is "
            "none within 7 days, it ends."
        ),
    ),
    instead_heading="What takes its place",
    step="By {by}: {step}",
    tell_heading="What we cannot keep secret",
    tell=(
        "If something shows that the young person or someone else may be badly hurt, we have to "
        "tell."
    ),
    kept_heading="How long it is kept",
    kept="Each day is kept for {days}. Then it is erased.",
    other_tools=(
        "Apps, sites and schools may keep lists of their own. Lamplight cannot see what other "
        "tools see."
    ),
    help_heading="Help",
    complain=(
        "To complain, ask {contact}, or {domain}. Help at Hand helps too, free: 0800 528 0731."
    ),
    advocate="An advocate speaks up for a young person. To get one, ask the same people.",
    advocate_arranged=(
        "An advocate, who speaks up for the young person, has been found. To get another, ask the "
        "same people."
    ),
    help_now="In danger, ring 999. Young people can ring Childline on 0800 1111.",
    answer_heading="Your answer",
    answer="You may say no. If you do not sign, nothing starts.",
    answer_to_review="You may say no. If you do not sign, it does not go on.",
    answer_of_another="You need not sign this page. You can say what you think to {contact}.",
)
