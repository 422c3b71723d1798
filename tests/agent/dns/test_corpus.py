"""Packets that others found hard to read, against the agent as a process, from both sides.

The corpus comes from the fuzzing folders of BIND, c-ares and PowerDNS, and is not in this
repository; what is expected of each of its files is, in `corpus.tsv`. Each is sent as a device
sends, over UDP and TCP. Those with QR set come once more as an upstream's answer; so do the ones
that are built here.
"""

from __future__ import annotations

import base64
import json
import socket
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.agent.dns import packets
from tests.agent.dns.conforming import (
    ANSWERED,
    HOST,
    IGNORED,
    PATIENCE_SECONDS,
    agent_below,
    over_tcp,
    over_udp,
    word_for,
)
from tests.agent.dns.nonsense import ASKED, NONSENSE, TAKEN
from tests.agent.dns.packets import query, two
from tests.agent.dns.upstream_says import ADDRESS, NODATA
from tests.agent.dns.upstreams import Asked

TABLE: Final = Path(__file__).with_name("corpus.tsv")

MAX_OVER_UDP: Final = 0xFFFF - 28
"""What is left of an IPv4 packet behind its header and that of UDP."""

FIRST_TYPE: Final = 40_000
"""Each question has a type of its own, which nobody has assigned: so it is known again above."""

BETWEEN_TYPE: Final = FIRST_TYPE - 1
"""Of the question that is answered in between, so that the silence before is forgotten."""

MOST_ASKINGS: Final = 8
"""Two rounds, each with EDNS and without, each over UDP and TCP."""

SERVFAIL: Final = "SERVFAIL"


class Expected(NamedTuple):
    """One line of the table: a file, and what is owed to it; `-` where it cannot be an answer."""

    path: str
    as_query: str
    as_answer: str


def table() -> list[Expected]:
    """Return what is expected, file by file."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Expected(*line.split("\t")) for line in lines]


def corpus(shared_data: Path) -> dict[str, bytes]:
    """Return the packets by the path of their file."""
    lines = (shared_data / "packets" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return {one["path"]: base64.b64decode(one["b64"]) for one in map(json.loads, lines)}


def test_the_table_can_be_read_without_the_corpus() -> None:
    """Each line has a file of its own and words that the runs below can give."""
    lines = table()

    assert len({line.path for line in lines}) == len(lines) > 250
    assert {line.as_query for line in lines} <= {
        *(IGNORED, ANSWERED, "FORMERR", "NOTIMP", "REFUSED", "BADVERS")
    }
    # What has QR set is never answered to a device, and is all that an upstream is taken at.
    assert all((line.as_query == IGNORED) >= (line.as_answer != "-") for line in lines)


def test_each_packet_of_the_corpus_gets_what_the_table_says(shared_data: Path | None) -> None:
    """A device that sends a packet of the corpus gets the same over UDP and TCP: what is owed."""
    if shared_data is None:
        return
    octets = corpus(shared_data)
    given = {}
    with agent_below(lambda asked: [ADDRESS.to(asked.packet)]) as running:
        for path, as_query, _ in table():
            packet = octets[path]
            words = {word_for(over_tcp(running.port, packet))}
            if len(packet) <= MAX_OVER_UDP:
                is_awaited = as_query != IGNORED
                words.add(word_for(over_udp(running.port, packet, is_awaited=is_awaited)))
            given[path] = "/".join(sorted(words))

    assert given.keys() == octets.keys()
    assert given == {line.path: line.as_query for line in table()}


class Heard(NamedTuple):
    """What a device heard, and how often the upstream was asked for it, at first and later."""

    word: str
    askings: int
    then: str
    more_askings: int


def heard_below(
    answers: Mapping[str, tuple[bytes, Callable[[bytes], Sequence[bytes]]]],
) -> dict[str, Heard]:
    """Return what devices hear of an upstream's answers, each to a question of its own.

    The values are the asked name and what is sent for the upstream's query. At first nothing else
    is said; then, asked again, the same once more and a proper answer at the next asking.
    """
    by_type = {FIRST_TYPE + at: key for at, key in enumerate(answers)}
    askings: Counter[int] = Counter()
    patient = True

    def above(asked: Asked) -> Sequence[bytes]:
        end = packets.end_of_question(asked.packet)
        qtype = int.from_bytes(asked.packet[end - 4 : end - 2], "big")
        if qtype == BETWEEN_TYPE:
            return [NODATA.to(asked.packet)]
        askings[qtype] += 1
        if not patient and askings[qtype] > before[qtype] + 1:
            return [NODATA.to(asked.packet)]
        return answers[by_type[qtype]][1](asked.packet)

    before: Counter[int] = Counter()
    with agent_below(above) as running:
        names = {qtype: answers[key][0] for qtype, key in by_type.items()}
        first = _ask_all(running.port, names)
        before, patient = askings.copy(), False
        _ask_all(running.port, {BETWEEN_TYPE: packets.cased("between.example")})
        again = _ask_all(running.port, names)
    return {
        key: Heard(
            word_for(first[qtype]),
            before[qtype],
            word_for(again[qtype]),
            askings[qtype] - before[qtype],
        )
        for qtype, key in by_type.items()
    }


def _ask_all(port: int, names: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return the replies to questions that are all asked at once: each may wait for seconds."""
    with ExitStack() as stack:
        sockets = {}
        for qtype, name in names.items():
            sock = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            sock.settimeout(PATIENCE_SECONDS)
            sock.connect((HOST, port))
            sock.send(query(name, qtype, query_id=qtype))
            sockets[qtype] = sock
        replies = {qtype: sock.recv(0xFFFF) for qtype, sock in sockets.items()}
    assert all(int.from_bytes(reply[:2], "big") == qtype for qtype, reply in replies.items())
    return replies


