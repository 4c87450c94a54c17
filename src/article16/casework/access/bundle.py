"""The copy that he is given: a PDF to read and tables to go on with, in one ZIP. Made anew from what was released."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.family.models import DocumentContent
from article16.common import copies
from article16.common.copies import Cover, Shown

from .kinds import Why
from .models import Item, Request
from .words import LEFT_OUT, SENTENCES


@dataclass(frozen=True, slots=True)
class Bundle:
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def of(request: Request) -> Bundle:
    """The ZIP. Three queries, and one for each document."""
    rows = shown(request)
    at = timezone.localtime(request.prepared_at)
    return Bundle(copies.archive(_cover(request, at), rows, at=at, documents=_documents(rows)))


def _cover(request: Request, at: datetime) -> Cover:
    return Cover(
        head=_("Copy of what is kept about you"),
        sentences=tuple(str(one) for one in SENTENCES),
        facts=(
            (_("Name"), request.client.name),
            (_("Number"), request.client.code),
            (_("Asked on"), date_format(request.asked_on, "j F Y")),
            (_("As it stood on"), date_format(at, "j F Y, H:i")),
            (_("Programme"), request.programme.name),
        ),
    )


def shown(request: Request) -> list[Shown]:
    """What is given, in order; in place of what is left out stands that it is, and the kind of reason. One query."""
    items = Item.objects.filter(part__request=request).select_related("part").order_by("part__position", "position")
    return [_shown(one) for one in items]


def _shown(item: Item) -> Shown:
    lines = tuple((str(name), str(words)) for name, words in item.lines)
    if not item.why:
        return Shown(item.table, item.part.heading, lines, item.document)
    out = str(LEFT_OUT) % {"why": Why(item.why).label}
    if not item.only:
        return Shown(item.table, item.part.heading, ((_("This entry"), out),), "")
    kept = tuple((name, out if name in item.only else words) for name, words in lines)
    # A file is left out with any part of its entry: nobody has looked into it for that part.
    return Shown(item.table, item.part.heading, kept, "")


def _documents(rows: Sequence[Shown]) -> dict[str, bytes]:
    files = {}
    for name in (row.document for row in rows if row.document):
        content = DocumentContent.objects.filter(document=name.split(".")[0]).values_list("content", flat=True).first()
        if content is not None:
            files[name] = bytes(content)
    return files
