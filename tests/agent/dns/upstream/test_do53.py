from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import pytest

from agent.dns import answers, wire
from agent.dns.cache import Cache
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.upstream import Address, Do53Upstreams, UpstreamSilent
from agent.dns.wire import Answer, Question
from tests.agent.dns import house, packets
from tests.agent.dns.packets import AAAA, BY_HAND, HTTPS, QR, RD, TC, TXT, A, opt, query, said, two
from tests.agent.dns.upstream_says import ADDRESS, RR, Says
from tests.agent.dns.upstreams import Asked, Script, Scripted, dnsmasq, free_port, scripted

PATIENCE = (0.2, 0.2)
QUESTION = house.question_of(query("www.example.org"))
OTHER = Says(answer=(RR("A", "203.0.113.66"),))
REFUSED, SERVFAIL, NOTIMP, BARE_FORMERR = 5, 2, 4, 1


def honest(asked: Asked) -> Sequence[bytes]:
    """Answer every query with one address."""
    return [ADDRESS.to(asked.packet)]


def silent(_: Asked) -> Sequence[bytes]:
    """Answer nothing."""
    return []


def says(what: Says) -> Script:
    """Return a script that says the same to every query."""
    return lambda asked: [what.to(asked.packet)]


def ask(
    *scripts: Script, question: Question = QUESTION, times: int = 1, host: str = "127.0.0.1"
) -> tuple[list[Answer], list[Scripted]]:
    """Return what upstreams that follow these scripts are asked, and what they make of it."""

    async def asking() -> tuple[list[Answer], list[Scripted]]:
        async with contextlib.AsyncExitStack() as stack:
            upstreams = [
                await stack.enter_async_context(scripted(script, host)) for script in scripts
            ]
            addresses = [upstream.address for upstream in upstreams]
            resolver = Do53Upstreams(addresses, udp_seconds=PATIENCE, tcp_seconds=0.5)
            found = [await resolver.ask(question) for _ in range(times)]
            return found, upstreams

    return asyncio.run(asking())


def address_in(answer: Answer) -> bytes:
    """Return the last four octets of an answer: its address."""
    return answer.body[-4:]


OURS, FORGED = bytes((192, 0, 2, 7)), bytes((203, 0, 113, 66))


def test_a_query_goes_up_and_its_answer_comes_back() -> None:
    """What an upstream answers is given back, with nothing lost."""
    (answer,), (upstream,) = ask(honest)

    assert answer == wire.read_answer(ADDRESS.to(upstream.asked[0].packet), QUESTION.end)


def test_ids_and_ports_cannot_be_guessed() -> None:
    """Fifty queries leave with as good as fifty ids, from as good as fifty ports."""
    _, (upstream,) = ask(honest, times=50)
    ids = {asked.packet[:2] for asked in upstream.asked}
    ports = {asked.port for asked in upstream.asked}

    assert len(ids) >= 48
    assert len(ports) >= 40
    assert max(ports) - min(ports) > 1_000


def forged(change: Callable[[bytes], bytes]) -> Script:
    """Return a script that sends a forgery first and the true answer after it."""
    return lambda asked: [change(OTHER.to(asked.packet)), ADDRESS.to(asked.packet)]


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "another id": lambda reply: bytes((reply[0] ^ 1,)) + reply[1:],
    "another name": lambda reply: reply[:13] + b"x" + reply[14:],
    "another type": lambda reply: reply[: QUESTION.end - 4] + two(AAAA) + reply[QUESTION.end - 2 :],
    "a query": lambda reply: reply[:2] + two(RD) + reply[4:],
    "no question": lambda reply: reply[:4] + two(0) + reply[6:],
    "a header alone that says NOERROR": lambda reply: reply[:2] + two(QR) + bytes(8),
    "a header alone with another id": lambda _: bytes(2) + two(QR | 2) + bytes(8),
    "a header that counts records": lambda reply: reply[:12],
    "one octet": lambda reply: reply[:1],
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_what_does_not_fit_is_passed_over(change: Callable[[bytes], bytes]) -> None:
    """A forgery neither is believed nor ends the wait for the true answer."""
    (answer,), (upstream,) = ask(forged(change))

    assert address_in(answer) == OURS
    assert len(upstream.asked) == 1


