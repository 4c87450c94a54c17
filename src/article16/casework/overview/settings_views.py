"""What holds in a programme, in one place: each room names its own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from article16.casework.groups import policy as groups
from article16.casework.intake import policy as intake
from article16.casework.records import policy as records
from article16.casework.warnings import policy as warnings
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.ui.shell import Link

from . import pages

ROOMS = (intake, groups, records, warnings)


@require_safe
def programme_settings(request: HttpRequest) -> HttpResponse:
    """For each programme that this person oversees, what the person may open of it. One query."""
    mine = accounts.programmes_of(request.viewer.programmes(intake.OVERSEERS))
    seen(request, *(one.id for one in mine))
    sets = tuple(pages.ProgrammeSet(one.name, _links(request, one.id)) for one in mine)
    return render(request, "overview/programme_settings.html", {"page": pages.ProgrammeSettingsPage(sets)})


def _links(request: HttpRequest, programme) -> tuple[Link, ...]:
    """Those for which the person holds a role in this very programme. No query."""
    return tuple(
        Link(str(words), reverse(name, args=[programme]))
        for room in ROOMS
        for name, words in room.PROGRAMME_LINKS.items()
        if programme in request.viewer.programmes(room.ACCESS[name].roles)
    )
