"""A carer loses their password, and comes back in with a code from the drawer."""

from __future__ import annotations

import pyotp

from console.words import sign_in
from tests.console.stories.evening import MAYA, Evening, let_in, signs_in

NEW = "seven odd words in a row"
CALLED = {True: "Petronella", False: "Quentin"}


def test_a_lost_password_is_replaced_by_a_code_from_the_drawer(evening: Evening) -> None:
    """The codes come with pairing a phone; one of them chooses a new password, once."""
    home, me = evening.home, evening.young
    name = CALLED[me is MAYA]
    password = let_in(home, name)
    carer = home.takes(evening.way, me.carers_device, safely=True)
    carer.opens("/sign-in")
    signs_in(carer, name, password)
    carer.follows(sign_in.ALL_TITLE)
    carer.follows(sign_in.ALL_PAIR)
    secret = carer.page.locator("form code").inner_text().replace(" ", "")
    carer.types(sign_in.CODE, pyotp.TOTP(secret).at(home.time.now))
    carer.types(sign_in.PAIR_LABEL, "Grey one")
    carer.types(sign_in.PAIR_PIN, "4711")
    carer.presses(sign_in.PAIR)
    carer.reads(sign_in.CODES_TEXT)
    code, another = carer.page.locator(".codes code").all_inner_texts()[:2]
    carer.follows(sign_in.PAIRED_ONWARD)

    home.passes(days=1)
    elsewhere = home.takes(evening.way, me.spare, safely=True)
    elsewhere.opens("/tonight")
    elsewhere.follows(sign_in.LOST)
    elsewhere.reads(sign_in.LOST_TEXT)
    elsewhere.types(sign_in.NAME, name)
    elsewhere.types(sign_in.LOST_CODE, "0000-0000")
    elsewhere.types(sign_in.LOST_PASSWORD, NEW)
    elsewhere.presses(sign_in.LOST_SAVE)
    elsewhere.reads(sign_in.LOST_WRONG)
    elsewhere.types(sign_in.LOST_CODE, code)
    elsewhere.types(sign_in.LOST_PASSWORD, NEW)
    elsewhere.presses(sign_in.LOST_SAVE)
    elsewhere.reads(sign_in.LOST_DONE)
    signs_in(elsewhere, name, password, another)
    elsewhere.reads(sign_in.WRONG)
    signs_in(elsewhere, name, NEW, another)
    elsewhere.follows(sign_in.ALL_TITLE)
    elsewhere.reads(sign_in.ALL_YOU, within=name)
    home.is_told()
