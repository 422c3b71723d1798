"""An agency's keys at a desk: the root ceremony, the list of who may sign, enrolling and revoking.

Rules kept here:
- The keys of the trust root are made once, one file and one passphrase for each of three people,
  and are then kept offline; the list of workers is signed with a fourth.
- A worker makes their own keys, on their own machine; what is enrolled is the public half.
- A new list never takes a name away silently: revoking says why, and the old list is kept.
- Everything is asked and judged before the first file is written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from consent.case_note import Event, Happening
from consent.codes import Code
from consent.commands import key_file
from consent.commands.case_folder import KEYSET, ROOT, CaseFolder, refused
from consent.commands.questions import AnswerRefused, Words
from consent.desk import Desk, DeskRefused
from consent.encoding import json_from_object, object_from_json
from consent.envelope import Envelope, with_signature
from consent.errors import ConsentError
from consent.frozen import FINGERPRINT_WORDS, Kind
from consent.records.agency import (
    Agency,
    Keyset,
    Limits,
    RevokedKey,
    StaffKey,
    TrustKey,
    TrustRole,
    TrustRoot,
)
from consent.records.fields import AgencyRole, Revocation
from consent.records.home_card import PersonalKey
from consent.records.reading import payload_octets
from consent.schema import read, write
from consent.trust import (
    TrustMalformed,
    check_keys_apart,
    check_keyset,
    check_trust_root,
    is_controlled,
)
from consent.words import words_for

KEYSET_KEY: Final = "keyset.key"
TRUST_ROOT_DAYS: Final = 2 * 365
KEYSET_DAYS: Final = 100
STAFF_KEY_DAYS: Final = 365
_ROOT_KEYS: Final = ("root-1.key", "root-2.key", "root-3.key")
_HOLDERS: Final = ("principal social worker", "head of fostering", "information governance")
_ROLES: Final = {
    AgencyRole.SOCIAL_WORKER: "social worker",
    AgencyRole.TEAM_MANAGER: "team manager",
    AgencyRole.SERVICE_MANAGER: "service manager",
    AgencyRole.IRO: "independent reviewing officer",
    AgencyRole.ADVOCATE: "advocate",
}


def fingerprint(envelope: Envelope) -> str:
    """Return the eight words by which a trust root is known on paper."""
    return " ".join(words_for(bytes.fromhex(envelope.digest), FINGERPRINT_WORDS))


def init(desk: Desk, domain: str) -> None:
    """Hold the root ceremony. Raises DeskRefused; what is there already is never written over."""
    folder = CaseFolder(desk)
    if folder.has(ROOT) or folder.has(KEYSET):
        raise DeskRefused("this folder holds an agency already; take another with --folder")
    key_file.refuse_if_there(desk, *_ROOT_KEYS, KEYSET_KEY)
    domain = domain.strip().lower()
    if not is_controlled(domain, demonstration=True):
        raise refused(TrustMalformed(Code.TRUST_UNCONTROLLED, "agency.domain"), domain)
    agency = Agency(
        domain=domain,
        name=_asked(desk, "The agency's name, as people know it: ", 120),
        complaints=_asked(desk, "Where to complain (a page, or an address for post): "),
        advocacy=_asked(desk, "How a young person gets an advocate (a telephone number): "),
    )
    desk.note(
        "Three people hold the keys that say who may sign for the agency. Two of them can change"
        " anything. Each now chooses a passphrase, unseen by the others."
    )
    holders = [
        (title, key_file.make(desk, name, f"the {title}"))
        for name, title in zip(_ROOT_KEYS, _HOLDERS, strict=True)
    ]
    keeper = key_file.make(desk, KEYSET_KEY, "whoever looks after the list of workers")
    now = desk.now()
    root = TrustRoot(
        type="root",
        v=1,
        agency=agency,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(days=TRUST_ROOT_DAYS),
        root=TrustRole(
            keys=tuple(_trust_key(desk, made.keys.public, title) for title, made in holders),
            threshold=2,
        ),
        delegator=TrustRole(
            keys=(_trust_key(desk, keeper.keys.public, "list of workers"),), threshold=1
        ),
    )
    envelope, first = _checked_root(root), _first_keyset(root, now)
    _checked_keyset(first, root)
    for _, made in holders:
        envelope = with_signature(envelope, made.keys.signer)
    for made in (*(made for _, made in holders), keeper):
        key_file.keep(desk, made)
    folder.keep(ROOT, envelope)
    _keep_keyset(desk, folder, first, root, keeper.keys)
    desk.say(
        f"The agency is {domain}. Its fingerprint, for paper and for every home:\n\n"
        f"  {fingerprint(envelope)}\n\n"
        f"Put root.json at https://{domain}/.well-known/lamplight/root.json\n"
        "Put each root-*.key on a stick of its own, in a safe of its own, and delete it here."
    )
    folder.tell(Event(what=Happening.SIGNED, at=now), root)


def key(desk: Desk, name: str) -> None:
    """Make a worker's own keys: NAME.key stays with them, NAME.public is sent to be enrolled."""
    key_file.refuse_if_there(desk, f"{name}.key", f"{name}.public")
    made = key_file.make(desk, f"{name}.key", "your key")
    key_file.keep(desk, made)
    desk.write(f"{name}.public", json_from_object(write(made.keys.public)))
    desk.say(
        f"Send {name}.public to whoever looks after the agency's list. Keep {name}.key.\n"
        f"They will ask you for its eight words: {_words_of(made.keys.public)}"
    )


