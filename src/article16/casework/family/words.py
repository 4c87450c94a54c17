"""What the closed lists of this room are called on a page, and which of the wall's words they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Said(models.TextChoices):
    """Whose word it is, as the wall knows it. Never hers, and never only ours."""

    CLIENT = "client", _("He himself")
    COURT = "court", _("A court")
    POLICE = "police", _("Police or prosecution")
    PROBATION = "probation", _("Probation")
    CHILD_PROTECTION = "child-protection", _("Child protection")
    OTHER_AGENCY = "other-agency", _("Another agency")


HIMSELF = "client"


class Relation(models.TextChoices):
    """Who a person is to him. A person harmed need not be a partner."""

    PARTNER = "partner", _("Partner")
    FORMER_PARTNER = "former-partner", _("Former partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    OTHER_HARMED = "other-harmed", _("Another person harmed")
    OTHER = "other", _("Another person")


class Order(models.TextChoices):
    """What this source says of an order that protects the person. Not asked is not none."""

    NOT_ASKED = "not-asked", _("Not asked")
    NONE = "none", _("None, this source says")
    IN_FORCE = "in-force", _("In force")
    ENDED = "ended", _("Ended")
    DECLINED = "declined", _("Asked, not answered")


class Outcome(models.TextChoices):
    """What came back to a question about official records."""

    INCIDENTS = "incidents", _("Incidents, as listed")
    NONE = "none", _("None in the period")
    NOT_GIVEN = "not-given", _("The agency gives no answer")


class Incident(models.TextChoices):
    """What an official record calls it, as far as programmes tell it apart."""

    CALL_OUT = "call-out", _("Police call-out")
    BARRING = "barring", _("Police order to leave the home")
    CHARGE = "charge", _("Charge")
    CONVICTION = "conviction", _("Conviction")
    BREACH = "breach", _("Breach of an order")
    CUSTODY = "custody", _("Arrest or custody")
    OTHER = "other", _("Other entry")


class Media(models.TextChoices):
    """What a document is, by its content; its name is not kept."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("Picture (PNG)")
    JPEG = "jpg", _("Picture (JPEG)")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel table")
    ODT = "odt", _("Text document (ODT)")
    ODS = "ods", _("Table (ODS)")
    TEXT = "txt", _("Plain text")
