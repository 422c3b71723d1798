"""What stands inside an upstream's records: the names they lead to, and the addresses they give.

Rules kept here:
- It is read once, when an answer comes; whoever gives it out later does not look inside again.
- What cannot be read cannot be judged, and is no answer: a device's own reader might see more.
- A pointer leads backwards only (RFC 1035 section 4.1.4), so no loop can hold us.
- Names in it are as they stand in the answer section: the chain of aliases (CNAME), and where a
  service is (SVCB and HTTPS, RFC 9460). Addresses count wherever they stand.
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from agent.dns.wire import HEADER_OCTETS, Answer, Question, skip_name
from policy.names import MAX_LABEL_OCTETS, MAX_NAME_OCTETS, ROOT, Name

TYPE_A, TYPE_CNAME, TYPE_AAAA, TYPE_SVCB, TYPE_HTTPS = 1, 5, 28, 64, 65
_ADDRESSES = {TYPE_A: 4, TYPE_AAAA: 16}
_LEAD_ON = frozenset({TYPE_CNAME, TYPE_SVCB, TYPE_HTTPS})
_PRIORITY_OCTETS = 2
_HINTS = {4: 4, 6: 16}
"""SvcParamKeys of hints (RFC 9460 section 7.3), and how long an address in each is."""

MOST_TARGETS = 64
"""An answer with more different names in it is nobody's way to a site; it is not read."""

_RR_FIXED = 10
_TYPE_AND_CLASS = bytes(4)
_POINTER = 0xC0


class Within(NamedTuple):
    """The names that an answer leads to, in order and each once, and the addresses it gives."""

    targets: tuple[Name, ...]
    addresses: tuple[bytes, ...]

    def __repr__(self) -> str:
        return "<Within>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a name is not written to a file")


def read_within(asked: Question, answer: Answer) -> Within | None:
    """Return what stands in the records of an answer to `asked`, None where that is not readable.

    The counts and lengths of the records are those that `wire.read_answer` found true.
    """
    # The message again, so that pointers point at what they mean; what is in its header does not
    # matter, for no pointer may point there.
    start = HEADER_OCTETS + len(asked.name) + len(_TYPE_AND_CLASS)
    whole = bytes(HEADER_OCTETS) + asked.name + _TYPE_AND_CLASS + answer.body
    size, at = len(whole), start
    targets: dict[Name, None] = {}
    addresses: list[bytes] = []
    for number in range(sum(answer.counts)):
        fixed = skip_name(whole, at)
        if fixed is None or fixed + _RR_FIXED > size:
            return None
        rtype = whole[fixed] << 8 | whole[fixed + 1]
        at = fixed + _RR_FIXED
        end = at + (whole[fixed + 8] << 8 | whole[fixed + 9])
        if end > size:
            return None
        if octets := _ADDRESSES.get(rtype):
            if end - at != octets:
                return None
            addresses.append(whole[at:end])
        elif number < answer.counts[0] and rtype in _LEAD_ON:
            if (target := _target(whole, rtype, (at, end), addresses)) is None:
                return None
            targets[target] = None
        at = end
    targets.pop(asked.name, None)  # a service at the name itself
    targets.pop(ROOT, None)  # the same, in short (RFC 9460 section 2.5.2), or no service at all
    if len(targets) > MOST_TARGETS:
        return None
    return Within(tuple(targets), tuple(addresses))


def _target(
    whole: bytes, rtype: int, place: tuple[int, int], addresses: list[bytes]
) -> Name | None:
    """Return where a record leads, None where it is not readable; add the addresses it hints at."""
    at, end = place
    if rtype == TYPE_CNAME:
        return _name_at(whole, at, end)
    at += _PRIORITY_OCTETS
    target, behind = _name_at(whole, at, end), skip_name(whole, at)
    if target is None or behind is None or not _hints(whole, behind, end, addresses):
        return None
    return target


def _name_at(whole: bytes, at: int, end: int) -> Name | None:
    """Return the name at `at` in lower case, None where it is none. Its own part ends by `end`."""
    labels: list[bytes] = []
    octets, before = 1, at
    while at < end:
        length = whole[at]
        if length == 0:
            labels.append(b"\0")
            return Name(b"".join(labels).lower())
        if length >= _POINTER:
            if at + 2 > end:
                return None
            to = (length & ~_POINTER) << 8 | whole[at + 1]
            if not HEADER_OCTETS <= to < before:
                return None
            # What is pointed at lies before, so that its end is where this name began.
            at, before, end = to, to, before
            continue
        octets += length + 1
        if length > MAX_LABEL_OCTETS or octets > MAX_NAME_OCTETS or at + 1 + length > end:
            return None
        labels.append(whole[at : at + 1 + length])
        at += length + 1
    return None


def _hints(whole: bytes, at: int, end: int, addresses: list[bytes]) -> bool:
    """Add the addresses that a service's parameters hint at; False where they are not readable."""
    while at < end:
        if at + 4 > end:
            return False
        key, value_at = whole[at] << 8 | whole[at + 1], at + 4
        at = value_at + (whole[at + 2] << 8 | whole[at + 3])
        if at > end:
            return False
        if octets := _HINTS.get(key):
            if (at - value_at) % octets:
                return False
            addresses += (whole[one : one + octets] for one in range(value_at, at, octets))
    return True
