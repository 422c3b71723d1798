from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.lists.catalogue import Entry, Kept, Own, Services
from agent.lists.our_tables import OUR_TABLES
from policy.categories import Category
from policy.facts.canaries import CANARIES
from policy.list_standing import Trouble, Use
from policy.list_words import list_sentence
from policy.names import from_text, is_at_or_below, to_text
from tests.agent.lists.homes import GOOD, Home, listed, published
from tests.agent.lists.publisher import (
    Answer,
    Publisher,
    bomb,
    content,
    cut_chunks,
    cut_short,
    dripped,
    endless,
    moved,
    open_ended,
    raw,
    status,
)

PATH = "/bets.txt"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return a home without lists, and a publisher of whom nothing is known yet."""
    with Publisher(tmp_path) as publisher:
        yield Home(tmp_path / "lists", publisher)


def bets(home: Home, least: int = 1, strike: tuple[str, ...] = ()) -> Entry:
    """Return the list that this publisher offers."""
    return listed("bets", published(home.publisher.url(PATH), least=least), strike=strike)


def serving(home: Home, answer: Answer) -> Entry:
    """Let the publisher answer so, and return the list."""
    home.publisher.serve(PATH, answer)
    return bets(home)


def test_a_fresh_list_is_in_force_after_one_run(home: Home) -> None:
    """A list that was never here is fetched, used, and stands as in use with its count."""
    one = home.update(serving(home, content(GOOD)))["bets"]

    assert (one.use, one.names, one.trouble) == (Use.IN_USE, 1000, None)
    assert one.checked == one.changed == "2026-11-21T00:00:00Z"
    assert home.blocks("www.site-7.example")
    assert not home.blocks("other.example")


def test_an_unchanged_list_is_not_fetched_or_built_again(home: Home) -> None:
    """A publisher who says "unchanged" costs one question; the index stays the file it was."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    before = home.shelf.index.stat()
    home.hours = 24

    one = home.update(entry)["bets"]

    assert home.publisher.asked[-1].headers["if-none-match"]
    assert home.shelf.index.stat() == before
    assert (one.checked, one.changed) == ("2026-11-22T00:00:00Z", "2026-11-21T00:00:00Z")


def test_a_newer_list_takes_the_place_of_the_old_one(home: Home) -> None:
    """What is new is listed and what is gone is not."""
    home.update(serving(home, content(GOOD)))
    newer = GOOD.replace(b"site-7.example", b"new-7.example")

    home.update(serving(home, content(newer)))

    assert home.blocks("new-7.example")
    assert not home.blocks("site-7.example")


def test_a_list_that_moved_is_followed_and_that_is_told(home: Home) -> None:
    """A list that moved for good is taken from its new place, and the standing names that."""
    there = home.publisher.serve("/new.txt", content(GOOD))

    one = home.update(serving(home, moved(there)))["bets"]

    assert (one.use, one.moved_to) == (Use.IN_USE, there)
    assert f"It has moved to {there}" in list_sentence(one)


BROKEN: dict[str, tuple[Answer, Trouble]] = {
    "truncated": (cut_short(GOOD[:500]), Trouble.CUT_OFF),
    "truncated in a chunk": (cut_chunks(GOOD[:500]), Trouble.CUT_OFF),
    "truncated without a length": (open_ended(GOOD[:500], announced=False), Trouble.CUT_OFF),
    "truncated and called whole": (content(GOOD[:5000]), Trouble.SHRUNK),
    "huge": (endless(), Trouble.TOO_LARGE),
    "huge once unpacked": (bomb(3), Trouble.TOO_LARGE),
    "grown out of all bounds": (
        content(GOOD + b"".join(b"more-%d.example\n" % number for number in range(2000))),
        Trouble.GREW,
    ),
    "a web page": (content(b"<!DOCTYPE html>", kind="text/html"), Trouble.WRONG_TYPE),
    "a web page that says it is text": (
        content(b"<!DOCTYPE html>\n<html>\n<body>\nGone!\n</body>\n</html>\n"),
        Trouble.UNREADABLE,
    ),
    "a picture": (content(b"\x89PNG", kind="image/png"), Trouble.WRONG_TYPE),
    "octets at random": (content(bytes(range(256)) * 8), Trouble.UNREADABLE),
    "nothing": (content(b""), Trouble.UNREADABLE),
    "only comments": (content(b"# gone\n"), Trouble.UNREADABLE),
    "another form": (content(b"SITE: 7;\n" * 400), Trouble.UNREADABLE),
    "no HTTP": (raw(b"220 mail.example ESMTP\r\n"), Trouble.UNREACHABLE),
    "sent to an unsafe address": (moved("http://127.0.0.1/bets.txt"), Trouble.SENT_ASTRAY),
    "sent round in a circle": (moved(PATH), Trouble.SENT_ASTRAY),
    "gone": (status(410), Trouble.GONE),
    "not found": (status(404), Trouble.GONE),
    "refused": (status(403), Trouble.REFUSED),
    "out of order": (status(500), Trouble.REFUSED),
    "a lifeline": (content(GOOD + b"0.0.0.0 childline.org.uk\n"), Trouble.NAMES_LIFELINE),
    "below a lifeline": (content(GOOD + b"chat.childline.org.uk\n"), Trouble.NAMES_LIFELINE),
    "a helpline": (content(GOOD + b"||samaritans.org^\n"), Trouble.NAMES_LIFELINE),
    "calls over Wi-Fi": (
        content(GOOD + b"epdg.epc.mnc015.mcc234.pub.3gppnetwork.org\n"),
        Trouble.NAMES_LIFELINE,
    ),
    "an everyday name": (content(GOOD + b"bbc.co.uk\n"), Trouble.BLOCKS_EVERYDAY),
    "an everyday name for advert blockers": (
        content(GOOD + b"||bbc.co.uk^\n"),
        Trouble.BLOCKS_EVERYDAY,
    ),
}


