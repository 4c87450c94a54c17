"""The closed lists of this room: what a referral, an order or an episode can be."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:

    class TextChoices(StrEnum):
        """Django's, as a type checker can read it."""

        label: str
        choices: list[tuple[str, str]]
        values: list[str]
else:
    from django.db.models import TextChoices


class EpisodeState(TextChoices):
    """Where an episode stands. Why it ended or rests stands in the rows of endings."""

    REFERRED = "referred", _("Referred")
    ACTIVE = "active", _("In the programme")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Path(TextChoices):
    """The three paths of entry that the Council of Europe's paper on Article 16 tells apart."""

    VOLUNTARY = "voluntary", _("Of his own accord, or sent by social or health services")
    AFTER_PROSECUTION = "after-prosecution", _("Through criminal justice, after a prosecution")
    WITHOUT_PROSECUTION = "without-prosecution", _("Through criminal justice, without a prosecution")


class Sender(TextChoices):
    """Who sends him."""

    HIMSELF = "himself", _("He comes himself")
    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation")
    PRISON = "prison", _("Prison")
    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    CHILD_PROTECTION = "child-protection", _("Child protection")
    SOCIAL_SERVICES = "social-services", _("Social services")
    HEALTH = "health", _("Health service")
    PROGRAMME = "programme", _("Another programme")
    OTHER = "other", _("Somebody else")


class OwnReason(TextChoices):
    """What brought him, as he says it."""

    CRISIS = "crisis", _("A crisis")
    ULTIMATUM = "ultimatum", _("His partner has left, or says that she will")
    CHILDREN = "children", _("Contact with his children")
    PRESSURE = "pressure", _("An agency told him to come")
    CHANGE = "change", _("He wants to change")
    OTHER = "other", _("Another reason")


class Mandate(TextChoices):
    NONE = "none", _("None")
    CONDITION_OF_DROPPING = "condition-of-dropping", _("Condition of dropping charges")
    CONDITION_OF_RELEASE = "condition-of-release", _("Condition of release or bail")
    CONDITION_OF_CONTACT = "condition-of-contact", _("Condition of contact with a child")
    ORDER = "order", _("Order of a court or part of a sentence")


class Asked(TextChoices):
    """An answer about him; not asked is not no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DECLINED = "declined", _("He would rather not say")
    NOT_ASKED = "not-asked", _("Not asked yet")


class Reading(TextChoices):
    WELL = "well", _("Reads and writes without help")
    WITH_HELP = "with-help", _("Reads and writes with help")
    NOT = "not", _("Does not read or write")
    DECLINED = "declined", _("He would rather not say")
    NOT_ASKED = "not-asked", _("Not asked yet")


class ReferralStatus(TextChoices):
    RECEIVED = "received", _("Received")
    CONTACTED = "contacted", _("Contacted")
    SEEN = "seen", _("Came to a first appointment")
    WAITING = "waiting", _("Waiting for a place")
    TAKEN_UP = "taken-up", _("Taken up")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")


class AgencyKind(TextChoices):
    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation")
    PRISON = "prison", _("Prison")
    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    CHILD_PROTECTION = "child-protection", _("Child protection")
    SOCIAL_SERVICES = "social-services", _("Social services")
    HEALTH = "health", _("Health service")
    PROGRAMME = "programme", _("Another programme")
    OTHER = "other", _("Other")


class OrderKind(TextChoices):
    PROTECTION = "protection", _("Protection order")
    NO_CONTACT = "no-contact", _("No contact")
    BARRING = "barring", _("Barred from a home or place")
    BAIL = "bail", _("Bail condition")
    CHILD_CONTACT = "child-contact", _("Rules for contact with a child")
    WEAPONS = "weapons", _("No weapons")
    OTHER = "other", _("Other order")


class OrderSource(TextChoices):
    """Whose word it is that the order stands."""

    COURT = "court", _("The court’s paper")
    POLICE = "police", _("The police")
    PROBATION = "probation", _("Probation")
    CHILD_PROTECTION = "child-protection", _("Child protection")
    AGENCY = "other-agency", _("Another agency")
    HIMSELF = "client", _("He says so")


class DeadlineKind(TextChoices):
    HEARING = "hearing", _("Hearing")
    ANSWER = "answer", _("Answer to whoever sent him")
    START = "start", _("Begin by")
    FINISH = "finish", _("Finish by")
    REPORT = "report", _("Report")
    OTHER = "other", _("Other date")


OPEN = (ReferralStatus.RECEIVED, ReferralStatus.CONTACTED, ReferralStatus.SEEN, ReferralStatus.WAITING)
