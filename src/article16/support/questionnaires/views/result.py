"""What she answered at one time: scores, change since earlier times, what needs somebody, every answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from article16.common.accounts import queries as accounts
from article16.common.questionnaires import results
from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.pages import name_of
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.instruments.scoring import score
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile, Kind, Opened

from .. import pages, words
from ..held import HERS, time_of
from ..queries import instruments, limits
from . import correcting, frame


@require_safe
@on_case
def survivor_answers(request: HttpRequest, survivor_id: UUID, entry_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    now = _entry(file, entry_id)
    if now is None:
        raise Http404
    told = in_time(file, now)
    place = next((number for number, one in enumerate(told) if one.id == now.id), None)
    instrument = instruments.by_fingerprint(now.value.fingerprint)
    this = told[place] if place is not None else None
    rows = results.alert_rows(instrument, this.result) if this and instrument else ()
    page = pages.ResultPage(
        code=file.core.code,
        case=frame.case_link(file),
        heading=instruments.title_of(instrument, now.value.instrument),
        when=words.time_words(now.value.wave),
        facts=_facts(now),
        alerts=tuple(one for one in rows if one.certain),
        open_alerts=tuple(one for one in rows if not one.certain),
        scores=results.score_rows(
            instrument, this, told[:place], limits.limits_of(unlocked_of(request), now.value.fingerprint)
        )
        if this and instrument
        else (),
        figures=results.figures(instrument, told) if instrument else (),
        groups=results.answer_groups(instrument, decoded(instrument, now.value.values), now.value.informant)
        if instrument
        else (),
        readable=this is not None,
        hers=now.value.informant == HERS,
        beside=now.value.beside,
        correct=correcting.link_to(file, now),
        stands=_link(
            file, next((one for one in file.of(Kind.ANSWERS) if one.value.corrects == now.id), None), _("Open it")
        ),
        before=_link(file, _entry(file, now.value.corrects), _("What she answered before")),
        why=now.value.why,
        back=frame.list_link(file, _("All her questionnaires")),
    )
    return render(request, "her_questionnaires/answers.html", {"page": page})


def _entry(file: CaseFile, entry: UUID | None) -> Opened | None:
    return next((one for one in file.of(Kind.ANSWERS) if one.id == entry), None)


def _link(file: CaseFile, one: Opened | None, words: str) -> Link | None:
    return Link(words, reverse("survivor-answers", args=[file.id, one.id])) if one else None


def in_time(file: CaseFile, now: Opened) -> list[results.Told]:
    """The answers of one informant to one instrument, the earliest first. What came beside others is not among them."""
    value, day = now.value, (now.value.wave, now.value.on)
    corrected = now not in file.answers
    alike = [
        one
        for one in (*file.answers, *((now,) if corrected else ()))
        if (one.value.instrument, one.value.informant) == (value.instrument, value.informant)
        and (one.id == now.id or not (one.value.beside or (corrected and (one.value.wave, one.value.on) == day)))
    ]
    found = (_told(one) for one in sorted(alike, key=lambda one: (one.value.on, one.at)))
    return [one for one in found if one]


def _told(one: Opened) -> results.Told | None:
    instrument: Instrument | None = instruments.by_fingerprint(one.value.fingerprint)
    if instrument is None:
        return None
    answers = decoded(instrument, one.value.values)
    time = time_of(instrument, one.value.wave)
    when = one.value.wave or date_format(one.value.on, "j M Y")
    scored = score(instrument, answers, informant=one.value.informant, time=time)
    return results.Told(one.id, when, one.value.fingerprint, scored)


def _facts(one: Opened) -> tuple[Fact, ...]:
    value = one.value
    names = accounts.names({str(one.by), *filter(None, (str(value.checked_by) if value.checked_by else "",))})
    facts = [
        Fact(_("Answered"), date_format(value.on, "j F Y")),
        Fact(_("How"), words.how_words(value.asked)),
        Fact(_("Language"), name_of(value.language)),
        Fact(_("Reported by"), _("the woman herself") if value.informant == HERS else _("her worker")),
        Fact(_("Version"), f"{value.version}, {value.fingerprint[:12]}"),
        Fact(_entered_words(one), names.get(str(one.by), "")),
    ]
    if value.checked_by:
        facts.append(Fact(_("Second entry by"), names.get(str(value.checked_by), "")))
    return tuple(facts)


def _entered_words(one: Opened) -> str:
    if one.value.corrects:
        return _("Corrected by")
    return _("Brought in by") if one.value.asked == "link" else _("Entered by")
