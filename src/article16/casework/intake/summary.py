"""What of intake stands on a man's page."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.casework.clients.policy import READERS, THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .figure import side_words
from .kinds import Outcome
from .models import Agreement, Assessment, Motivation, Withdrawal, standing
from .policy import LINKS
from .queries import SideRow

SIDES = [f"{side}{part}" for side in ("inside", "outside") for part in ("_state", "", "_words")]


COLUMNS = ["outcome", "signed_on", "asked_on", *(f"m_{name}" for name in SIDES)]


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """Suitability, agreement and motivation of his latest episode that this person may see. One query."""
    row = LATEST.first(client=client_id, programmes=viewer.programmes(READERS), staff=viewer.id)
    return _facts(dict(zip(COLUMNS, row, strict=True))) if row else ()


def _latest(client: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    mine = Episode.objects.filter(client=client, programme__in=programmes)
    open_to = mine.exclude(client__in=accounts.closed_objects(staff, THING))
    decided = Assessment.objects.filter(episode=OuterRef("pk")).order_by("-on", "-written_at", "-id")
    withdrawn = Exists(Withdrawal.objects.filter(agreement=OuterRef("pk")))
    signed = Agreement.objects.filter(~withdrawn, episode=OuterRef("pk")).order_by("-on")
    asked = standing(Motivation).filter(episode=OuterRef("pk")).order_by("-on", "-written_at", "-id")
    found = open_to.order_by("-number").annotate(
        outcome=Subquery(decided.values("outcome")[:1]),
        signed_on=Subquery(signed.values("on")[:1]),
        asked_on=Subquery(asked.values("on")[:1]),
        **{f"m_{name}": Subquery(asked.values(name)[:1]) for name in SIDES},
    )
    return found.values_list(*COLUMNS)[:1]


LATEST = Prepared(_latest)


def _facts(row: dict) -> tuple[Fact, ...]:
    outcome = str(Outcome(row["outcome"]).label) if row["outcome"] else _("not decided")
    signed = date_format(row["signed_on"], "j F Y") if row["signed_on"] else _("not signed")
    facts = [Fact(_("Suitability"), outcome), Fact(_("Agreement"), signed)]
    if row["asked_on"]:
        day = date_format(row["asked_on"], "j M Y")
        inside, outside = SideRow(*(row[f"m_{n}"] for n in SIDES[:3])), SideRow(*(row[f"m_{n}"] for n in SIDES[3:]))
        facts.append(Fact(_("Moved from inside, %(day)s") % {"day": day}, side_words(inside)))
        facts.append(Fact(_("Moved from outside, %(day)s") % {"day": day}, side_words(outside)))
    return tuple(facts)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Where to go on from his page. No query."""
    return tuple(Link(str(words), reverse(name, args=[client_id])) for name, words in LINKS.items())
