"""The three recovery sheets: any two of them open the service again. Their secrets are printed and kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.opening import KeyPair, key_pair_from, make_key_pair, open_sealed
from article16.wall.box.sealing import Pin, seal
from article16.wall.box.wrapping import random_bytes

from .. import codes
from ..models import Generation, Pair, Sheet, SheetSet
from ..opening import Unlocked
from ..rings import Ring
from .founding import begin_generation

Place = Callable[[int, int], bytes]  # what a seal to two sheets is bound to, by their numbers
SHEETS = (1, 2, 3)
LINES = 4
QR_BEGINS = "A16"
NAME_SIGNS = 4
SHEET = "sheet"
# Short words that nobody takes for one another on paper.
_WORDS = (
    "apple bridge candle desert engine feather garden harbour island jacket kettle ladder marble needle orange pepper "
    "quarry ribbon saddle thunder umbrella valley window yellow anchor basket copper dragon eleven forest ginger hammer"
)
WORDS = tuple(_WORDS.split())


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet as it is printed: shown once, to one holder."""

    set: str
    number: int
    sentence: str
    lines: tuple[str, ...] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.set}-{self.number}"

    @property
    def qr(self) -> str:
        """The same in one text, for a scanner."""
        return " ".join([QR_BEGINS, self.name, *(line.replace(" ", "") for line in self.lines)])


@dataclass(frozen=True, slots=True)
class Typed:
    """One sheet as somebody typed it from paper, its checksums right."""

    set: str
    number: int
    secret: bytes = field(repr=False)


@transaction.atomic
def make_sheets(*, unlocked: Unlocked, by: UUID, at: datetime) -> tuple[Printed, ...]:
    """Three new sheets; the former ones open nothing from now on. Gives what is printed, and keeps none of it."""
    if not unlocked.zone:
        raise NotPossible(_("Only who holds the key of this service can print its sheets."))
    return replace_sheets(zone=unlocked.zone[0], study=_study(unlocked, at=at), by=by, at=at)


def replace_sheets(*, zone: KeyPair, study: KeyPair | None, by: UUID, at: datetime) -> tuple[Printed, ...]:
    """New sheets for the rings whose pairs are given. Part of an action."""
    secrets = {number: make_key_pair(SHEET, number) for number in SHEETS}
    SheetSet.objects.filter(ended_at=None).update(ended_at=at)
    of = SheetSet.objects.create(name=_new_name(), made_at=at, made_by_id=by)
    printed = tuple(_sheet(of, number, pair) for number, pair in secrets.items())
    seal_pairs(of, zone, Ring.ZONE)
    if study:
        seal_pairs(of, study, Ring.STUDY)
    Pair.objects.exclude(set=of).filter(generation__ring__in=[Ring.ZONE] + [Ring.STUDY] * bool(study)).delete()
    record(verb=Verb.SETTING, thing="keys", by=str(by), what="make_sheets", at=at)
    return printed


def seal_pairs(of: SheetSet, pair: KeyPair, ring: Ring) -> None:
    """The ring's secret for each two sheets: seal(seal(Z, Ri), Rj). Part of an action; six seals."""
    generation = Generation.objects.get(ring=ring, ended_at=None)
    sealed = to_each_two(of, pair.raw, place=lambda inner, outer: pair_context(generation, of.name, inner, outer))
    Pair.objects.bulk_create(Pair(generation=generation, set=of, **one) for one in sealed)


def to_each_two(of: SheetSet, secret: bytes, *, place: Place) -> list[dict[str, Any]]:
    """A secret for each two sheets of this set, one seal inside the other: inner, outer, sealed. Six seals."""
    public = {row.number: _pin(row.number, bytes(row.public_key)) for row in Sheet.objects.filter(set=of)}
    found = []
    for inner, outer in combinations(sorted(public), 2):
        context = place(inner, outer)
        half = seal(secret, to=public[inner], context=context)
        found.append({"inner": inner, "outer": outer, "sealed": seal(half, to=public[outer], context=context)})
    return found


def open_with_two(sealed: bytes, inner: Typed, outer: Typed, *, context: bytes) -> bytes:
    """What `to_each_two` sealed to these two sheets; Broken when it is not whole or stands elsewhere."""
    return open_sealed(open_sealed(sealed, keys=pair_of(outer), context=context), keys=pair_of(inner), context=context)


def drop_pairs(generation: Generation) -> None:
    """The sheets open the generation after this one, and through it this one."""
    Pair.objects.filter(generation=generation).delete()


def pair_context(generation: Generation, set_name: str, inner: int, outer: int) -> bytes:
    place = f"{generation.ring}|{generation.number}|{set_name}|{inner}|{outer}"
    return bind("recovery pair", place.encode())


