"""The sheet of a panel meeting: one code for every man alike, carried over by a person. The one thing that comes back.

Its length follows from the number of men, its order from their random numbers; neither knows who was discussed. It is
signed by the women's service and holds no word: docs/reference/panel-sheet.md.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import UUID4, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as closed

from article16.wall.box import signing
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.vocabulary.fields import CLOSED, Code, Day, Mailbox

VERSION: Final = 1
MARK = b"article16 panel sheet\n"
CONTEXT = bind("panel sheet")
MOST_MEN = 20_000
LARGEST = 512 * 2**10  # bytes of a file that is looked at at all
_LENGTH, _MAN = 4, 17  # bytes: of a length; of one man: his mailbox and his code
ENDING = ".a16panel"


class PanelCode(StrEnum):
    """What casework is asked to do. None says why, and none says that a woman spoke. A new one needs a new version.

    All of one length, so that a row, a database and a backup are of one size whatever was set.
    """

    NO_CHANGE = "no-change"
    LEAD = "ring-lead"  # ring the lead of the women's service before his next session
    ATTENTION = "attention"  # closer attention in sessions
    RISK = "risk-anew"  # assess risk anew
    CONFERENCE = "case-conf"  # actions of a multi-agency conference: ring the lead


CODES: Final = tuple(PanelCode)  # a man's code is its place in this row


@closed(frozen=True, slots=True, kw_only=True, config=CLOSED)
class About:
    """What stands in front: of which meeting, of which programme, and by whose key."""

    version: Literal[1]
    meeting: UUID4
    programme: Code
    on: Day
    men: Annotated[int, Field(ge=0, le=MOST_MEN)]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One meeting: a code for every man of the programme that the women's service knows of."""

    about: About
    codes: Mapping[Mailbox, PanelCode]

    @property
    def signer(self) -> signing.Signer:
        return signing.Signer(base64.b64decode(self.about.public_key))


def make(*, meeting: UUID, programme: str, on: Day, codes: Mapping[UUID, PanelCode], key: signing.SigningKey) -> bytes:
    """The sheet as a file."""
    public_key = base64.b64encode(key.signer.public_key).decode()
    about = About(version=VERSION, meeting=meeting, programme=programme, on=on, men=len(codes), public_key=public_key)
    told = json.dumps(TypeAdapter(About).dump_python(about, mode="json"), sort_keys=True).encode()
    # In the order of their numbers, which were drawn at random.
    men = b"".join(one.bytes + bytes([CODES.index(codes[one])]) for one in sorted(codes, key=lambda one: one.bytes))
    content = MARK + len(told).to_bytes(_LENGTH, "big") + told + men
    return content + signing.sign(content, key=key, context=CONTEXT)


def read(file: bytes) -> Sheet:
    """The sheet again, whole and signed by the key that stands in it; whose key that is, the caller has to know."""
    content, signature = file[: -signing.SIZE], file[-signing.SIZE :]
    begin = len(MARK) + _LENGTH
    end = begin + int.from_bytes(content[len(MARK) : begin], "big")
    if len(file) > LARGEST or not content.startswith(MARK) or end - begin > 512 or end > len(content):
        raise Broken("frame")
    try:
        about = TypeAdapter(About).validate_json(content[begin:end])
    except ValidationError as problem:
        raise Broken(_code(problem)) from None
    sheet = Sheet(about, _men(content[end:], about.men))
    signing.verify(content, signature, by=[sheet.signer], context=CONTEXT)
    return sheet


def _men(rows: bytes, number: int) -> dict[UUID, PanelCode]:
    if len(rows) != number * _MAN:
        raise Broken("frame")
    found = [(rows[at : at + 16], rows[at + 16]) for at in range(0, len(rows), _MAN)]
    order = [mailbox for mailbox, _code in found]
    if order != sorted(set(order)):
        raise Broken("order")
    if any(code >= len(CODES) for _mailbox, code in found):
        raise Broken("unknown-code")
    return {UUID(bytes=mailbox): CODES[code] for mailbox, code in found}


def _code(problem: ValidationError) -> str:
    unknown = any(error["loc"][:1] == ("version",) for error in problem.errors(include_input=False, include_url=False))
    return "unknown-version" if unknown else "malformed"


def label(mailbox: UUID) -> str:
    """How a man is named at a panel by those who may not know his name: the first signs of his random number."""
    return f"{mailbox.hex[:4]}-{mailbox.hex[4:8]}".upper()
