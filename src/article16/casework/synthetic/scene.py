"""The made-up programmes as they stand today: where they are, who works there, and each man's course with a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from article16.simulation.courses import Course, courses
from article16.simulation.demonstration import mailbox
from article16.simulation.world import World

from . import names

# Volume of three middling programmes: groups of a useful size come together within four months.
WORLD = World(group_size=10, fill_days=110, years=3.0)
SPAN = 1095  # days from the beginning of the world to today
ZONE = ZoneInfo("Europe/Vienna")
WEEK = timedelta(days=7)
PLACES = {"community": "graz", "probation": "probation", "prison": "prison"}  # setting to programme code
AGES = {"under 25": (19, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55 and over": (55, 68)}
RESTS = 0.06  # share of men under way who are suspended today
COMES_BACK = 0.05  # share of men whose course is dressed as a second passage of an earlier man


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in one programme, by role; ids of accounts."""

    programme: UUID
    code: str
    zone: str
    manager: UUID
    intake: UUID
    facilitators: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """A group of the simulation with the evening on which it meets. Its men all began on its first day."""

    id: UUID
    staff: Staff
    pair: int
    number: int  # of the programme's groups, from 0
    first: date
    shift: int  # days by which the service moved the group of the simulation to reach that evening
    left_untaken: bool  # nobody took the register of its last session

    @property
    def facilitators(self) -> tuple[UUID, UUID]:
        """Two of those who work there, another pair for each."""
        them = self.staff.facilitators
        return them[self.pair % len(them)], them[(self.pair + 1) % len(them)]


@dataclass(slots=True)
class Man:
    """One course with everything that the rooms need to dress it."""

    course: Course
    staff: Staff
    client: UUID
    episode: UUID
    number: int  # of the episode
    code: str  # empty for a second passage: he has one
    name: str
    language: str
    born: date
    mailbox: UUID
    opened: date
    state: str  # an EpisodeState
    ended: date | None
    group: "Circle | None"

    @property
    def first(self) -> bool:
        return self.number == 1

    @property
    def signs(self) -> bool:
        """Whether he has signed by today."""
        return self.course.start is not None and self.course.decided + 3 <= SPAN

    @property
    def shift(self) -> int:
        """Days by which everything of his from the first session on is later than in the simulation."""
        return self.group.shift if self.group else 0


@dataclass(slots=True)
class Scene:
    """Days of the simulation as dates, chance by man and room, and who has been there before."""

    today: date
    seed: int
    staff: dict[str, Staff]  # programme code to its people
    next_code: int = 1
    left: dict[str, list[tuple[date, Man]]] = field(default_factory=dict)  # programme to men who left, and when
    circles: dict[tuple[str, int], Circle] = field(default_factory=dict)  # by programme and group of the simulation
    met: dict[str, int] = field(default_factory=dict)  # groups made so far in each programme

    def day(self, number: int) -> date:
        """The date of a day of the simulation."""
        return self.today + timedelta(days=number - SPAN)

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=ZONE)

    def chance(self, man: int, room: str) -> Random:
        """The same for the same man and room, whatever else is made."""
        return chance(self.seed, man, room)

    def men(self, count: int) -> Iterator[list[Man]]:
        """All of them, in portions of one region at most, in the order in which they were referred."""
        for portion in _portions(courses(WORLD, men=count, seed=self.seed)):
            self._meet(portion)
            yield [self._dressed(one) for one in sorted(portion, key=lambda one: (one.referred, one.number))]

    def _meet(self, portion: list[Course]) -> None:
        """The groups of these men, each with an evening: one of the first programme's running groups meets today."""
        starts = {(one.programme, one.group): one for one in portion if one.group is not None}
        for key, one in sorted(starts.items(), key=lambda pair: (pair[1].start, pair[0])):
            code = PLACES[one.setting]
            number = self.met.get(code, 0)
            rng = chance(self.seed, *key)
            plain = self.day(one.start or 0)
            runs = plain <= self.today - WEEK and plain + WORLD.weeks * WEEK > self.today + WEEK
            running = sum(1 for circle in self.circles.values() if circle.staff.code == code and self._runs(circle))
            evening = self._evening(code, running if runs else None, rng)
            shift = (evening - plain.weekday()) % 7
            self.circles[key] = Circle(
                uuid(rng),
                self.staff[code],
                pair=one.pair or 0,
                number=number,
                first=plain + timedelta(days=shift),
                shift=shift,
                left_untaken=runs and running == 1,
            )
            self.met[code] = number + 1

    def _runs(self, circle: Circle) -> bool:
        return circle.first <= self.today < circle.first + WORLD.weeks * WEEK

    def _evening(self, code: str, running: int | None, rng: Random) -> int:
        """The first running group meets today, the second one met the day before yesterday; others on working days."""
        if running == 0:
            return self.today.weekday()
        if running == 1:
            return (self.today.weekday() - 2) % 7
        return rng.randint(0, 4)

    def _dressed(self, course: Course) -> Man:
        rng = self.chance(course.number, "person")
        staff = self.staff[PLACES[course.setting]]
        opened = self.day(course.referred)
        circle = None if course.group is None else self.circles[course.programme, course.group]
        state, ended = self._state(course, circle)
        before = self._back(opened, staff.code, rng)
        name, language = names.name(rng)
        low, high = AGES[course.age_band]
        born = opened - timedelta(days=rng.randint(low * 365 + 5, high * 365 + 300))
        man = Man(
            course,
            staff,
            client=before.client if before else uuid(rng),
            episode=uuid(rng),
            number=before.number + 1 if before else 1,
            code="" if before else f"C-{self._code():03d}",
            name=before.name if before else name,
            language=before.language if before else language,
            born=before.born if before else born,
            mailbox=before.mailbox if before else mailbox(self.seed, course.number),
            opened=opened,
            state=state,
            ended=ended,
            group=circle,
        )
        if ended and course.ending != "died":
            self.left.setdefault(staff.code, []).append((ended, man))
        return man

    def _state(self, course: Course, circle: Circle | None) -> tuple[str, date | None]:
        shift = circle.shift if circle else 0
        if course.ended is not None and course.ended + shift <= SPAN:
            return "ended", self.day(course.ended + shift)
        if course.start is not None and course.start + shift <= SPAN:
            rests = self.chance(course.number, "rests").random() < RESTS and course.start + shift < SPAN - 14
            return "suspended" if rests else "active", None
        return "referred", None

    def _back(self, opened: date, code: str, rng: Random) -> Man | None:
        """A man who left at least two months ago and comes again."""
        if rng.random() > COMES_BACK:
            return None
        gone = [n for n, (ended, _man) in enumerate(self.left.get(code, ())) if ended < opened - timedelta(days=60)]
        return self.left[code].pop(rng.choice(gone))[1] if gone else None

    def _code(self) -> int:
        self.next_code += 1
        return self.next_code - 1


def _portions(found: Iterable[Course], size: int = 4096) -> Iterator[list[Course]]:
    portion: list[Course] = []
    for one in found:
        portion.append(one)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion


def chance(*of: object) -> Random:
    """The same draws for the same words."""
    return Random("/".join(map(str, of)))  # noqa: S311  made-up data, nothing secret


def uuid(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
