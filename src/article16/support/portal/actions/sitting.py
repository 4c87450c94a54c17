"""What she does by her link, with nobody unlocked: opens it, saves a page, writes, leaves. All in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.encoding import decoded
from article16.instruments.definition import Instrument
from article16.support.alerts.actions.raising import raise_item
from article16.support.alerts.queries.desk import waits
from article16.support.outcomes.actions import keep_rows
from article16.support.outcomes.coding import coded
from article16.support.outcomes.rows import StudyRow

from .. import asked
from ..models import Page
from ..policy import ANSWER, ARRIVED, MESSAGE, MOST_MESSAGES, MOST_ROWS, READ_WITHIN, SEVERITY
from ..queries import Sitting, box_of, by_address, by_browser
from ..seals import draw, hash_of
from ..state import Saved, State


@transaction.atomic
def claim(*, token: str, at: datetime) -> str | None:
    """Bind a link to the browser that begins with it, and give the secret for its cookie.

    None for every link that is not open, whatever the reason. From now on the address alone opens nothing.
    """
    found = by_address(token, lock=True)
    if found is None or _ended(found, at):
        return None
    secret = draw()
    found.row.held_hash = hash_of(secret)
    _store(Sitting(found.row, found.state, secret), replace(found.state, seen_at=at))
    _record("open_link", found, at)
    return secret


@transaction.atomic
def held(*, secret: str, at: datetime) -> Sitting | None:
    """The sitting of this browser, its row locked; None when it is over. A pause that was too long ends it here."""
    found = by_browser(secret, lock=True)
    return None if found is None or _ended(found, at) else found


@transaction.atomic
def shown(sitting: Sitting, *, at: datetime) -> Sitting:
    """Her page is shown: what she typed before a change of language has been, and a new row begins for it."""
    return _store(sitting, replace(sitting.state, seen_at=at, again={}, row=None))


@dataclass(frozen=True, slots=True)
class Sent:
    """A page of hers as the engine read it, as text."""

    part: str
    answers: Mapping[str, str]
    typed: Mapping[str, str]
    keys: frozenset[str]  # all questions that stood on it
    passed: frozenset[str]
    language: str
    large: bool
    again: Mapping[str, str]  # to be shown once more
    autosaved: bool


@transaction.atomic
def keep(sitting: Sitting, sent: Sent, instrument: Instrument, *, at: datetime) -> Sitting:
    """Seal one page: to the letterbox of her case, its codes to the study, and what needs somebody to the duty desk."""
    state = sitting.state
    done = sent.part in sent.passed
    if sent.autosaved and state.rows >= MOST_ROWS:
        return sitting  # a script that runs wild fills no disk; what she sends herself is always kept
    saved = Saved(at, 0, sent.part, sent.answers, sent.typed, passed=done, language=sent.language)
    state = _put(sitting, state, saved)
    answers = {key: text for key, text in state.answers.items() if key not in sent.keys} | _needed(instrument, sent)
    found = asked.warnings(instrument, {**state.answers, **sent.answers}, wave=state.wave) - set(state.raised)
    state = _raise(state, ANSWER, at) if found else _arrived(state, at)
    if done:
        _count(state, sent, instrument, at)
    state = replace(
        state, seen_at=at, language=sent.language, large=sent.large, answers=answers, passed=tuple(sorted(sent.passed)),
        answered=tuple(sorted({*state.answered, *(sent.keys if done else ())})),
        again={} if done else sent.again, raised=tuple(sorted({*state.raised, *found})),
        row=None if done else state.row,
    )  # fmt: skip
    if not sent.autosaved:
        _record("keep_page", sitting, at)
    return _store(sitting, state)


@transaction.atomic
def finish(sitting: Sitting, *, at: datetime) -> None:
    """All parts are saved: the link is used up."""
    state = replace(_arrived(sitting.state, at), row=None)
    state = _put(sitting, state, Saved(at, 0, finished=True, language=state.language))
    _close(sitting, replace(state, done=True))
    _record("end_link", sitting, at)


@transaction.atomic
def write(sitting: Sitting, words: str, *, at: datetime) -> Sitting | None:
    """A message of hers, sealed at once, and an item on the duty desk. None: there were very many already."""
    state = sitting.state
    if state.messages >= MOST_MESSAGES:
        return None
    state = replace(state, row=None)
    state = _put(sitting, state, Saved(at, 0, language=state.language, words=words))
    state = _raise(state, MESSAGE, at)
    _record("keep_message", sitting, at)
    return _store(sitting, replace(state, seen_at=at, messages=state.messages + 1, row=None))


@transaction.atomic
def end(sitting: Sitting, *, at: datetime) -> None:
    """The link is dead until her worker renews it."""
    _close(sitting, sitting.state)
    _record("end_link", sitting, at)


@transaction.atomic
def leave(*, secret: str, at: datetime) -> None:
    """She left, or goes on another day."""
    found = by_browser(secret, lock=True)
    if found is not None:
        end(found, at=at)


def _ended(found: Sitting, at: datetime) -> bool:
    if not found.state.over(at=at, pause=settings.PAGES_PAUSE):
        return False
    _close(found, found.state)
    return True


def _put(sitting: Sitting, state: State, saved: Saved) -> State:
    """One row in the letterbox: the page as it was last shown has one, which changes while she types."""
    box = box_of(sitting.row)
    if state.row is not None:
        saved = replace(saved, order=state.rows)
        Page.objects.filter(pk=state.row).update(sealed=box.page(saved, row=state.row))
        return state
    row = uuid4()
    saved = replace(saved, order=state.rows + 1)
    Page.objects.create(pk=row, link=sitting.row, sealed=box.page(saved, row=row))
    return replace(state, row=row, rows=saved.order)


def _needed(instrument: Instrument, sent: Sent) -> dict[str, str]:
    kept = asked.needed(instrument)
    return {key: text for key, text in sent.answers.items() if key.partition(".")[0] in kept}


def _count(state: State, sent: Sent, instrument: Instrument, at: datetime) -> None:
    on = timezone.localdate(at)
    if not state.counts(on):
        return
    row = StudyRow(
        table="responses", man=state.man, woman=state.case, informant=state.informant, wave=state.wave,  # type: ignore[arg-type]  # written from the case by `making`
        instrument=instrument.id, version=instrument.version, fingerprint=instrument.fingerprint, mode="screen",
        language=sent.language, on=on, values=coded(instrument, decoded(instrument, sent.answers)),
    )  # fmt: skip
    keep_rows(rows=[row], at=at)


def _raise(state: State, what: str, at: datetime) -> State:
    within, severity = READ_WITHIN[what], SEVERITY[what]
    return replace(state, item=raise_item(case=state.case, about=what, severity=severity, due=at + within, at=at))


def _arrived(state: State, at: datetime) -> State:
    """Nothing that she saved lies unread for good: until somebody has acted on one item of this link, one stands."""
    return state if state.item and waits(state.item) else _raise(state, ARRIVED, at)


def _store(sitting: Sitting, state: State) -> Sitting:
    row, box = sitting.row, box_of(sitting.row)
    row.version += 1
    row.state = box.state(state, secret=sitting.secret, version=row.version)
    row.resume = box.resume(state, version=row.version)
    row.save(update_fields=["version", "state", "resume", "held_hash"])
    return Sitting(row, state, sitting.secret)


def _close(sitting: Sitting, state: State) -> None:
    row, box = sitting.row, box_of(sitting.row)
    row.version += 1
    row.state, row.held_hash, row.token_hash = b"", "", hash_of(draw())
    row.resume = box.resume(replace(state, again={}, row=None), version=row.version)
    row.save(update_fields=["version", "state", "resume", "held_hash", "token_hash"])


def _record(what: str, sitting: Sitting, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="link", ids=[str(sitting.row.pk)], what=what, at=at)
