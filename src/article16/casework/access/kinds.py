"""The codes of this room. Stored: add to them, never change one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How he asked."""

    LETTER = "letter", _("By letter")
    IN_PERSON = "in-person", _("In person")
    LAWYER = "lawyer", _("Through a lawyer")
    OTHER = "other", _("Another way")


class Identity(models.TextChoices):
    """How it was made sure that it is he who asks."""

    DOCUMENT = "document", _("Passport or identity card seen")
    KNOWN = "known", _("Known in person to the worker who took the request")
    POWER = "power", _("Power of attorney seen, and his document")


class Why(models.TextChoices):
    """Why something is left out."""

    THIRD = "third", _("It is about another person")
    SOURCE = "source", _("It lets somebody be recognised who said it")
    DANGER = "danger", _("It would put somebody in danger")
    LAW = "law", _("A law or an order forbids it")


class Handed(models.TextChoices):
    """How the copy reached him."""

    IN_PERSON = "in-person", _("Into his hands")
    POST = "post", _("By registered post")
    LAWYER = "lawyer", _("To his lawyer")
