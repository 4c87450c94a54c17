"""What casework's staff do to see their day: search, a man's page and its print, tasks."""

from typing import Any

from hypothesis import strategies as st

from tests.worlds.intake_steps import _latest, _today
from tests.worlds.steps import MEN, WHO, _man, step

ASKED = st.sampled_from(["luk", "brandner 24.3.1988", "C-001", "24 3 88", "öztürk", "Lend", "", "%'", "12 Hv 3"])


@step(who=WHO, asked=ASKED)
def search(world: Any, who: str, asked: str) -> None:
    """By POST, as the field on every page sends it; one man found opens at once."""
    found = world.post(who, "/search/", {"q": asked})
    if found.status_code == 302:
        world.get(who, found.url)


@step(who=WHO, man=MEN, show=st.sampled_from(["", "?show=clients", "?show=groups", "print/", "?from=nonsense"]))
def open_his_page(world: Any, who: str, man: int, show: str) -> None:
    world.get(who, f"/clients/{_man(man)}/{show}")


@step(who=WHO, whose=st.sampled_from(["", "?whose=all"]), done=st.booleans())
def see_to_a_task(world: Any, who: str, whose: str, done: bool) -> None:
    """The list, and the last task done or put off."""
    from article16.casework.tasks.models import Task

    world.get(who, f"/tasks/{whose}")
    address = f"/tasks/{_latest(Task)}/"
    page = world.get(who, address)
    if page.status_code == 200 and b"Save the task" in page.content:
        answer = {"what": "done"} if done else {"what": "later", "to": _today(200), "words": "He is away."}
        world.post(who, address, {"once": world.once(who, address), **answer})


@step(who=WHO, outside=st.booleans())
def look_at_figures(world: Any, who: str, outside: bool) -> None:
    """The board, a return, the same for outside, in print and as a table."""
    world.get(who, "/figures/")
    for place in ("", "print/", "sheet/"):
        world.get(who, f"/figures/return/{place}" + ("?first=2027-01-01&last=2027-03-31&outside=on" if outside else ""))
