"""Of two women of one man, every page of one is equal whether or not there is the other, and whatever she says."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from article16.support.survivors import queries
from tests.every_url import ALL, NOBODY
from tests.service import signed_in, without_token
from tests.support.her_cases import consent, id_of, open_case, post, says, text
from tests.support.holding import give_key, holding, unlock

pytestmark = pytest.mark.django_db
THURSDAY = datetime.fromisoformat("2026-11-19T17:30:00+01:00")
# Each page of a case, found by its address: one that is added is looked at without being named here.
PAGES = sorted(one.name for one in ALL if "survivor_id" in one.pattern.converters and one.name != "her-group-leave")
ONCE = re.compile(r'name="once" value="[^"]+"')


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast, monkeypatch):
    monkeypatch.setattr("article16.support.survivors.clock.now", lambda: THURSDAY)
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def lived(browser, name: str, man: str, **contact: object) -> str:
    """A case in which something of everything is written."""
    case = open_case(browser, name, mailbox=man)
    says(browser, case, **contact)
    post(browser, f"{case}children/add/", name=f"Child of {name}", born="", lives_with="", school="")
    post(browser, f"{case}plan/", words=f"Plan of {name}")
    post(browser, f"{case}to-do/add/", words=f"Call for {name}", due="19 11 2026")
    post(browser, f"{case}referrals/add/", to="Refuge", need=name, on="19 11 2026", how="herself")
    consent(browser, case)
    return case


def _text(answer) -> str:
    return without_token(answer) if answer["Content-Type"].startswith("text/") else answer.content.hex()


def bodies(browser, by, case: str) -> dict[str, tuple[int, str]]:
    file = queries.opened(id_of(case), by)
    known = {
        "survivor_id": file.id,
        "child_id": file.children[0].id,
        "consent_id": file.consents[0].id,
        "entry_id": file.of("to do")[0].id,
        "wave": "T0",
        "tool": "five_points",
    }
    found = {}
    for pattern in ALL:
        if pattern.name in PAGES:
            kwargs = {name: known.get(name, NOBODY) for name in pattern.pattern.converters}
            kwargs |= {name: 1 for name, one in pattern.pattern.converters.items() if "Int" in type(one).__name__}
            answer = browser.get(reverse(pattern.name, kwargs=kwargs))
            found[pattern.name] = (answer.status_code, ONCE.sub("", _text(answer)))
    return found


def test_no_page_of_one_depends_on_the_other(sara, by):
    """Promise 1."""
    man = str(uuid4())
    vesna = lived(sara, "Vesna Lendhafen", man)
    text(sara, vesna)  # what was said of the last saving is read once
    before = bodies(sara, by, vesna)
    mina = lived(sara, "Mina Harbour", man, wish="never", day_3="")
    text(sara, mina)
    after = bodies(sara, by, vesna)
    assert [name for name in PAGES if before[name] != after[name]] == []
    assert sum(status == 200 for status, _body in before.values()) > 20, "most pages are there to be looked at"
    assert not any("Mina" in body for _status, body in after.values())