def typed(name: str, lines: list[str]) -> Typed:
    """A sheet from its name (like K7QM-2) and its four lines. codes.Miscopied names the lines with a slip."""
    signs = codes.tidy(name)
    if len(signs) != NAME_SIGNS + 1 or signs[-1] not in "123":
        raise NotPossible(_("Enter the sheet’s name as it stands on top, for example K7QM-2."))
    secret = codes.secret_of(lines, place=_place(signs[:-1], int(signs[-1])))
    return Typed(signs[:-1], int(signs[-1]), secret)


@transaction.atomic
def try_sheet(*, sheet: Typed, by: UUID, at: datetime) -> str:
    """The sentence that only this sheet opens; that it was opened is noted. NotPossible for a sheet of another set."""
    row = row_of(sheet)
    try:
        sentence = open_sealed(bytes(row.sentence), keys=pair_of(sheet), context=_sentence_context(row.set, row.number))
    except Broken:
        raise NotPossible(_("This sheet does not open its sentence. Print new sheets and destroy these.")) from None
    Sheet.objects.filter(pk=row.pk, tested_at=None).update(tested_at=at, tested_by=by)
    record(verb=Verb.SETTING, thing="keys", by=str(by), what="test_sheet", at=at)
    return sentence.decode()


@transaction.atomic
def bring_study(*, unlocked: Unlocked) -> bool:
    """After new sheets: seal the study key to them, as soon as somebody who holds it is there. Whether it was due."""
    current, present = SheetSet.objects.filter(ended_at=None).first(), set_of(Ring.STUDY)
    if not unlocked.study or current is None or present == current:
        return False
    Pair.objects.filter(generation__ring=Ring.STUDY).delete()
    seal_pairs(current, unlocked.study[0], Ring.STUDY)
    return True


def set_of(ring: Ring) -> SheetSet | None:
    """The set that opens this ring: the present one, or a former one while nobody sealed the study to the present."""
    sealed = Pair.objects.filter(generation__ring=ring, generation__ended_at=None).values("set")
    return SheetSet.objects.filter(pk__in=sealed).order_by("-pk").first()


def row_of(sheet: Typed, *, ring: Ring = Ring.ZONE) -> Sheet:
    """The sheet as this service knows it; NotPossible says what is wrong with one that it does not know."""
    current = set_of(ring)
    if current is None:
        raise NotPossible(_("This service has no recovery sheets. Is the right backup restored?"))
    if sheet.set != current.name:
        former = SheetSet.objects.filter(name=sheet.set).exists()
        raise NotPossible(_former(sheet.set, current.name) if former else _foreign(sheet.set, current.name))
    row = Sheet.objects.select_related("set").get(set=current, number=sheet.number)
    if pair_of(sheet).public_key != bytes(row.public_key):
        raise NotPossible(_foreign(sheet.set, current.name))
    return row


def pair_of(sheet: Typed) -> KeyPair:
    return key_pair_from(sheet.secret, zone=SHEET, generation=sheet.number)


def _former(name: str, current: str) -> str:
    words = _("This sheet is of the set %(name)s. The key opens with the set %(current)s: take a sheet of that one.")
    return words % {"name": name, "current": current}


def _foreign(name: str, current: str) -> str:
    words = _(
        "This sheet, of the set %(name)s, is not one of this service’s, whose set is %(current)s. "
        "Take the right sheet, or restore the backup that belongs to it."
    )
    return words % {"name": name, "current": current}


def _study(unlocked: Unlocked, *, at: datetime) -> KeyPair | None:
    """The study key is drawn with the first sheets, sealed to them alone. Later only an evaluator can seal it anew."""
    if not Generation.objects.filter(ring=Ring.STUDY).exists():
        pair = make_key_pair(Ring.STUDY)
        begin_generation(Ring.STUDY, pair, at=at)
        return pair
    return unlocked.study[0] if unlocked.study else None


def _sheet(of: SheetSet, number: int, pair: KeyPair) -> Printed:
    sentence = " ".join(WORDS[one % len(WORDS)] for one in random_bytes(6))
    sealed = seal(sentence.encode(), to=_pin(number, pair.public_key), context=_sentence_context(of, number))
    Sheet.objects.create(set=of, number=number, public_key=pair.public_key, sentence=sealed)
    return Printed(of.name, number, sentence, tuple(codes.lines_of(pair.raw, place=_place(of.name, number))))


def _sentence_context(of: SheetSet, number: int) -> bytes:
    return bind("test sentence", of.name.encode(), str(number).encode())


def _new_name() -> str:
    taken = set(SheetSet.objects.values_list("name", flat=True))
    while (name := "".join(codes.ALPHABET[one % 32] for one in random_bytes(NAME_SIGNS))) in taken:
        continue
    return name


def _place(name: str, number: int) -> str:
    return f"{SHEET}|{name}|{number}"


def _pin(number: int, public_key: bytes) -> Pin:
    return Pin(SHEET, number, public_key, "")
