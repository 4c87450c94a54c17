"""Run as a process on a prepared demonstration: a group of twelve men that meets today, and the address of its register."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "article16.casework.settings")

NAMES = (
    *("Adeyemi, Tunde", "Brandner, Lukas", "Castillo, Iván", "Demir, Kaan", "Eder, Michael", "Farkas, Gábor"),
    *("Haidari, Navid", "Hölzl, Stefan", "Jovanović, Petar", "Łukasik, Tomasz", "Müller, Jens", "Weiss, Robert"),
)


def main() -> None:
    import django

    django.setup()
    from datetime import datetime, time, timedelta
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    from article16.casework.clients import actions as clients
    from article16.casework.clients.models import Episode
    from article16.casework.demo_people import PEOPLE, PROGRAMMES
    from article16.casework.groups import actions
    from article16.casework.groups.models import Session
    from article16.common.accounts import demo
    from article16.common.accounts.models import Programme, Staff
    from article16.wall.outbox.actions import ensure_epoch

    at = timezone.now()
    ensure_epoch(zone="support", at=at)
    demo.fill(programmes=PROGRAMMES, people=PEOPLE, at=at)
    vienna = ZoneInfo("Europe/Vienna")
    today = at.astimezone(vienna).date()
    ana, graz = Staff.objects.get(email="ana@demo.invalid"), Programme.objects.get(code="graz")
    before = datetime.combine(today - timedelta(days=1), time(12), tzinfo=vienna)
    plan = actions.GroupPlan(
        name="Group of today",
        kind="closed",
        capacity=12,
        weekday=today.weekday(),
        time=time(0, 5),
        minutes=120,
        time_zone="Europe/Vienna",
        where="venue",
        place="Room 1",
        first_day=today,
        planned_sessions=26,
        planned_hours=Decimal(52),
        themes="Welcome",
        pair=(actions.Seat(ana.pk, "woman"),),
    )
    group = actions.add_group(programme=graz.pk, plan=plan, largest=12, by=str(ana.pk), at=before)
    for name in NAMES:
        referred = clients.Referred(name, None, graz.pk, "")
        man = clients.open_client(referred=referred, by=str(ana.pk), at=before, on=before.date())
        episode = Episode.objects.get(client=man)
        actions.enrol(episode=episode, group=group, since=today, by=str(ana.pk), at=before)
    session = Session.objects.filter(group=group).order_by("starts_at").first()
    sys.stdout.write(f"/sessions/{session.pk}/")


if __name__ == "__main__":
    main()
