"""The board of figures, a return on a page, in print and as a table, and the records behind a figure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from article16.casework.intake.policy import OVERSEERS
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.returns import pages, paper, periods
from article16.common.returns.drawing import Bars, bars
from article16.common.returns.figures import Counted, counted, for_outside
from article16.common.returns.forms import PeriodForm
from article16.common.returns.periods import Period
from article16.common.ui.parts import Paging, Tab
from article16.common.ui.shell import Link

from . import actions, queries, words
from .definitions import BY_MONTH, FIGURES, NOW, YEAR

SIZE = 50


class ReturnForm(PeriodForm):
    """The period, and of which of one's programmes."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    field_order = ("programme", "first", "last", "outside")

    def __init__(self, *args: object, programmes: Iterable[accounts.ProgrammeRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in programmes]
        self.fields["programme"].choices = [("", _("All of yours")), *choices]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    programmes: tuple[accounts.ProgrammeRow, ...]
    period: Period
    outside: bool
    form: ReturnForm

    @property
    def ids(self) -> list[UUID]:
        return [one.id for one in self.programmes]

    @property
    def address(self) -> str:
        """The same again, for another page about it."""
        said = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        if len(self.programmes) == 1:
            said["programme"] = str(self.programmes[0].id)
        return urlencode(said | ({"outside": "on"} if self.outside else {}))


def _mine(request: HttpRequest) -> tuple[accounts.ProgrammeRow, ...]:
    return tuple(accounts.programmes_of(request.viewer.programmes(OVERSEERS)))


def _asked(request: HttpRequest) -> Asked:
    """Of the address; what cannot be read there is said at the form, and this quarter is shown."""
    mine, today = _mine(request), timezone.localdate()
    this = periods.quarter(today)
    given = any(name in request.GET for name in ("first", "last"))
    form = ReturnForm(request.GET if given else None, initial={"first": this.first, "last": this.last}, programmes=mine)
    if not given or not form.is_valid():
        return Asked(mine, this, False, form)
    data = form.cleaned_data
    chosen = tuple(one for one in mine if not data["programme"] or str(one.id) == data["programme"])
    return Asked(chosen, Period(data["first"], data["last"]), data["outside"], form)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """As it is now; see `queries.board`."""
    mine, today = _mine(request), timezone.localdate()
    ids, period = [one.id for one in mine], periods.board(today)
    seen(request, *ids)
    found = queries.board(period, ids, today=today)
    page = pages.BoardPage(
        about=_about(mine, period),
        now=pages.shown(_counted(NOW, Period(today, today), ids, today=today), {}),
        months=tuple(date_format(month, "M Y") for month in periods.months(period)),
        pictures=tuple(_picture(code, found[code], period) for code in BY_MONTH),
        year=pages.shown([_figure(code, sum(found[code].values(), Counter())) for code in YEAR], {}),
        links=(Link(_("Figures of a period"), reverse("return")),),
    )
    return render(request, "returns/figures.html", {"page": page})


def _picture(code: str, found: Mapping[date, Counter[str]], period: Period) -> Bars:
    numbers = {month: parts.total() for month, parts in found.items()}
    rows = [(date_format(month, "M"), numbers.get(month, 0)) for month in periods.months(period)]
    said = _("%(number)d in twelve months; the table below has each month.") % {"number": sum(numbers.values())}
    return bars(words.SHORT[code], rows, words=f"{words.SHORT[code]}: {said}")


@require_safe
def period_return(request: HttpRequest) -> HttpResponse:
    asked, today = _asked(request), timezone.localdate()
    seen(request, *asked.ids)
    found = _of_period(asked, today=today)
    inside = (
        {} if asked.outside else {code: f"{reverse('return-records', args=[code])}?{asked.address}" for code in FIGURES}
    )
    page = pages.ReturnPage(
        heading=_("Figures of a period"),
        about=_about(asked.programmes, asked.period),
        form=asked.form,
        presets=_presets(asked, today),
        figures=pages.shown(found, inside),
        links=(
            Link(_("In print"), f"{reverse('return-print')}?{asked.address}"),
            Link(_("As a table"), f"{reverse('return-sheet')}?{asked.address}"),
        ),
        note=OUTSIDE if asked.outside else "",
    )
    return render(request, "returns/return.html", {"page": page})


OUTSIDE = gettext_lazy(
    "Small numbers are withheld and the others rounded, so that nobody can be told from them. "
    "Do not hand out returns of periods that overlap."
)


@require_safe
def return_print(request: HttpRequest) -> HttpResponse:
    asked, at = _asked(request), timezone.now()
    seen(request, *asked.ids)
    found = _of_period(asked, today=timezone.localdate(at))
    made = paper.paper(found, title=_("Figures of a period"), about=_told(asked, at=at), at=at)
    return _file(request, made, asked, "application/pdf", "pdf", at=at)


@require_safe
def return_sheet(request: HttpRequest) -> HttpResponse:
    from article16.common.returns import sheet  # with openpyxl: not at the start

    asked, at = _asked(request), timezone.now()
    seen(request, *asked.ids)
    found = _of_period(asked, today=timezone.localdate(at))
    made = sheet.sheet(found, about=_told(asked, at=at), at=at)
    return _file(request, made, asked, sheet.TYPE, "xlsx", at=at)


def _file(request: HttpRequest, made: bytes, asked: Asked, kind: str, ending: str, *, at) -> HttpResponse:
    actions.note_export(programmes=asked.ids, by=str(request.viewer.id), at=at)
    name = f"figures-{asked.period.first}-{asked.period.last}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=kind, headers=headers)


@require_safe
def return_records(request: HttpRequest, figure: str) -> HttpResponse:
    if figure not in FIGURES:
        raise Http404
    code, what = figure, FIGURES[figure]
    asked, today = _asked(request), timezone.localdate()
    token = request.GET.get("from", "")
    part = queries.records(request.viewer, code, asked.period, asked.ids, today=today, token=token, size=SIZE)
    seen(request, *(row.client for row in part.rows if row.client))
    label = words.of(code, queries.agency_names({row.part for row in part.rows}) if code == "agencies" else {})
    here = f"{reverse('return-records', args=[code])}?{asked.address}"
    page = pages.RecordsPage(
        heading=str(what.title),
        definition=str(what.definition),
        about=_about(asked.programmes, asked.period),
        rows=tuple(_row(row, label(row.part)) for row in part.rows),
        paging=Paging(
            f"{here}&from={part.earlier}" if part.earlier else None, f"{here}&from={part.later}" if part.later else None
        ),
        back=f"{reverse('return')}?{asked.address}#{code}",
    )
    return render(request, "returns/records.html", {"page": page})


def _row(row: queries.Record, part: str) -> pages.RecordRow:
    url = reverse("client", args=[row.client]) if row.client else reverse("session-register", args=[row.session])
    return pages.RecordRow(row.code, url, part, date_format(row.day, "j M Y"), row.programme)


def _of_period(asked: Asked, *, today: date) -> list[Counted]:
    found = _counted(FIGURES, asked.period, asked.ids, today=today)
    return [for_outside(one) for one in found] if asked.outside else found


def _counted(codes: Iterable[str], period: Period, programmes: list[UUID], *, today: date) -> list[Counted]:
    """One query for each figure, and one for the names of agencies."""
    return [_figure(code, queries.counts(code, period, programmes, today=today)) for code in codes]


def _figure(code: str, rows: Mapping[str, int]) -> Counted:
    names = queries.agency_names(rows) if code == "agencies" else {}
    return counted(FIGURES[code], rows, words=words.of(code, names), order=words.order(code))


def _about(programmes: Iterable[accounts.ProgrammeRow], period: Period) -> str:
    return f"{', '.join(one.name for one in programmes)} · {_days(period)}"


def _days(period: Period) -> str:
    return f"{date_format(period.first, 'j M Y')} – {date_format(period.last, 'j M Y')}"


def _told(asked: Asked, *, at) -> list[tuple[str, str]]:
    """What stands over a return that leaves the screen."""
    told = [
        (_("Programmes"), ", ".join(one.name for one in asked.programmes)),
        (_("Period"), _days(asked.period)),
        (_("Made"), date_format(timezone.localtime(at), "j M Y, H:i")),
        (_("Side"), _("The programme's own work with the men. What the women's service does is not known here.")),
    ]
    return [*told, (_("Small numbers"), str(OUTSIDE))] if asked.outside else told


def _presets(asked: Asked, today: date) -> tuple[Tab, ...]:
    this = periods.quarter(today)
    last_year = date(today.year - 1, 1, 1)
    choices = (
        (_("This quarter"), this),
        (_("Last quarter"), periods.before(this)),
        (_("This year"), periods.year(today)),
        (_("Last year"), periods.year(last_year)),
    )
    one = {"programme": str(asked.programmes[0].id)} if len(asked.programmes) == 1 else {}
    more = one | ({"outside": "on"} if asked.outside else {})
    return tuple(
        Tab(
            words_,
            f"{reverse('return')}?{urlencode({'first': period.first, 'last': period.last} | more)}",
            current=period == asked.period,
        )
        for words_, period in choices
    )
