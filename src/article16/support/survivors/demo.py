"""Made-up women beside the made-up men of the demonstration. Nobody of these names is meant. Never elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from article16.simulation.demonstration import mailbox
from article16.support.keys.opening import Unlocked

from . import actions, queries
from .children import ChildRecord, ChildStatus
from .contact import SafeContact, Way, Window, Wish
from .helping import Referral
from .policy import CHILD_STATUSES, DUTIES
from .writings import Attempt, Consent, ConsentEnded, Disclosure, Duty, Kind, Plan, Value, Written

NOBODY_IN, TWO_IN = 3, 30  # of so many men one has no woman in the cases; of so many one has two
MOST_MEN = 1_000  # beyond that the men are for measuring, and nothing of them is told
FIRST = ("Vesna", "Amira", "Judit", "Karin", "Layla", "Milena", "Ruth", "Selin", "Teresa", "Yara")
LAST = ("Lindgrub", "Auenfeld", "Brunnweg", "Steinmoos", "Hochrain", "Weidental", "Moosbach", "Kornhof")
LANGUAGES = ("German", "English", "Spanish", "Arabic", "")
CHILDREN = ("Mia", "Jonas", "Elif", "Luca", "Nour", "Paul")
COVER = ("Ana from the library", "the dentist's desk", "the parents' evening", "")
PLAN = (
    "Keys, papers and some money with the neighbour.\n"
    "When it becomes loud: the room with two doors, not the kitchen.\n"
    "The children know the sentence with which they go to the neighbour.\n"
    "Made up for a demonstration."
)
Dated = tuple[Kind, Value, datetime]


@transaction.atomic
def fill(*, men: int, seed: int, by: Unlocked, at: datetime) -> int:
    """So many cases were made: for two men of three, for some two. Only where nobody has begun to work."""
    if not settings.DEMO:
        raise RuntimeError("Made-up women are for the demonstration only.")
    if men > MOST_MEN or queries.any_case():
        return 0
    women = [one for number in range(men) if number % NOBODY_IN < NOBODY_IN - 1 for one in _women(seed, number)]
    for number, relation, chance in women:
        _case(mailbox(seed, number), relation, chance, by=by, at=at)
    return len(women)


def women_of(by: Unlocked) -> dict[UUID, list[UUID]]:
    """The made-up cases beside each man, by his mailbox."""
    found: dict[UUID, list[UUID]] = {}
    for case in queries.every_case():
        if (of := queries.opened(case, by).core.mailbox) is not None:
            found.setdefault(of, []).append(case)
    return found


def _women(seed: int, number: int) -> Iterator[tuple[int, str, Random]]:
    """Who they are to this man, and the draws for each: the same for the same seed and number."""
    chance = Random(f"{seed}/{number}/her")  # noqa: S311  made-up data, nothing secret
    yield number, chance.choice(("partner", "partner", "former partner", "other")), chance
    if number % TWO_IN == 0:
        yield number, "new partner", Random(f"{seed}/{number}/another")  # noqa: S311  chance that can be repeated, about nobody


def _case(of: UUID, relation: str, chance: Random, *, by: Unlocked, at: datetime) -> None:
    first = chance.choice(FIRST)
    opened = _moment(at, chance.randint(3, 240))
    case = actions.open_case(
        name=f"{first} {chance.choice(LAST)} (made up)",
        relation=relation,
        called=f"{first} (made up)",
        mailbox=of,
        by=by.staff,
        at=opened,
        on=timezone.localdate(opened),
        case=UUID(int=chance.getrandbits(128), version=4),
    )
    beside = Random(f"{case}/beside")  # noqa: S311  made-up data, nothing secret
    written = [one for one in (*_story(chance, opened, at), *_beside(beside, opened)) if one[2] < at]
    actions.write_all(case=case, entries=written, by=by, at=at)
    _consents(case, chance, opened, by=by, at=at)


def _moment(at: datetime, days: int) -> datetime:
    """Ten in the morning of her worker, so many days ago."""
    zone = timezone.get_current_timezone()
    return datetime.combine(timezone.localdate(at) - timedelta(days=days), time(10), tzinfo=zone)


def _story(chance: Random, opened: datetime, at: datetime) -> Iterator[Dated]:
    """How she may be reached, whether she was, what she was told, support, a plan: each later than the one before."""
    wish = chance.choices((Wish.OPEN, Wish.NEVER, Wish.DANGER_ONLY, Wish.NOT_ASKED), (16, 2, 1, 2))[0]
    if wish is Wish.NOT_ASKED:
        return
    asked = opened + timedelta(days=chance.randint(1, 6))
    contact = _contact(chance, wish, timezone.localdate(asked))
    yield Kind.CONTACT, contact, asked
    if wish is not Wish.OPEN:
        return
    for number in range(chance.randint(0, 2)):
        yield Kind.ATTEMPT, Attempt(Way.PHONE, "not reached"), asked + timedelta(days=number, hours=7)
    reached = asked + timedelta(days=2, hours=7, minutes=30)
    yield Kind.ATTEMPT, Attempt(Way.PHONE, "reached", "She was alone. Made up."), reached
    for what in list(DUTIES)[: chance.choice((2, 4, 6, 6))]:
        yield Kind.DUTY, Duty(what, Way.PHONE, timezone.localdate(reached)), reached
    for number in range(chance.randint(0, 6)):
        held = reached + timedelta(days=9 * (number + 1))
        words = "She says what helps her through the week. Made up."
        yield Kind.SESSION, Written(words, timezone.localdate(held), "", 50), held
    if chance.random() < 0.4:
        yield Kind.PLAN, Plan(PLAN), reached + timedelta(days=1)
    if (at - opened).days > 90:
        again = _moment(at, chance.randint(5, 60))
        yield Kind.CONTACT, _contact(chance, wish, timezone.localdate(again)), again


def _beside(chance: Random, opened: datetime) -> Iterator[Dated]:
    """For some of them: a child with where child protection stands, and a referral on with what came of it."""
    for number in range(chance.choice((0, 0, 1, 1, 2))):
        child, written = UUID(int=chance.getrandbits(128), version=4), opened + timedelta(days=8, hours=number)
        born = timezone.localdate(opened) - timedelta(days=chance.randint(300, 5800))
        name = f"{chance.choice(CHILDREN)} (made up)"
        yield Kind.CHILD_RECORD, ChildRecord(child, name, born, lives_with="her mother"), written
        if chance.random() < 0.6:
            status = chance.choice(list(CHILD_STATUSES))
            yield Kind.CHILD_STATUS, ChildStatus(child, status, timezone.localdate(written)), written
    if chance.random() < 0.3:
        on = opened + timedelta(days=14)
        where = chance.choice(("Housing office", "Legal advice", "Women’s shelter", "Family doctor"))
        yield Kind.REFERRAL, Referral(where, "Made up.", timezone.localdate(on)), on


def _contact(chance: Random, wish: Wish, said_on: date) -> SafeContact:
    if wish is not Wish.OPEN:
        return SafeContact(wish, said_on)
    since = chance.choice((8, 9, 12, 17))
    days = sorted(chance.sample(range(7), chance.randint(2, 5)))
    return SafeContact(
        wish,
        said_on,
        ways=(Way.PHONE,) if chance.random() < 0.7 else (Way.PHONE, Way.TEXT),
        windows=tuple(Window(day, time(since), time(since + chance.choice((2, 4)))) for day in days),
        zone=str(timezone.get_current_timezone()),
        number=f"+43 660 000 {chance.randint(0, 99):02d} {chance.randint(0, 99):02d}",
        others_use_device=chance.choice((True, False, None)),
        cover_name=chance.choice(COVER),
        code_word=chance.choice(("umbrella", "blue cup", "")),
        language=chance.choice(LANGUAGES),
        interpreter=chance.random() < 0.2,
    )


def _consents(case: UUID, chance: Random, opened: datetime, *, by: Unlocked, at: datetime) -> None:
    """For some women one: in force, run out, or taken back; and for some what was told under it."""
    how = chance.choice(("none", "in force", "told", "run out", "taken back"))
    begun = opened + timedelta(days=10, hours=1)
    if how == "none" or begun + timedelta(days=3) >= at:
        return
    since = timezone.localdate(begun)
    until = since + timedelta(days=2) if how == "run out" else None
    given = Consent(
        "That she has moved, not where. Made up.", "Child protection", "Contact with the children", since, until
    )
    consent = actions.write(case=case, kind=Kind.CONSENT, value=given, by=by, at=begun)
    later = begun + timedelta(days=2)
    day = timezone.localdate(later)
    if how == "told":
        told = Disclosure(consent, given.recipient, "She has moved. Made up.", day)
        actions.write(case=case, kind=Kind.DISCLOSURE, value=told, by=by, at=later)
    if how == "taken back":
        actions.write(case=case, kind=Kind.CONSENT_ENDED, value=ConsentEnded(consent, day), by=by, at=later)
