"""All her questionnaires; whether she agrees to be asked; when she is asked."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import actions as survivors
from article16.support.survivors import clock
from article16.support.survivors.asked import Times
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile, Kind, Opened

from .. import asking, forms, pages, words
from ..actions import agreeing
from ..desk import all_passed, go_on
from ..held import HERS, Entry, Held, Row, What
from ..queries import instruments, planned, sittings
from ..schedule import Window
from ..standing import answered, begun, why_not
from . import frame


@require_http_methods(["GET"])
@on_case
def survivor_questionnaires(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    times, unread = frame.times_of(request, file)
    rows = sittings.in_progress(survivor_id, unlocked_of(request))
    on, set_so_far = frame.today(), planned.planned()
    page = pages.ListPage(
        case=survivor_id,
        code=file.core.code,
        back=frame.case_link(file),
        agreed=_agreed(file, "questions", _("Agrees to be asked"), _("Not asked yet, or does not agree")),
        counted=_agreed(file, "evaluation", _("Her answers are counted, without her name"), _("Not counted")),
        shut=_shut(file),
        lines=tuple(
            _line(file, rows, window, what, on)
            for window in times.windows
            for what in _asked(file, rows, window.wave, set_so_far.at(window, today=on))
        ),
        others=tuple(_other(file, one) for one in file.answers if not one.value.wave or one.value.beside),
        begun=go_on_links(file, rows),
        waits=_("%(number)d messages about his dates are read when you next unlock.") % {"number": unread}
        if unread
        else "",
        dates=_dates(times),
    )
    return render(request, "her_questionnaires/list.html", {"page": page})


def _asked(file: CaseFile, rows: list[Row], wave: str, usual: tuple[str, ...]) -> list[What]:
    """What is asked of every woman at this time, and whatever else was begun or answered at it."""
    there = [one.value.instrument for one in file.of(Kind.ANSWERS, Kind.NOT_ANSWERED) if one.value.wave == wave]
    there += [row.held.instrument for row in rows if row.held.wave == wave]
    return [What(wave, name) for name in dict.fromkeys([*usual, *sorted(there)])]


def _line(file: CaseFile, rows: list[Row], window: Window, what: What, on: date) -> pages.Line:
    done = answered(file, what)
    title = instruments.named(what.instrument)
    url = (
        reverse("survivor-answers", args=[file.id, done[0].id])
        if done
        else frame.address("survivor-questionnaire", file, what)
    )
    half = begun(rows, what)
    second = _("Begun: %(parts)d parts saved") % {"parts": len(half.passed)} if half and not done else ""
    if done:
        url = reverse("survivor-answers", args=[file.id, done[0].id])
        second = f"{words.day_words(done[0].value.on)} · {words.how_words(done[0].value.asked)}"
    badge = words.badge_of(window, done=bool(done), reason=why_not(file, what), on=on)
    return pages.Line(url, words.time_words(what.wave), title, badge, second)


def _other(file: CaseFile, one: Opened) -> pages.Line:
    value = one.value
    title = instruments.title_of(instruments.by_fingerprint(value.fingerprint), value.instrument)
    when = words.time_words(value.wave) if value.wave else date_format(value.on, "j M Y")
    badge = (
        Badge(State.INFO, _("Answered a second time: the first counts"))
        if value.beside
        else Badge(State.DONE, _("Answered"))
    )
    return pages.Line(
        reverse("survivor-answers", args=[file.id, one.id]), when, title, badge, words.how_words(value.asked)
    )


def go_on_links(file: CaseFile, rows: list[Row]) -> tuple[Link, ...]:
    """Where each sitting goes on, and where a second entry begins: whoever keys it in sees nothing of the first."""
    firsts = [row for row in rows if row.held.entry is Entry.FIRST and _is_whole(row.held)]
    alone = [row for row in firsts if sittings.one(rows, row.held.what, Entry.SECOND) is None]
    return (*(go_on_link(file, row) for row in rows), *(_second_link(file, row) for row in alone))


def _is_whole(held: Held) -> bool:
    instrument = instruments.by_fingerprint(held.fingerprint)
    return instrument is not None and all_passed(held, instrument)


def _second_link(file: CaseFile, row: Row) -> Link:
    address = reverse("survivor-sitting-compare", args=[file.id, row.id])
    return Link(_title(row.held, _("Second entry from paper")), address)


def go_on_link(file: CaseFile, row: Row) -> Link:
    """Where a sitting goes on: at the first part that was not saved."""
    held = row.held
    instrument = instruments.by_fingerprint(held.fingerprint)
    title = _title(held, _entry_words(held))
    if held.entry is Entry.CORRECTED:
        return Link(title, reverse("survivor-correction", args=[file.id, row.id]))
    place = go_on(held, instrument) if instrument else 1
    return Link(title, reverse("survivor-sitting", args=[file.id, row.id, place]))


def _title(held: Held, said: str) -> str:
    title = instruments.title_of(instruments.by_fingerprint(held.fingerprint), held.instrument)
    return f"{said}: {words.time_words(held.wave)}, {title}"


def _entry_words(held: Held) -> str:
    return {
        Entry.DIRECT: _("Go on where it was left"),
        Entry.FIRST: _("First entry from paper"),
        Entry.SECOND: _("Second entry from paper"),
        Entry.CORRECTED: _("Correction, not saved yet"),
    }[held.entry]


def _agreed(file: CaseFile, about: str, yes: str, no: str) -> Badge:
    found = file.agreed(about, frame.today())
    return Badge(State.DONE, yes) if found else Badge(State.NONE, no)


def _shut(file: CaseFile) -> str:
    no = asking.refusal(file, What("", ""), informant=HERS, window=None, on=frame.today())
    return words.refusal_words(no) if no else ""


def _dates(times: asking.Times) -> tuple[Fact, ...]:
    days = times.days
    end = _("Stopped or ended") if days.stopped else _("Planned end")
    rows = ((_("First contact with her"), days.first_contact), (_("His start"), days.started),
            (_("Half-way"), days.half), (end, days.end))  # fmt: skip
    return tuple(Fact(label, words.day_words(day)) for label, day in rows)


@require_http_methods(["GET", "POST"])
@on_case
def survivor_agreed(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.AgreedForm, today=frame.today())
    back = reverse("survivor-questionnaires", args=[survivor_id])

    def act() -> str:
        data = form.cleaned_data
        said = {name: data[name] == "yes" for name in ("questions", "evaluation")}
        agreeing.agree(
            case=survivor_id, said=said, since=data["since"], expires_on=data["expires_on"],
            by=unlocked_of(request), at=clock.now(),
        )  # fmt: skip
        return back

    return frame.form_page(
        request, form, act, heading=_("Does she agree to be asked? %(code)s") % {"code": file.core.code},
        intro=_("Ask her, and write down what she says. Nothing depends on it: support stays the same."),
        button=_("Save what she said"), back=back, said=_("Saved."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@on_case
def survivor_times(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    before = file.of(Kind.TIMES)
    names = ("first_contact", "started", "half", "end", "stopped")
    initial = {name: getattr(before[0].value, name) for name in names} if before else {}
    form = common.opened(request, forms.TimesForm, initial=initial)
    back = reverse("survivor-questionnaires", args=[survivor_id])

    def act() -> str:
        value = Times(**{name: form.cleaned_data[name] for name in names})
        survivors.write(case=survivor_id, kind=Kind.TIMES, value=value, by=unlocked_of(request), at=clock.now())
        return back

    return frame.form_page(
        request, form, act, heading=_("When she is asked: %(code)s") % {"code": file.core.code},
        intro=_("Days set here hold before what casework plans. Leave a day empty to follow his plan again."),
        button=_("Save the days"), back=back, said=_("Saved. Her times follow these days."),
    )  # fmt: skip
