"""What the lists job found, in sentences for a carer and for the household's helper.

Rules kept here:
- One sentence for each trouble; what is in use is said beside why the newer copy is not.
- Plain words. A list's entries are shown as host names and nothing more, since `to_text` let
  nothing else through.
"""

from __future__ import annotations

from policy.list_standing import ListStanding, Trouble, Use

_WHY = {
    Trouble.NOT_HTTPS: "its address is not a safe one; it must begin with https",
    Trouble.UNREACHABLE: "its publisher could not be reached",
    Trouble.UNTRUSTED: "its publisher could not prove who it is",
    Trouble.TOO_SLOW: "it came too slowly",
    Trouble.TOO_LARGE: "it is larger than this list may be",
    Trouble.WRONG_TYPE: "its publisher sent something else, such as a web page",
    Trouble.CUT_OFF: "it was cut off before its end",
    Trouble.GONE: "its publisher says that it is gone",
    Trouble.REFUSED: "its publisher would not give it",
    Trouble.SENT_ASTRAY: "its publisher sent us on too often, or to an unsafe address",
    Trouble.UNREADABLE: "it cannot be read as a list",
    Trouble.TOO_FEW: "it has too few names: {1:,}, and {0:,} is the least it can have",
    Trouble.SHRUNK: "it has lost too many names: it had {0:,}, and has {1:,}",
    Trouble.GREW: "it has grown too fast: it had {0:,} names, and has {1:,}",
    Trouble.NAMES_LIFELINE: "it names a site for help, health or safety ({told})",
    Trouble.BLOCKS_EVERYDAY: "it would block an everyday site ({told})",
    Trouble.BLOCKS_MISTAKE: "it would block a site that lists often take by mistake ({told})",
    Trouble.NO_ROOM: "there is no room for it on this box",
}

_TODO = {
    Trouble.NO_ROOM: "Make room on the card, then update the lists again.",
    Trouble.GONE: "If it stays gone, update Lamplight: it may know a new address.",
}
_TODO_ACCEPT = frozenset({
    *(Trouble.NAMES_LIFELINE, Trouble.BLOCKS_EVERYDAY, Trouble.BLOCKS_MISTAKE),
    *(Trouble.SHRUNK, Trouble.GREW),
})  # fmt: skip
"""Troubles of which a person can say: take it all the same, without those names."""


def can_be_accepted(trouble: Trouble | None) -> bool:
    """Say whether a person may take the copy that was held back for this reason."""
    return trouble in _TODO_ACCEPT


def why(trouble: Trouble, told: tuple[str, ...], figures: tuple[int, ...]) -> str:
    """Return why a copy was not taken, ready to stand inside a sentence."""
    numbers = figures if len(figures) > 1 else (0, 0)
    more = figures[0] - len(told) if len(figures) == 1 else 0
    names = ", ".join(told) + (f" and {more:,} more" if more > 0 else "")
    return _WHY[trouble].format(*numbers, told=names)


def list_sentence(one: ListStanding) -> str:
    """Return how one list stands, in a sentence or two."""
    if one.trouble is None:
        if one.use is Use.WAITING:
            return f"{one.title}: not fetched yet."
        moved = f" It has moved to {one.moved_to}." if one.moved_to else ""
        left_out = f" Left out as mistakes: {', '.join(one.left_out)}." if one.left_out else ""
        return f"{one.title}: in use, {one.names:,} names.{left_out}{moved}"
    reason = why(one.trouble, one.told, one.figures)
    if one.use is Use.WAITING:
        return f"{one.title}: not in use, because {reason}."
    since = f" of {one.changed[:10]}" if one.changed else ""
    return (
        f"{one.title}: the copy{since} stays in use, because the new one was not taken: {reason}."
    )


def list_todo(one: ListStanding) -> str | None:
    """Return what a person can do about a list, None where nothing needs to be done."""
    if one.trouble is None:
        return None
    if can_be_accepted(one.trouble):
        names = one.trouble not in {Trouble.SHRUNK, Trouble.GREW}
        rest = " without those names" if names else " all the same"
        return f"Nothing needs to be done. To use it{rest}: ./lamplight lists accept {one.id}"
    return _TODO.get(one.trouble, "Nothing needs to be done. The box tries again by itself.")
