"""What casework sent, as rows of the study. Pure: from one opened message to one row, or to none."""

from datetime import date
from uuid import UUID

from article16.instruments.missing import Missing
from article16.wall.vocabulary import Course, CourseEvent, Message, Opened, RiskAssessed, RiskLevel, StudyRecord
from article16.wall.vocabulary import Missing as NotThere

from .rows import StudyRow

# What casework says about a record itself, beside its values.
ABOUT = "a16."
MISSING = {
    NotThere.NOT_ASKED: Missing.NOT_ASKED.value,
    NotThere.NOT_REACHED: Missing.NOT_REACHED.value,
    NotThere.DECLINED: Missing.DECLINED.value,
    NotThere.NOT_APPLICABLE: Missing.DOES_NOT_APPLY.value,
}
LEVELS = {RiskLevel.LOW: "1", RiskLevel.MEDIUM: "2", RiskLevel.HIGH: "3", RiskLevel.VERY_HIGH: "4"}


def row_of(message: Message) -> StudyRow | None:
    """The row that this message is; None: it says nothing that the study needs."""
    if isinstance(message, Opened):
        return _step(message.mailbox, "opened", message.on, message.programme)
    if isinstance(message, Course):
        return _course(message)
    if isinstance(message, RiskAssessed):
        return _step(message.mailbox, "risk", message.on, LEVELS.get(message.level, ""), fact=message.fact)
    return _record(message) if isinstance(message, StudyRecord) else None


def _step(man: UUID, event: str, on: date, value: str, **more: object) -> StudyRow | None:
    values = (("event", event), ("value", value))
    return StudyRow(table="course", man=man, on=on, values=values, **more) if value else None  # type: ignore[arg-type]  # fields of a row


def _course(message: Course) -> StudyRow | None:
    """Of his way only what puts rows together or takes them back: the columns themselves come as records."""
    if message.event is CourseEvent.MERGED:
        return _step(message.mailbox, "merged", message.on, "yes", key=str(message.merged_into), fact=message.fact)
    if message.event is CourseEvent.CORRECTED:
        return _step(message.mailbox, "corrected", message.on, "yes", withdraws=message.corrects)
    return None


def _record(message: StudyRecord) -> StudyRow:
    values = {one.item: one.value if one.value is not None else MISSING[one.missing] for one in message.values}  # type: ignore[index]  # a value, or why there is none
    about = {name.removeprefix(ABOUT): value for name, value in values.items() if name.startswith(ABOUT)}
    said = {name: value for name, value in values.items() if not name.startswith(ABOUT)}
    if message.table != "responses":
        # The wall takes no spaces in a code; the codebook has some.
        said = {name: value.replace("_", " ") for name, value in said.items()} | {"programme": message.programme}
    return StudyRow(
        table=message.table.value,
        man=message.mailbox,
        wave=message.wave.value if message.wave else "",
        instrument=message.instrument or "",
        version=message.instrument_version or "",
        fingerprint=about.get("fingerprint", ""),
        status=about.get("status", "answered").replace("_", " "),  # type: ignore[arg-type]  # checked when it is read again
        mode=about.get("mode", ""),
        language=about.get("language", ""),
        day=message.day,
        key=about.get("key", ""),
        episode=about.get("episode", ""),
        values=tuple(said.items()),
        fact=message.fact,
    )
