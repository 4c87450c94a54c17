"""Made-up files for uploads, good and hostile."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 40 + b"\xff\xd9"
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    + struct.pack(">I", zlib.crc32(b"IHDR"))
)


def named(entries: dict[str, bytes]) -> bytes:
    """A zip file with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


DOCX = named({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
XLSX = named({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODT = named({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
ODS = named({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
MACROS = named({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"\x00" * 9})
ESCAPES = named({"../../etc/cron.d/x": b"x", "word/document.xml": b"<w:document/>"})
BOMB = named({"word/document.xml": b"\x00" * 60_000_000, "[Content_Types].xml": b""})


def lying_bomb() -> bytes:
    """A packed file that claims more than it may come to, in its list of contents."""
    content = bytearray(DOCX)
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)
    return bytes(content)


def overlapping() -> bytes:
    """Two entries that share the same bytes."""
    content = bytearray(named({"word/document.xml": b"<w/>" * 50, "word/b.xml": b"<w/>" * 50}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(content)


def locked() -> bytes:
    content = bytearray(DOCX)
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)
