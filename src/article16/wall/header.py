"""What stands in clear on a sealed message, so that it is routed, ordered and watched with nobody unlocked."""

import json
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.vocabulary.fields import CLOSED, Moment
from article16.wall.vocabulary.kinds import AlertKind, Severity
from article16.wall.vocabulary.messages import MESSAGES, VERSION, Alert, Message

LARGEST = 512  # bytes

Zone = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Counter = Annotated[int, Field(ge=1, le=2**53 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Header:
    """Where a message goes, its place in the row, and of an alert what the watchdog needs. Nothing else."""

    version: Literal[1, 2]  # 1 had less, and what it wrote is read as it stands
    zone: Zone
    generation: Annotated[int, Field(ge=1, le=2**31 - 1)]  # of the zone's key
    epoch: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]  # random; a new one at the first start and at each restore
    sequence: Counter  # from 1 in each epoch, without a gap
    type: str
    kind: AlertKind | None = None
    severity: Severity | None = None
    due: Moment | None = None

    def __post_init__(self) -> None:
        """A known type; alerts and only alerts say kind, severity and due."""
        if self.type not in MESSAGES:
            raise ValueError("unknown type")
        told = [value is not None for value in (self.kind, self.severity, self.due)]
        if told != [self.type == Alert.__name__] * 3:
            raise ValueError("kind, severity and due belong to an alert")


def header_for(
    message: Message, *, zone: str, generation: int, epoch: str, sequence: int, version: Literal[1, 2] = VERSION
) -> Header:
    """The header of a message that is about to be sealed."""
    alert = message if isinstance(message, Alert) else None
    return Header(
        version=version,
        zone=zone,
        generation=generation,
        epoch=epoch,
        sequence=sequence,
        type=type(message).__name__,
        kind=alert.kind if alert else None,
        severity=alert.severity if alert else None,
        due=alert.due if alert else None,
    )


def agrees(header: Header, message: Message) -> bool:
    """Whether the header in clear says the same as the message inside."""
    zone, generation, epoch, sequence = header.zone, header.generation, header.epoch, header.sequence
    made = header_for(message, zone=zone, generation=generation, epoch=epoch, sequence=sequence, version=header.version)
    return header == made


def encode_header(header: Header) -> bytes:
    """The header in its one spelling: JSON, sorted, ASCII, without what is empty."""
    fields = _adapter().dump_python(header, mode="json", exclude_none=True)
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def decode_header(content: bytes) -> Header:
    """The header again; any other spelling, unknown version, type or field is refused."""
    if len(content) > LARGEST:
        raise Broken("header-too-large")
    try:
        header = _adapter().validate_json(content)
    except ValidationError as problem:
        raise Broken(_code(problem)) from None
    if encode_header(header) != content:
        raise Broken("header")
    return header


def seal_context(header: bytes) -> bytes:
    """What ties the sealed part to exactly this header."""
    return bind("wall message", header)


def _code(problem: ValidationError) -> str:
    """The one thing worth telling apart: somebody newer wrote this."""
    for error in problem.errors(include_input=False, include_url=False):
        if error["loc"][:1] == ("version",):
            return "unknown-version"
        if "unknown type" in error["msg"]:
            return "unknown-type"
    return "header"


@cache
def _adapter() -> TypeAdapter[Header]:
    return TypeAdapter(Header)
