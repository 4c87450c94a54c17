"""What of his questionnaires stands on a man's page."""

from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .queries import askings, ratings


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """How many of his questionnaires are answered, and what staff filled in. Two queries."""
    planned, done = askings.counts_of(viewer, client_id)
    counted = {"all": planned, "done": done}
    answered = Fact(_("Questionnaires"), _("%(done)d of %(all)d planned are answered") % counted)
    times, last = ratings.times_of(viewer, client_id)
    rated = {"times": times, "day": date_format(last, "j M Y") if last else ""}
    told = ngettext("%(times)d time, last on %(day)s", "%(times)d times, last on %(day)s", times) % rated
    facts = ((planned, answered), (times, Fact(_("Filled in by staff"), told)))
    return tuple(fact for number, fact in facts if number)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Where to go on from his page. No query."""
    return (
        Link(_("Questionnaires"), reverse("questionnaires", args=[client_id])),
        Link(_("Filled in by staff"), reverse("questionnaire-ratings", args=[client_id])),
    )
