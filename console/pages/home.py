"""The home page: what is in force in this home now.

Rules kept here:
- The page is a function of documents: the published snapshot, the agent's status, what the lists
  job says of publishers, and what people decided. None can hold anything that a device asked for,
  so the page cannot show it.
- Young people come first, then carers, then shared devices, then visitors.
- No person's name stands in the title: titles are kept by browsers and printed on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console import words
from console.pages.allowed import AllowedPart, allowed_part
from console.pages.devices import DeviceCard, Group, device_cards, everyone_group, rule_groups
from console.pages.lists import ListsPart, lists_part
from console.pages.standing import Notice, Standing, Tone, listed, standing
from console.store.allowed_file import AllowedName
from console.store.lists_folder import Unknown
from console.store.published import Silence
from console.words.of_policy import LIFELINES_ARE
from policy import names
from policy.compile import CompiledPolicy, compile_policy
from policy.household import EVERYONE, Household
from policy.list_standing import ListsStanding
from policy.never_blocked import LIFELINES
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus

NO_HOUSEHOLD: Final = Household()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Someone who lives here, or the devices that all share. `empty` stands in for no devices."""

    heading: str
    text: str
    initial: str | None
    devices: tuple[DeviceCard, ...]
    empty: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorsCard:
    """What holds for devices nobody has named; `lax` warns where that is a way out."""

    groups: tuple[Group, ...]
    empty: str | None
    lax: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachableLine:
    """One helper, service or check that is never blocked, and its names."""

    what: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """All that the home page says which is not the same in every home."""

    title: str
    truth: Notice
    notes: tuple[Notice, ...]
    intro: str
    waiting: bool
    everyone: Group
    people: tuple[PersonCard, ...]
    visitors: VisitorsCard
    allowed: AllowedPart | None
    lists: ListsPart | None
    recorded: bool
    teach: bool
    lifelines: tuple[ReachableLine, ...]
    lifelines_fold: str


def home_page(
    snapshot: PolicySnapshot,
    status: AgentStatus | Silence,
    *,
    written: Household = NO_HOUSEHOLD,
    allowed: tuple[AllowedName, ...] | None = (),
    lists: ListsStanding | Unknown | None = None,
    recorded: bool = False,
) -> HomePage:
    """Return the page for what is published and what the agent says of itself.

    `written` is the home as its file has it and `allowed` what was allowed from a page, None where
    that cannot be read. `lists` is None where this console was not told where they are. `recorded`
    is that there is a recorder, which writes down what people agreed to.
    """
    household = snapshot.household
    compiled = compile_policy(household, snapshot.version)
    now = standing(snapshot, status)
    return HomePage(
        title=words.TITLE.format(page=words.HOME_TITLE),
        truth=now.truth,
        notes=now.notes,
        intro=words.EACH_DEVICE_IN_FORCE if now.rules_in_force else words.EACH_DEVICE_WRITTEN,
        waiting=not now.rules_in_force,
        everyone=_everyone(household, now),
        people=_people(household, compiled, now),
        visitors=_visitors(compiled, now),
        allowed=allowed_part(allowed, written, snapshot, rules_in_force=now.rules_in_force),
        lists=lists_part(lists) if lists else None,
        recorded=recorded,
        teach=not household.devices,
        lifelines=_LIFELINES,
        lifelines_fold=words.LIFELINES_ALL.format(count=len(LIFELINES)),
    )


def _everyone(household: Household, now: Standing) -> Group:
    """Return everyone's rules by themselves: those of a home that has no others."""
    alone = compile_policy(Household(everyone=household.everyone), version=0)
    return everyone_group(alone.visitors, lists_missing=now.lists_missing)


def _people(
    household: Household, compiled: CompiledPolicy, now: Standing
) -> tuple[PersonCard, ...]:
    def card(owner: str, heading: str, text: str, *, person: bool) -> PersonCard:
        devices = device_cards(
            (
                compiled.by_device[device.name]
                for device in household.devices
                if device.belongs_to == owner
            ),
            lists_missing=now.lists_missing,
        )
        return PersonCard(
            heading=heading,
            text=text,
            initial=heading[0].upper() if person else None,
            devices=devices,
            empty=None if devices else words.NO_DEVICE,
        )

    cards = [
        *(
            card(young.name, young.name, words.YOUNG_PERSON, person=True)
            for young in household.young_people
        ),
        *(card(carer.name, carer.name, words.CARER, person=True) for carer in household.carers),
    ]
    shared = card(EVERYONE, words.SHARED, words.SHARED_TEXT, person=False)
    return (*cards, shared) if shared.devices else tuple(cards)


def _visitors(compiled: CompiledPolicy, now: Standing) -> VisitorsCard:
    groups = rule_groups(compiled.visitors, lists_missing=now.lists_missing)
    lax = None
    if compiled.lax_for_visitors:
        lax = Notice(
            tone=Tone.CARE,
            icon="triangle-alert",
            heading=words.LAX,
            texts=(
                words.LAX_TEXT.format(kinds=listed(compiled.lax_for_visitors)),
                words.LAX_WHY,
            ),
            todo=words.LAX_TODO,
        )
    return VisitorsCard(groups=groups, empty=None if groups else words.NO_RULES, lax=lax)


def _lifelines() -> tuple[ReachableLine, ...]:
    """Return the lifelines, those of one purpose together, in the order of their table."""
    together: dict[str, list[str]] = {}
    for lifeline in LIFELINES:
        together.setdefault(lifeline.what, []).append(names.to_text(lifeline.name))
    return tuple(
        ReachableLine(what=LIFELINES_ARE[what[0].upper() + what[1:]], names=tuple(found))
        for what, found in together.items()
    )


_LIFELINES = _lifelines()
