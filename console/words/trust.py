"""What stands on the page about the warning that browsers show, and how an adult ends it."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("The warning in your browser")
HEADING: Final = _("The warning in your browser")
TEXT: Final = (
    _("Pages where you sign in come over a locked line."),
    _("Your browser does not know this box yet. So it warns you before the first page."),
)
PICTURE: Final = _("What the warning looks like")
PICTURE_LABEL: Final = _(
    "A browser window with a warning sign and the words: Your connection is not private."
)
PICTURE_ADDRESS: Final = "lamplight.local"
PICTURE_HEADING: Final = _("Your connection")
PICTURE_HEADING_MORE: Final = _("is not private")
PICTURE_BUTTON: Final = _("Advanced")
GO_ON: Final = _("How to go on")
GO_ON_TEXT: Final = _("Do this just for this box, and just at home.")
BROWSERS: Final = (
    (
        _("Chrome, Edge or Samsung"),
        _("Press Advanced. Then press the line that begins with Proceed."),
    ),
    (_("Firefox"), _("Press Advanced. Then press Accept the Risk and Continue.")),
    (_("Safari"), _("Press Show Details. Then press Visit This Website.")),
)
BROWSERS_NOTE: Final = _("Your browser may use other words for this.")
ELSEWHERE: Final = _(
    "If you see such a warning on any other page, stop. Do not type a password there."
)
WORDS: Final = _("Eight words that stand for this box")
WORDS_TEXT: Final = _(
    "Open this page on two of your devices. Both must show these words, in this order."
)
WORDS_WRONG: Final = _("If they differ, do not go on. Ask somebody who knows networks.")
ADULTS: Final = _("Without the warning, on your own device")
ADULTS_TEXT: Final = (
    _("An adult can have their own phone or laptop know this box. Then the warning stays away."),
    _("It works for this box alone. It cannot be used for any other site."),
    _("Do this on your own device. Do not do it on a young person's, or on one that is shared."),
)
FETCH: Final = _("Get the file for my device")
FETCH_THEN: Final = (
    _("Then open the settings of your device, and search them for: certificate."),
    _("Choose to install a CA certificate, and pick the file. Its name is lamplight.crt."),
    _("On an iPhone or iPad, one step more is under General, About, Certificate Trust Settings."),
)
PASSING: Final = _("The file for your own device is not here now")
PASSING_TEXT: Final = _(
    "The box's card takes nothing, so the box has a new key and new words after each start."
    ' The page "Is everything working?" says what to do.'
)
NOT_NEEDED: Final = _("You do not need this")
NOT_NEEDED_TEXT: Final = _(
    "Your own pages here open without a warning. Nothing has to be put on this device."
)
BACK: Final = _("Back")
