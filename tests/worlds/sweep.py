"""Every address of casework with the ids that exist in this world. A new page is swept without being added."""

from dataclasses import dataclass
from itertools import zip_longest

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, reverse
from django.utils.module_loading import import_string

from article16.common.accounts.access import Access, Door
from tests.every_url import NOBODY, patterns

# What an address may name, and whose ids fill it. A new name fails until somebody has said what it stands for.
NAMED = {
    "client_id": "clients.Client",
    "episode_id": "clients.Episode",
    "task_id": "tasks.Task",
    "interview_id": "intake.Interview",
    "assessment_id": "intake.Assessment",
    "criterion_id": "intake.Criterion",
    "text_id": "intake.AgreementText",
    "held_id": "records.ReviewHeld",
    "individual_id": "records.IndividualSession",
    "note_id": "records.Note",
    "ending_id": "endings.Ending",
    "merge_id": "clients.Merge",
    "order_id": "clients.Order",
    "deadline_id": "clients.Deadline",
    "agency_id": "clients.Agency",
    "group_id": "groups.Group",
    "session_id": "groups.Session",
    "enrolment_id": "groups.Enrolment",
    "holiday_id": "groups.Holiday",
    "asking_id": "questionnaires.Asking",
    "own_id": "questionnaires.OwnInstrument",
    "rating_id": "questionnaires.Rating",
    "rating_draft_id": "questionnaires.RatingDraft",
    "relative_id": "family.Relative",
    "check_id": "family.RecordsCheck",
    "document_id": "family.Document",
    "sealed_id": "family.SealedDocument",
    "document_kind_id": "family.DocumentKind",
    "person_id": "accounts.Staff",
    "programme_id": "accounts.Programme",
    "membership": "accounts.Membership",
    "sheet_id": "panel.Sheet",
    "access_id": "access.Request",
    "part_id": "access.Part",
    "hold_id": "retention.Hold",
    "closed_id": "accounts.ClosedFile",
    "pk": "mfa.Authenticator",
    "token": "accounts.Invitation",
}
# What is no thing with an id of its own: a few values that are there, and one that is not.
VALUES = {
    "place": ["1", "99"], "entry": ["first", "nonsense"], "secret": ["nonsense"], "language": ["en", "ar"],
    "code": ["impact", "breach", "nonsense"],
    "figure": ["referrals", "nonsense"], "year": ["2026", "1999"], "slot": ["core_10", "nonsense"],
}  # fmt: skip
MOST = 2  # things of each kind, the first and the last


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    rule: Access
    things: bool  # whether it names something of a programme

    def opens(self, role: str, place: str) -> bool:
        """Whether this role may see more there than that there is nothing. What is named stands in Graz."""
        if self.rule.door is not Door.STAFF:
            return True
        return role in self.rule.roles and (place in ("graz", "") or not self.things)


def addresses() -> list[Address]:
    known = {name: _ids(model) for name, model in NAMED.items()} | VALUES
    table, found = import_string(settings.ACCESS), sorted(patterns(), key=lambda one: one.name)
    return [
        Address(path, table[pattern.name], bool(pattern.pattern.converters))
        for pattern in found
        for path in _filled(pattern, known)
    ]


def _filled(pattern: URLPattern, known: dict[str, list[str]]) -> list[str]:
    kinds = pattern.pattern.converters
    if unknown := set(kinds) - set(known):
        raise KeyError(f"{pattern.name} names {unknown}: say in sweep.NAMED whose ids these are.")
    if not kinds:
        return [reverse(pattern.name)]
    columns = [known[name] or [_nobody(kinds[name])] for name in kinds]
    rows = zip_longest(*columns)
    filled = [
        dict(zip(kinds, (value or column[-1] for value, column in zip(row, columns, strict=True)), strict=True))
        for row in rows
    ]
    return [
        reverse(pattern.name, kwargs={name: kinds[name].to_python(value) for name, value in one.items()})
        for one in filled
    ]


def _nobody(converter: object) -> str:
    return "1" if "Int" in type(converter).__name__ else NOBODY


def _ids(model: str) -> list[str]:
    column = "token_hash" if model == "accounts.Invitation" else "pk"
    found = [str(one) for one in apps.get_model(model).objects.order_by(column).values_list(column, flat=True)]
    return found if len(found) <= MOST else [found[0], found[-1]]
