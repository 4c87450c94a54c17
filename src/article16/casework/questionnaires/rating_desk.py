"""A worker's sitting with an instrument about a man."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.desk import Filling, Kept, Options
from article16.common.questionnaires.encoding import decoded

from .actions import rating
from .desks import clock
from .models import RatingDraft
from .queries import instruments


@dataclass
class RatingDesk:
    draft: RatingDraft
    by: str
    at: datetime

    def filling(self) -> Filling | None:
        instrument = instruments.by_fingerprint(self.draft.fingerprint)
        if instrument is None:
            return None
        return Filling(
            instrument=instrument,
            informant=self.draft.informant,
            time=None,
            language=self.draft.language,
            answers=decoded(instrument, self.draft.answers),
            typed=self.draft.typed,
            passed=frozenset(self.draft.passed),
            large=self.draft.large,
            kept_at=clock(self.draft.kept_at) if self.draft.kept_at else "",
            options=Options(declines=False),
        )

    def keep(self, kept: Kept) -> str:
        self.draft = rating.keep(draft=self.draft, kept=kept, by=self.by, at=self.at)
        return clock(self.at)

    def finish(self) -> str:
        with suppress(NotPossible):  # the list shows that it still stands begun
            made = rating.finish(draft=self.draft, by=self.by, at=self.at)
            return reverse("questionnaire-rating", args=[made.pk])
        return self.pause()

    def pause(self) -> str:
        return reverse("questionnaire-ratings", args=[self.draft.episode.client_id])

    def address(self, place: int) -> str:
        return reverse("questionnaire-rating-fill", args=[self.draft.pk, place])
