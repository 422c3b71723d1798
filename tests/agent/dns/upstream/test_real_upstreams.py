from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from agent.upstream_options import put_together, read_upstream
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import TXT, A, query
from tests.agent.dns.upstream.real_upstreams import (
    Everywhere,
    agent_below,
    dnsdist_everywhere,
    unbound_everywhere,
)
from tests.agent.dns.upstream.tls_upstreams import NAME, Certified, certified

MANY = 100
LONG = " ".join([f'"{"x" * 250}"'] * 16)
LOCAL = [
    *(f"n{number}.example. A 192.0.2.{number}" for number in range(MANY)),
    f"big.example. TXT {LONG}",
]
Run = Callable[..., AbstractContextManager[Everywhere]]
RESOLVERS: dict[str, Run] = {"unbound": unbound_everywhere, "dnsdist": dnsdist_everywhere}


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolvers' certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module", params=RESOLVERS)
def resolver(
    request: pytest.FixtureRequest, tls: Certified, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Everywhere]:
    """Yield where a real resolver listens."""
    with RESOLVERS[request.param](tmp_path_factory.mktemp("resolver"), tls, *LOCAL) as at:
        yield at


def written(transport: str, at: Everywhere, who: str) -> str:
    """Return how the resolver over a transport is written."""
    return {
        "plain": f"127.0.0.1:{at.plain}",
        "tls": f"tls://127.0.0.1:{at.tls}#{who}",
        "https": f"https://127.0.0.1:{at.https}/dns-query#{who}",
    }[transport]


@pytest.mark.parametrize("transport", ["plain", "tls", "https"])
def test_real_resolvers_are_understood(
    transport: str, resolver: Everywhere, tls: Certified
) -> None:
    """Over UDP and TCP, TLS and HTTPS: a hundred at once, a text that needs TCP, a denial."""
    pin = "sha256/" + base64.b64encode(tls.pin).decode()
    upstream = put_together([read_upstream(written(transport, resolver, pin))])

    async def asking() -> None:
        names = [from_text(f"n{number}.example") for number in range(MANY)]
        question = house.question_of(query("www.example", A))
        found = await asyncio.gather(*(upstream.ask(question._replace(name=n)) for n in names))
        assert [one.body[-4:] for one in found] == [bytes((192, 0, 2, at)) for at in range(MANY)]
        long = await upstream.ask(house.question_of(query("big.example", TXT)))
        none = await upstream.ask(house.question_of(query("nothing.example", A)))
        assert (long.counts[0], len(long.body) > 4_000, none.rcode) == (1, True, 3)

    asyncio.run(asking())


ASKING: dict[str, list[str]] = {
    "dig": ["dig", "@127.0.0.1", "+tries=1", "+time=20", "-p"],
    "kdig": ["kdig", "@127.0.0.1", "+retry=0", "+time=20", "-p"],
    "drill": ["drill", "-a", "@127.0.0.1", "-p"],
}
OVER_TCP = {"dig": "+tcp", "kdig": "+tcp", "drill": "-t"}


@pytest.mark.parametrize("transport", ["plain", "tls", "https"])
def test_ordinary_programs_are_answered(
    transport: str, resolver: Everywhere, tls: Certified
) -> None:
    """Dig, kdig and drill have their answers from the agent, over UDP and TCP, above each way."""
    above = written(transport, resolver, NAME)
    with agent_below("--upstream", above, authorities=tls.authority) as port:
        for program, command in ASKING.items():
            assert shutil.which(program), f"these tests need {program}"
            for how in ([], [OVER_TCP[program]]):
                for name, expected in (
                    (["n7.example", "A"], "192.0.2.7"),
                    (["nothing.example", "A"], "NXDOMAIN"),
                    (["big.example", "TXT"], "x" * 250),
                ):
                    done = subprocess.run(
                        [*command, str(port), *how, *name],
                        check=True,
                        capture_output=True,
                        text=True,
                        timeout=60,
                    )
                    assert expected in done.stdout, (program, how, name)
