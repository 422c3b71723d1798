from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from agent.lists.catalogue import (
    OUR_LICENCE,
    OUR_NAME,
    Entry,
    Form,
    Kept,
    Own,
    Published,
    Services,
    Strike,
    load_catalogue,
    read_catalogue,
)
from agent.lists.our_tables import OUR_TABLES
from agent.lists.own_lists import load_own_list, own_list_ids
from agent.lists.parse import Tally, read_names
from agent.lists.strict_toml import TomlMalformed
from agent.lists.suspects import Offence, Suspects
from policy.categories import NEEDS_TWO_LISTS, Category
from policy.index import ENOUGH_LISTS
from policy.names import Name, from_text, to_text

HERE = Path("beside")
CATALOGUE = load_catalogue()
BY_ID = {entry.id: entry for entry in CATALOGUE.lists}

MOST_NAMES_BY_DEFAULT = 1_300_000

# What is known of each list that is fetched by default and of which no copy was measured.
SIZES_AS_PUBLISHED = {"hagezi-tif-mini": 151_943, "hagezi-gambling-mini": 46_046}

COPIES = {
    "hagezi-light": "formats/hagezi-light-2023.onlydomains",
    "oisd-big": "domains/oisd-big.txt",
    "stevenblack-base": "hosts/stevenblack-base.hosts",
    "hagezi-tif": "domains/hagezi-tif.txt",
    "shadowwhisperer-malware": "domains/shadowwhisperer-malware.txt",
    "shadowwhisperer-scam": "domains/shadowwhisperer-scam.txt",
    "blocklistproject-scam": "domains/blocklistproject-scam.txt",
    "blocklistproject-ransomware": "domains/blocklistproject-ransomware.txt",
    "oisd-nsfw": "domains/oisd-nsfw.txt",
    "shadowwhisperer-adult": "domains/shadowwhisperer-adult.txt",
    "sinfonietta-adult": "hosts/sinfonietta-pornography.hosts",
    "hostsvn-adult": "hosts/hostsvn-adult.hosts",
    "shadowwhisperer-gambling": "domains/shadowwhisperer-gambling.txt",
    "sinfonietta-gambling": "hosts/sinfonietta-gambling.hosts",
    "hagezi-gambling": "domains/hagezi-gambling-2023.txt",
    "shadowwhisperer-dating": "domains/shadowwhisperer-dating.txt",
    "ut1-dating": "ut1/dating.txt",
    "blocklistproject-drugs": "domains/blocklistproject-drugs.txt",
    "blocklistproject-vaping": "domains/blocklistproject-vaping.txt",
    "shadowwhisperer-shock": "domains/shadowwhisperer-shock.txt",
    "sinfonietta-snuff": "hosts/sinfonietta-snuff.hosts",
    "blocklistproject-piracy": "domains/blocklistproject-piracy.txt",
    "ut1-warez": "ut1/warez.txt",
    "hagezi-anti-piracy": "domains/hagezi-antipiracy-2023.txt",
    "hagezi-doh": "domains/hagezi-doh-2026.txt",
    "shadowwhisperer-tunnels": "domains/shadowwhisperer-tunnels.txt",
    "ut1-vpn": "ut1/vpn.txt",
}

GOOD = """
format = "lamplight-catalogue/v1"

[[list]]
id = "far"
title = "Far"
category = "adult"
address = "https://lists.example/far.txt"
form = "hosts"
publisher = "Ada"
licence = "MIT"
home = "https://lists.example/"
every_hours = 24
max_megabytes = 4
least_names = 100
alone = true
on = false
reviewed = 2026-11-21
note = "A note."
strike = [{ name = "a.example", why = "A school." }]

[[list]]
id = "ours"
title = "Ours"
category = "violence"
own = "weapons"
on = true
reviewed = 2026-11-21

[[list]]
id = "kept"
title = "Kept"
category = "games"
services = true
on = true
reviewed = 2026-11-21
"""


def test_a_catalogue_is_read() -> None:
    """Each list comes back with all that was written, and with what is true of all of ours."""
    catalogue = read_catalogue(GOOD, HERE)
    far, ours, kept = catalogue.lists

    assert far == Entry(
        id="far",
        title="Far",
        category=Category.ADULT,
        origin=Published(
            address="https://lists.example/far.txt",
            form=Form.HOSTS,
            every_hours=24,
            max_megabytes=4,
            least_names=100,
        ),
        publisher="Ada",
        licence="MIT",
        home="https://lists.example/",
        alone=True,
        on=False,
        strike=(Strike(from_text("a.example"), "A school."),),
        reviewed=dt.date(2026, 11, 21),
        note="A note.",
    )
    assert far.struck == {from_text("a.example")}
    assert (ours.origin, kept.origin) == (Own("weapons"), Services())
    assert (ours.publisher, ours.licence, ours.home) == (OUR_NAME, OUR_LICENCE, "")
    assert (ours.alone, ours.strike, ours.note) == (True, (), "")
    assert catalogue.by_default() == (ours, kept)
    assert catalogue.feeding(Category.ADULT) == (far,)


