"""One door to every format: what goes into which file, and what is said about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from article16.instruments.definition import Instrument
from article16.instruments.exchange.filled import Filled, NotExported

FORMS = frozenset({"fhir", "xlsform", "redcap"})  # other programs would ask people with them


@dataclass(frozen=True, slots=True)
class Exported:
    """Files by what is put behind the name that was asked for; empty for this name itself."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()  # what the format has no place for


def exported(
    instrument: Instrument, rows: Iterable[Filled] | None, *, to: str, informant: str | None = None, language: str = ""
) -> Exported:
    """An instrument, with answers where there are some, for another program.

    Parameters
    ----------
    instrument : Instrument
        Any version.
    rows : iterable of Filled, optional
        Answers: `read_answers` gives them of a file, `filled` of one questionnaire. To SPSS they are written as they
        come (`each_answered`); the other formats hold them all.
    to : str
        fhir, xlsform, redcap, sav, csv or parquet.
    informant, language : str, optional
        Whose words, and in which language, where the format has room for one; else the first of each.

    Raises
    ------
    NotExported
        Something would be changed on the way; with every reason.
    """
    if informant is not None and informant not in instrument.informants:
        raise NotExported([f"{instrument.id} is answered by {', '.join(instrument.informants)}."])
    languages = [one.code for one in instrument.languages]
    if language and language not in languages:
        raise NotExported([f"{instrument.id} is there in {', '.join(languages)}."])
    if instrument.modes == ("paper",) and to in FORMS:
        raise NotExported(
            [f"{instrument.id} may be asked on its owner's paper only, so no electronic form is made of it."]
        )
    way = informant or instrument.informants[0], language or languages[0]
    if to == "sav":
        return _sav(instrument, rows, *way)
    return _WAYS[to](instrument, None if rows is None else list(rows), *way)


def _csv(instrument: Instrument, rows: Sequence[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.codebook import codebook, to_csv

    return Exported({"": to_csv(instrument, rows or ()), "-codebook.csv": codebook(instrument)})


def _parquet(instrument: Instrument, rows: Sequence[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.parquet import to_parquet

    return Exported({"": to_parquet(instrument, rows or ())})


def _sav(instrument: Instrument, rows: Iterable[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.spss import to_sav

    content, notes = to_sav(instrument, rows or (), informant=informant, language=language)
    return Exported({"": content}, notes)


def _redcap(instrument: Instrument, rows: Sequence[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.redcap import to_redcap

    _questions_only(rows)
    content, notes = to_redcap(instrument, informant=informant, language=language)
    return Exported({"": content}, notes)


def _xlsform(instrument: Instrument, rows: Sequence[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.xlsform_out import to_xlsform

    _questions_only(rows)
    content, notes = to_xlsform(instrument, informant=informant)
    return Exported({"": content}, notes)


def _fhir(instrument: Instrument, rows: Sequence[Filled] | None, informant: str, language: str) -> Exported:
    from article16.instruments.exchange.fhir import encoded, questionnaire
    from article16.instruments.exchange.fhir_answers import bundle

    made = questionnaire(instrument, informant=informant) if rows is None else bundle(instrument, rows)
    return Exported({"": encoded(made)}, ("Scores and alerts are not in it.",))


def _questions_only(rows: Sequence[Filled] | None) -> None:
    if rows is not None:
        raise NotExported(["This format has questions only; answers go to csv, sav, parquet or fhir."])


_WAYS = {"csv": _csv, "redcap": _redcap, "xlsform": _xlsform, "fhir": _fhir, "parquet": _parquet}
