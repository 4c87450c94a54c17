"""Her worker's page: links made, renewed, taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Badge, Fact, State
from article16.support.keys.opening import Unlocked
from article16.support.keys.session import held
from article16.support.questionnaires import asking
from article16.support.questionnaires.queries.instruments import by_fingerprint, title_of
from article16.support.questionnaires.schedule import link_time
from article16.support.questionnaires.words import time_words
from article16.support.survivors import clock
from article16.support.survivors import contact as contacts
from article16.support.survivors.pages import span
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile, Kind, LinkMade

from . import asked, forms, queries
from .actions import making
from .actions.making import Made


@dataclass(frozen=True, slots=True)
class LinkRow:
    id: UUID
    what: str
    second: str
    badge: Badge
    renew: bool
    open: bool


@dataclass(frozen=True, slots=True)
class LinksPage:
    case: UUID
    heading: str
    rows: tuple[LinkRow, ...]
    form: forms.LinkForm | None
    again: forms.EmptyForm  # for what is renewed
    shut: str  # why none is made now
    times: tuple[Fact, ...]  # when a link fits, for each time of hers
    back: str
    made: Made | None = None
    until: str = ""


@require_http_methods(["GET", "POST"])
@on_case
def survivor_links(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file, at = found_case(request, survivor_id), clock.now()
    shut = making.refusal(file, by=held(request), at=at)
    titles = [(one.id, title_of(one)) for one in asked.askable()]
    renews = request.POST.get("renew", "")
    form = common.opened(
        request, forms.EmptyForm if renews else forms.LinkForm, **({} if renews else {"instruments": titles})
    )
    made: list[Made] = []

    def act() -> str:
        made.append(_renewed(request, survivor_id, renews, at) if renews else _new(request, survivor_id, form, at))
        return reverse("survivor-links", args=[survivor_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done and not made:
        return done  # sent twice: the address was shown once
    file = found_case(request, survivor_id) if made else file
    if renews and form.errors:
        shut = " ".join(form.non_field_errors())
    shown = None if renews or made else form
    shown = shown if not shut or request.method == "POST" else None
    page = _page(file, shown, shut, made[0] if made else None, at, times=_times(file, held(request), at))
    return render(request, "portal/links.html", {"page": page})


def _new(request: HttpRequest, case: UUID, form: forms.LinkForm, at: datetime) -> Made:
    data = form.cleaned_data
    what = "" if data["what"] == "message" else data["what"]
    return making.make_link(
        case=case,
        wave="" if data["wave"] == forms.NONE or not what else data["wave"],
        instrument=what,
        language=data["language"],
        by=held(request),
        at=at,
    )


def _renewed(request: HttpRequest, case: UUID, link: str, at: datetime) -> Made:
    try:
        wanted = UUID(link)
    except ValueError:
        raise common.NotPossible(_("This link belongs to no questionnaire of this case.")) from None
    return making.renew_link(case=case, link=wanted, by=held(request), at=at)


def _times(file: CaseFile, by: Unlocked, at: datetime) -> tuple[Fact, ...]:
    """For each time of hers that is open or to come: when a link fits. Drawn, so that it tells nothing of his days."""
    contact, way = file.contact, making.his_way(file, by)
    if contact is None:
        return ()
    spans = contacts.spans(contact, at=at)
    fits = {
        one.wave: link_time(one, spans, his_days=way.seen_days, case=file.id, zone=contact.zone, at=at)
        for one in asking.times(file, way).windows
    }
    return tuple(Fact(time_words(wave), span(found)) for wave, found in fits.items() if found)


def _page(
    file: CaseFile,
    form: forms.LinkForm | None,
    shut: str,
    made: Made | None,
    at: datetime,
    *,
    times: tuple[Fact, ...],
) -> LinksPage:
    return LinksPage(
        case=file.id,
        heading=_("Links for her: %(code)s") % {"code": file.core.code},
        rows=_rows(file, at),
        form=form,
        again=forms.EmptyForm(),
        shut=shut,
        times=times,
        back=reverse("survivor", args=[file.id]),
        made=made,
        until=date_format(timezone.localtime(made.until), "D j F, H:i") if made else "",
    )


def _rows(file: CaseFile, at: datetime) -> tuple[LinkRow, ...]:
    made = [one.value for one in file.of(Kind.LINK)]
    standing = queries.standing([one.link for one in made])
    return tuple(_row(one, standing[one.link], at) for one in made if one.link in standing)


def _row(one: LinkMade, how: str, at: datetime) -> LinkRow:
    title = title_of(by_fingerprint(one.fingerprint), one.instrument) if one.instrument else _("A message alone")
    badges = {
        "waits": Badge(State.OPEN, _("not opened yet")),
        "opened": Badge(State.INFO, _("opened")),
        "closed": Badge(State.NONE, _("closed")),
    }
    second = _("Until %(when)s") % {"when": date_format(timezone.localtime(one.until), "D j F, H:i")}
    return LinkRow(one.link, f"{one.wave} {title}".strip(), second, badges[how], renew=True, open=how != "closed")


def _form_page(
    request: HttpRequest, file: CaseFile, act: Callable[[], None], *, heading: str, intro: str, button: str, said: str
) -> HttpResponse:
    form = common.opened(request, forms.EmptyForm)
    back = reverse("survivor-links", args=[file.id])

    def save() -> str:
        act()
        return back

    done = common.save(request, form, save) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    page = FormPage(heading=heading, intro=intro, form=form, button=button, back=back)
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
@on_case
def survivor_link_end(request: HttpRequest, survivor_id: UUID, link_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)

    def act() -> None:
        making.end_link(case=survivor_id, link=link_id, by=held(request), at=clock.now())

    return _form_page(
        request, file, act, heading=_("Take a link back: %(code)s") % {"code": file.core.code},
        intro=_("Whoever has it sees a page that says nothing. What she saved by it stays in the case."),
        button=_("Take the link back"), said=_("The link is closed."),
    )  # fmt: skip
