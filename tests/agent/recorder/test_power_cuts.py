"""The power fails at every point at which something is written, and the recorder starts again.

A story is told on a card that keeps an image of itself before, within and after each writing. Each
image is what would be left had the power failed there; a recorder starts on it.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.files import replace_file
from agent.recorder import clock_memory
from agent.recorder.disk import Disk
from consent.acts import (
    DayKeyCreated,
    DayKeyDestroyed,
    Objected,
    Paused,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    SwitchedOn,
    ViewersKeysDestroyed,
    Withdrawn,
)
from consent.audit import verify_lines
from consent.calendar import london_day
from consent.checkpoint import Checkpoint
from consent.findings import Oddity
from consent.home import Press
from consent.recorder_requests import (
    Admit,
    AskHow,
    EndPlacement,
    Export,
    GiveUpCopy,
    MoveDevice,
    NoticeShown,
    Pause,
    Request,
    Resume,
    Stop,
    TogetherLooked,
    TypeStopCode,
    Unbind,
)
from consent.records.fields import StopReason
from consent.signer import Signer
from tests.agent.recorder.home import (
    STOP_CODE,
    TABLET,
    Card,
    Home,
    Kept,
    card_at,
    personal_keys,
    while_recording,
)
from tests.conftest import Scale
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime

FIRST_DAY = date(2026, 11, 23)
STOPS = (Withdrawn, Objected, StoppedByPress, StoppedByRecord)

# What may be odd after a power cut: an entry precedes its act, and may be all that there is of it.
EXPLAINED = {Oddity.RECORD_MISSING, Oddity.RECORD_OTHER_TIME, Oddity.TIME_BACK}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is recorded, and who can open what: the less of each, the less is permitted."""

    on: frozenset[str]
    openable: frozenset[tuple[str, date, str]]


def standing(home: Home) -> Standing:
    """Return what is permitted now."""
    days = home.box.days
    return Standing(
        on=frozenset(home.rounds._on),
        openable=frozenset(
            (slip.device, slip.day, viewer)
            for fingerprint, slip in days.slips.items()
            for viewer in days.viewers(fingerprint)
        ),
    )


@dataclass(frozen=True, slots=True)
class Image:
    """A card at one point, when that was, and what was acknowledged by then.

    `place` says which writing it was, and how far it had come.
    """

    place: str
    card: Card
    time: FakeTime
    lines: tuple[bytes, ...]
    seen: tuple[Checkpoint, ...]
    before: Standing
    step: int


@dataclass(slots=True)
class Camera:
    """Keeps images of a card while a story is told."""

    time: FakeTime
    root: Path
    images: list[Image] = field(default_factory=list)
    lines: tuple[bytes, ...] = ()
    seen: tuple[Checkpoint, ...] = ()
    before: Standing = Standing(frozenset(), frozenset())
    step: int = 0

    def begin_step(self, home: Home, after: list[Standing]) -> None:
        """Remember what was permitted and acknowledged before what comes next."""
        self.step, self.before = len(after), after[-1]
        self.lines = tuple(home.box.journal.lines)
        self.seen = (*self.seen, home.box.journal.checkpoint)

    def take(self, place: str, changed: Mapping[str, bytes | None] | None = None) -> None:
        """Keep the card as it is, or as it would be with some files otherwise."""
        card = {**card_at(self.root), **(changed or {})}
        self.images.append(
            Image(place, card, copy.copy(self.time), self.lines, self.seen, self.before, self.step)
        )


