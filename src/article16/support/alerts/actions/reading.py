"""Bulk reading: a person who opens very many pages in an hour is told to the lead. Part of the tick.

The record lies under a seal and says no hour, so its rows are counted now and again and compared.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from article16.common.accounts.models import Staff
from article16.common.audit.models import Entry
from article16.common.audit.times import quarter_of
from article16.support.alerts.models import Notice, Reading, ReadingAlarm
from article16.support.alerts.queries import rota

HOUR = timedelta(hours=1)
KEPT = timedelta(hours=2)


@transaction.atomic
def look_for_bulk(*, at: datetime) -> int:
    """Count what each person has opened; whoever opened more in the last hour than is allowed is told to the leads."""
    now = dict(
        Entry.objects.filter(at=quarter_of(at), verb="read")
        .exclude(actor="")
        .values_list("actor")
        .annotate(pages=Count("pk"))
    )
    Reading.objects.filter(at__lt=at - KEPT).delete()
    before: dict[str, int] = {}
    for person, pages in Reading.objects.filter(at__gte=at - HOUR).order_by("-at").values_list("person", "pages"):
        before[person] = pages  # the oldest of the hour comes last
    Reading.objects.bulk_create(Reading(person=one, at=at, pages=pages) for one, pages in now.items())
    limit = rota.reading_limit()
    # Who is not in an earlier count of the hour had opened nothing; a new quarter begins at nothing as well.
    opened = {one: pages - _earlier(before.get(one, 0), pages) for one, pages in now.items()} if before else {}
    loud = {one: pages for one, pages in opened.items() if pages > limit}
    lately = {str(one) for one in ReadingAlarm.objects.filter(at__gt=at - HOUR).values_list("person", flat=True)}
    return sum(_alarm(one, pages, at) for one, pages in loud.items() if one not in lately)


def _earlier(before: int, now: int) -> int:
    return before if before <= now else 0


def _alarm(person: str, pages: int, at: datetime) -> int:
    staff = Staff.objects.filter(pk=person).first()
    if staff is None:
        return 0
    ReadingAlarm.objects.create(person=staff, at=at, pages=pages)
    roster = rota.roster(at)
    leads = [one for one in rota.leads(at) if one != staff.pk]
    Notice.objects.bulk_create(
        Notice(person_id=lead, channel=channel, made_at=at, try_at=at)
        for lead in leads
        for channel in roster.channels.get(lead, ())
    )
    return 1
