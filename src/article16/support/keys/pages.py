"""What the pages of the keys show: one frozen value for each page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from .forms import CodeForm, NewCodeForm, OwnKeyForm, PasskeyForm, SheetForm, UnlockForm, url_text
from .queries import Due, Holder, Passkey, SetUp, Way
from .rings import Ring, WrapKind

KINDS = {
    WrapKind.PASSPHRASE: gettext_lazy("Passphrase"),
    WrapKind.CODE: gettext_lazy("Printed code"),
    WrapKind.PASSKEY: gettext_lazy("Passkey"),
}
CHANGE = {WrapKind.PASSPHRASE: "own-key-passphrase", WrapKind.CODE: "own-key-code"}


@dataclass(frozen=True, slots=True)
class UnlockPage:
    form: UnlockForm
    code_form: CodeForm
    by_code: bool  # the code's form is the one that was sent
    passkeys: tuple[str, ...]  # each as the page's script reads it
    passkey_url: str
    minutes: int


def passkey(one: Passkey) -> str:
    """What the script asks the browser for."""
    return json.dumps({"wrap": str(one.wrap), "id": url_text(one.credential), "salt": url_text(one.salt)})


@dataclass(frozen=True, slots=True)
class OwnKeyMakePage:
    form: OwnKeyForm
    again: bool  # there is a key already, which ends


@dataclass(frozen=True, slots=True)
class NewCodePage:
    form: NewCodeForm


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    form: PasskeyForm
    user: str  # random: a passkey of its own, beside the one for signing in
    name: str


@dataclass(frozen=True, slots=True)
class WayRow:
    name: str
    since: str
    change: str  # address; empty: it can only be removed
    remove: str  # address; empty: it stays


@dataclass(frozen=True, slots=True)
class OwnKeyPage:
    code: str  # the key's name, read out to a colleague
    ways: tuple[WayRow, ...]
    unlocked: bool
    zone: bool
    study: bool


def way(one: Way) -> WayRow:
    kind = WrapKind(one.kind)
    name = f"{KINDS[kind]}: {one.label}" if one.label else str(KINDS[kind])
    change = reverse(CHANGE[kind]) if kind in CHANGE else ""
    remove = "" if change else reverse("own-key-remove", args=[one.id])
    return WayRow(name, date_format(timezone.localtime(one.made_at), "j F Y"), change, remove)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up. `button` stands on the one that is next."""

    number: int
    title: str
    why: str
    badge: Badge
    button: str = ""
    url: str = ""  # GET where `post` is False
    post: bool = False
    again: str = ""  # a second, outlined button
    file: bool = False  # the answer is a file, and the page stays


@dataclass(frozen=True, slots=True)
class SetUpPage:
    steps: tuple[Step, ...]
    done: str  # when; empty: not yet
    unlocked: bool


def set_up_page(state: SetUp, *, own: bool, unlocked: bool, holds: bool) -> SetUpPage:
    """Which step is done, which is next, and which waits."""
    told = [own, state.zone, bool(state.sheets), len(state.tested) >= 2]
    following = told.index(False) if False in told else len(told)
    steps = tuple(_step(at, told[at], at == following, holds=holds) for at in range(len(told)))
    done = date_format(timezone.localtime(state.done_at), "j F Y, H:i") if state.done_at else ""
    return SetUpPage(steps, done, unlocked)


def _step(at: int, done: bool, following: bool, *, holds: bool) -> Step:
    title, why, button, name, post = _STEPS[at]
    badge = (
        Badge(State.DONE, _("done"))
        if done
        else Badge(State.DUE if following else State.OPEN, _("next") if following else _("waits"))
    )
    sheets = at == 2
    again = _("Print new sheets") if sheets and done and holds else ""
    test_again = _("Test another sheet") if at == 3 and done else ""
    return Step(
        number=at + 1,
        title=str(title),
        why=str(why),
        badge=badge,
        button=str(button) if following else "",
        url=reverse(name),
        post=post,
        again=again or test_again,
        file=sheets,
    )


