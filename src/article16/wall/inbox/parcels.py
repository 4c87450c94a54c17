"""Opening a sealed document that a person handed over. Only the women's service can."""

from article16.wall import parcel
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair, open_sealed


def open_parcel(file: bytes, *, keys: KeyPair) -> tuple[parcel.About, bytes]:
    """What the document is, and its bytes. Broken when it is damaged, or sealed to another service."""
    address, found = parcel.read(file)
    if (address.zone, address.generation) != (keys.zone, keys.generation):
        raise Broken("zone" if address.zone != keys.zone else "generation")
    return parcel.parts(open_sealed(found.sealed, keys=keys, context=parcel.context(found.header)))
