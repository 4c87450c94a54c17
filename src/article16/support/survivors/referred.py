"""What casework's messages say of one man under all the random numbers that he has had."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from article16.support.keys.opening import Unlocked
from article16.support.questionnaires import course
from article16.support.questionnaires.queries import his_dates


def numbers_of(mailbox: UUID, by: Unlocked) -> frozenset[UUID]:
    """This one, and those of files that became one with it: a case may name any of them. Three queries at most."""
    return same_men([mailbox], by)


def same_men(mailboxes: Iterable[UUID], by: Unlocked) -> frozenset[UUID]:
    """The same of several men."""
    steps = his_dates.steps(by).steps
    return frozenset().union(*(course.as_one(mailbox, steps) for mailbox in mailboxes))


def referred_on(mailbox: UUID | None, by: Unlocked, *, on: date) -> date | None:
    """His latest referral up to this day, from which the days for a first contact count. Three queries at most."""
    return course.referred_on(mailbox, his_dates.steps(by).steps, on=on) if mailbox else None
