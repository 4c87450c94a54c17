"""What stands on a printed page, read from the PDF as an eye would: line by line."""

import io
import re

import pikepdf


def lines(content: bytes) -> list[list[str]]:
    """The texts of each page, in the order in which they are drawn."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [_texts(page) for page in opened.pages]


def _texts(page: pikepdf.Page) -> list[str]:
    maps = {name: _letters(font) for name, font in page.Resources.Font.items()}
    found: list[str] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = maps[str(operands[0])]
        elif str(operator) == "Tj":
            found.append(_read(bytes(operands[0]), letters))
        elif str(operator) == "TJ":
            found.append("".join(_read(bytes(one), letters) for one in operands[0] if isinstance(one, pikepdf.String)))
    return found


def _read(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _letters(font: pikepdf.Dictionary) -> dict[int, str]:
    """From the font's own table of what its glyphs mean."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(int(letter, 16) + step)
    return found
