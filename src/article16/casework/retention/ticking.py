"""The work of this room in casework's tick: a task for each file whose time has passed."""

from django.utils import timezone

from . import actions


def remind() -> None:
    actions.remind(at=timezone.now())
