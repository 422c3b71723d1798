"""A page value to HTML; the only module that knows the template engine.

Rules kept here:
- Everything is escaped, whoever wrote it, and a template that asks for what is not there fails.
- A template sees its page value, the words, the address of the static files, whether the device
  that asks is written down now, the ways to other pages, where its stream is, its language and the
  others that it could be read in, and whether it is shown in pictures, nothing else.
- What a language lacks is shown in English and says so, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console import words
from console.pages.accounts import AccountsPage, AddedPage
from console.pages.agreement import AgreementsPage
from console.pages.agreement_ends import EndedPage, EndPage, HomeCardPage
from console.pages.ask import AskPage
from console.pages.backup import BackupPage, PreviewPage, RestorePage, TextPage
from console.pages.bind import BindPage
from console.pages.card import CardPage, OwnCardPage
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
from console.pages.if_it_stops import IfItStopsPage
from console.pages.kitchen import KitchenPage, NotKitchenPage
from console.pages.mine import MinePage, NotMinePage
from console.pages.one_device import OneDevicePage
from console.pages.own_rules import OwnRulesPage
from console.pages.own_words import NotOwnWordsPage, OwnWordsPage
from console.pages.pictures import NO_PICTURES, Pictures
from console.pages.recorded import RecordedPage
from console.pages.rights import RightsPage
from console.pages.rule_form import RuleFormPage
from console.pages.rules import RulesPage, SubjectPage
from console.pages.set_up import SetUpPage
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
from console.words.language import Language, language_here
from console.words.unsaid import marks_as_html

Page: TypeAlias = (
    AccountsPage
    | AddedPage
    | LostPage
    | PairPage
    | PairedPage
    | SignInPage
    | UnlockPage
    | AskPage
    | CardPage
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
    | PreviewPage
    | TextPage
    | BindPage
    | ComparePage
    | DevicesPage
    | OneDevicePage
    | PinPage
    | RightsPage
    | RuleFormPage
    | RulesPage
    | SubjectPage
    | TurnsPage
    | HomePage
    | IfItStopsPage
    | MinePage
    | KitchenPage
    | NotKitchenPage
    | OwnRulesPage
    | NotMinePage
    | OwnCardPage
    | RecordedPage
    | SetUpPage
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
    CardPage: "card.html",
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
    PreviewPage: "restore_preview.html",
    TextPage: "text_preview.html",
    BindPage: "bind.html",
    ComparePage: "compare.html",
    DevicesPage: "devices.html",
    OneDevicePage: "one_device.html",
    PinPage: "pin.html",
    RightsPage: "rights.html",
    RuleFormPage: "rule_form.html",
    RulesPage: "rules.html",
    SubjectPage: "rules_of.html",
    TurnsPage: "turns.html",
    HomePage: "home.html",
    IfItStopsPage: "if_it_stops.html",
    MinePage: "mine.html",
    KitchenPage: "kitchen.html",
    NotKitchenPage: "not_kitchen.html",
    OwnRulesPage: "own_rules.html",
    NotMinePage: "not_mine.html",
    OwnCardPage: "own_card.html",
    RecordedPage: "recorded.html",
    SetUpPage: "set_up.html",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Where a page hears that it would look different: an address, and how it looks now."""

    address: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How somebody reads a page.

    `languages` are those that it could be read in, and `back` is where whoever chooses one comes
    back to; `pictures` is whether it is shown in these, and what can be heard.
    """

    languages: Sequence[Language] = ()
    back: str = "/"
    pictures: Pictures = NO_PICTURES


PLAINLY: Final = Reading()


class Renderer:
    """Turns pages into HTML.

    `static` is the address below which the static files stand; `speaks_tls` says whether the box
    has a certificate, and so a page about it.
    """

    def __init__(self, static: str, *, speaks_tls: bool = False) -> None:
        """Read no template yet; each is read at its first use and kept."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals = {"words": words, "static": static, "speaks_tls": speaks_tls}

    def html(
        self,
        page: Page,
        *,
        is_watched: bool = False,
        ways: Sequence[Way] = (),
        live: Stream | None = None,
        reading: Reading = PLAINLY,
    ) -> str:
        """Return the whole document for a page. With `is_watched` it bears the eye."""
        template = self._environment.get_template(_TEMPLATE_OF[type(page)])
        html = template.render(
            page=page,
            is_watched=is_watched,
            nav=ways,
            live=live,
            language=language_here(),
            languages=reading.languages,
            back=reading.back,
            pictures=reading.pictures,
        )
        return marks_as_html(html)
