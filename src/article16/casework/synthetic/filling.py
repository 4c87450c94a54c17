"""Fills casework with whole made-up men, or with names and episodes only, and says how far it is."""

import sys
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from article16.casework.clients.models import Client, Counter, Episode, NamePart, Referral, ReferralFacts
from article16.casework.clients.names import parts
from article16.common.accounts import queries as accounts
from article16.common.audit.actions import Verb, record
from article16.simulation.demonstration import SEED

from . import clients, endings, family, groups, intake, messages, names, questionnaires, records
from .scene import Man, Scene, Staff, uuid
from .writing import Rows

# Men whose messages are sealed and sent, and of whom each answer stands; beyond it the fill is for measuring pages.
TOLD = 1_000
# Who works where: by e-mail, as in demo_people.
WORKS = {
    "graz": ("miriam", "peter", ("ana", "jonas", "lena")),
    "probation": ("miriam", "peter", ("eva", "murat", "daniel")),
    "prison": ("vera", "paul", ("ben", "nina", "olaf")),
}
Say = Callable[[str], None]


def say(words: str) -> None:
    """To the person who started it; the other stream belongs to the sign-ins."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201  because a person waits


def fill(*, men: int, seed: int = SEED, at: datetime, told: Say = say) -> int:
    """Whole men with everything about them; how many rows were written. Only where nobody has begun to work."""
    if not settings.DEMO:
        raise RuntimeError("Made-up men are for the demonstration only.")
    if men < 1 or Client.objects.exists():
        return 0
    begun = time.monotonic()
    scene = Scene(timezone.localdate(at), seed, _staff())
    rows, made = Rows(), 0
    with transaction.atomic():
        offices = clients.agencies(scene)
        here = _Here(scene, offices)
    for portion in scene.men(men):
        with transaction.atomic():
            here.dress(portion, rows)
            rows.write()
            here.ask(portion, rows, at=at, whole=men <= TOLD)
            if men <= TOLD:
                messages.post(scene, portion, at=at)
            _close(scene, portion, at)
        made += len(portion)
        told(f"casework: {made:,} of {men:,} made-up men, {rows.written:,} rows, {time.monotonic() - begun:.0f} s.")
    return rows.written


class _Here:
    """What the rooms need beside the men themselves; made once."""

    def __init__(self, scene: Scene, offices: dict) -> None:
        self.scene, self.offices = scene, offices
        self.texts = intake.begin(scene)
        self.kinds = family.begin()
        self.answers = questionnaires.begin(scene)
        records.begin(scene)

    def ask(self, men: list[Man], rows: Rows, *, at: datetime, whole: bool) -> None:
        questionnaires.dress(self.scene, men, rows, self.answers, at=at, whole=whole)

    def dress(self, men: list[Man], rows: Rows) -> None:
        clients.dress(self.scene, men, rows, self.offices)
        intake.dress(self.scene, men, rows, self.texts)
        records.dress(self.scene, men, rows)
        family.dress(self.scene, men, rows, self.kinds)
        groups.dress(self.scene, men, rows)
        endings.dress(self.scene, men, rows)


def _staff() -> dict[str, Staff]:
    found = {email.partition("@")[0]: one.pk for email, one in accounts.demo_people(_emails()).items()}
    places = {one.code: one for one in accounts.programmes()}
    return {
        code: Staff(
            places[code].id, code, "support", found[manager], found[worker], tuple(found[one] for one in facilitators)
        )
        for code, (manager, worker, facilitators) in WORKS.items()
    }


def _emails() -> list[str]:
    return [f"{one}@demo.invalid" for manager, worker, others in WORKS.values() for one in (manager, worker, *others)]


def _close(scene: Scene, men: list[Man], at: datetime) -> None:
    """The next code that a person will be given, and one row of the record that says where these men come from."""
    Counter.objects.update_or_create(name="client", defaults={"next": scene.next_code})
    record(verb=Verb.WRITE, thing="client", ids=[str(man.client) for man in men], what="synthetic", at=at)


def fill_thin(*, men: int, seed: int = SEED, at: datetime, told: Say = say) -> int:
    """Names with episodes and referrals alone, for measuring lists and search among very many. After `fill`."""
    if not settings.DEMO:
        raise RuntimeError("Made-up men are for the demonstration only.")
    scene = Scene(timezone.localdate(at), seed, _staff())
    scene.next_code = Counter.objects.filter(name="client").values_list("next", flat=True).first() or 1
    moment, codes = scene.at(scene.today), list(scene.staff.values())
    for start in range(0, men, 20_000):
        rows = Rows()
        for number in range(start, min(start + 20_000, men)):
            _thin(scene, number, codes[number % len(codes)], rows, moment)
        with transaction.atomic():
            rows.write()
            Counter.objects.update_or_create(name="client", defaults={"next": scene.next_code})
        told(f"casework: {min(start + 20_000, men):,} of {men:,} names.")
    return men


def _thin(scene: Scene, number: int, staff: Staff, rows: Rows, moment: datetime) -> None:
    rng = scene.chance(number, "thin")
    name, _language = names.name(rng)
    client, born = uuid(rng), scene.day(-rng.randint(7_000, 25_000))
    code = f"C-{scene.next_code:03d}"
    scene.next_code += 1
    rows.add(Client(id=client, code=code, name=name, birth_date=born, mailbox=uuid(rng), created_at=moment))
    for part in parts(name):
        rows.add(NamePart(client_id=client, part=part))
    opened, episode = scene.day(rng.randint(0, 1000)), uuid(rng)
    rows.add(
        Episode(
            id=episode,
            client_id=client,
            programme_id=staff.programme,
            number=1,
            opened_on=opened,
            state="ended",
            ended_on=scene.today,
        )
    )
    # Without these two the page of such a man would have nothing to open with.
    rows.add(Referral(episode_id=episode, received_on=opened, status="withdrawn", status_on=opened))
    written = {"written_at": moment, "written_by_id": staff.intake}
    rows.add(ReferralFacts(id=uuid(rng), episode_id=episode, sender="court", **written))
