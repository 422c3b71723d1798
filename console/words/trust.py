"""What stands on the page about the warning that browsers show, and how an adult ends it."""

from __future__ import annotations

from typing import Final

TITLE: Final = "The warning in your browser"
HEADING: Final = "The warning in your browser"
TEXT: Final = (
    "Pages where you sign in come over a locked line.",
    "Your browser does not know this box yet. So it warns you before the first page.",
)
PICTURE: Final = "What the warning looks like"
PICTURE_LABEL: Final = (
    "A browser window with a warning sign and the words: Your connection is not private."
)
PICTURE_ADDRESS: Final = "lamplight.local"
PICTURE_HEADING: Final = "Your connection"
PICTURE_HEADING_MORE: Final = "is not private"
PICTURE_BUTTON: Final = "Advanced"
GO_ON: Final = "How to go on"
GO_ON_TEXT: Final = "Do this just for this box, and just at home."
BROWSERS: Final = (
    ("Chrome, Edge or Samsung", "Press Advanced. Then press the line that begins with Proceed."),
    ("Firefox", "Press Advanced. Then press Accept the Risk and Continue."),
    ("Safari", "Press Show Details. Then press Visit This Website."),
)
BROWSERS_NOTE: Final = "Your browser may use other words for this."
ELSEWHERE: Final = (
    "If you see such a warning on any other page, stop. Do not type a password there."
)
WORDS: Final = "Eight words that stand for this box"
WORDS_TEXT: Final = (
    "Open this page on two of your devices. Both must show these words, in this order."
)
WORDS_WRONG: Final = "If they differ, do not go on. Ask somebody who knows networks."
ADULTS: Final = "Without the warning, on your own device"
ADULTS_TEXT: Final = (
    "An adult can have their own phone or laptop know this box. Then the warning stays away.",
    "It works for this box alone. It cannot be used for any other site.",
    "Do this on your own device. Do not do it on a young person's, or on one that is shared.",
)
FETCH: Final = "Get the file for my device"
FETCH_THEN: Final = (
    "Then open the settings of your device, and search them for: certificate.",
    "Choose to install a CA certificate, and pick the file. Its name is lamplight.crt.",
    "On an iPhone or iPad, one step more is under General, About, Certificate Trust Settings.",
)
NOT_NEEDED: Final = "You do not need this"
NOT_NEEDED_TEXT: Final = (
    "Your own pages here open without a warning. Nothing has to be put on this device."
)
BACK: Final = "Back"