def test_what_comes_from_elsewhere_is_passed_over() -> None:
    """A perfect answer from another port is not believed."""

    async def asking() -> Answer:
        loop = asyncio.get_running_loop()
        elsewhere, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
        )

        def script(asked: Asked) -> Sequence[bytes]:
            elsewhere.sendto(OTHER.to(asked.packet), ("127.0.0.1", asked.port))
            return honest(asked)

        async with scripted(script) as upstream:
            try:
                return await Do53Upstreams([upstream.address], udp_seconds=PATIENCE).ask(QUESTION)
            finally:
                elsewhere.close()

    assert address_in(asyncio.run(asking())) == OURS


def test_an_answer_in_other_capital_letters_is_taken() -> None:
    """An upstream that changes the letters' case still answers our question."""
    (answer,), _ = ask(
        lambda asked: [
            asked.packet[:2]
            + ADDRESS.to(asked.packet)[2:12]
            + asked.packet[12 : QUESTION.end - 4].upper()
            + ADDRESS.to(asked.packet)[QUESTION.end - 4 :]
        ]
    )

    assert address_in(answer) == OURS


@pytest.mark.parametrize("qtype", [HTTPS, 97, TXT, 0x4141])
def test_every_type_is_answered(qtype: int) -> None:
    """A type whose number is that of a capital letter (HTTPS is 65) is asked like any other."""
    question = QUESTION._replace(qtype=qtype)
    (answer,), _ = ask(says(ADDRESS), question=question)

    assert address_in(answer) == OURS


def test_a_name_that_holds_a_zero_octet_is_answered() -> None:
    """Where the question ends is counted, not searched for."""
    question = house.question_of(BY_HAND["odd octets"])
    (answer,), _ = ask(says(ADDRESS), question=question)

    assert address_in(answer) == OURS


LONG = Says(answer=(RR("TXT", f'"{"x" * 250}"'),) * 8)


def test_a_truncated_answer_is_asked_for_over_tcp() -> None:
    """An answer with TC is not used; the whole one comes over TCP."""

    def script(asked: Asked) -> Sequence[bytes]:
        if asked.over_tcp:
            return [LONG.to(asked.packet)]
        return [Says(flags=RD | TC).to(asked.packet)]

    (answer,), (upstream,) = ask(script)

    assert answer.counts == (8, 0, 0)
    assert [asked.over_tcp for asked in upstream.asked] == [False, True]


TCP_GARBAGE: dict[str, Callable[[bytes], bytes]] = {
    "closed at once": lambda _: b"",
    "another id": lambda reply: bytes((reply[0] ^ 1,)) + reply[1:],
    "cut off": lambda reply: reply[:-9],
    "octets": lambda _: b"\xff" * 40,
}


@pytest.mark.parametrize("change", TCP_GARBAGE.values(), ids=TCP_GARBAGE)
def test_garbage_over_tcp_is_no_answer(change: Callable[[bytes], bytes]) -> None:
    """Where TCP brings nothing that can be used, the next upstream is asked."""

    def script(asked: Asked) -> Sequence[bytes]:
        if asked.over_tcp:
            return [change(LONG.to(asked.packet))]
        return [Says(flags=RD | TC).to(asked.packet)]

    (answer,), _ = ask(script, honest)

    assert address_in(answer) == OURS


def test_tcp_passes_over_what_does_not_fit() -> None:
    """Over TCP too a wrong answer does not end the wait for the right one."""

    def script(asked: Asked) -> Sequence[bytes]:
        if asked.over_tcp:
            return [bytes(2) + OTHER.to(asked.packet)[2:], ADDRESS.to(asked.packet)]
        return [Says(flags=RD | TC).to(asked.packet)]

    (answer,), _ = ask(script)

    assert address_in(answer) == OURS


