"""What messages are made of, smaller than a message."""

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from article16.wall.vocabulary.fields import CLOSED, Code, Coded, Day, Line, Name, Note
from article16.wall.vocabulary.kinds import ContactKind, Missing, Relation, Source


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Contact:
    """One way to reach a person, or a place where she or a child is."""

    kind: ContactKind
    value: Line
    note: Line = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Person:
    """A woman, a child, or anybody else her service should know of."""

    relation: Relation
    name: Name
    birth_date: Day | None = None
    contacts: Annotated[tuple[Contact, ...], Field(max_length=8)] = ()
    note: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class StudyValue:
    """One coded value, or why there is none. Never free text."""

    item: Code
    value: Coded | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        """A value, or a reason why there is none; one of the two."""
        if (self.value is None) == (self.missing is None):
            raise ValueError("a value or a reason why it is missing")