@pytest.mark.parametrize(("answer", "trouble"), BROKEN.values(), ids=BROKEN)
def test_whatever_a_publisher_does_the_last_good_list_stays(
    answer: Answer, trouble: Trouble, home: Home
) -> None:
    """Broken, poisoned or gone: the home keeps its last good copy, and says why, also later."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    before = home.shelf.index.read_bytes()

    one = home.update(serving(home, answer))["bets"]

    assert (one.use, one.trouble, one.names) == (Use.IN_USE, trouble, 1000)
    assert home.shelf.index.read_bytes() == before
    assert "stays in use" in list_sentence(one)
    # Nobody is asked before the time has come, and what was wrong is still told.
    assert home.update(entry)["bets"].trouble in {trouble, None}
    home.publisher.serve(PATH, content(GOOD))
    assert home.update(entry)["bets"].trouble is None
    assert [path.name for path in (home.folder / "incoming").iterdir()] == []


def test_a_publisher_who_drips_is_given_up(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that comes a drop at a time is given up when its time is over; the old one stays."""
    home.update(serving(home, content(GOOD)))
    ticks = iter(range(10**9))
    clocks = home.clocks()
    monkeypatch.setattr(
        Home, "clocks", lambda _: type(clocks)(
            stamp=clocks.stamp, now=lambda: float(next(ticks)), hours_since=clocks.hours_since
        ),
    )  # fmt: skip
    slow = dripped(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"a")

    one = home.update(serving(home, slow))["bets"]

    assert (one.use, one.trouble) == (Use.IN_USE, Trouble.TOO_SLOW)
    assert home.blocks("site-7.example")


TRAPS = {to_text(canary.name): canary for canary in CANARIES}


@pytest.mark.parametrize("text", TRAPS)
def test_a_list_that_takes_a_canary_is_held_back(text: str, home: Home) -> None:
    """Each name that real lists took by mistake holds back the list that takes it."""
    home.update(serving(home, content(GOOD)))
    for poison in (f"{text}\n", f"0.0.0.0 {text}\n", f"||{text}^\n"):
        answer = content(GOOD + poison.encode())
        one = home.update(serving(home, answer))["bets"]

        if one.trouble is None:
            # The name is a public ending: the line is refused and the rest of the list is good.
            assert (one.names, home.blocks(f"school.{text}")) == (1000, False)
        else:
            assert one.trouble in {
                Trouble.NAMES_LIFELINE, Trouble.BLOCKS_EVERYDAY, Trouble.BLOCKS_MISTAKE
            }  # fmt: skip
            assert text in one.told
        assert not home.blocks(text)


def test_a_first_copy_is_used_without_the_few_entries_that_offend(home: Home) -> None:
    """With no old copy to stay in its place, a list is used without its mistakes, which is told."""
    poisoned = content(GOOD + b"gamcare.org.uk\nbbc.co.uk\n")

    one = home.update(serving(home, poisoned))["bets"]

    assert (one.use, one.trouble, one.names) == (Use.IN_USE, None, 1000)
    assert one.left_out == ("bbc.co.uk", "gamcare.org.uk")
    assert "Left out as mistakes: bbc.co.uk, gamcare.org.uk" in list_sentence(one)
    assert home.blocks("site-7.example")
    assert not home.blocks("www.bbc.co.uk")
    # The choice outlives the copy: the same mistakes in the next one hold nothing back.
    newer = content(GOOD + b"new.example\ngamcare.org.uk\nbbc.co.uk\n")
    assert home.update(serving(home, newer))["bets"].trouble is None
    assert home.blocks("new.example")


