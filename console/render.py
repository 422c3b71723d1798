"""A page value to HTML; the only module that knows the template engine.

Rules kept here:
- Everything is escaped, whoever wrote it, and a template that asks for what is not there fails.
- A template sees its page value, the words, the address of the static files, whether the device
  that asks is written down now, and the ways to other pages, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console import words
from console.pages.accounts import AccountsPage, AddedPage
from console.pages.agreement import AgreementsPage
from console.pages.agreement_ends import EndedPage, EndPage, HomeCardPage
from console.pages.ask import AskPage
from console.pages.backup import BackupPage, RestorePage
from console.pages.bind import BindPage
from console.pages.changes import ChangesPage
from console.pages.check import CheckedPage, CheckPage
from console.pages.compare import ComparePage
from console.pages.contacts import ContactsPage
from console.pages.coverage import CoveragePage
from console.pages.device_list import DevicesPage
from console.pages.first_run import FirstRunPage
from console.pages.fix import FixPage
from console.pages.get_help import GetHelpPage
from console.pages.give import GivePage
from console.pages.health import HealthPage
from console.pages.home import HomePage
from console.pages.kitchen import KitchenPage, NotKitchenPage
from console.pages.mine import MinePage, NotMinePage
from console.pages.one_device import OneDevicePage
from console.pages.own_rules import OwnRulesPage
from console.pages.own_words import NotOwnWordsPage, OwnWordsPage
from console.pages.recorded import RecordedPage
from console.pages.rule_form import RuleFormPage
from console.pages.rules import RulesPage, SubjectPage
from console.pages.sign_in import LostPage, PairedPage, PairPage, SignInPage, UnlockPage
from console.pages.start import StartPage
from console.pages.this_device import ThisDevicePage
from console.pages.tonight import TonightPage
from console.pages.trouble import TroublePage
from console.pages.trust import TrustPage
from console.pages.turns import PinPage, TurnsPage
from console.pages.viewing import ViewingPage
from console.pages.visit import CodePage, StoppedPage, VisitPage
from console.pages.ways import Way
from console.pages.why import WhyPage
from console.pages.worried import WorriedPage

Page: TypeAlias = (
    AccountsPage
    | AddedPage
    | LostPage
    | PairPage
    | PairedPage
    | SignInPage
    | UnlockPage
    | AskPage
    | ChangesPage
    | CheckPage
    | CheckedPage
    | CoveragePage
    | HealthPage
    | FirstRunPage
    | FixPage
    | GetHelpPage
    | GivePage
    | BackupPage
    | RestorePage
    | BindPage
    | ComparePage
    | DevicesPage
    | OneDevicePage
    | PinPage
    | RuleFormPage
    | RulesPage
    | SubjectPage
    | TurnsPage
    | HomePage
    | MinePage
    | KitchenPage
    | NotKitchenPage
    | OwnRulesPage
    | NotMinePage
    | RecordedPage
    | StartPage
    | ThisDevicePage
    | TonightPage
    | TroublePage
    | AgreementsPage
    | CodePage
    | ContactsPage
    | EndPage
    | EndedPage
    | HomeCardPage
    | OwnWordsPage
    | NotOwnWordsPage
    | StoppedPage
    | ViewingPage
    | VisitPage
    | TrustPage
    | WhyPage
    | WorriedPage
)

TEMPLATES: Final = Path(__file__).parent / "templates"

_TEMPLATE_OF: Final = {
    AccountsPage: "accounts.html",
    AddedPage: "added.html",
    LostPage: "lost.html",
    PairPage: "pair.html",
    PairedPage: "paired.html",
    SignInPage: "sign_in.html",
    UnlockPage: "unlock.html",
    AskPage: "ask.html",
    ChangesPage: "changes.html",
    CheckPage: "check.html",
    CheckedPage: "checked.html",
    CoveragePage: "coverage.html",
    HealthPage: "health.html",
    FirstRunPage: "first_run.html",
    FixPage: "fix.html",
    GetHelpPage: "get_help.html",
    GivePage: "give.html",
    BackupPage: "backup.html",
    RestorePage: "restore.html",
    BindPage: "bind.html",
    ComparePage: "compare.html",
    DevicesPage: "devices.html",
    OneDevicePage: "one_device.html",
    PinPage: "pin.html",
    RuleFormPage: "rule_form.html",
    RulesPage: "rules.html",
    SubjectPage: "rules_of.html",
    TurnsPage: "turns.html",
    HomePage: "home.html",
    MinePage: "mine.html",
    KitchenPage: "kitchen.html",
    NotKitchenPage: "not_kitchen.html",
    OwnRulesPage: "own_rules.html",
    NotMinePage: "not_mine.html",
    RecordedPage: "recorded.html",
    StartPage: "start.html",
    ThisDevicePage: "this_device.html",
    TonightPage: "tonight.html",
    TroublePage: "trouble.html",
    AgreementsPage: "agreements.html",
    CodePage: "visit_code.html",
    ContactsPage: "contacts.html",
    EndPage: "agreement_end.html",
    EndedPage: "agreement_ended.html",
    HomeCardPage: "agreement_card.html",
    OwnWordsPage: "own_words.html",
    NotOwnWordsPage: "own_words_not.html",
    StoppedPage: "visit_stopped.html",
    ViewingPage: "viewing.html",
    VisitPage: "visit.html",
    TrustPage: "trust.html",
    WhyPage: "why.html",
    WorriedPage: "worried.html",
}


class Renderer:
    """Turns pages into HTML. `static` is the address below which the static files stand."""

    def __init__(self, static: str) -> None:
        """Read no template yet; each is read at its first use and kept."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals = {"words": words, "static": static}

    def html(self, page: Page, *, is_watched: bool = False, ways: Sequence[Way] = ()) -> str:
        """Return the whole document for a page. With `is_watched` it bears the eye."""
        template = self._environment.get_template(_TEMPLATE_OF[type(page)])
        return template.render(page=page, is_watched=is_watched, nav=ways)
