"""Every place where something of hers can leave the service: each is known here, and asks her consent on that day."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

import article16.support
from article16.common.accounts.actions import NotPossible
from article16.support.survivors import actions, queries, supporting
from article16.support.survivors.writings import Consent, ConsentEnded, Kind
from tests.support.holding import give_key, holding

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-11-19T17:30:00+01:00")
TODAY, YESTERDAY = AT.date(), AT.date() - timedelta(days=1)

# Each file of support that gives out anything but a page, and why nothing of hers leaves by it without her.
DOORS = {
    "keys/views/set_up.py": "recovery sheets; nothing of hers",
    "outcomes/views.py": "figures of the study: rows exist only under her consent to the evaluation",
    "panel/views.py": "one code for every man; no word of hers",
    "documents/views.py": "what casework sealed; not said by her, and given to her worker",
    "questionnaires/views/asking.py": "an empty questionnaire",
    "survivors/support_views.py": "her own plan, for her, for a place that she names",
    "returns/views.py": "numbers over many women",
    "access/copy_views.py": "a copy of her own case, for herself, after she said where it is safe",
}
SIGNS = ("Content-Disposition", "FileResponse", "StreamingHttpResponse", "content_type=", "EmailMessage", "send_mail")
# Notices to staff on duty: one neutral sentence, without anything of a case.
NOTICES = {"alerts/actions/calling.py"}


def test_every_door_of_the_service_is_known():
    root = Path(article16.support.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(sign in path.read_text(encoding="utf-8") for sign in SIGNS)
    }
    unknown = found - set(DOORS) - NOTICES
    assert not unknown, f"say in DOORS why nothing of hers leaves by {sorted(unknown)} without her consent"


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


def agreed(by, since: date, until: date | None, ended: date | None, about: str) -> tuple[UUID, UUID]:
    case = actions.open_case(
        name="Canary", relation="partner", called="", mailbox=None, by=by.staff, at=AT, on=YESTERDAY
    )
    value = Consent("Where she lives", "The court", "Safety", since, until, about)
    consent = actions.write(case=case, kind=Kind.CONSENT, value=value, by=by, at=AT)
    if ended:
        actions.write(case=case, kind=Kind.CONSENT_ENDED, value=ConsentEnded(consent, ended), by=by, at=AT)
    return case, consent


def disclose(case: UUID, consent: UUID, by) -> None:
    actions.disclose(case=case, consent=consent, what="The street", by=by, at=AT, on=TODAY)


def refer(case: UUID, consent: UUID, by) -> None:
    supporting.refer(case=case, to="The refuge", need="A room", on=TODAY, consent=consent, by=by, at=AT, today=TODAY)


def study(case: UUID, _consent: UUID, by) -> None:
    """Whatever makes a row of the study asks this; the rest of the way is in `test_her_answers`."""
    if queries.opened(case, by).agreed("evaluation", TODAY) is None:
        raise NotPossible("not agreed")


WAYS = {"told to others": (disclose, ""), "referred on": (refer, ""), "counted": (study, "evaluation")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("since", "until", "ended", "leaves"),
    [
        (YESTERDAY, TODAY, None, True),
        (YESTERDAY, None, None, True),
        (YESTERDAY - timedelta(days=9), YESTERDAY, None, False),
        (YESTERDAY, None, TODAY, False),
        (TODAY + timedelta(days=1), None, None, False),
    ],
    ids=["until today", "without an end", "ran out yesterday", "taken back today", "from tomorrow"],
)
def test_nothing_leaves_but_under_a_consent_in_force_on_that_day(by, way, since, until, ended, leaves):
    """Guidelines B.1; Bad input: a consent that ran out yesterday."""
    leave, about = WAYS[way]
    case, consent = agreed(by, since, until, ended, about)
    before = len(queries.opened(case, by).entries)
    if leaves:
        leave(case, consent, by)
        return
    with pytest.raises(NotPossible):
        leave(case, consent, by)
    assert len(queries.opened(case, by).entries) == before, "a refusal writes nothing"
