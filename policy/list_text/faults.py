"""Why a line of a list gives no name.

Rules kept here:
- A line with a fault cannot be understood. An unsupported one can, and asks for something that a
  filter of names cannot do; it is told apart and never turned into something near to it.
- The value of each member is what a person reads.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a line cannot be read."""

    WEB_PAGE = "a piece of a web page"
    WEB_ADDRESS = "a web address or a range of addresses, not a site's name"
    NOT_TEXT = "not readable text (UTF-8)"
    TOO_LONG = "longer than 4,096 letters"
    SEVERAL_WORDS = "more than one word, and the first is not an address"
    REDIRECT = "sends a name to an address, which is not a block"
    WHOLE_ENDING = "a single word such as com, which would block every site that ends in it"
    PUBLIC_SUFFIX = "an ending such as co.uk, under which anybody can have a site"
    NUMBER = "ends in a number, so it is not a site's name"
    NOT_A_NAME = "not a site's name"


class Unsupported(StrEnum):
    """What a line asks for that a filter of names cannot do."""

    COSMETIC = "hides a part of a page"
    PART_OF_SITE = "is about a part of a site, not about the whole of it"
    CONDITION = "holds only under a condition that a name does not show"
    PATTERN = "is a pattern and not a name"
    ADDRESSES = "is about addresses and not about names"
    OTHER_RULE = "takes back another rule"
    OTHER_LIST = "points to another list"
    OTHER_ANSWER = "asks for an answer of its own and not for a block"
    SETTING = "is a setting of another program"