@pytest.mark.parametrize("category", [tag for tag in Category if tag is not Category.HOME_LIST])
def test_a_list_counts_by_itself_unless_its_category_needs_two(category: Category) -> None:
    """Left unsaid, a list counts by itself except where two have to agree."""
    text = GOOD.replace("alone = true\n", "").replace('"adult"', f'"{category}"')

    assert read_catalogue(text, HERE).lists[0].alone is (category not in NEEDS_TWO_LISTS)


def test_a_home_may_keep_a_list_in_a_file() -> None:
    """A list that is a file lies beside the catalogue, wherever that is."""
    text = GOOD.replace("services = true", 'file = "lists/ours.txt"')

    assert read_catalogue(text, HERE).lists[2].origin == Kept(HERE / "lists" / "ours.txt")


WRONG = {
    "another format": ("catalogue/v1", "catalogue/v2", "format: expected"),
    "an unknown member": ('title = "Far"', 'titel = "Far"', r"list\[0\]: the member 'titel'"),
    "no lists": (GOOD[GOOD.index("[[list]]") :], "", "list: expected one list at least"),
    "an id twice": ('id = "kept"', 'id = "far"', r"list\[2\].id: .* 'far' is list\[0\] already"),
    "an id that is a path": ('"far"', '"a/b"', r"list\[0\].id: expected small letters"),
    "an unknown category": ('"adult"', '"porn"', r"list\[0\].category: expected one of"),
    "the home's own category": ('"games"', '"home-list"', r"list\[2\].category: .* a home adds"),
    "no origin": (
        "services = true",
        "",
        r"list\[2\]: expected one of address, own, services, file",
    ),
    "two origins": ('own = "weapons"', 'own = "weapons"\nservices = true', ", found 2"),
    "not encrypted": ("https://lists.example/far", "http://lists.example/far", "address: expected"),
    "an unknown form": ('"hosts"', '"csv"', r"list\[0\].form: expected one of hosts, names"),
    "no publisher": ('publisher = "Ada"', "", r"list\[0\]: the member 'publisher' is missing"),
    "a publisher of ours": (
        'own = "weapons"',
        'own = "weapons"\npublisher = "Ada"',
        r"list\[1\].publisher: expected nothing",
    ),
    "services that are not": ("services = true", "services = false", "services: expected true"),
    "no rhythm": ("every_hours = 24", "every_hours = 0", "every_hours: expected a whole number"),
    "no end to it": ("max_megabytes = 4", "max_megabytes = 4000", "max_megabytes: expected"),
    "empty is enough": ("least_names = 100", "least_names = 0", "least_names: expected"),
    "alone where all are": (
        'own = "weapons"',
        'own = "weapons"\nalone = false',
        r"list\[1\].alone: expected nothing",
    ),
    "not said whether it is on": ("on = false\n", "", "the member 'on' is missing"),
    "a day in quotes": ("2026-11-21\nnote", '"2026-11-21"\nnote', "reviewed: expected a date"),
    "a strike without why": (', why = "A school."', "", r"list\[0\].strike\[0\]: the member 'why'"),
    "a strike of no name": ('"a.example"', '"a/b"', r"list\[0\].strike\[0\].name: 'a/b' looks"),
    "a strike twice": (
        "strike = [",
        'strike = [{ name = "a.example", why = "x." }, ',
        r"list\[0\].strike\[1\].name: expected a name that is not struck already",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_catalogue_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    """What breaks the closed shape is refused as a whole, with the place and a sentence."""
    assert old in GOOD

    with pytest.raises(TomlMalformed, match=sentence):
        read_catalogue(GOOD.replace(old, new), HERE)


def test_every_category_is_fed() -> None:
    """Whatever a carer can block has something that is on by default, and adult has enough."""
    fed = Counter(entry.category for entry in CATALOGUE.by_default())

    assert set(fed) == set(Category) - {Category.HOME_LIST}
    assert fed[Category.ADULT] > ENOUGH_LISTS


def test_every_list_of_ours_is_used_once_and_feeds_its_category() -> None:
    """No list of ours lies unused, and none is fed into another category than it says."""
    used = {
        entry.origin.list_id: entry for entry in CATALOGUE.lists if isinstance(entry.origin, Own)
    }

    assert sorted(used) == list(own_list_ids())
    for list_id, entry in used.items():
        own = load_own_list(list_id)
        assert (entry.category, entry.title) == (own.category, own.title)


def test_no_publisher_is_asked_for_one_thing_twice() -> None:
    """Every address stands once, and no category takes services twice."""
    addresses = [one.origin.address for one in CATALOGUE.lists if isinstance(one.origin, Published)]
    services = [one.category for one in CATALOGUE.lists if isinstance(one.origin, Services)]

    assert len(set(addresses)) == len(addresses)
    assert len(set(services)) == len(services)


# Lists that were measured and found wanting: 4skin took up trackers, StevenBlack's adult list is
# made from others, UT1's redirector is full of addresses, its agressif and child carry values.
FOUND_WANTING = (
    "4skin",
    "alternates/porn",
    "redirector",
    "agressif",
    "ut1-blacklists/master/blacklists/doh",
    "ut1-blacklists/master/blacklists/games",
    "torrent",
    "fakenews",
)


@pytest.mark.parametrize("trap", FOUND_WANTING)
def test_lists_that_were_found_wanting_stay_out(trap: str) -> None:
    """A list that was tried and does harm does not come back by another hand."""
    addresses = [one.origin.address for one in CATALOGUE.lists if isinstance(one.origin, Published)]

    assert [address for address in addresses if trap in address.lower()] == []


def suspects() -> Suspects:
    """Return what no list may do, by the tables that every copy is judged by."""
    return Suspects(
        OUR_TABLES.lifelines, OUR_TABLES.everyday, OUR_TABLES.mistakes, OUR_TABLES.whole_services
    )


@pytest.mark.parametrize("list_id", COPIES)
def test_a_real_copy_keeps_its_entry_honest(shared_data: Path | None, list_id: str) -> None:
    """A real copy has enough names, fits its bounds, and hurts nothing once its strikes are out."""
    if shared_data is None:
        pytest.skip("no copies of real lists are here")
    entry = BY_ID[list_id]
    assert isinstance(entry.origin, Published)
    seen = suspects()
    path = shared_data / "lists" / COPIES[list_id]
    tally = Tally()
    carried: set[Name] = set()
    for batch in read_names([path.read_bytes()], tally):
        seen.look(batch)
        carried |= entry.struck & {*batch.both, *batch.itself, *batch.below}

    assert entry.origin.least_names <= tally.names + tally.exact <= 5 * entry.origin.least_names
    assert path.stat().st_size * 1.5 <= entry.origin.max_megabytes * 1_000_000
    assert [(to_text(one.entry), to_text(one.hurts)) for one in seen.found(entry.struck)] == []
    # A strike that the copy does not carry would hide that nobody needs it any more.
    assert sorted(map(to_text, entry.struck - carried)) == []
    assert (tally.exact > tally.names) is (entry.origin.form is Form.HOSTS)


def test_strikes_are_missed_when_they_are_gone(shared_data: Path | None) -> None:
    """The check of strikes sees a university where the strike for it is taken back."""
    if shared_data is None:
        pytest.skip("no copies of real lists are here")
    seen = suspects()
    for batch in read_names([(shared_data / "lists" / COPIES["oisd-nsfw"]).read_bytes()], Tally()):
        seen.look(batch)
    struck = BY_ID["oisd-nsfw"].struck - {from_text("epigenetics.essex.ac.uk")}

    [found] = seen.found(struck)

    assert found.offence is Offence.BLOCKS_MISTAKE
    assert to_text(found.entry) == "epigenetics.essex.ac.uk"


def test_what_is_on_fits_a_small_box(shared_data: Path | None) -> None:
    """All lists that are on by default have at most 1.3 million names together."""
    if shared_data is None:
        pytest.skip("no copies of real lists are here")
    names = 0
    for entry in CATALOGUE.by_default():
        if not isinstance(entry.origin, Published):
            continue
        if entry.id in SIZES_AS_PUBLISHED:
            names += SIZES_AS_PUBLISHED[entry.id]
        else:
            names += (shared_data / "lists" / COPIES[entry.id]).read_bytes().count(b"\n")

    assert names <= MOST_NAMES_BY_DEFAULT
