"""The record as sentences, for those who may read it."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

from article16.common.audit import queries as audit
from article16.common.audit.queries import EntryRow
from article16.common.audit.sentences import tell
from article16.common.ui.parts import Paging

from . import queries
from .pages import LogPage


def paging_of(part, *, latest_first: bool = False) -> Paging:
    """The addresses of the neighbouring parts of a list. Where the latest comes first, further on is earlier."""
    before, after = _address(part.earlier), _address(part.later)
    return Paging(earlier=after, later=before) if latest_first else Paging(earlier=before, later=after)


def _address(token: str) -> str | None:
    query = QueryDict(mutable=True)
    query["from"] = token
    return f"?{query.urlencode()}" if token else None


def title(what: str) -> str:
    """The words for a page or act in the record; a name without words stands as it is."""
    return str(_titles().get(what.split(" ", maxsplit=1)[0], what))


@cache
def _titles() -> dict[str, str]:
    return import_string(f"article16.{settings.SERVICE}.policy.TITLES")


def answer(request: HttpRequest) -> HttpResponse:
    """Administrators read everybody's entries; others those of the people of their programmes, but no closed file."""
    by, without = None, ""
    if "administrator" not in request.viewer.grants:
        by = [pk for pk, _name in queries.colleagues(request.viewer, at=timezone.now())]
        without = "closed"
    part = audit.recent(by=by, without=without, token=request.GET.get("from", ""))
    rows = tuple(map(_opener(request), part.rows))
    page = LogPage(rows=tell(rows, names=queries.names, titles=title), paging=paging_of(part, latest_first=True))
    return render(request, "accounts/log.html", {"page": page})


def _opener(request: HttpRequest) -> Callable[[EntryRow], EntryRow]:
    """Under a seal the service's own opener shows what this reader may see; see `AUDIT_OPEN`."""
    if not settings.AUDIT_OPEN:
        return lambda row: row
    return import_string(settings.AUDIT_OPEN)(request)