def test_when_the_first_is_silent_the_second_answers_and_is_preferred() -> None:
    """A silent upstream costs its time once; then the one that answered is asked first."""
    found, (first, second) = ask(silent, honest, times=3)

    assert [address_in(answer) for answer in found] == [OURS] * 3
    assert (len(first.asked), len(second.asked)) == (1, 3)


def test_a_closed_port_fails_over_at_once() -> None:
    """An upstream whose port is closed does not use up its time."""

    async def asking() -> float:
        async with scripted(honest) as upstream:
            nobody = Address("127.0.0.1", free_port())
            resolver = Do53Upstreams([nobody, upstream.address], udp_seconds=(30, 30))
            began = time.monotonic()
            await resolver.ask(QUESTION)
            return time.monotonic() - began

    assert asyncio.run(asking()) < 10


UNWILLING = {"SERVFAIL": SERVFAIL, "REFUSED": REFUSED, "NOTIMP": NOTIMP}


@pytest.mark.parametrize("rcode", UNWILLING.values(), ids=UNWILLING)
def test_when_one_cannot_the_other_is_asked(rcode: int) -> None:
    """An upstream that says it cannot is passed over for one that can."""
    (answer,), _ = ask(says(Says(rcode=rcode)), honest)

    assert address_in(answer) == OURS


@pytest.mark.parametrize("rcode", UNWILLING.values(), ids=UNWILLING)
def test_when_none_can_that_is_the_answer(rcode: int) -> None:
    """Where every upstream that speaks says it cannot, its own rcode is passed on, at once."""
    (answer,), (first, second, third) = ask(
        says(Says(rcode=rcode)), silent, says(Says(rcode=rcode))
    )

    assert answer.rcode == rcode
    assert [len(one.asked) for one in (first, second, third)] == [1, 1, 1]


def test_a_bare_refusal_is_understood() -> None:
    """A header alone with SERVFAIL and our id counts as that upstream's answer."""
    (answer,), _ = ask(lambda asked: [asked.packet[:2] + two(QR | RD | SERVFAIL) + bytes(8)])

    assert (answer.rcode, answer.counts) == (SERVFAIL, (0, 0, 0))


@pytest.mark.parametrize("bare", [True, False], ids=["bare", "with its question"])
def test_an_upstream_older_than_edns_is_asked_without(*, bare: bool) -> None:
    """FORMERR to EDNS makes us ask the same upstream once more without (RFC 6891 section 7)."""

    def script(asked: Asked) -> Sequence[bytes]:
        if not asked.packet[11]:
            return honest(asked)
        if bare:
            return [asked.packet[:2] + two(QR | RD | BARE_FORMERR) + bytes(8)]
        return [Says(rcode=BARE_FORMERR).to(asked.packet)]

    (answer,), (upstream,) = ask(script)

    assert address_in(answer) == OURS
    assert [asked.packet[11] for asked in upstream.asked] == [1, 0]


def test_an_opt_in_the_middle_is_read_by_the_slow_path() -> None:
    """An answer that the fast reader declines is read all the same."""
    extra = (RR("A", "192.0.2.53", 60, "ns.example"),)
    (answer,), _ = ask(says(ADDRESS._replace(additional=extra, opt_place=0)))

    assert (answer.rcode, answer.counts) == (0, (1, 0, 1))


def test_an_answer_that_cannot_be_read_is_none() -> None:
    """An answer with our id and question whose records lie is passed by for the next upstream."""
    (answer,), _ = ask(lambda asked: [ADDRESS.to(asked.packet)[:-1]], honest)

    assert address_in(answer) == OURS


def test_nobody_answers() -> None:
    """Where all are silent, each was asked in both rounds, and silence is what is said."""
    asked: list[Asked] = []

    def script(query: Asked) -> Sequence[bytes]:
        asked.append(query)
        return []

    with pytest.raises(UpstreamSilent):
        ask(script, script)

    assert len(asked) == 4


