"""Her worker asks her, reads what she said, and does what it needs. Loaded with `hers`."""

from typing import Any

from tests.worlds.hers import _unless_away, event


@event
def her_worker_asks_her(support: Any) -> None:
    """Answers that need somebody, words of hers, a task done, a time at which she did not want to."""

    def ask() -> None:
        from django.utils import timezone

        from article16.instruments import library
        from article16.support.questionnaires.actions import finish
        from article16.support.questionnaires.actions.answering import not_answered
        from article16.support.questionnaires.held import What
        from article16.support.survivors import actions
        from tests.support.asking_her import file_of, may_be_asked, take
        from tests.worlds.hers_links import MARKER, worker

        by, at = worker(), timezone.now()
        case = may_be_asked(by, name=f"{MARKER} Yara")
        take(case, by, "hopes", {"hopes_words": f"{MARKER} that he goes"}, at=at, asked="phone")
        take(case, by, "physical", {"choked": "3"}, at=at, asked="phone")
        pack = library.load("five_points")
        finish(case=case, wave="T0", instrument=pack.id, fingerprint=pack.fingerprint, at=at, by=by)
        not_answered(case=case, what=What("T1", pack.id), reason="other", words=f"{MARKER} moved", by=by, at=at)
        (task,) = file_of(case, by).to_do
        on = timezone.localdate(at)
        actions.finish_to_do(case=case, to_do=task.id, words=f"{MARKER} rang", by=by, at=at, on=on)

    _unless_away(support, ask)
