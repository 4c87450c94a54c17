"""A report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from article16.evaluation.report.model import Part, Picture, Report, Table

STYLE = Path(__file__).parent / "report.css"
_id = re.compile(r'(\bid="|url\(#|xlink:href="#|\bhref="#)')


def as_html(report: Report) -> str:
    """The whole page. Every figure has its words and its table; printed, each chapter keeps together."""
    direction = "rtl" if report.right_to_left else "ltr"
    title = escape(report.title)
    notices = "".join(f'<p class="strip">{escape(line)}</p>' for line in notices_of(report))
    contents = "".join(f'<li><a href="#{_slug(one.key)}">{escape(one.title)}</a></li>' for one in report.parts)
    chapters = "".join(_part(report, one) for one in report.parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>\n<body>{notices}<main>"
        f'<header><h1>{title}</h1><p class="second">{escape(report.labels["study"])}</p></header>'
        f'{_part(report, report.parts[0])}<nav aria-labelledby="contents"><h2 id="contents">'
        f"{escape(report.labels['contents'])}</h2><ol>{contents}</ol></nav>"
        f"{chapters.removeprefix(_part(report, report.parts[0]))}</main></body></html>\n"
    )


def notices_of(report: Report) -> list[str]:
    """What must stand on top: that nobody in it exists, and that it is not for release."""
    lines = [report.labels["made_up"]] if report.made_up else []
    return lines if report.released else [*lines, report.labels["inside"]]


def _slug(key: str) -> str:
    return "part-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _front(report: Report, part: Part) -> str:
    """Page one: two lists side by side, then the figures that tell most."""
    lists = "".join(
        f'<div class="{kind}"><h3>{escape(report.labels[label])}</h3><ul>'
        + "".join(f"<li>{escape(line)}</li>" for line in lines)
        + "</ul></div>"
        for kind, label, lines in (("can", "known", part.words), ("cannot", "not_known", part.missing))
        if lines
    )
    figures = "".join(
        f'<figure class="small"><h3>{escape(one.title)}</h3>{_frame(_svg(one.picture), one.title)}'
        f'<figcaption><a href="#{_slug(one.chapter)}">{escape(report.labels["more"])}'
        f'<span class="aside">: {escape(one.title)}</span></a></figcaption></figure>'
        for one in part.beside
    )
    grid = f'<div class="beside">{figures}</div>' if figures else ""
    head = f"<h2>{escape(part.title)}</h2>"
    return f'<section id="{_slug(part.key)}" class="front">{head}<div class="said">{lists}</div>{grid}</section>\n'


def _part(report: Report, part: Part) -> str:
    if part.key == "front":
        return _front(report, part)
    words = "".join(f"<p>{escape(line)}</p>" for line in part.words)
    heading = report.labels["missing"]
    missing = ""
    if part.missing:
        lines = "".join(f"<li>{escape(line)}</li>" for line in part.missing)
        head = "" if part.key == "limits" else f"<h3>{escape(heading)}</h3>"
        missing = f'<div class="missing">{head}<ul>{lines}</ul></div>'
    pictures = "".join(_picture(report, one) for one in part.pictures)
    tables = "".join(_table(one) for one in part.tables)
    inside = f"<h2>{escape(part.title)}</h2>{words}{pictures}{tables}{missing}"
    return f'<section id="{_slug(part.key)}">{inside}</section>\n'


def _picture(report: Report, picture: Picture) -> str:
    behind = escape(report.labels["behind"])
    return (
        f"<figure>{_frame(_svg(picture), picture.table.caption)}<figcaption>{escape(picture.alt)}</figcaption>"
        f"<details open><summary>{behind}</summary>{_table(picture.table)}</details></figure>"
    )


def _svg(picture: Picture) -> str:
    label = escape(picture.alt, quote=True)
    svg = _id.sub(rf"\g<1>{picture.name}-", picture.svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def _frame(inside: str, label: str) -> str:
    """What may be wider than a telephone is moved sideways in here, by keys too; its letters stay large enough."""
    return f'<div class="frame" tabindex="0" role="group" aria-label="{escape(label, quote=True)}">{inside}</div>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.head)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell.text)}</th>' if place == 0 else f"<td>{escape(cell.text)}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="frame" tabindex="0" role="region" aria-label="{escape(table.caption, quote=True)}"><table>'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )
