"""Secrets on paper: lines of sixteen signs that tell which of them was copied wrongly. No database, no cryptography.

A line holds eight bytes as thirteen signs of Crockford's alphabet (no I, L, O, U), two signs of a hash that knows the
line's place, so that a line of another sheet or row is found out, and one sign that finds every single slip.
"""

from article16.wall.box.wrapping import checksum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
LINE_BYTES, DATA_SIGNS, CHECK_SIGNS, GROUP = 8, 13, 3, 4


class Miscopied(ValueError):
    """Lines (counted from 1) that do not fit their checksums."""

    def __init__(self, *lines: int) -> None:
        super().__init__(f"lines {lines}")
        self.lines = lines


def lines_of(secret: bytes, *, place: str) -> list[str]:
    """The secret as lines in groups of four signs."""
    parts = [secret[at : at + LINE_BYTES] for at in range(0, len(secret), LINE_BYTES)]
    return [_grouped(_line(part, place, n)) for n, part in enumerate(parts, 1)]


def secret_of(lines: list[str], *, place: str) -> bytes:
    """The secret again. Miscopied names every line that holds a slip."""
    read = [_read(line, place, n) for n, line in enumerate(lines, 1)]
    wrong = [n for n, part in enumerate(read, 1) if part is None]
    if wrong:
        raise Miscopied(*wrong)
    return b"".join(part for part in read if part is not None)


def tidy(text: str) -> str:
    """What was typed, in the one spelling: capitals, no spaces or hyphens, O as 0, I and L as 1."""
    return "".join(text.upper().translate(_LOOKS_LIKE).replace("-", " ").split())


def _read(line: str, place: str, number: int) -> bytes | None:
    signs = tidy(line)
    if len(signs) != DATA_SIGNS + CHECK_SIGNS or any(sign not in ALPHABET for sign in signs):
        return None
    value = 0
    for sign in signs[:DATA_SIGNS]:
        value = value * 32 + ALPHABET.index(sign)
    if value >= 1 << (8 * LINE_BYTES):
        return None
    part = value.to_bytes(LINE_BYTES, "big")
    return part if _line(part, place, number) == signs else None


def _line(part: bytes, place: str, number: int) -> str:
    hashed = checksum(f"{place}|{number}|".encode() + part, length=2)
    signs = _signs(part, DATA_SIGNS) + _signs(hashed, CHECK_SIGNS - 1)
    # Odd weights have an inverse modulo 32, so no single wrong sign leaves the sum as it was.
    return signs + ALPHABET[sum((2 * at + 1) * ALPHABET.index(sign) for at, sign in enumerate(signs)) % 32]


def _signs(part: bytes, count: int) -> str:
    value = int.from_bytes(part, "big") % 32**count
    signs = ""
    for _position in range(count):
        value, rest = divmod(value, 32)
        signs = ALPHABET[rest] + signs
    return signs


def _grouped(signs: str) -> str:
    return " ".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
