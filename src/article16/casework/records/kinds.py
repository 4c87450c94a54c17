"""The choices of records: what stands in its columns, and how people read it."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:

    class TextChoices(StrEnum):
        """Django's, as a type checker can read it."""

        label: str
else:
    from django.db.models import TextChoices


class LookedAt(TextChoices):
    """What a review looked at."""

    ATTENDANCE = "attendance", _("Attendance and how he takes part")
    ACTS = "acts", _("What he says of his own acts since the last review")
    QUESTIONNAIRES = "questionnaires", _("His questionnaires")
    RISK = "risk", _("Risk, as casework knows it")
    AGENCIES = "agencies", _("What courts, police or other agencies reported")
    GOALS = "goals", _("The goals of the last review")


class Settled(TextChoices):
    """What became of something planned."""

    HELD = "held", _("Held")
    MOVED = "moved", _("Moved to another day")
    CLOSED = "closed", _("Not needed any more: the episode has ended")


class Happened(TextChoices):
    """What became of an individual session."""

    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    NOT_ATTENDED = "not-attended", _("He did not come")


class NoteKind(TextChoices):
    FACT = "fact", _("Fact")
    OBSERVATION = "observation", _("Observation")
    PLAN = "plan", _("Plan")


class Channel(TextChoices):
    IN_PERSON = "in-person", _("In person")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    EMAIL = "e-mail", _("By e-mail")
    NONE = "none", _("No contact: written for the file")


class WithWhom(TextChoices):
    """Never a woman whom he harmed: what concerns her goes into the sealed box."""

    HIM = "him", _("With him")
    AGENCY = "agency", _("With an agency")
    OTHER = "other", _("With somebody else")
    NOBODY = "nobody", _("With nobody")


class Concern(TextChoices):
    THREAT = "threat", _("He threatened somebody")
    MOVE = "move", _("He speaks of a move")
    SEPARATION = "separation", _("He speaks of a separation")
    OTHER = "other", _("Another concern")


class Seriousness(TextChoices):
    """How quickly a person must act. The words of the wall for the same."""

    HIGHEST = "highest", _("At once: somebody is in danger now")
    HIGH = "high", _("Within hours")
    ORDINARY = "ordinary", _("Within a day")
