"""Casework's words as the codes of the study's codebook. What has no code there is left out, never bent to fit."""

from article16.casework.clients.kinds import Mandate, OwnReason, Path, Sender
from article16.casework.endings.kinds import EndingKind
from article16.casework.family.words import Incident, Outcome, Said
from article16.casework.intake.kinds import Outcome as Suitability
from article16.casework.questionnaires.models import NotAnswered
from article16.instruments.missing import Missing

NOT_ASKED, DECLINED = Missing.NOT_ASKED.value, Missing.DECLINED.value
BANDS = ((25, "under 25"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (200, "55 and over"))  # years, below

ROUTES = {
    Sender.HIMSELF: "self",
    Sender.COURT: "court",
    Sender.PROBATION: "probation",
    Sender.PRISON: "prison",
    Sender.POLICE: "police",
    Sender.PROSECUTOR: "court",
    Sender.CHILD_PROTECTION: "child protection",
    Sender.SOCIAL_SERVICES: "child protection",
    Sender.HEALTH: "health",
    Sender.PROGRAMME: "other programme",
}
SUITABLE = {
    Suitability.SUITABLE: "suitable",
    Suitability.NOT_YET: "not yet",
    Suitability.NOT_SUITABLE: "not suitable",
    Suitability.REFERRED_ON: "referred on",
}
ENDINGS = {
    EndingKind.COMPLETED: "completed",
    EndingKind.DROPPED_OUT: "dropped out",
    EndingKind.EXCLUDED: "excluded",
    EndingKind.NEVER_STARTED: "dropped out",  # before the first session: the flow tells the two apart by that day
    EndingKind.NOT_SUITABLE: "not suitable",
    EndingKind.WITHDRAWN: "withdrawn",
    EndingKind.TRANSFERRED: "transferred",
    EndingKind.CUSTODY: "custody",
    EndingKind.MOVED: "other",
    EndingKind.DIED: "died",
    EndingKind.OTHER: "other",
}
# Where the ending itself says why. Of the others the code leaves that was chosen for it; words do not leave.
REASONS = {EndingKind.COMPLETED: "planned", EndingKind.MOVED: "distance"}
LOST_TO_RISK = {EndingKind.DIED: "death", EndingKind.CUSTODY: "custody", EndingKind.MOVED: "moved"}
SOURCES = {Said.COURT: "court", Said.POLICE: "police", Said.PROBATION: "probation"}
ANSWERS = {Outcome.INCIDENTS: "answered", Outcome.NONE: "answered", Outcome.NOT_GIVEN: "declined"}
INCIDENTS = {
    Incident.CALL_OUT: "call-out",
    Incident.CHARGE: "re-arrest",
    Incident.CONVICTION: "conviction",
    Incident.BREACH: "breach",
    Incident.CUSTODY: "custody",
}
WHY_NOT = {
    NotAnswered.Reason.NOT_REACHED: "not reached",
    NotAnswered.Reason.DID_NOT_COME: "not reached",
    NotAnswered.Reason.DID_NOT_WANT: "declined",
    NotAnswered.Reason.LANGUAGE: "not asked",
    NotAnswered.Reason.UNWELL: "not reached",
    NotAnswered.Reason.PRISON: "not reached",
    NotAnswered.Reason.MOVED: "not reached",
    NotAnswered.Reason.NOT_ASKED: "not asked",
    NotAnswered.Reason.OTHER: "unknown",
}
ENDED = {"stopped": "does not apply", "died": "does not apply", "withdrawn": "declined", "before": "does not apply"}


def route(sender: str, own_reason: str, path: str) -> str:
    """Who sent him; empty: not recorded, or somebody for whom there is no code."""
    if sender == Sender.HIMSELF and own_reason == OwnReason.ULTIMATUM:
        return "partner"
    if sender == Sender.PROSECUTOR and path == Path.WITHOUT_PROSECUTION:
        return "police"
    return ROUTES.get(sender, "")  # type: ignore[call-overload]  # a text choice is its text


def mandate(value: str) -> str:
    return "" if not value else "voluntary" if value == Mandate.NONE else "mandated"


def band(years: int) -> str:
    return next(name for below, name in BANDS if years < below)