_STEPS = (
    (
        gettext_lazy("Your own key"),
        gettext_lazy(
            "A passphrase and a printed code, which nobody else knows. Each worker makes her own, at her own place."
        ),
        gettext_lazy("Make my key"),
        "own-key-make",
        False,
    ),
    (
        gettext_lazy("The key of the service"),
        gettext_lazy(
            "Everything that comes from casework or is written of women is sealed to it. You are the first to hold it."
        ),
        gettext_lazy("Make the key of the service"),
        "set-up-begin",
        True,
    ),
    (
        gettext_lazy("Three recovery sheets on paper"),
        gettext_lazy(
            "Any two of them open the service again when nobody can unlock. Choose three holders in three places now. "
            "The file is made once and kept nowhere: print it at once, then delete it. "
            "Making it again replaces all three."
        ),
        gettext_lazy("Make the sheets (PDF)"),
        "set-up-sheets",
        True,
    ),
    (
        gettext_lazy("Two holders test their sheets"),
        gettext_lazy(
            "Each types the sheet from paper and compares the six words. With the second sheet the set-up is done: "
            "the key is handed to casework, and real data may be entered."
        ),
        gettext_lazy("Test a sheet"),
        "set-up-test",
        False,
    ),
)


@dataclass(frozen=True, slots=True)
class SheetTestPage:
    form: SheetForm
    sentence: str
    state: SetUp


@dataclass(frozen=True, slots=True)
class HolderRow:
    staff: UUID
    name: str
    code: str
    since: str
    badge: Badge
    step: Link | None


@dataclass(frozen=True, slots=True)
class HolderTable:
    ring: str
    title: str
    rows: tuple[HolderRow, ...]
    due: str  # why a new key is due; empty: it is not
    number: int
    fingerprint: str
    renew: str  # address
    holds: bool


@dataclass(frozen=True, slots=True)
class KeyHoldersPage:
    tables: tuple[HolderTable, ...]
    state: SetUp
    unlocked: bool
    lead: bool
    alone: int  # restricted cases that one worker alone can open


def holder_table(
    ring: Ring,
    rows: Sequence[Holder],
    *,
    viewer: UUID,
    holds: bool,
    approves: bool,
    due: Due,
    number: int,
    fingerprint: str,
) -> HolderTable:
    shown = tuple(_holder_row(ring, one, viewer=viewer, holds=holds, approves=approves) for one in rows)
    title = _("The key of the service") if ring == Ring.ZONE else _("The study key")
    return HolderTable(
        ring=str(ring),
        title=title,
        rows=shown,
        due=renew_words(due, ring) if due else "",
        number=number,
        fingerprint=fingerprint,
        renew=reverse("key-renew", args=[ring]),
        holds=holds,
    )


def _holder_row(ring: Ring, one: Holder, *, viewer: UUID, holds: bool, approves: bool) -> HolderRow:
    since = date_format(timezone.localtime(one.made_at), "j F Y")
    badge, step = _standing(ring, one, viewer=viewer, holds=holds, approves=approves)
    return HolderRow(one.staff, one.name, one.code, since, badge, step)


def _standing(ring: Ring, one: Holder, *, viewer: UUID, holds: bool, approves: bool) -> tuple[Badge, Link | None]:
    if one.holds:
        return Badge(State.DONE, _("holds the key")), None
    if one.admission is None:
        ask = Link(_("Let in"), reverse("key-ask", args=[ring, one.key]))
        return Badge(State.OPEN, _("not let in yet")), ask if holds else None
    if not one.approved:
        may = approves and viewer not in {one.asked_by, one.staff}
        approve = Link(_("Approve"), reverse("key-approve", args=[one.admission]))
        return Badge(State.DUE, _("a second person has to approve")), approve if may else None
    hand_over = Link(_("Hand the key over"), reverse("key-hand-over", args=[one.admission]))
    return Badge(State.DUE, _("approved, waits for the key")), hand_over if holds else None


def renew_words(due: Due, ring: Ring) -> str:
    """Why a new key is made, and what it does."""
    parts = []
    if due.left:
        parts.append(_("%(names)s held this key and has left.") % {"names": ", ".join(due.left)})
    if due.behind:
        words = ngettext(
            "%(count)d case is still under the former key.",
            "%(count)d cases are still under the former key.",
            due.behind,
        )
        parts.append(words % {"count": due.behind})
    parts.append(_("Whoever holds the key now and is still here holds the new one, and so do the recovery sheets."))
    if ring == Ring.ZONE:
        parts.append(
            _("Casework goes on with the former key until the new one is accepted there; nothing is lost meanwhile.")
        )
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    one: SheetForm
    other: SheetForm
    ring: str
    sheets: str  # the name of the set that opens it


def brought_words(number: int) -> str:
    """After a recovery: restricted cases in which nobody named holds a key any more."""
    words = "%(number)d restricted case that nobody could open came with it. Name a second worker on its page."
    many = "%(number)d restricted cases that nobody could open came with it. Name a second worker on each page."
    return ngettext(words, many, number) % {"number": number}
