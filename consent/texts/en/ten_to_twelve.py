"""What a young person of ten to twelve reads and signs.

Rules kept here:
- Words of one or two syllables wherever there are some; numbers and dates as they are.
- Where a sentence comes from stands in the table of `tests/consent/texts/test_wording.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from consent.records.fields import Direction, Outcome
from consent.texts.wording import Wording

WORDING: Final = Wording(
    title="Lamplight and you",
    opening=(
        "Lamplight is a small box in the home where you live. It helps keep bad sites away. It "
        "does not write down what you ask for, but it could, if people say yes. This page tells "
        "you what it would write. The people at {domain} ask for it."
    ),
    asked_if_they_gave="It is for you to say yes or no.",
    asked_if_another_gave="{giver} was asked to say yes or no. You can still stop it.",
    talked="We talked with you about it on {talked}.",
    talked_interpreted=(
        "We talked with you about it on {talked}. Someone helped us with the words. They are not "
        "your carer and not your family."
    ),
    review_heading="What we said when we met",
    review_held="We met on {held} to talk about it.",
    review_outcome=MappingProxyType(
        {
            Outcome.CONTINUE: "We said: it goes on as it was.",
            Outcome.REDUCE: "We said: it goes on, and less is written down.",
        }
    ),
    review_heard="You told us what you think on {heard}.",
    review_not_heard="We did not hear what you think.",
    review_looks="How many times someone looked: {looks}.",
    review_unread="No one looked, and it still goes on. This is why: {unread}",
    why_heading="Why",
    reason="Your social worker wrote: {reason}",
    worry=MappingProxyType(
        {
            Direction.BY_OTHERS: "The worry is that someone may hurt you badly.",
            Direction.TO_OTHERS: "The worry is that someone may get badly hurt by what you do.",
            Direction.BOTH: "The worry is that you or someone else may get badly hurt.",
        }
    ),
    tried="We tried other ways first. They did not work well.",
    written_heading="What Lamplight writes down",
    levels=MappingProxyType(
        {
            1: (
                "Lamplight blocks some kinds of site. When it blocks one of these kinds, it counts "
                "it: {kinds}. It keeps one number a day for each kind. It does not keep the name "
                "of the site. If a carer blocks a site, it does not count that."
            ),
            2: (
                "Lamplight blocks some kinds of site. When it blocks one of these kinds, it writes "
                "down the short name and the hour: {kinds}. A short name looks like this: "
                "example.org. If a carer blocks a site, it does not write that down."
            ),
            3: (
                "When your device asks for one of these sites, Lamplight writes down the short "
                "name and the hour: {sites}. It does not write down any other site."
            ),
            4: (
                "Lamplight writes down the short name of each site your device asks for, and the "
                "hour. A short name looks like this: example.org."
            ),
        }
    ),
    any_hour="It does this all day and all night.",
    hours="It does this from {hours_from} to {hours_to} and at no other time.",
    why_not_less="Your social worker wrote why less is not enough: {why_not_less}",
    only_asked="It shows what the device asked for. It does not show that you opened it.",
    never_heading="What it never writes down",
    never=(
        (
            "It never writes down what you say in a call or a chat. It never writes down what you "
            "search for, your pictures or the full address of a page. It never writes down the "
            "name of a person."
        ),
        (
            "It never writes down help lines, doctors, the police or people who speak up for you. "
            "If you look for help, it writes nothing for 15 minutes."
        ),
    ),
    never_more="It never writes down these sites: {never_sites}.",
    devices_heading="Where it does this",
    devices="Only on what you use and no one else uses: {devices}.",
    dates_heading="When it starts and ends",
    starts="It starts on {starts} or later.",
    notice="You see a note about it first. It starts one full day after that, or later.",
    notice_urgent=(
        "You see a note about it first. We are in a hurry, so it may start one hour after that."
    ),
    started="It started on {starts} or later.",
    until="The last day is {until}. Then it ends.",
    review_due=("It can go on only if we meet and talk about it first. We must meet by {review}."),
    latest="It can never go on after {latest}.",
    look_heading="Who can look",
    young_person_looks="You can look at it.",
    social_worker_looks="A social worker can look at it: {label}.",
    carer_looks="A carer can look at it: {label}. This is why: {carer_reason}",
    carer_looks_without_reason="A carer can look at it: {label}.",
    nobody_else_looks="It is for no one else to look at.",
    how_often="They look {how_often} and no more.",
    then="When they have looked, they do this: {then}",
    listed="Each time someone looks, it goes on a list. You can read that list.",
    stop_heading="How you can stop it",
    stop_if_they_gave=(
        (
            "You can stop it any time. Use your card, or press Stop on your device. Or tell "
            "{contact}. They will then stop it for you. No one will ask you to say why."
        ),
        (
            "If you use the card or press Stop, it ends at once. Then no one else can look. You "
            "can still read it for 3 days. Then it is wiped away. It can not start again, unless "
            "people make a new plan like this."
        ),
    ),
    stop_if_another_gave=(
        (
            "You can stop it any time. Use your card, or press Stop on your device. Or tell "
            "{contact}. They will then stop it for you. No one will ask you to say why."
        ),
        (
            "If you use the card or press Stop, it stops at once. Then no carer can look. We must "
            "meet soon and hear what you think. If we do not do that in 7 days, it ends. {giver} "
            "can end it too."
        ),
    ),
    instead_heading="What we do to help",
    step="By {by}: {step}",
    tell_heading="What we have to tell",
    tell="If something shows that you or someone else may be badly hurt, we have to tell.",
    kept_heading="How long it is kept",
    kept="Each day is kept for {days}. Then it is wiped away.",
    other_tools=(
        "Your games, apps or school may keep lists too. Lamplight can not see what they see."
    ),
    help_heading="Who can help you",
    complain=(
        "Is this not fair? Tell {contact}, or {domain}. Or ring Help at Hand. It is free: 0800 528 "
        "0731."
    ),
    advocate="An advocate is a person who speaks up for you. If you want one, ask them too.",
    advocate_arranged=(
        "You have an advocate. That is a person who speaks up for you. If you want a new one, ask "
        "them too."
    ),
    help_now="If you are in danger, ring 999. You can talk to Childline too: 0800 1111.",
    answer_heading="Yes or no",
    answer="You can say no. If you do not sign, it does not start.",
    answer_to_review="You can say no. If you do not sign, it does not go on.",
    answer_of_another=("You do not have to sign this page. You can tell {contact} what you think."),
)
