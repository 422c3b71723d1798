"""A home in which a carer is named as viewer, and the agent tells what a tablet asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from agent.recorder.serving import LEASES_SOCKET
from consent.encoding import JsonValue
from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.observation import Observation, observation_to_octets
from consent.passphrase import PersonalKeys, keys_from_words
from consent.recorder_requests import AddViewer, Admit, NoticeShown
from consent.records.acknowledgement import Acknowledgement
from consent.records.fields import ViewerRole
from consent.records.reading import kind_of, payload_octets
from consent.words import words_for
from tests.agent.recorder.home import AgentEnd
from tests.console.recorder_home import TABLET, RecorderHome, until

CARER: Final = "Sam"
CARERS_REF: Final = "ca" * 16
CARERS_WORDS: Final = words_for(bytes(range(32)), 5)
WHY: Final = "They sit down together on Sundays."


@cache
def carers_keys() -> PersonalKeys:
    """Return the keys that the carer's own five words turn into."""
    return keys_from_words(CARERS_WORDS, CARERS_REF)


def with_carer(
    home: RecorderHome,
    label: str = CARER,
    changes: Mapping[str, JsonValue] | None = None,
) -> str:
    """Let an agreement begin under which the carer may look too; return its digest."""
    keys = carers_keys()
    home.done(AddViewer(role=ViewerRole.CARER, label=label, ref=CARERS_REF, keys=keys.public))
    digest = home.agreed(
        {
            "home.carer_looks": True,
            "home.carer": keys.public.keyid,
            "home.carer_why": WHY,
            **(changes or {}),
        }
    )
    read = Acknowledgement(
        type="ack",
        v=1,
        agreement=digest,
        box=home.how().box,
        id="e4" * 16,
        issued_at=home.time.now.replace(microsecond=0),
        viewer=keys.public.keyid,
        card="eng-foster-1/viewing/1",
    )
    envelope = with_signature(Envelope(kind_of(read), payload_octets(read)), keys.signer)
    home.done(Admit(), envelope_to_bytes(envelope))
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    return digest


def asks_for(home: RecorderHome, *domains: str) -> None:
    """Have the agent tell of blocked look-ups of the tablet, until they are written down."""
    agent = AgentEnd(home.folder / "run" / LEASES_SOCKET)
    tablet = home.device().id

    def is_lent() -> bool:
        agent.hear()
        return tablet in agent.lent

    def is_written() -> bool:
        home.later(minutes=6)  # what waits in memory is written by then
        return _written(home) != before

    try:
        until(is_lent)
        home.later(minutes=16)  # what was asked just before a lease is known to nobody
        until(is_lent)
        before = _written(home)
        for domain in domains:
            told = Observation(level=2, category="strangers", domain=domain)
            assert agent.send(tablet, observation_to_octets(told))
        until(is_written)
    finally:
        agent.close()


def _written(home: RecorderHome) -> int:
    return sum(path.stat().st_size for path in home.state.rglob("frames.jsonl"))