class Watched(Disk):
    """A card with a camera on it."""

    camera: Camera | None = None

    def append(self, name: str, line: bytes) -> None:
        """Append a line, in four images."""
        was = self.read(name) or b""
        self._take(f"before {name}")
        self._take(f"half a line of {name}", {name: was + line[: len(line) // 2]})
        self._take(f"a line of {name} without its end", {name: was + line})
        super().append(name, line)
        self._take(f"after a line of {name}")

    def replace(self, name: str, octets: bytes) -> None:
        """Replace a file, in four images."""
        path = Path(name)
        part = (path.parent / f".{path.name}.0f0f0f0f.part").as_posix()
        self._take(f"before {name}")
        self._take(f"half of {name}", {part: octets[: len(octets) // 2]})
        self._take(f"all of {name} beside it", {part: octets})
        super().replace(name, octets)
        self._take(f"after {name}")

    def make_folder(self, name: str) -> None:
        """Make a folder, and take an image after."""
        super().make_folder(name)
        self._take(f"after the folder {name}")

    def remove(self, name: str) -> None:
        """Remove a file, in three images."""
        was = self.read(name)
        if was is not None:
            self._take(f"before {name} goes")
            self._take(f"{name} written over", {name: bytes(len(was))})
        super().remove(name)
        self._take(f"{name} gone")

    def remove_folder(self, name: str) -> None:
        """Remove a folder, and take an image after."""
        super().remove_folder(name)
        self._take(f"the folder {name} gone")

    def _take(self, place: str, changed: Mapping[str, bytes | None] | None = None) -> None:
        if self.camera is not None:
            self.camera.take(place, changed)


@contextmanager
def clock_watched(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have images taken of the clock's mark, too."""

    def watched(path: Path, parts: list[bytes], *, mode: int, must_last: bool) -> None:
        camera.take("before the mark")
        camera.take("half the mark", {f".{path.name}.0f0f0f0f.part": parts[0][:20]})
        replace_file(path, parts, mode=mode, must_last=must_last)
        camera.take("after the mark")

    with monkeypatch.context() as patched:
        patched.setattr(clock_memory, "replace_file", watched)
        yield


Step = Callable[[Home, str], object]
Story = list[Step]


def asked(make: Callable[[Home, str], Request], *attached: Callable[[Home, str], bytes]) -> Step:
    """Return a step that asks for something, and has it done."""

    def step(home: Home, agreement: str) -> None:
        home.done(make(home, agreement), *(one(home, agreement) for one in attached))

    return step


def later(**span: float) -> Step:
    """Return a step in which time goes by."""

    def step(home: Home, _: str) -> Iterator[None]:
        return home.living(**span)

    return step


def _own_look(home: Home, agreement: str) -> None:
    home.seen_by(agreement, FIRST_DAY)


def _observed(home: Home, _: str) -> None:
    home.observed("example.com", "example.org")


def _connect(home: Home, _: str) -> None:
    home.settled()


def _lose_the_clock(home: Home, _: str) -> None:
    home.time.unsynchronise()
    home.round()


def _regain_the_clock(home: Home, _: str) -> None:
    home.time.synchronise()
    home.round()


def _give_up(home: Home, agreement: str) -> None:
    keys = ceremony.young_persons_keys()
    asked_for = GiveUpCopy(nonce="0" * 32, agreement=agreement, signature="0" * 128)
    home.done(home.proven(asked_for, keys.signer))


def _stop_of_worker(reason: StopReason) -> Callable[[Home, str], bytes]:
    def made(home: Home, agreement: str) -> bytes:
        return home.agencys_stop(agreement, _worker(home), reason)

    return made


def _worker(home: Home) -> Signer:
    return home.worker("sw.key")


def _card_of(home: Home) -> None:
    keys = ceremony.young_persons_keys()
    moved = MoveDevice(
        nonce="0" * 32,
        device=home.tablet,
        agreement=home.box.ledger.agreements[0] if home.box.ledger else "",
        addresses=("192.168.7.99",),
        signature="0" * 128,
    )
    home.done(home.proven(moved, keys.signer))


EVENING: Story = [
    _connect,
    _observed,
    _own_look,
    asked(
        lambda home, agreed: Export(
            viewer=home.box.ledger.keysets[-1].keys[0].keyid if home.box.ledger else "",
            device=home.tablet,
            agreement=agreed,
            days=(FIRST_DAY,),
        )
    ),
    asked(lambda _, agreed: Pause(agreement=agreed)),
    asked(lambda _, agreed: Resume(agreement=agreed)),
    later(hours=6),
    _observed_again := (lambda home, _: home.live(minutes=20)),
]

STORIES: dict[str, Story] = {
    "withdrawn by card": [
        *EVENING,
        asked(lambda *_: Admit(), lambda home, agreed: home.withdrawal(agreed)),
        later(hours=71),
        later(hours=2),
    ],
    "withdrawn by button": [
        _connect,
        _observed,
        asked(lambda _, agreed: Stop(agreement=agreed, press=Press.YOUNG_PERSON)),
        later(hours=73),
    ],
    "withdrawn, copy given up": [
        _connect,
        _observed,
        asked(lambda *_: Admit(), lambda home, agreed: home.withdrawal(agreed)),
        _give_up,
    ],
    "withdrawn, copy given up by the social worker": [
        _connect,
        asked(lambda *_: Admit(), lambda home, agreed: home.withdrawal(agreed)),
        asked(lambda *_: Admit(), _stop_of_worker(StopReason.YOUNG_PERSON_ASKED)),
    ],
    "stopped by code": [_connect, _observed, asked(lambda *_: TypeStopCode(code=STOP_CODE))],
    "stopped by the carer": [
        _observed_without_agent := (lambda home, _: home.later(minutes=1)),
        asked(lambda _, agreed: Stop(agreement=agreed, press=Press.CARER)),
    ],
    "stopped by the agency": [
        asked(lambda *_: Admit(), _stop_of_worker(StopReason.NO_LONGER_NEEDED)),
        later(minutes=1),
    ],
    "expired": [_connect, _observed, later(days=27, hours=23), later(days=2)],
    "kept for seven days": [
        _connect,
        _observed,
        later(days=3),
        asked(lambda *_: NoticeShown(address=TABLET)),
        later(days=5),
    ],
    "unseen": [
        later(days=12),
        later(days=2),
        asked(lambda home, agreed: TogetherLooked(device=home.tablet, agreement=agreed)),
    ],
    "unbound": [_connect, _observed, asked(lambda home, _: Unbind(device=home.tablet))],
    "moved": [_connect, lambda home, _: _card_of(home), later(minutes=1)],
    "placement ended": [_connect, _observed, asked(lambda *_: EndPlacement())],
    "clock lost": [
        _connect,
        _lose_the_clock,
        asked(lambda _, agreed: Stop(agreement=agreed, press=Press.YOUNG_PERSON)),
        _regain_the_clock,
        later(hours=73),
    ],
}


def told(
    story: Story, folder: Path, monkeypatch: pytest.MonkeyPatch, kept: Kept, agreement: str
) -> tuple[list[Image], list[Standing]]:
    """Tell a story; return every image of its card, and what was permitted after each step."""
    home = Home(folder, kept=kept, disk=Watched)
    camera = Camera(home.time, home.state)
    assert isinstance(home.disk, Watched)
    home.disk.camera = camera
    after = [standing(home)]
    with clock_watched(camera, monkeypatch):
        for step in story:
            camera.begin_step(home, after)
            rounds = step(home, agreement)
            if isinstance(rounds, Iterator):
                # Time that goes by is many steps: one for each round.
                for _ in rounds:
                    after.append(standing(home))
                    camera.begin_step(home, after)
            else:
                after.append(standing(home) if not home.gate.is_ended else after[0])
    home.disk.camera = None
    home.crash()
    return camera.images, after


def start_on(image: Image, folder: Path) -> Home:
    """Start a recorder on an image, a second later, in a boot that knows the time."""
    time = copy.copy(image.time)
    time.reboot(off=timedelta(seconds=1), is_synchronised=image.time.read().kernel_synchronised)
    return Home(folder, kept=Kept(image.card, time, MemoryDesk(), personal_keys()))


def check(image: Image, after: Standing, folder: Path, agreement: str) -> None:
    """Have a recorder start on an image, and hold everything against what was promised."""
    home = start_on(image, folder)
    try:
        if image.lines and tuple(home.box.journal.lines[: len(image.lines)]) != image.lines:
            # The end of a placement is the only thing that takes a journal away.
            assert home.kinds() == ["reboot", "update"], image.place
            assert home.box.memory.agency is None
            assert standing(home) == Standing(frozenset(), frozenset())
            return
        _check_journal(home, image)
        _check_permitted(home, image, after, agreement)
        _check_announced(home)
        odd = {one.what for one in home.findings()} - EXPLAINED
        assert not odd, (image.place, odd)
        assert isinstance(home.ask(AskHow()).answer, object)
        _check_end(home, agreement)
    finally:
        home.crash()


def _check_journal(home: Home, image: Image) -> None:
    journal = home.box.journal
    assert journal.is_sound, image.place
    key = home.box.identity.signer.public_key
    verify_lines(journal.lines, journal.note, key, image.seen)


def _check_permitted(home: Home, image: Image, after: Standing, agreement: str) -> None:
    now, before = standing(home), image.before
    assert now.on <= before.on | after.on, image.place
    # A day that begins just now may have been begun in the cut-off round, or in this one; where
    # the power failed at the last second of a day, the day of this one is the next.
    days = {london_day(image.time.now), london_day(home.time.now)}
    new = {one for one in now.openable if one[1] in days and now.on}
    assert now.openable - new <= before.openable | after.openable, image.place
    if _is_told_to_stop(home, agreement):
        assert now.on == frozenset(), image.place
    left = {(one.device, one.day) for one in home.told(ViewersKeysDestroyed)}
    card = ceremony.young_persons_keys().public.keyid
    assert {viewer for device, day, viewer in now.openable if (device, day) in left} <= {card}, (
        image.place
    )


def _is_told_to_stop(home: Home, agreement: str) -> bool:
    pauses = [one.act for one in home.entries if isinstance(one.act, Paused | Resumed)]
    return bool(pauses and isinstance(pauses[-1], Paused)) or any(
        isinstance(one.act, STOPS) and one.act.agreement == agreement for one in home.entries
    )


def _check_announced(home: Home) -> None:
    """Nothing lies on the card that no entry announced, and nothing that one said was destroyed."""
    made = {one.fingerprint: one for one in home.told(DayKeyCreated)}
    gone = {one.fingerprint for one in home.told(DayKeyDestroyed)}
    were_on = {one.device for one in home.told(SwitchedOn)}
    folders = home.box.disk.names("days")
    assert set(folders) <= made.keys() - gone
    for fingerprint in folders:
        if home.box.days.frames(fingerprint):
            assert made[fingerprint].device in were_on
    # Whatever was half made is gone.
    assert list(home.state.rglob(".*")) == []


def _check_end(home: Home, agreement: str) -> None:
    """Whatever was ended stays so, and goes by itself."""
    ended = any(
        isinstance(one.act, STOPS) and one.act.agreement == agreement for one in home.entries
    )
    home.time.synchronise()
    home.round()
    home.live(hours=73)
    now = standing(home)
    if ended:
        assert now == Standing(frozenset(), frozenset())
        assert agreement in home.box.closed


@pytest.mark.parametrize("name", STORIES)
def test_a_power_cut_permits_nothing_more(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dice: random.Random,
    scale: Scale,
) -> None:
    """Wherever the power fails, the recorder starts again, and permits no more than it did."""
    kept, agreement = while_recording()
    images, after = told(STORIES[name], tmp_path / "told", monkeypatch, kept, agreement)
    chosen = dice.sample(images, min(len(images), scale(12, len(images))))

    for n, image in enumerate(chosen):
        check(image, after[image.step], tmp_path / f"{n}", agreement)
