"""What she saved by her links is brought into her case, once, when a worker who is unlocked opens it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from article16.common.accounts.access import Viewer
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked
from article16.support.questionnaires import actions as questionnaires
from article16.support.survivors.actions import ENTRY
from article16.support.survivors.models import Entry
from article16.support.survivors.queries import case_file, opened
from article16.support.survivors.writings import CaseFile, Kind, LinkMade, Written, told

from .. import asked, queries
from ..models import Link, Page
from ..seals import letterbox_from
from ..state import Saved

HERSELF = UUID(int=0)  # no worker wrote it


def waits(file: CaseFile) -> bool:
    """Whether something lies in a letterbox of this case. One query, none where she was never given a link."""
    links = [one.value.link for one in file.of(Kind.LINK)]
    return bool(links) and bool(queries.with_letters(links))


def lies_unread(case: UUID, viewer: Viewer, by: Unlocked) -> bool:
    """Whether something lies in a letterbox of a case that this person may open. Six queries at most."""
    file = case_file(viewer, by, case)
    return file is not None and waits(file)


@transaction.atomic
def bring_in(*, case: UUID, by: Unlocked, at: datetime) -> int:
    """Everything that she saved, in the order in which she did; how many rows did not open or were refused.

    Those stay where they are: nothing of hers is thrown away because a program does not understand it.
    """
    left = 0
    for one in opened(case, by).of(Kind.LINK):
        left += _from_link(case, one.value, by, at)
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what="bring_in", at=at)
    return left


def _from_link(case: UUID, made: LinkMade, by: Unlocked, at: datetime) -> int:
    found, broken = queries.letters(made.link, letterbox_from(made.secret))
    done = [one for one in found if _taken(case, made, one.saved, by)]
    Page.objects.filter(pk__in=[one.row for one in done]).delete()
    if any(one.saved.finished for one in done):
        Link.objects.filter(pk=made.link).exclude(pk__in=Page.objects.values("link")).delete()
    return broken + len(found) - len(done)


def _taken(case: UUID, made: LinkMade, saved: Saved, by: Unlocked) -> bool:
    try:
        with transaction.atomic():
            _take(case, made, saved, by)
    except NotPossible:
        return False
    return True


def _take(case: UUID, made: LinkMade, saved: Saved, by: Unlocked) -> None:
    if saved.words:
        _message(case, saved, by)
    elif saved.finished:
        questionnaires.finish(
            case=case, wave=made.wave, instrument=made.instrument, fingerprint=made.fingerprint, at=saved.at, by=by
        )
    else:
        _part(case, made, saved, by)


def _part(case: UUID, made: LinkMade, saved: Saved, by: Unlocked) -> None:
    questionnaires.take_part(
        case=case, wave=made.wave, instrument=made.instrument, version=made.version, fingerprint=made.fingerprint,
        informant=asked.HERS, mode="self", language=saved.language, part=saved.part, answers=saved.answers,
        at=saved.at, by=by, asked="link", passed=saved.passed, typed={} if saved.passed else saved.typed,
    )  # fmt: skip


def _message(case: UUID, saved: Saved, by: Unlocked) -> None:
    row = uuid4()
    value = Written(saved.words, timezone.localdate(saved.at))
    content = told(Kind.MESSAGE, value, at=saved.at, by=HERSELF)
    sealed = case_box(case, by).seal(content, field=ENTRY, row=row, version=1)
    Entry.objects.create(id=row, case_id=case, sealed=sealed)
