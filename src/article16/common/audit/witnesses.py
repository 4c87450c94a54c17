"""What the head and the anchors say that the chain was; they stand outside the database."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from article16.common.audit import files


@dataclass(frozen=True, slots=True)
class Witness:
    """One file's word that row `rows` had this hash."""

    name: str
    rows: int
    hash: str

    def contradicted(self) -> str:
        return _("Row %(row)s is not the one that %(name)s names: the chain was written anew.") % {
            "row": self.rows,
            "name": self.name,
        }

    def cut(self, *, rows: int) -> str:
        return _("The chain ends at row %(rows)s, but %(name)s names row %(row)s: its end was cut off.") % {
            "rows": rows,
            "row": self.rows,
            "name": self.name,
        }


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All of them, by the row that they name."""

    by_row: dict[int, list[Witness]]
    head: bool
    sealer_ran: datetime | None
    problems: tuple[str, ...]

    def missing(self, *, rows: int) -> list[str]:
        """A chain of some length without a head: the sealer writes one before the first row."""
        if self.head or not rows:
            return []
        return [_("The file %(name)s is missing, so a cut end might not show.") % {"name": files.HEAD}]


def read(folder: Path) -> Witnesses:
    """The words of both files; a file that cannot be read is a problem, not an error."""
    problems, spoken = [], []
    head = None
    try:
        head = files.read_head(folder)
    except files.UnreadableError:
        problems.append(_unreadable(files.HEAD))
    if head:
        spoken.append(Witness(name=_("the file head.json"), rows=head.rows, hash=head.hash))
    try:
        spoken += [
            Witness(name=_("the anchor of %(day)s") % {"day": anchor.day}, rows=anchor.rows, hash=anchor.hash)
            for anchor in files.read_anchors(folder)
        ]
    except files.UnreadableError:
        problems.append(_unreadable(files.ANCHORS))
    by_row = defaultdict(list)
    for witness in spoken:
        by_row[witness.rows].append(witness)
    by_row.pop(0, None)
    return Witnesses(
        by_row=dict(by_row),
        head=(folder / files.HEAD).exists(),
        sealer_ran=head.time if head else None,
        problems=tuple(problems),
    )


def _unreadable(name: str) -> str:
    return _("The file %(name)s cannot be read: it is not as the program wrote it.") % {"name": name}