def as_answer_to(packet: bytes) -> tuple[bytes, Callable[[bytes], Sequence[bytes]]]:
    """Return which name to ask, and how a packet becomes the answer to the upstream's query.

    Where its question can be asked at all, it is asked, under a type of its own and in a top-level
    domain that nobody has, so that no rule is about it; all else stands where it stood. Where it
    cannot, the packet answers another question.
    """
    end = _end_of_askable(packet)
    if end is None:
        return packets.cased("another.example"), lambda asked: [asked[:2] + packet[2:]]
    name = packet[12 : end - 4]
    if len(name) > 1:
        at = _last_label(name) + 1
        name = name[:at] + b"q" + name[at + 1 :]

    def answer(asked: bytes) -> list[bytes]:
        return [asked[:2] + packet[2:12] + asked[12:end] + packet[end:]]

    return name, answer


def _last_label(name: bytes) -> int:
    at = 0
    while name[at + name[at] + 1]:
        at += name[at] + 1
    return at


def _end_of_askable(packet: bytes) -> int | None:
    at = 12
    while at < len(packet) and 0 < packet[at] < 64:
        at += packet[at] + 1
    if packet[4:6] != two(1) or at + 5 > len(packet) or packet[at] or at - 12 > 254:
        return None
    return at + 5


def test_each_packet_of_the_corpus_as_an_upstream_s_answer(shared_data: Path | None) -> None:
    """An upstream's answer that cannot be read costs nobody the answer: another is fetched."""
    if shared_data is None:
        return
    octets = corpus(shared_data)
    lines = [line for line in table() if line.as_answer != "-"]
    heard = heard_below({line.path: as_answer_to(octets[line.path]) for line in lines})

    assert {line.path for line in lines} == {
        path for path, packet in octets.items() if len(packet) >= 12 and packet[2] & 0x80
    }
    assert {path: in_a_word(one) for path, one in heard.items()} == {
        line.path: line.as_answer for line in lines
    }
    assert_nothing_bad_was_kept(heard)


def in_a_word(heard: Heard) -> str:
    """Return what came of an upstream's answer: it was taken, told as it is, or passed over.

    What is told is an rcode of the upstream's own: it says that it cannot, and that is news.
    """
    if heard.word == ANSWERED:
        return ANSWERED
    return f"told {heard.word}" if heard.then == heard.word else heard.word


def assert_nothing_bad_was_kept(heard: Mapping[str, Heard]) -> None:
    """Fail where somebody waited for too many askings, or an answer that was none was kept."""
    assert [key for key, one in heard.items() if not 0 < one.askings <= MOST_ASKINGS] == []
    assert [
        key for key, one in heard.items() if one.word != ANSWERED and not one.more_askings
    ] == []


@pytest.fixture(scope="module")
def of_nonsense() -> dict[str, Heard]:
    """Return what devices hear of an upstream that talks nonsense; all wait at the same time."""
    return heard_below({key: (ASKED, answer) for key, answer in (NONSENSE | TAKEN).items()})


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_from_above_is_passed_over(kind: str, of_nonsense: dict[str, Heard]) -> None:
    """What an upstream says that answers nothing gives SERVFAIL, is not kept, and is asked anew."""
    heard = of_nonsense[kind]

    assert (heard.word, heard.then) == (SERVFAIL, ANSWERED)
    assert_nothing_bad_was_kept({kind: heard})


@pytest.mark.parametrize("kind", TAKEN)
def test_what_can_be_understood_is_taken(kind: str, of_nonsense: dict[str, Heard]) -> None:
    """An upstream's answer that is odd but says what it means is given to who asked."""
    assert of_nonsense[kind].word == ANSWERED
