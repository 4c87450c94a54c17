"""Questions as XLSForm for ODK and KoboToolbox: every language, one informant. `xlsform.read_form` reads it back."""

import io
from collections.abc import Iterator, Sequence

from article16.instruments.definition import Instrument, Score, Section
from article16.instruments.exchange.conditions_out import XLSFORM, condition
from article16.instruments.exchange.filled import NotExported
from article16.instruments.exchange.xlsform import read_form
from article16.instruments.expressions import written
from article16.instruments.items import Item, Kind

NAMES = {"en": "English", "de": "Deutsch", "es": "Español", "ar": "العربية", "fr": "Français", "tr": "Türkçe"}
Record = dict[str, str]


def to_xlsform(instrument: Instrument, *, informant: str) -> tuple[bytes, tuple[str, ...]]:
    """The workbook, and what it has no place for.

    Raises
    ------
    NotExported
        With everything that would be read back otherwise.
    """
    form = _Form(instrument, informant)
    content = _workbook(form.sheets())
    if not form.reasons:
        back = read_form(content, name="form.xlsx", licence="as written", source="as written")
        form.reasons += [f"{fault.file}, row {fault.line}: {fault.sentence}" for fault in back.faults]
    if form.reasons:
        raise NotExported(form.reasons)
    return content, tuple(form.notes())


