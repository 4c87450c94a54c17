"""The choices of intake: what stands in its columns, and how people read it."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:

    class TextChoices(StrEnum):
        """Django's, as a type checker can read it."""

        label: str
else:
    from django.db.models import TextChoices


class Asked(TextChoices):
    """Whether there are words or a number, or which kind of missing this is."""

    TOLD = "told", _("told")
    DECLINED = "declined", _("declined")
    NOT_ASKED = "not-asked", _("not asked")


class Setting(TextChoices):
    IN_PERSON = "in-person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")


class Topic(TextChoices):
    """The parts of an interview, in the order of the page."""

    VIOLENCE = "violence", _("History of violence")
    ACKNOWLEDGES = "acknowledges", _("What he acknowledges")
    CHILDREN = "children", _("Children")
    RELATIONSHIPS = "relationships", _("Relationships")
    SUBSTANCES = "substances", _("Alcohol, drugs, gambling")
    MENTAL_HEALTH = "mental-health", _("Mental health")
    WORK = "work", _("Work and money")
    HOUSING = "housing", _("Housing")


class Occasion(TextChoices):
    INTAKE = "intake", _("Intake")
    REVIEW = "review", _("Review")


class CriterionKind(TextChoices):
    INCLUSION = "inclusion", _("Needed to take part")
    EXCLUSION = "exclusion", _("Speaks against taking part")


class Outcome(TextChoices):
    SUITABLE = "suitable", _("Suitable")
    NOT_YET = "not-yet", _("Not yet")
    NOT_SUITABLE = "not-suitable", _("Not suitable")
    REFERRED_ON = "referred-on", _("Referred on")


class Finding(TextChoices):
    MET = "met", _("Met")
    NOT_MET = "not-met", _("Not met")
    NOT_KNOWN = "not-known", _("Not known")


class TextKind(TextChoices):
    CONTRACT = "contract", _("Programme contract")
    LIMITS = "limits", _("Limits of confidentiality")
    STATEMENT = "statement", _("Sentence confirmed on the screen")


class How(TextChoices):
    PAPER = "paper", _("On paper")
    SCREEN = "screen", _("On this screen")