def enrol(desk: Desk, public: str, role: AgencyRole) -> None:
    """Add a worker to the agency's list. Raises DeskRefused."""
    folder, root, keyset = _open(desk)
    keys = _public_keys(desk, public)
    if any(held.keyid == keys.keyid for held in keyset.keys):
        raise DeskRefused("that key is on the list already")
    desk.note(f"Ask its owner for the eight words of this key. They are: {_words_of(keys)}")
    name = _asked(desk, f"Name of the {_ROLES[role]}, as people at work know them: ", 120)
    contact = _asked(desk, f"Their address for mail at {keyset.agency}: ")
    register = desk.ask("Their number in the register (Enter for none): ").strip() or None
    now = desk.now()
    added = StaffKey(
        keyid=keys.keyid,
        ed25519=keys.ed25519,
        x25519=keys.x25519,
        person=desk.chance(16).hex(),
        name=name,
        contact=contact,
        role=role,
        register=register,
        not_before=now,
        expires_at=now + timedelta(days=STAFF_KEY_DAYS),
    )
    _reissue(desk, folder, root, replace(keyset, keys=(*keyset.keys, added)), now)


def revoke(desk: Desk, keyid: str, reason: Revocation) -> None:
    """Take a key off the agency's list; `keyid` may be its beginning. Raises DeskRefused."""
    folder, root, keyset = _open(desk)
    found = [one for one in keyset.keys if keyid and one.keyid.startswith(keyid)]
    if len(found) != 1:
        known = "\n".join(f"  {one.keyid[:16]}  {_ROLES[one.role]}" for one in keyset.keys)
        raise DeskRefused(f"no one key on the list begins with {keyid!r}; there are:\n{known}")
    now = desk.now()
    # What was compromised undoes all it signed. Who left keeps what was admitted before today.
    before = None if reason is Revocation.COMPROMISED else now
    gone = RevokedKey(keyid=found[0].keyid, reason=reason, accept_before=before)
    others = tuple(one for one in keyset.revoked if one.keyid != gone.keyid)
    # That a key was compromised may come to light after its owner left. The other way round, a
    # second revocation would give back what the first one undid.
    if len(others) < len(keyset.revoked) and reason is not Revocation.COMPROMISED:
        raise DeskRefused("that key is revoked already")
    _reissue(desk, folder, root, replace(keyset, revoked=(*others, gone)), now)


def renew(desk: Desk) -> None:
    """Issue the same list anew, since a list lasts a hundred days. Raises DeskRefused."""
    folder, root, keyset = _open(desk)
    _reissue(desk, folder, root, keyset, desk.now())


def _open(desk: Desk) -> tuple[CaseFolder, TrustRoot, Keyset]:
    folder = CaseFolder(desk)
    return folder, folder.trust_root(), folder.keyset()


def _reissue(
    desk: Desk, folder: CaseFolder, root: TrustRoot, keyset: Keyset, now: datetime
) -> None:
    anew = replace(
        keyset,
        version=keyset.version + 1,
        issued_at=now,
        expires_at=now + timedelta(days=KEYSET_DAYS),
    )
    # Checked before a passphrase is asked for: a mistake should cost no trip to the safe.
    _checked_keyset(anew, root)
    keeper = key_file.unlock(desk, KEYSET_KEY)
    if all(one.keyid != keeper.public.keyid for one in root.delegator.keys):
        raise DeskRefused(f"{KEYSET_KEY} is not the key of this agency's list; nothing was signed")
    # The old list first: should the second fail, the first is still there under both names.
    folder.keep(f"{KEYSET}-{keyset.version}", folder.envelope(KEYSET))
    _keep_keyset(desk, folder, anew, root, keeper)
    folder.tell(Event(what=Happening.SIGNED, at=now), anew)


def _keep_keyset(
    desk: Desk,
    folder: CaseFolder,
    keyset: Keyset,
    root: TrustRoot,
    keeper: key_file.PrivateKeys,
) -> None:
    folder.keep(KEYSET, with_signature(_checked_keyset(keyset, root), keeper.signer))
    desk.note(f"The list of who may sign is now version {keyset.version}.")


def _first_keyset(root: TrustRoot, now: datetime) -> Keyset:
    return Keyset(
        type="keyset",
        v=1,
        agency=root.agency.domain,
        root_version=root.version,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(days=KEYSET_DAYS),
        keys=(),
        revoked=(),
        withdrawn=(),
        limits=Limits(max_level=None, max_end_months=None),
    )


def _checked_root(root: TrustRoot) -> Envelope:
    try:
        octets = payload_octets(root)
        check_trust_root(root)
    except ConsentError as error:
        raise refused(error, "the agency's trust root") from None
    return Envelope(Kind.TRUST_ROOT, octets)


def _checked_keyset(keyset: Keyset, root: TrustRoot) -> Envelope:
    try:
        octets = payload_octets(keyset)
        check_keyset(keyset)
        check_keys_apart(keyset, root)
    except ConsentError as error:
        raise refused(error, "the list of who may sign") from None
    return Envelope(Kind.KEYSET, octets)


def _trust_key(desk: Desk, public: PersonalKey, title: str) -> TrustKey:
    return TrustKey(
        keyid=public.keyid, ed25519=public.ed25519, person=desk.chance(16).hex(), title=title
    )


def _public_keys(desk: Desk, name: str) -> PersonalKey:
    try:
        return read(PersonalKey, object_from_json(desk.read(name)))
    except ConsentError as error:
        raise refused(error, name) from None


def _words_of(public: PersonalKey) -> str:
    return " ".join(words_for(bytes.fromhex(public.keyid), FINGERPRINT_WORDS))


def _asked(desk: Desk, question: str, most: int = 200) -> str:
    while True:
        typed = desk.ask(question).strip()
        try:
            if typed:
                return str(Words(most).value(typed))
            desk.note("This cannot be left empty.")
        except AnswerRefused as error:
            desk.note(str(error))