def test_a_first_copy_with_very_many_mistakes_is_held_back(home: Home) -> None:
    """A list that takes everyday names by the dozen is not used, and nothing of it is."""
    everyday = [
        to_text(name)
        for name in sorted(OUR_TABLES.everyday)
        if not any(is_at_or_below(name, lifeline) for lifeline in OUR_TABLES.lifelines)
    ][:60]

    one = home.update(serving(home, content(GOOD + "\n".join(everyday).encode())))["bets"]

    assert (one.use, one.trouble) == (Use.WAITING, Trouble.BLOCKS_EVERYDAY)
    assert not home.shelf.index.exists()
    assert "not in use" in list_sentence(one)


def test_hosts_of_a_public_service_are_left_out_and_hold_nothing_back(home: Home) -> None:
    """Lists name hosts below gov.uk every month: such a name is left out, the list goes on."""
    home.update(serving(home, content(GOOD)))

    one = home.update(serving(home, content(GOOD + b"adverts.example-ministry.gov.uk\n")))["bets"]

    assert (one.trouble, one.names) == (None, 1000)
    assert one.left_out == ("adverts.example-ministry.gov.uk",)


def test_a_strike_of_the_catalogue_lets_a_list_pass(home: Home) -> None:
    """A mistake that the catalogue knows of is struck out and holds nothing back."""
    home.update(serving(home, content(GOOD)))
    home.publisher.serve(PATH, content(GOOD + b"gamcare.org.uk\n"))

    one = home.update(bets(home, strike=("gamcare.org.uk",)))["bets"]

    assert (one.trouble, one.names, one.left_out) == (None, 1000, ())
    assert not home.blocks("gamcare.org.uk")


def test_a_person_may_take_what_was_held_back_without_its_mistakes(home: Home) -> None:
    """Accepted, a copy that was held back is used, and what offended stays left out."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    entry = serving(home, content(GOOD + b"new.example\ngamcare.org.uk\n"))
    home.update(entry)
    assert not home.blocks("new.example")

    run = home.run([entry])
    assert run.accept(entry) is None
    standing, _ = run.finish()

    assert standing.lists[0].trouble is None
    assert standing.lists[0].left_out == ("gamcare.org.uk",)
    assert home.blocks("new.example")
    assert not home.blocks("gamcare.org.uk")


def test_two_adult_lists_must_agree_and_one_alone_serves_until_the_other_comes(home: Home) -> None:
    """While one adult list is here it counts by itself; with the second one two must agree."""
    one = listed(
        "one", published(home.publisher.serve("/one", content(b"one.example\nboth.example\n"))),
        Category.ADULT, alone=False,
    )  # fmt: skip
    two = listed(
        "two", published(home.publisher.url("/two")), Category.ADULT, alone=False
    )  # fmt: skip

    standing = home.update(one, two)
    assert (standing["one"].use, standing["two"].trouble) == (Use.IN_USE, Trouble.GONE)
    assert home.blocks("one.example")

    home.publisher.serve("/two", content(b"two.example\nboth.example\n"))
    home.update(one, two)

    assert home.blocks("both.example")
    assert not home.blocks("one.example")
    assert not home.blocks("two.example")


def test_lists_of_ours_are_there_without_any_publisher(home: Home) -> None:
    """What came with the program is in force after a run that reached nobody."""
    own = listed("weapons", Own("weapons"), Category.VIOLENCE)
    services = listed("social", Services(), Category.SOCIAL_MEDIA)

    standing = home.update(own, services, bets(home))

    assert standing["weapons"].use is standing["social"].use is Use.IN_USE
    assert standing["bets"].trouble is Trouble.GONE
    assert home.blocks("www.tiktok.com")


def test_a_list_that_the_home_keeps_in_a_file_is_judged_like_any_other(
    home: Home, tmp_path: Path
) -> None:
    """A file beside the catalogue is read again in each run, and its mistakes are left out."""
    path = tmp_path / "kept.txt"
    kept = listed("kept", Kept(path))
    assert home.update(kept)["kept"].trouble is Trouble.GONE

    path.write_bytes(GOOD + b"gamcare.org.uk\n")
    one = home.update(kept)["kept"]
    assert (one.use, one.trouble, one.left_out) == (Use.IN_USE, None, ("gamcare.org.uk",))

    path.write_bytes(GOOD + b"new.example\n")
    home.update(kept, due=True)
    assert home.blocks("new.example")


def test_only_what_is_due_is_asked_for(home: Home) -> None:
    """A list is left alone until its rhythm says that it is time, and asked again if it failed."""
    entry = serving(home, content(GOOD))
    home.update(entry, due=True)
    asked = len(home.publisher.asked)

    home.hours = 23
    home.update(entry, due=True)
    assert len(home.publisher.asked) == asked

    home.hours = 24
    home.update(entry, due=True)
    assert len(home.publisher.asked) == asked + 1

    home.hours = -1000  # the clock was set back
    home.update(entry, due=True)
    assert len(home.publisher.asked) == asked + 2


def test_what_was_wrong_is_told_until_it_is_right_again(home: Home) -> None:
    """A run in which a list is not due still says what held it back."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    home.hours = 24
    home.update(serving(home, content(GOOD + b"gamcare.org.uk\n")))
    home.hours = 25

    one = home.update(entry, due=True)["bets"]

    assert (one.trouble, one.told) == (Trouble.NAMES_LIFELINE, ("gamcare.org.uk",))


