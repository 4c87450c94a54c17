"""The search page: what was typed comes by POST and goes nowhere but into the query."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from article16.casework.clients import telling
from article16.casework.clients.kinds import EpisodeState
from article16.common.accounts.middleware import seen
from article16.common.ui.shell import Link

from . import asked, forms, pages
from .search import Answer, FoundRow, search

WHY = {
    "born": gettext_lazy("date of birth"),
    "reference": gettext_lazy("an agency’s reference"),
    "earlier-name": gettext_lazy("an earlier name"),
}


@require_http_methods(["GET", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """One man found opens at once; several are a list; a GET is the empty field."""
    form = forms.SearchForm(request.POST) if request.method == "POST" else forms.SearchForm()
    answer = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["q"]
        answer = search(request.viewer, asked.read(text, today=timezone.localdate()))
        if len(answer.rows) == 1 and not answer.more and not answer.cut:
            return HttpResponseRedirect(reverse("client", args=[answer.rows[0].id]))
    rows = (answer or Answer((), False)).rows
    seen(request, *(row.id for row in rows))
    page = pages.SearchPage(
        form=form,
        asked=answer is not None,
        rows=_told(rows),
        more=bool(answer and answer.more),
        cut=bool(answer and answer.cut),
        to_men=Link(_("Show the men"), reverse("clients")),
    )
    return render(request, "overview/search.html", {"page": page})


def _told(rows: Iterable[FoundRow]) -> tuple[pages.Found, ...]:
    """In words; each of the few that stand in every line is looked up once."""
    day, men = telling.short_day(), reverse("clients")
    states = {str(one): str(one.label) for one in EpisodeState}
    why = {by: str(words) for by, words in WHY.items()} | {by: _("name or code") for by in ("code", "name")}
    return tuple(
        pages.Found(
            f"{men}{row.id}/", row.name, row.code, day(row.birth_date), row.programme, states[row.state], why[row.by]
        )
        for row in rows
    )
