"""What a young person of thirteen to fifteen reads and signs.

Rules kept here:
- It speaks to them, not about them, and makes nothing sound smaller than it is.
- Where a sentence comes from stands in the table of `tests/consent/texts/test_wording.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from consent.records.fields import Direction, Outcome
from consent.texts.wording import Wording

WORDING: Final = Wording(
    title="Lamplight and you: an agreement",
    opening=(
        "Lamplight is a small box that filters the internet where you live. It does not write down "
        "which sites you ask for, unless people agree to it. This page says what it would write "
        "down. The people at {domain} ask for it."
    ),
    asked_if_they_gave="It is for you to say yes or no.",
    asked_if_another_gave="{giver} was asked to say yes or no. You can still stop it.",
    talked="We talked with you about it on {talked}.",
    talked_interpreted=(
        "We talked with you about it on {talked}. An interpreter helped who is neither carer nor "
        "family."
    ),
    review_heading="What the review said",
    review_held="There was a review on {held}.",
    review_outcome=MappingProxyType(
        {
            Outcome.CONTINUE: "It said: this goes on as before.",
            Outcome.REDUCE: "It said: this goes on, and less is written down.",
        }
    ),
    review_heard="You were heard on {heard}.",
    review_not_heard="You were not heard.",
    review_looks="Times that somebody looked since the last review, or the start: {looks}.",
    review_unread="Nobody looked, and it still goes on. The reason: {unread}",
    why_heading="Why",
    reason="Your social worker wrote: {reason}",
    worry=MappingProxyType(
        {
            Direction.BY_OTHERS: "The worry is that other people may hurt you badly.",
            Direction.TO_OTHERS: "The worry is that what you do may hurt other people badly.",
            Direction.BOTH: "The worry is that you, or other people, may get badly hurt.",
        }
    ),
    tried="Other ways were tried first. They were not enough.",
    written_heading="What Lamplight writes down",
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
                "When your device asks for one of these sites, Lamplight writes down its short "
                "name and the hour: {sites}. It writes down no other site."
            ),
            4: (
                "Lamplight writes down the short name of every site that your device asks for, and "
                "the hour. A short name looks like this: example.org."
            ),
        }
    ),
    any_hour="It does so at any time of day.",
    hours="It does so only from {hours_from} to {hours_to}.",
    why_not_less="Your social worker wrote why less is not enough: {why_not_less}",
    only_asked="It shows that the device asked. It does not show that you opened the site.",
    never_heading="What it never writes down",
    never=(
        (
            "It never writes down calls, messages, searches, pictures or full addresses of pages. "
            "It never writes down the name of a person."
        ),
        (
            "It never writes down help lines, the NHS, the police, advocates or places to complain "
            "(list {never_list}). After you look for one, it writes nothing about that device for "
            "15 minutes."
        ),
    ),
    never_more="It never writes down these sites either: {never_sites}.",
    devices_heading="On which devices",
    devices="Only on devices that you alone use: {devices}.",
    dates_heading="From when, until when",
    starts="It starts on {starts} or later.",
    notice="First you see a notice about it. It starts 24 hours after that at the soonest.",
    notice_urgent=(
        "It is urgent. First you see a notice about it. It starts one hour after that at the "
        "soonest."
    ),
    started="It started on {starts} or later.",
    until="The last day is {until}. Then it ends by itself.",
    review_due="Only a review can let it go on. It is due by {review}.",
    latest="No review can let it go on after {latest}.",
    look_heading="Who can look",
    young_person_looks="You can look at it.",
    social_worker_looks="A social worker can look at it: {label}.",
    carer_looks="A carer can look at it: {label}. The reason: {carer_reason}",
    carer_looks_without_reason="A carer can look at it: {label}.",
    nobody_else_looks="It is for nobody else to look at.",
    how_often="They look {how_often} at most.",
    then="After a look, they do this: {then}",
    listed="Every look is listed. You can read that list.",
    stop_heading="How to stop it",
    stop_if_they_gave=(
        (
            "You can stop it at any time. Use your card, press Stop on your device, or tell "
            "{contact}. Nobody will ask you to explain."
        ),
        (
            "With the card or the button it ends at once. If you tell someone, it ends when they "
            "enter it. Nobody else can look then. You can still read it for 3 days. Then it is "
            "erased. Only a new agreement can start it again."
        ),
    ),
    stop_if_another_gave=(
        (
            "You can stop it at any time. Use your card, press Stop on your device, or tell "
            "{contact}. Nobody will ask you to explain."
        ),
        (
            "With the card or the button it pauses at once. If you tell someone, it stops when "
            "they enter it. No carer can look then. There must be a review that hears you. If "
            "there is none within 7 days, it ends. {giver} can end it at any time too."
        ),
    ),
    instead_heading="What we do instead, bit by bit",
    step="By {by}: {step}",
    tell_heading="What we cannot keep secret",
    tell="If something shows that you or someone else may be badly hurt, we have to tell.",
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
    advocate="An advocate speaks up for you. To get one, ask the same people.",
    advocate_arranged=(
        "You have an advocate, who speaks up for you. To get another, ask the same people."
    ),
    help_now="In danger, ring 999. You can ring Childline on 0800 1111.",
    answer_heading="Your answer",
    answer="You can say no. If you do not sign, nothing starts.",
    answer_to_review="You can say no. If you do not sign, it does not go on.",
    answer_of_another=("You do not have to sign this page. You can tell {contact} what you think."),
)
