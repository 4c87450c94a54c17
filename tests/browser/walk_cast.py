"""Run as a process on a prepared demonstration: some made-up men, and a group with four registers still to take."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "article16.casework.settings")
GROUP = "Group of the walk"


def main() -> None:
    import django

    django.setup()
    from datetime import time, timedelta
    from decimal import Decimal

    from django.utils import timezone

    from article16.casework.demo_people import PEOPLE, PROGRAMMES
    from article16.casework.groups import actions
    from article16.casework.synthetic import filling
    from article16.common.accounts import demo
    from article16.common.accounts.models import Programme, Staff

    at = timezone.now()
    demo.fill(programmes=PROGRAMMES, people=PEOPLE, at=at)
    filling.fill(men=40, at=at, told=lambda words: None)
    ana, graz = Staff.objects.get(email="ana@demo.invalid"), Programme.objects.get(code="graz")
    # Planned four weeks ago and a day: four sessions lie behind us, and nobody took their registers.
    before = at - timedelta(days=29)
    first = timezone.localdate(at) - timedelta(days=28)
    plan = actions.GroupPlan(
        name=GROUP,
        kind="rolling",
        capacity=8,
        weekday=first.weekday(),
        time=time(0, 5),
        minutes=120,
        time_zone="Europe/Vienna",
        where="venue",
        place="Room 1",
        first_day=first,
        planned_sessions=26,
        planned_hours=Decimal(52),
        themes="Welcome",
        pair=(actions.Seat(ana.pk, "woman"),),
    )
    actions.add_group(programme=graz.pk, plan=plan, largest=12, by=str(ana.pk), at=before)


if __name__ == "__main__":
    main()