class _Form:
    """The rows of every sheet, and every reason against it."""

    def __init__(self, instrument: Instrument, informant: str) -> None:
        self.instrument, self.informant = instrument, informant
        self.items = {item.key: item for item in instrument.items_for(informant)}
        self.heads = {one.code: f"{NAMES.get(one.code, one.code)} ({one.code})" for one in instrument.languages}
        self.reasons: list[str] = []
        self.left: list[str] = []  # scores that the sheet has no columns for

    def sheets(self) -> dict[str, list[Record]]:
        one = self.instrument
        first = one.languages[0].code
        settings = {
            "form_title": self._text("title", first), **self._words("translated_title", "title"), "form_id": one.id,
            "version": one.version, "default_language": self.heads[first], "times": " ".join(one.times),
        }  # fmt: skip
        return {
            "survey": list(self._survey()),
            "choices": list(self._choices()),
            "settings": [settings],
            "scores": list(self._scores()),
            "alerts": list(self._alerts()),
        }

    def notes(self) -> Iterator[str]:
        if len(self.instrument.informants) > 1:
            yield f"It has the questions to {self.informant}: write one file for each informant."
        if any(section.window for section in self.instrument.sections):
            yield "The stretch of time that is looked back on stands as words over the questions."
        for repeat in self.instrument.repeats:
            yield f"{repeat.key}: its words are those of its section; ODK does not stop at {repeat.most}."
        if any(choice.alone for item in self.items.values() for choice in item.choices):
            yield "ODK does not hold anybody to choices that exclude the others (column alone)."
        if self.left:
            yield f"Scores with weights, midpoints or a table of proration have no columns: {', '.join(self.left)}."
        yield "Cases worked by hand, domains and measures are not in it."

    def _text(self, key: str, language: str) -> str:
        try:
            text = self.instrument.text(key, language=language, informant=self.informant)
        except KeyError:
            return ""
        if text != text.strip():
            self.reasons.append(f"{key}: an XLSForm drops spaces around words ({language}).")
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
            self.reasons.append(f"{key}: a sign that no workbook can hold ({language}).")
        return text

    def _words(self, column: str, *keys: str) -> Record:
        """The column in every language; texts of several keys under each other."""
        told = {code: "\n".join(one for key in keys if (one := self._text(key, code))) for code in self.heads}
        return {f"{column}::{self.heads[code]}": text for code, text in told.items() if text}

    def _survey(self) -> Iterator[Record]:
        if intro := self._words("label", "intro"):
            yield {"type": "note", "name": "intro_note", **intro}
        for section in self.instrument.sections:
            items = [self.items[key] for key in section.items if key in self.items]
            if items:
                yield from self._section(section, items)

    def _section(self, section: Section, items: Sequence[Item]) -> Iterator[Record]:
        begin = {
            "type": "begin_group",
            **self._name(section.key, "page"),
            **self._words("label", f"section.{section.key}"),
        }
        if section.repeat:
            repeat = self.instrument.repeat_by_key[section.repeat]
            begin |= {"type": "begin_repeat", "repeat_count": f"${{{repeat.count}}}", "most": str(repeat.most)}
            begin["repeat"] = repeat.key
        yield begin
        windows = [f"window.{window.key}" for window in self.instrument.windows] if section.window else []
        if note := self._words("label", *windows, f"section.{section.key}.intro"):
            yield {"type": "note", "name": f"{section.key}_note", **note}
        grid = ""
        for item in items:
            if item.grid != grid:
                if grid:
                    yield {"type": "end_group"}
                if item.grid:
                    yield {"type": "begin_group", **self._name(item.grid, "table"), "appearance": "table-list",
                           **self._words("label", f"grid.{item.grid}")}  # fmt: skip
                grid = item.grid
            yield self._question(item)
        if grid:
            yield {"type": "end_group"}
        yield {"type": "end_repeat" if section.repeat else "end_group"}

    def _name(self, key: str, kind: str) -> Record:
        """A name that no question has, as ODK wants it, and ours."""
        taken = key in self.items or (kind == "table" and any(key == one.key for one in self.instrument.sections))
        return {"name": f"{key}_{kind}" if taken else key, "key": key}

    def _question(self, item: Item) -> Record:
        row = {"type": _type(item), "name": item.key, **self._words("label", item.key)}
        row |= self._words("hint", f"{item.key}.hint")
        try:
            row["relevant"] = condition(item, self.items, XLSFORM)
        except NotExported as no:
            self.reasons += no.reasons
        row["constraint"] = _constraint(item)
        row |= {"unknown": "yes" if item.unknown else "", "not_applicable": "yes" if item.not_applicable else ""}
        row |= {"unit": item.unit, "times": " ".join(sorted(item.times))}
        row["skipped"] = "" if item.skipped is None else _plain(item.skipped)
        return row

    def _choices(self) -> Iterator[Record]:
        scales = {item.scale: item.choices for item in self.items.values() if item.scale}
        for scale, choices in scales.items():
            for choice in choices:
                alone = "yes" if choice.alone else ""
                words = self._words("label", f"choice.{scale}.{choice.code}")
                yield {"list_name": scale, "name": str(choice.code), "alone": alone, **words}

    def _scores(self) -> Iterator[Record]:
        for score in self.instrument.scores:
            if self.informant not in score.informants:
                continue
            if score.weights or score.midpoints or score.prorating:
                self.left.append(score.key)
                continue
            yield {key: text for key, text in self._score(score).items() if text}

    def _score(self, score: Score) -> Record:
        numbers = {"at_least": score.at_least, "digits": score.digits}
        row = {"key": score.key, "how": str(score.how), "better": str(score.better.get(self.informant, "neither"))}
        row["of"] = " ".join(key for key in score.of if key in self.items)
        row["reverse"] = " ".join(sorted(key for key in score.reverse if key in self.items))
        row |= {name: str(number) for name, number in numbers.items() if number is not None}
        if score.how in {"count", "any"}:
            row["threshold"] = _plain(score.threshold)
        row["expression"] = written(score.expression) if score.expression else ""
        row["bands"] = " ".join(f"{band.key}:{_plain(band.start)}" for band in score.bands)
        for band in score.bands:
            for code in self.heads:
                row[f"band.{band.key}::{code}"] = self._text(f"band.{score.key}.{band.key}", code)
        return row | self._words("label", f"score.{score.key}")

    def _alerts(self) -> Iterator[Record]:
        for alert in self.instrument.alerts:
            if self.informant in alert.informants:
                yield {"key": alert.key, "when": written(alert.when), **self._words("label", f"alert.{alert.key}")}


def _type(item: Item) -> str:
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return f"select_{'one' if item.kind is Kind.SINGLE else 'multiple'} {item.scale}"
    if item.kind is Kind.NUMERIC:
        return "integer" if item.whole else "decimal"
    return item.kind.value


def _constraint(item: Item) -> str:
    if item.kind is Kind.NUMERIC:
        return f". >= {_plain(item.low)} and . <= {_plain(item.high)}"
    return f"string-length(.) <= {item.longest}" if item.kind is Kind.TEXT else ""


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _workbook(sheets: dict[str, list[Record]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        if not rows:
            continue
        sheet = book.create_sheet(name)
        heads = list(dict.fromkeys(head for row in rows for head in row))
        for number, row in enumerate([dict(zip(heads, heads, strict=True)), *rows], 1):
            for column, head in enumerate(heads, 1):
                if text := row.get(head, ""):
                    try:
                        sheet.cell(number, column, text).data_type = "s"  # never a formula, whatever it begins with
                    except IllegalCharacterError:
                        raise NotExported([f"{name}, row {number}: a sign that no workbook can hold."]) from None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
