"""What a file is by its content, whatever its name says; and why it is not taken. Bytes in, one of words.Media out."""

import io
import re
import zipfile
from itertools import pairwise
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_UNPACKED = 100 * 2**20  # bytes that a packed document may come to
MOST_RATIO = 200  # times that packing may have made it smaller, beyond a first megabyte
MOST_ENTRIES = 2000
SUFFIXES = {
    "pdf": "pdf",
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "docx": "docx",
    "xlsx": "xlsx",
    "odt": "odt",
    "ods": "ods",
    "txt": "txt",
}
TAKEN = "PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS, TXT"
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OOXML = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_MACROS = re.compile(r"vbaProject|macrosheets?/|(^|/)Basic/|(^|/)Scripts/", re.I)


class NotTaken(Exception):
    """A file that is not kept; the text says why and what to do."""


def kind_of(content: bytes, name: str) -> str:
    """What this file is. NotTaken when that cannot be said, its name says otherwise, or it is built to do harm."""
    if not content:
        raise NotTaken(_("The file is empty. Choose it again"))
    named = SUFFIXES.get(PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix("."))
    if named is None:
        raise NotTaken(_("Files of this type are not taken. Save it as one of %(types)s") % {"types": TAKEN})
    found = _found(content)
    if found is not named:
        raise NotTaken(_("The content is not what the file's name says. Open it, save it again, and choose that file"))
    return found


def _found(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"PK"):
        return _packed(content)
    return "txt" if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x00-\x08\x0e-\x1f]", text)
    return False


def _packed(content: bytes) -> str | None:
    """Office documents are zip files: their list of contents is looked at, and nothing is unpacked but their type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = check_packed(packed, len(content))
            if "mimetype" in entries:
                with packed.open("mimetype") as file:
                    return _ODF.get(file.read(100).strip())
            return next((media for part, media in _OOXML.items() if part in entries), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise NotTaken(_("The file is damaged. Open it, save it again, and choose that file")) from None


def check_packed(packed: zipfile.ZipFile, size: int) -> set[str]:
    """The names in a zip file; NotTaken when it is locked, holds programs, leaves its folder, or would not end."""
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    too_much = unpacked > MOST_UNPACKED or unpacked > 2**20 + MOST_RATIO * size
    if too_much or len(entries) > MOST_ENTRIES or _overlap(entries, size):
        raise NotTaken(_("The file would unpack to far more than it seems. It is not taken"))
    if len(names) != len(entries) or any(_leaves(name) for name in names):
        raise NotTaken(_("The file is built in a way that no office program builds it. It is not taken"))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotTaken(_("The file is locked with a password. Remove the password and save it again"))
    if any(_MACROS.search(name) for name in names):
        raise NotTaken(_("The file holds macros. Save it without macros, or as PDF"))
    return names


def _leaves(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name


def _overlap(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether two entries share bytes of the file: the way to pack very much into very little."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    beyond = any(end > size for _start, end in spans)
    return beyond or any(later[0] < earlier[1] for earlier, later in pairwise(spans))
