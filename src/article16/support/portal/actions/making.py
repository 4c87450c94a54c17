"""A link for her: made by a worker who is unlocked, inside her times, and not on one of his days."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked
from article16.support.questionnaires import asking, words
from article16.support.questionnaires.actions.reacting import SAID_BY
from article16.support.questionnaires.course import His, his
from article16.support.questionnaires.held import What
from article16.support.questionnaires.queries import his_dates
from article16.support.survivors import actions as survivors
from article16.support.survivors.contact import SafeContact, Way, Wish, verdict
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import CaseFile, Kind, LinkMade
from article16.wall.box.errors import Broken

from .. import asked, queries
from ..models import Link
from ..policy import LINK_DAYS
from ..seals import Box, draw, hash_of, letterbox_from, new_letterbox, secret_of
from ..state import State


@dataclass(frozen=True, slots=True)
class Made:
    """A link as her worker passes it on. Shown once and kept nowhere."""

    address: str
    text: str  # to send by hand; empty: she did not name short messages as a way
    until: datetime


def refusal(file: CaseFile, *, by: Unlocked, at: datetime) -> str:
    """Why no link is made now; empty: it may be."""
    if not settings.PAGES_ORIGIN:
        return _("Her pages have no address yet. The administrator sets ARTICLE16_SUPPORT_PAGES_ORIGIN.")
    found = verdict(_contact(file), at=at)
    if not found.now:
        return _("Not now: a link is made inside the times at which she can be reached, never outside them.")
    if timezone.localdate(at) in his_way(file, by).seen_days:
        return _("He has a session or a review today. What she is asked is not tied to his days: choose another day.")
    return ""


def his_way(file: CaseFile, by: Unlocked) -> His:
    """His days, as casework has told them."""
    return his(file.core.mailbox, his_dates.steps(by).steps)


def why_not(file: CaseFile, what: What, *, by: Unlocked, on: date, begun: bool = False) -> str:
    """Why this questionnaire is not asked of her now; empty: it may be. What was begun may be ended later."""
    window = asking.times(file, his_way(file, by)).of(what.wave)
    no = asking.refusal(file, what, informant=asked.HERS, window=window, on=on)
    return "" if no is None or (begun and no is asking.No.CLOSED) else words.refusal_words(no)


@transaction.atomic
def make_link(*, case: UUID, wave: str, instrument: str, language: str, by: Unlocked, at: datetime) -> Made:
    """A link of hers. Without an instrument it is for a message alone. One before it for the same is closed."""
    file = _must(case, by=by, at=at)
    pack = asked.current(instrument) if instrument else None
    if instrument and pack is None:
        raise NotPossible(_("This questionnaire is not asked any more. Choose another one."))
    if pack and language not in {one.code for one in pack.languages}:
        raise NotPossible(
            _("These questions are not there in this language. Choose another, or ask with an interpreter.")
        )
    if pack and (sentence := why_not(file, What(wave, instrument), by=by, on=timezone.localdate(at))):
        raise NotPossible(sentence)
    _end_same(file, wave, instrument)
    pair, link, until = new_letterbox(), uuid4(), at + LINK_DAYS
    counted, said_by = file.agreed("evaluation", timezone.localdate(at)), SAID_BY.get(file.core.relation, "")
    state = State(
        case=case, man=file.core.mailbox, informant=said_by, wave=wave,
        instrument=instrument, version=pack.version if pack else "", fingerprint=pack.fingerprint if pack else "",
        language=language, until=until, study=bool(counted and said_by and wave),
        study_until=counted.consent.expires_on if counted else None,
    )  # fmt: skip
    row = Link(pk=link, letterbox=pair.public_key)
    token = _open(row, state)
    row.save(force_insert=True)
    made = LinkMade(link, secret_of(pair), wave, instrument, state.version, state.fingerprint, language, until)
    survivors.write(case=case, kind=Kind.LINK, value=made, by=by, at=at)
    _record("make_link", case, by, at)
    return _made(token, state, file)


@transaction.atomic
def renew_link(*, case: UUID, link: UUID, by: Unlocked, at: datetime) -> Made:
    """A new address for a link that is dead or lost: it goes on at the first part that she has not saved."""
    file = _must(case, by=by, at=at)
    made = link_of(file, link)
    row = Link.objects.select_for_update().filter(pk=link).first()
    if row is None:
        raise NotPossible(_("This link is used up. Make a new one."))
    before = _resumed(row, made)
    if before.done:
        raise NotPossible(_("She has ended this questionnaire. What she saved stands in the case."))
    what = What(before.wave, before.instrument)
    sentence = why_not(file, what, by=by, on=timezone.localdate(at), begun=True) if before.instrument else ""
    if sentence:
        raise NotPossible(sentence)
    state = replace(before, until=at + LINK_DAYS, seen_at=None, again={}, row=None)
    row.held_hash = ""
    token = _open(row, state)
    row.save()
    _record("renew_link", case, by, at)
    return _made(token, state, file)


@transaction.atomic
def end_link(*, case: UUID, link: UUID, by: Unlocked, at: datetime) -> None:
    """Take a link back: whoever has it sees the page of links that never were. What she saved stays."""
    link_of(opened(case, by), link)
    close(link)
    _record("end_link", case, by, at)


def close(link: UUID) -> None:
    """Nothing opens it any more, until it is renewed."""
    dead = {"state": b"", "held_hash": "", "token_hash": hash_of(draw())}
    Link.objects.filter(pk=link).update(**dead)


def link_of(file: CaseFile, link: UUID) -> LinkMade:
    """The link as it was made in this case. Another woman's is none."""
    found = next((one.value for one in file.of(Kind.LINK) if one.value.link == link), None)
    if found is None:
        raise NotPossible(_("This link belongs to no questionnaire of this case."))
    return found


def _must(case: UUID, *, by: Unlocked, at: datetime) -> CaseFile:
    file = opened(case, by)
    if sentence := refusal(file, by=by, at=at):
        raise NotPossible(sentence)
    return file


def _contact(file: CaseFile) -> SafeContact:
    return file.contact or SafeContact(wish=Wish.NOT_ASKED)


def _end_same(file: CaseFile, wave: str, instrument: str) -> None:
    for one in file.of(Kind.LINK):
        if (one.value.wave, one.value.instrument) == (wave, instrument):
            close(one.value.link)


def _open(row: Link, state: State) -> str:
    """A fresh address for the row, which is not saved yet."""
    token, box = draw(), Box(row.pk, bytes(row.letterbox))
    row.version += 1
    row.token_hash = hash_of(token)
    row.state = box.state(state, secret=token, version=row.version)
    row.resume = box.resume(state, version=row.version)
    return token


def _resumed(row: Link, made: LinkMade) -> State:
    try:
        box = queries.box_of(row)
        return box.open_resume(row.resume, letterbox=letterbox_from(made.secret), version=row.version)
    except Broken:
        raise NotPossible(_("This link does not open any more. Make a new one.")) from None


def _made(token: str, state: State, file: CaseFile) -> Made:
    address = f"{settings.PAGES_ORIGIN}{reverse('page-link', args=[token])}"
    with translation.override(state.language):
        text = _("Here is the page: %(address)s") % {"address": address}
    return Made(address, text if Way.TEXT in _contact(file).ways else "", state.until)


def _record(what: str, case: UUID, by: Unlocked, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what=what, at=at)
