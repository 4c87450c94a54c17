"""The study's part of the tick: what a service that was stopped left behind."""

from django.utils import timezone

from . import ram
from .actions.reports import mark_lost

EVERY = 60.0  # seconds


def clear_up() -> None:
    """Reports that nobody makes any more are said to be lost, and folders in memory go."""
    mark_lost(at=timezone.now())
    ram.clear_what_was_left()
