from __future__ import annotations

import asyncio

import pytest

from console.services.live import MOST, MOST_OF_ONE, Ending, Stream, Streams, Versions


def test_of_one_asker_the_newest_streams_stay() -> None:
    """One more than there may be ends the oldest of the same asker, and nobody else's."""
    streams = Streams()
    other = streams.begin("other")
    theirs = [streams.begin("one") for _ in range(MOST_OF_ONE + 1)]
    endings = [one.ending for one in (other, *theirs) if one is not None]

    assert endings == [None, Ending.FULL, *[None] * MOST_OF_ONE]
    assert len(streams) == 1 + MOST_OF_ONE


def test_there_are_never_more_than_so_many_in_all() -> None:
    """Another asker is given none, until somebody has gone."""
    streams = Streams()
    held = [streams.begin(f"asker {number}") for number in range(MOST)]
    refused = streams.begin("one more")
    assert held[0] is not None
    streams.forget(held[0])

    assert None not in held
    assert refused is None
    assert streams.begin("one more") is not None


def test_somebody_with_a_stream_can_change_pages_in_a_full_house() -> None:
    """The room that their oldest stream leaves is theirs."""
    streams = Streams(most=2, most_of_one=1)
    streams.begin("one")
    streams.begin("other")

    assert streams.begin("one") is not None
    assert len(streams) == 2


def test_forgetting_twice_is_forgetting_once() -> None:
    """A stream that made room for another is gone already when its own line breaks."""
    streams = Streams()
    stream = streams.begin("one")
    assert stream is not None
    streams.forget(stream)
    streams.forget(stream)

    assert len(streams) == 0


def test_the_end_ends_all_and_none_begins_after_it() -> None:
    """Each stream is told at once, and a page that asks again is given none."""
    streams = Streams()
    stream = streams.begin("one")
    streams.end_all()

    assert stream is not None
    assert stream.ending is Ending.STOPPING
    assert streams.begin("one") is None


def test_a_stream_that_is_over_rests_no_more() -> None:
    """Whoever waits is woken by the end, and the first reason stays the reason."""

    async def resting() -> Stream:
        stream = Stream("one")
        waiting = asyncio.create_task(stream.rest(3_600))
        stream.end(Ending.STOPPING)
        stream.end(Ending.FULL)
        await waiting
        return stream

    assert asyncio.run(resting()).ending is Ending.STOPPING


def test_a_rest_ends_by_itself() -> None:
    """After its time it goes on, and nothing is over."""
    stream = Stream("one")
    asyncio.run(stream.rest(0))

    assert stream.ending is None


def test_one_look_has_one_version_and_another_look_has_another() -> None:
    """The same page is the same version as long as the process runs; one letter changes it."""
    versions = Versions()

    assert versions.of("page") == versions.of("page")
    assert versions.of("page") != versions.of("pages")


def test_a_version_tells_nothing_to_who_can_guess_the_page() -> None:
    """Another process gives the same page another version, since its key is its own."""
    assert Versions().of("page") != Versions().of("page")


@pytest.mark.parametrize("typed", ["", "\ud83d", "{{ place }}"])
def test_a_page_bears_the_version_of_itself(typed: str) -> None:
    """It stands where its place was, and is the same each time, whatever was typed."""
    versions = Versions()
    html = f"<p data-version={versions.place}>{typed}</p>"
    stamped, version = versions.stamped(html)

    assert stamped == f"<p data-version={version}>{typed}</p>"
    assert versions.stamped(html) == (stamped, version)
