"""What is known of the routers that most homes here have: how to make them name this box.

Rules kept here:
- Names of menus stand nowhere: they change with each model and update, and a wrong one costs more
  than none. What to look for is said in general words, which every router's page has in some form.
- What is said of a provider is what is known of it, with where from; in doubt it is "perhaps".

Sources, read as public text: BT does not let its hubs' DNS be changed (routercheck.com, "DNS
problem knocks BT users offline", 2014; business.forums.bt.com on DNS). EE and Plusnet are of the
same group, and of theirs, Sky's, Virgin Media's and TalkTalk's nothing certain was found; so it is
"perhaps". Where a router's page is, its label says. None of it was tried on a real router.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Can(StrEnum):
    """Whether a provider's own router lets its DNS be set."""

    NO = "no"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """One kind of router. `tag` is kept, `name` is read."""

    tag: str
    name: str
    can: Can


ROUTERS: Final = (
    Router(tag="bt", name="BT", can=Can.NO),
    Router(tag="ee", name="EE", can=Can.PERHAPS),
    Router(tag="plusnet", name="Plusnet", can=Can.PERHAPS),
    Router(tag="sky", name="Sky", can=Can.PERHAPS),
    Router(tag="virgin", name="Virgin Media", can=Can.PERHAPS),
    Router(tag="talktalk", name="TalkTalk", can=Can.PERHAPS),
    Router(tag="other", name="Another one", can=Can.PERHAPS),
)

ONE_DEVICE: Final = "one-device"
"""The way on which each device is set up by itself."""

WAYS: Final = frozenset({ONE_DEVICE, *(router.tag for router in ROUTERS)})


def router_called(tag: str) -> Router | None:
    """Return the router that a tag stands for, None where it stands for none."""
    return next((router for router in ROUTERS if router.tag == tag), None)
