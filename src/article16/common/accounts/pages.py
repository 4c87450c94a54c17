"""What the account pages show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from article16.common.audit.sentences import Told
from article16.common.ui.parts import Fact, Paging
from article16.common.ui.shell import Link

from .queries import ClosedRow, PersonRow, ProgrammeRow


@dataclass(frozen=True, slots=True)
class DemoRole:
    email: str
    role: str
    about: str


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What differs between the two houses on the pages they share."""

    about: str  # one sentence on the sign-in page
    lead: str  # the role that the first account gets beside administrator
    demo_roles: tuple[DemoRole, ...]
    other_origin: str  # address of the other service


@dataclass(frozen=True, slots=True)
class SignInPage:
    about: str
    demo_roles: tuple[DemoRole, ...]
    other_house: str  # address of the other service; only in the demonstration
    idle_minutes: int


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is one form: heading, a sentence before it, the form, what its button says, and the way back."""

    heading: str
    intro: str
    form: Form
    button: str
    back: str = ""
    kept_at: object = None  # when the draft was kept that fills the form


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class GrantLine:
    id: int
    label: str
    programme: str  # empty: over the whole service
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    person: PersonRow
    grants: tuple[GrantLine, ...]
    facts: tuple[Fact, ...]
    give_role: Link
    closed: tuple[ClosedRow, ...]
    link: str  # a one-time link made just now, shown once


@dataclass(frozen=True, slots=True)
class ProgrammesPage:
    rows: tuple[ProgrammeRow, ...]
    add: Link
    support_links: bool  # casework: where each programme's messages go


@dataclass(frozen=True, slots=True)
class AccountPage:
    name: str
    email: str
    roles: tuple[tuple[str, str], ...]  # role, programme


@dataclass(frozen=True, slots=True)
class LogPage:
    rows: tuple[Told, ...]
    paging: Paging