def test_a_list_taken_out_of_the_catalogue_is_out_of_the_index(home: Home) -> None:
    """Only the catalogue's lists are in force, though the copy of another may still be there."""
    entry = serving(home, content(GOOD))
    other = listed("other", published(home.publisher.serve("/o", content(b"other.example\n"))))
    home.update(entry, other)

    home.update(entry)

    assert not home.blocks("other.example")
    assert home.blocks("site-7.example")


DAMAGE = {
    "the index is gone": lambda home: home.shelf.index.unlink(),
    "the index is damaged": lambda home: home.shelf.index.write_bytes(b"LAMPIDX2"),
    "the memory is gone": lambda home: home.shelf.memory.unlink(),
    "the memory is damaged": lambda home: home.shelf.memory.write_bytes(b"{"),
    "the standing is damaged": lambda home: home.shelf.standing.write_bytes(b"{"),
    "the copy is gone": lambda home: home.shelf.copy("bets").unlink(),
    "the copy is damaged": lambda home: home.shelf.copy("bets").write_bytes(b"\0" * 99),
    "the copy is another one": lambda home: home.shelf.copy("bets").write_bytes(GOOD[:5000]),
    "the memory speaks of another copy": lambda home: home.shelf.memory.write_text(
        home.shelf.memory.read_text().replace('"digest": "', '"digest": "0')
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_the_next_run_heals_what_was_damaged(damage: object, home: Home) -> None:
    """Whatever of the job's files is lost or damaged, one run makes the lists whole again."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    assert callable(damage)
    damage(home)

    one = home.update(entry)["bets"]

    assert (one.use, one.trouble, one.names) == (Use.IN_USE, None, 1000)
    assert home.index().count == 1000


def test_a_damaged_index_is_kept_for_whoever_helps(home: Home) -> None:
    """The new one takes its place, and the damaged one is there under another name."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    home.shelf.index.write_bytes(b"LAMPIDX2")
    home.update(entry)

    aside = home.shelf.index.with_name("categories.idx.damaged-1")
    assert aside.read_bytes() == b"LAMPIDX2"
    assert home.index().count == 1000


def test_tables_that_are_newer_than_a_copy_are_held_to(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that becomes an everyday one leaves the index, though its list is not fetched."""
    entry = serving(home, content(GOOD))
    home.update(entry)
    school = from_text("www.site-7.example")
    newer = type(OUR_TABLES)(
        lifelines=OUR_TABLES.lifelines,
        everyday=OUR_TABLES.everyday | {school},
        mistakes=OUR_TABLES.mistakes,
        whole_services=OUR_TABLES.whole_services,
    )
    monkeypatch.setattr("tests.agent.lists.homes.OUR_TABLES", newer)

    one = home.update(entry, due=True)["bets"]

    assert (one.use, one.left_out) == (Use.IN_USE, ("site-7.example",))
    assert not home.blocks("www.site-7.example")
    assert home.blocks("site-8.example")


def test_a_full_disk_is_told_and_loses_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for a new copy, the old one stays and the standing says so."""
    home.update(serving(home, content(GOOD)))

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("agent.lists.update.fetch", no_room)
    one = home.update(serving(home, content(GOOD)))["bets"]

    assert (one.use, one.trouble) == (Use.IN_USE, Trouble.NO_ROOM)
    assert home.blocks("site-7.example")


def test_nothing_a_list_holds_is_remembered_but_what_is_left_out(home: Home) -> None:
    """The memory holds no more of a list than counts, digests and the entries left out."""
    home.update(serving(home, content(GOOD)))

    text = home.shelf.memory.read_text()

    assert "site-" not in text
    assert json.loads(text)["lists"]["bets"]["names"] == 1000
