"""The search for a marker at rest: plain or dressed in any of the ways in which text gets onto a disk."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Where a gzip or zlib stream may begin.
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
MOST_UNPACKED = 8 * 2**20  # bytes of one stream


def found(marker: str, folders: Iterable[Path], *, rows: Sequence[Any] = ()) -> list[str]:
    """Where the marker lies, as sentences: in files below these folders, by name or content, and in every row."""
    hits = [hit for folder in folders for path in sorted(folder.rglob("*")) for hit in _in_file(marker, path)]
    return hits + [f"{how} in a row of {table}" for one in rows for table, how in _in_rows(marker, one)]


def dressed(marker: str) -> dict[str, bytes]:
    """The marker as it would stand in a file."""
    raw = marker.encode()
    ways = {"plain": raw, "UTF-16 little": marker.encode("utf-16-le"), "UTF-16 big": marker.encode("utf-16-be")}
    ways |= {"hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for offset in range(3):
        # Of a base64 text only the characters that depend on the marker alone.
        whole = base64.b64encode(b"\0" * offset + raw)
        ways[f"base64, offset {offset}"] = whole[-(-offset * 4 // 3) : len(whole) - len(whole) % 4][
            : len(raw) * 4 // 3 - 2
        ]
    return ways


def in_bytes(marker: str, content: bytes, *, deep: int = 2) -> list[str]:
    """In which dress the marker stands in these bytes, packed streams and their packed streams included."""
    hits = [way for way, text in dressed(marker).items() if text in content]
    if deep:
        for inner, how in _unpacked(content):
            hits += [f"{way} in {how}" for way in in_bytes(marker, inner, deep=deep - 1)]
    return hits


def _unpacked(content: bytes) -> Iterator[tuple[bytes, str]]:
    for start in _PACKED.finditer(content):
        try:
            yield zlib.decompressobj(47).decompress(content[start.start() :], MOST_UNPACKED), "a packed stream"
        except zlib.error:
            continue
    for text in _BASE64.findall(content):
        whole = text.replace(b"-", b"+").replace(b"_", b"/")
        inner = base64.b64decode(whole[: len(whole) // 4 * 4])
        if _PACKED.match(inner):
            yield inner, "base64"


def _in_file(marker: str, path: Path) -> list[str]:
    hits = [f"{path}: in its name"] if marker in path.name else []
    if path.is_file() and not path.is_symlink():
        hits += [f"{path}: {way}" for way in in_bytes(marker, path.read_bytes())]
    return hits


def _in_rows(marker: str, database: Any) -> Iterator[tuple[str, str]]:
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    for (table,) in database.rows(tables):
        for row in database.rows(f'SELECT * FROM "{table}"'):
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for way in in_bytes(marker, raw):
                    yield table, way
