"""The bounds of every kind of field. What is out of bounds can not be made, and does not come in."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import UUID4, AfterValidator, AwareDatetime, ConfigDict, Field

# Strict: no number for a text, no text for a number. The input stays out of error messages,
# because those reach logs.
CLOSED = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True, allow_inf_nan=False)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_WHITE_SPACE_ALLOWED = "\n\t"


def _printable(text: str) -> str:
    text = text.replace("\r\n", "\n")  # browsers send the former
    # Control characters and halves of surrogate pairs break encoders and hide text on a screen.
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _WHITE_SPACE_ALLOWED for char in text):
        raise ValueError("control characters")
    return text


def _whole_second_in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]  # of a programme, an instrument, an item
Coded = Annotated[str, Field(pattern=r"^-?[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]  # a code, a count or a score
Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,31}$")]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]  # characters
Line = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
Note = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
Words = Annotated[str, Field(max_length=3000), AfterValidator(_printable)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Moment = Annotated[  # kept to the second, in UTC
    AwareDatetime,
    Field(ge=datetime(1970, 1, 2, tzinfo=UTC), le=datetime(2199, 12, 30, tzinfo=UTC)),
    AfterValidator(_whole_second_in_utc),
]
Mailbox = UUID4  # random, made with the first saved referral; the only name of the man that crosses
Fact = UUID4  # random, never reused
SessionNumber = Annotated[int, Field(ge=1, le=999)]
