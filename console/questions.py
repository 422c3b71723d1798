"""What a person asks or presses on a page, taken to the services and back to a page.

Rules kept here:
- What was typed is understood by `policy.names`, so the console and the agent cannot disagree
  on what a name is.
- Nothing typed here is kept, unless a person presses the button that allows it. What is allowed is
  decided anew at that moment; nothing that the browser says of it is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.errors import IndexUnreadable
from console.house import House
from console.pages.why import VISITOR, WhyPage, answer_page, device_gone_page, mistyped_page
from console.services.allow import allow, can_be_allowed, take_back
from console.services.publish import await_taken_up
from console.services.why import WhyAnswer, policy_of, why
from console.store.allowed_file import AllowedFile
from console.store.index_file import open_index
from policy import names
from policy.compile import DevicePolicy, compile_policy
from policy.errors import NameMalformed
from policy.index import CategoryIndex
from policy.names import Name
from policy.snapshot import PolicySnapshot


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked, understood: whose policy, and which name."""

    policy: DevicePolicy
    name: Name


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers over the published documents and the lists' folder of a house."""

    house: House

    def answered(self, device: str, typed: str) -> WhyPage:
        """Return the page that says why, or what to write instead. Raises ConsoleError."""
        snapshot = self.house.published.snapshot()
        question = _understood(snapshot, device, typed)
        if isinstance(question, WhyPage):
            return question
        answer = self._answer(question)
        return answer_page(
            snapshot, self.house.published.status(), (device, typed, question.name), answer
        )

    def allowed(self, who: str, device: str, typed: str) -> WhyPage | None:
        """Allow a name that a list is wrong about for `who`, and return None once that is done.

        Where it is no such name any more, return the page that says how it stands now.
        Raises ConsoleError; then what was allowed before is as it was, unless it is kept and could
        not be published.
        """
        question = _understood(self.house.published.snapshot(), device, typed)
        if isinstance(question, WhyPage):
            return question
        found = self._answer(question).found
        if not can_be_allowed(found):
            before = AllowedFile(self.house.published.state).read()
            if any(one.name == question.name for one in before):
                return None  # a second tap
            return self.answered(device, typed)
        snapshot = allow(self.house, who, question.name, found)
        await_taken_up(self.house.published, snapshot.version)
        return None

    def taken_back(self, who: str, typed: str) -> None:
        """Allow a name no longer; a text that is no name was never allowed. Raises ConsoleError."""
        try:
            name = names.from_text(typed)
        except NameMalformed:
            return
        snapshot = take_back(self.house, who, name)
        await_taken_up(self.house.published, snapshot.version)

    def _answer(self, question: _Question) -> WhyAnswer:
        return why(question.policy, question.name, self._index(), self.house.lists)

    def _index(self) -> CategoryIndex | None:
        """Return the index, None where there is none to be had; the sentence says so then."""
        try:
            return open_index(self.house.lists.index_path) if self.house.lists else None
        except IndexUnreadable:
            return None


def _understood(snapshot: PolicySnapshot, device: str, typed: str) -> _Question | WhyPage:
    compiled = compile_policy(snapshot.household, snapshot.version)
    policy = policy_of(compiled, None if device == VISITOR else device)
    if policy is None:
        return device_gone_page(snapshot, device, typed)
    try:
        return _Question(policy, names.from_text(_site(typed)))
    except NameMalformed as error:
        return mistyped_page(snapshot, device, typed, str(error))


def _site(typed: str) -> str:
    """Return the site of a web address that was pasted; any other text as it is.

    What is behind the site's name says what somebody looked at there: it goes no further.
    """
    _, scheme, rest = typed.partition("://")
    host = re.split(r"[/?#]", rest if scheme else typed.strip(), maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d{1,5}$", "", host) or typed
