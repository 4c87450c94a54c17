"""Made-up messages about client C-014, for tests that need just one."""

import secrets
from datetime import UTC, date, datetime
from uuid import uuid4

from article16.wall.box.opening import KeyPair, make_key_pair
from article16.wall.box.sealing import seal
from article16.wall.box.signing import signing_key_from
from article16.wall.header import encode_header, header_for, seal_context
from article16.wall.vocabulary import (
    Alert,
    AlertKind,
    Attendance,
    Contact,
    ContactKind,
    Course,
    CourseEvent,
    Message,
    Occasion,
    Opened,
    PartnerDetails,
    Person,
    Relation,
    Severity,
    Source,
    encode,
)
from article16.wall.wire import Packet, signed

NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HERE = {"programme": "P-1"}
SIGNING_KEY = signing_key_from(b"made up, to sign in tests, 32 b.")  # of the casework that posts in tests


def opened() -> Opened:
    return Opened(mailbox=uuid4(), on=date(2026, 11, 21), **HERE)


def attendance(session: int = 1) -> Course:
    return Course(
        mailbox=uuid4(),
        fact=uuid4(),
        event=CourseEvent.ATTENDANCE,
        on=date(2026, 11, 21),
        attendance=Attendance.PRESENT,
        session=session,
        **HERE,
    )


def alert(severity: Severity = Severity.HIGH, due: datetime = NOW) -> Alert:
    return Alert(
        mailbox=uuid4(), fact=uuid4(), kind=AlertKind.DROPPED_OUT, severity=severity, raised_at=NOW, due=due, **HERE
    )


def partner_details(words: str = "", people: int = 0) -> PartnerDetails:
    phone = Contact(kind=ContactKind.PHONE, value="+49 30 000 000", source=Source.CLIENT)
    woman = Person(relation=Relation.FORMER_PARTNER, name="Mina Example", contacts=(phone,))
    return PartnerDetails(
        mailbox=uuid4(), occasion=Occasion.REFERRAL, written_at=NOW, people=(woman,) * people, words=words, **HERE
    )


def keys(zone: str = "support", generation: int = 1) -> KeyPair:
    return make_key_pair(zone, generation)


def packet(message: Message, *, to: KeyPair, epoch: str = "", sequence: int = 1) -> Packet:
    """As the sender would hand it over."""
    epoch = epoch or secrets.token_hex(16)
    header = header_for(message, zone=to.zone, generation=to.generation, epoch=epoch, sequence=sequence)
    clear = encode_header(header)
    pin = to.pin("unix:/nowhere")
    sealed = seal(encode(message), to=pin, context=seal_context(clear), size=message.padded_to)
    return signed(Packet(clear, sealed), key=SIGNING_KEY)


def pair() -> None:
    """Support knows the key that signs here. Once Django is set up."""
    from article16.wall.pairing import actions

    signer = SIGNING_KEY.signer
    actions.accept(purpose="messages", signer=signer, read_out=signer.fingerprint, by="", at=LONG_AGO)
