"""What all English texts share: dates, lists, kinds of site, people, and the marks of a page.

Rules kept here:
- A kind of site is named as a carer would name it. Adverts, trackers, harmful software and what a
  home lists for itself are not here: they are never recorded, so no agreement can name them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from consent.records.fields import LookInterval, PrBasis
from consent.texts.wording import Phrases

PHRASES: Final = Phrases(
    language="en-GB",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    date="{day} {month} {year}",
    midnight="midnight",
    comma=", ",
    last_comma=" and ",
    none="none",
    quoted="“{text}”",
    kinds=MappingProxyType(
        {
            "adult": "adults only",
            "gambling": "gambling",
            "dating": "dating",
            "drugs": "drugs",
            "violence": "violence",
            "self-harm": "self-harm",
            "piracy": "pirate copies",
            "social-media": "social media",
            "messaging": "chat apps",
            "games": "games",
            "streaming": "streaming",
            "shopping": "shops",
            "strangers": "chat with strangers or machines",
            "vpn": "ways round the filter",
        }
    ),
    how_often=MappingProxyType(
        {
            LookInterval.DAILY: "once a day",
            LookInterval.TWICE_A_WEEK: "twice a week",
            LookInterval.WEEKLY: "once a week",
            LookInterval.AT_REVIEWS: "once for each review",
        }
    ),
    one_day="one day",
    more_days="{number} days",
    one_device="one device",
    more_devices="{number} devices",
    givers=MappingProxyType(
        {
            PrBasis.MOTHER: "Your mother",
            PrBasis.FATHER_REGISTERED_OR_MARRIED: "Your father",
            PrBasis.SECOND_PARENT: "Your other parent",
            PrBasis.PR_AGREEMENT_OR_ORDER: "Someone who may decide for you",
            PrBasis.CHILD_ARRANGEMENTS_ORDER: "Someone a court lets decide for you",
            PrBasis.SPECIAL_GUARDIAN: "Your special guardian",
            PrBasis.ADOPTER: "The parent who adopted you",
            PrBasis.GUARDIAN: "Your guardian",
        }
    ),
    bases=MappingProxyType(
        {
            PrBasis.MOTHER: "mother",
            PrBasis.FATHER_REGISTERED_OR_MARRIED: "father, married or on the birth register",
            PrBasis.SECOND_PARENT: "second parent",
            PrBasis.PR_AGREEMENT_OR_ORDER: "by an agreement or a court order",
            PrBasis.CHILD_ARRANGEMENTS_ORDER: "by a court order on who they live with",
            PrBasis.SPECIAL_GUARDIAN: "special guardian",
            PrBasis.ADOPTER: "adoptive parent",
            PrBasis.GUARDIAN: "guardian",
        }
    ),
    never_promised=(
        "you will be asked first",
        "nobody can see what you do online",
        "you will not be in trouble",
    ),
    signature="I agree. Signature:",
    countersignature="A parent or carer. Signature:",
    date_of_signature="Date:",
    agency="Asked for by:",
    check_words="Check words:",
    check_words_use="The same words stand in Lamplight. If yours differ, do not sign.",
    template="Text:",
    page_title="A text to read and sign",
)
