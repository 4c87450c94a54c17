"""His answers in a copy: the question as it was asked, and the answer in its words, in the language he was asked in."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from article16.casework.questionnaires.models import Response
from article16.casework.questionnaires.queries.instruments import by_fingerprint
from article16.common.questionnaires import results
from article16.common.questionnaires.encoding import decoded

from .labels import ANSWER, QUESTION, QUESTIONNAIRE

COLUMNS = ("pk", "instrument", "fingerprint", "informant", "language")


class Asked:
    """The questionnaires of these men."""

    def __init__(self, men: Sequence[UUID]) -> None:
        """One query."""
        rows = Response.objects.filter(asking__episode__client__in=men).values_list(*COLUMNS)
        self._sets = {pk: tuple(rest) for pk, *rest in rows}

    def lines(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """One answer. Codes only where this server has not the words any more."""
        name, fingerprint, informant, language = self._sets[row["response_id"]]
        found = by_fingerprint(fingerprint)
        answers = decoded(found, {row["key"]: row["value"]}) if found else {}
        if found is None or row["key"] not in answers:
            yield from ((str(QUESTIONNAIRE), name), (str(QUESTION), row["key"]), (str(ANSWER), row["value"]))
            return
        said = results.answer_row(found, row["key"], answers[row["key"]], informant, language)
        yield str(QUESTIONNAIRE), results.texts(found, language)["title"]
        yield str(QUESTION), said.question
        yield str(ANSWER), said.answer