def test_the_asker_is_told_of_silence() -> None:
    """A device whose question no upstream answers gets SERVFAIL with extended error 23."""

    async def asking() -> bytes:
        nobody = Address("127.0.0.1", free_port())
        upstream = Do53Upstreams([nobody], udp_seconds=PATIENCE)
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        forward = route.answer(query("example.org", additional=[opt()]), house.SAM, over_tcp=False)
        assert isinstance(forward, Forward)
        return await route.forward(forward)

    reply = said(asyncio.run(asking()))

    assert reply.rcode == SERVFAIL
    assert reply.options[0][1][:2] == two(23)


def test_upstreams_over_ipv6() -> None:
    """An upstream with an IPv6 address is asked like any other, over UDP and TCP."""

    def script(asked: Asked) -> Sequence[bytes]:
        return honest(asked) if asked.over_tcp else [Says(flags=RD | TC).to(asked.packet)]

    (answer,), _ = ask(script, host="::1")

    assert address_in(answer) == OURS


def test_a_network_that_is_not_there_is_silence() -> None:
    """An upstream that cannot even be sent to is passed over."""

    async def asking() -> Answer:
        async with scripted(honest) as upstream:
            # 240.0.0.0/4 is reserved: no machine has a way there (RFC 1112 section 4).
            lost = Address("255.255.255.255", 53)
            return await Do53Upstreams([lost, upstream.address], udp_seconds=PATIENCE).ask(QUESTION)

    assert address_in(asyncio.run(asking())) == OURS


NO_SOCKET_LEFT = """
import asyncio, resource
from agent.dns.upstream import Address, Do53Upstreams, UpstreamSilent
from tests.agent.dns.upstream.test_do53 import QUESTION

async def asking():
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    try:
        await Do53Upstreams([Address("127.0.0.1", 9), Address("127.0.0.2", 9)]).ask(QUESTION)
    except UpstreamSilent:
        print("silent")

asyncio.run(asking())
"""


def test_where_no_socket_is_to_be_had_that_is_silence() -> None:
    """While too many sockets are open to ask on, a question ends as one that nobody answered."""
    done = subprocess.run(
        [sys.executable, "-c", NO_SOCKET_LEFT], check=False, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("silent\n", "")


def test_nothing_of_the_asker_reaches_an_upstream() -> None:
    """What goes up is the name in lower case, type, DO and CD; no option or spelling of theirs."""
    packet = query(
        "eXample.org",
        flags=RD | packets.CD,
        additional=[opt(payload=4096, dnssec_ok=True, options=[(8, b"\0\1\x18\0\xc0\0\2")])],
    )
    _, (upstream,) = ask(honest, question=house.question_of(packet))
    went = upstream.asked[0].packet

    assert went == query(
        "example.org",
        flags=RD | packets.AD | packets.CD,
        query_id=int.from_bytes(went[:2], "big"),
        additional=[opt(dnssec_ok=True)],
    )


# A real resolver above us


ZONE = (
    "--address=/a.home.test/192.0.2.1",
    "--address=/a.home.test/2001:db8::1",
    "--txt-record=text.home.test,some words",
    "--txt-record=big.home.test," + ",".join(["y" * 200] * 20),
    "--local=/test/",
)


@pytest.mark.parametrize(
    ("name", "qtype", "expected"),
    [
        ("a.home.test", A, (0, 1)),
        ("a.home.test", AAAA, (0, 1)),
        ("text.home.test", TXT, (0, 1)),
        ("big.home.test", TXT, (0, 1)),
        ("text.home.test", A, (0, 0)),
        ("nothing.test", A, (answers.NXDOMAIN, 0)),
    ],
)
def test_dnsmasq_as_upstream(name: str, qtype: int, expected: tuple[int, int]) -> None:
    """A real dnsmasq is understood: addresses, text, a long text over TCP, denials."""
    question = house.question_of(query(name, qtype))
    with dnsmasq(*ZONE) as address:
        answer = asyncio.run(Do53Upstreams([address]).ask(question))

    assert (answer.rcode, answer.counts[0]) == expected
    if name.startswith("big"):
        assert len(answer.body) > 4_000
