"""The gate: every request has one answer here, and after every one the round goes again.

Rules kept here:
- Acts come one after another; none begins before the one before has ended.
- Whatever an act does to what is permitted holds before it is answered: the round goes first.
- What is refused is answered with its code. What is not understood is answered so too, and nothing
  that goes wrong here ends the recorder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.recorder import devices, ending, looking, presses, records, telling
from agent.recorder.box import Box
from agent.recorder.errors import RecorderRefused
from agent.recorder.leases import Leases
from agent.recorder.looking import HandedOut, Nonces
from agent.recorder.memory import BoundDevice
from agent.recorder.presses import StopCodes
from agent.recorder.rounds import Rounds
from consent.codes import Code
from consent.errors import ConsentError
from consent.recorder_answers import Answer, Done, NotDone
from consent.recorder_requests import (
    AddViewer,
    Admit,
    AskBundle,
    AskDeletion,
    AskHomeCard,
    AskHow,
    AskJournal,
    AskNonce,
    AskRecords,
    AskSharedWords,
    AskSpoken,
    AskStatus,
    Bind,
    EndPlacement,
    Enrol,
    Export,
    Fetched,
    GiveUpCopy,
    Look,
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


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the octets attached to it."""

    answer: Answer
    attached: tuple[bytes, ...] = ()


class Gate:
    """Answers requests, one at a time."""

    def __init__(
        self, box: Box, rounds: Rounds, leases: Leases, *, stop_codes: StopCodes | None = None
    ) -> None:
        self._box, self._rounds, self._leases = box, rounds, leases
        self._nonces = Nonces()
        self._stop_codes = stop_codes or StopCodes()
        self.is_ended = False

    def begin(self) -> None:
        """Note that the box was started, and go round for the first time."""
        self._box.begin()
        self._rounds.go()

    def answer(self, request: Request, attached: Sequence[bytes] = ()) -> Reply:
        """Do what is asked, if it may be done. Raises nothing."""
        if self.is_ended:
            # Nobody is trusted here any more. Another box begins in a moment.
            return Reply(NotDone(code=Code.LEDGER_NO_AGENCY))
        self._box.look()
        try:
            reply = self._asked(request) or self._done(request, attached)
        except ConsentError as refused:
            reply = Reply(NotDone(code=refused.code))
        except OSError:
            reply = Reply(NotDone(code=Code.AUDIT))
        except Exception:  # noqa: BLE001 - one request that goes wrong must not end the gate
            reply = Reply(NotDone(code=Code.DOUBT))
        return reply

    def _asked(self, request: Request) -> Reply | None:  # noqa: C901, PLR0912 - one case for each
        """Answer what changes nothing that is permitted; None for what may."""
        box, answers = self._box, self._rounds.answers
        match request:
            case AskHow():
                return Reply(
                    telling.how_it_stands(
                        box,
                        answers,
                        is_agent_there=self._leases.has_agent,
                        decided_at=self._rounds.decided_at,
                    )
                )
            case AskRecords():
                lines = box.ledger.to_lines() if box.ledger else ()
                return Reply(Done(), tuple(line.encode() for line in lines))
            case AskJournal():
                return Reply(Done(), (box.journal.note, *box.journal.lines))
            case AskNonce():
                return Reply(Done(id=self._nonces.give(box.moment.boot_ms)))
            case Look():
                self._rounds.write_now(request.device)
                return _days(looking.look(box, self._nonces, request))
            case Export():
                self._rounds.write_now(request.device)
                return _days(looking.export(box, request))
            case AskStatus(challenge=challenge):
                return Reply(Done(), (telling.status(box, answers, challenge),))
            case AskSpoken(digits=digits):
                return Reply(Done(words=telling.spoken(box, answers, digits)))
            case AskHomeCard():
                return Reply(Done(), (telling.home_card(box),))
            case AskSharedWords(key=key):
                return Reply(Done(), (telling.shared_words(box, key),))
            case AskBundle():
                return Reply(Done(), (telling.bundle(box),))
            case AskDeletion(agreement=agreement):
                return Reply(Done(), (telling.deletion(box, agreement),))
            case _:
                return None

    def _done(self, request: Request, attached: Sequence[bytes]) -> Reply:
        """Do what may change what is permitted, and go round before it is answered."""
        try:
            return self._do(request, attached)
        finally:
            # After the end of a placement there is nothing left to go round.
            if not self.is_ended:
                self._rounds.go()

    def _do(  # noqa: C901, PLR0912 - one case for each
        self, request: Request, attached: Sequence[bytes]
    ) -> Reply:
        box = self._box
        done = Done()
        match request:
            case Enrol():
                done = Done(
                    id=records.enrol(
                        box,
                        _one(attached),
                        words=request.words,
                        domain=request.domain,
                        is_hosted=request.is_hosted,
                    )
                )
            case Admit():
                done = Done(id=records.admit(box, _one(attached)))
            case Fetched():
                records.note_fetched(box)
            case Bind():
                device = devices.bind(
                    box,
                    label=request.label,
                    addresses=request.addresses,
                    sole_user=request.sole_user,
                )
                done = Done(id=device.id)
            case Unbind(device=device_id):
                devices.unbind(box, self._device(device_id))
            case AddViewer():
                devices.add_viewer(
                    box, role=request.role, label=request.label, ref=request.ref, keys=request.keys
                )
            case NoticeShown(address=address):
                done = Done(id=devices.show_notice(box, address).id)
            case TogetherLooked():
                devices.look_together(box, self._device(request.device), request.agreement)
            case Stop():
                done = Done(words=presses.press(box, request.agreement, request.press))
            case TypeStopCode(code=code):
                done = Done(words=self._stop_codes.typed(box, code))
            case Pause(agreement=agreement):
                presses.pause(box, agreement)
            case Resume(agreement=agreement):
                presses.resume(box, agreement)
            case GiveUpCopy():
                looking.give_up_copy(box, self._nonces, request)
            case MoveDevice():
                looking.move_device(box, self._nonces, request)
            case EndPlacement():
                return self._end_placement()
            case _:
                raise RecorderRefused(Code.DOUBT, "request")
        return Reply(done)

    def _device(self, device: str) -> BoundDevice:
        found = self._box.memory.device(device)
        if found is None:
            raise RecorderRefused(Code.DEVICE_UNBOUND, "device")
        return found

    def _end_placement(self) -> Reply:
        """Destroy what was recorded, hand out the last bundle, and forget who this box was."""
        bundle = ending.end_placement(self._box)
        self.is_ended = True
        self._rounds.end()
        return Reply(Done(), (bundle,))


def _one(attached: Sequence[bytes]) -> bytes:
    if len(attached) != 1:
        raise RecorderRefused(Code.PACKET_SIZE, "what is attached")
    return attached[0]


def _days(found: Sequence[HandedOut]) -> Reply:
    """Attach each day: how many frames it has, its slip, the sealed key, and the frames."""
    parts: list[bytes] = []
    for one in found:
        parts += [str(len(one.frames)).encode(), one.slip, one.sealed_key, *one.frames]
    return Reply(Done(), tuple(parts))
