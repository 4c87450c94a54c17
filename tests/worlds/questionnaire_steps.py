"""What casework's staff do with questionnaires: plan, ask in every way, answer to the end, say why not."""

import re
from typing import Any

from hypothesis import strategies as st

from tests.worlds.steps import MEN, WHO, _man, step

ASKERS = st.sampled_from(["ana", "peter", "miriam", "ben"])
HOW = st.sampled_from(["read_aloud", "interpreter", "tablet", "link", "paper"])


@step(who=ASKERS, man=MEN)
def plan_questionnaires(world: Any, who: str, man: int) -> None:
    address = f"/clients/{_man(man)}/questionnaires/"
    world.post(who, address, {})
    world.get(who, address)


@step(who=ASKERS, man=MEN, how=HOW, language=st.sampled_from(["en", "ar"]))
def ask_him(world: Any, who: str, man: int, how: str, language: str) -> None:
    """The form, and where it leads: on a tablet the worker is signed out by it, and signs in again."""
    address = f"/questionnaires/{_asking(man)}/"
    form = world.get(who, address)
    if b'name="how"' not in form.content:
        return
    saved = world.post(who, address, {"once": world.once(who, address), "how": how, "language": language})
    if saved.status_code == 302:
        world.get(who, saved.url)
    if how == "tablet":
        world.sign_in_again(who)


@step(who=ASKERS, man=MEN, answer=st.sampled_from(["", "0", "3", ".declined"]), pages=st.sampled_from([1, 30]))
def read_to_him(world: Any, who: str, man: int, answer: str, pages: int) -> None:
    """So many pages, every choice the same; all of them end with the result, its tasks and its warnings."""
    asking = _asking(man)
    _go_on(world, who, f"/questionnaires/{asking}/1/", answer, pages)
    world.get(who, f"/questionnaires/{asking}/result/")
    world.get(who, f"/clients/{_man(man)}/questionnaires/")


@step(who=WHO, man=MEN, answer=st.sampled_from(["", "2", ".unknown"]), pages=st.sampled_from([1, 30]))
def fill_in_about_him(world: Any, who: str, man: int, answer: str, pages: int) -> None:
    """The register of risk factors: so many pages; all of them end with the result and its tasks."""
    address = f"/clients/{_man(man)}/ratings/"
    world.get(who, address)
    begun = world.post(who, address, {"instrument": "risk_register"})
    if begun.status_code == 302:
        _go_on(world, who, begun.url, answer, pages)
    world.get(who, address)


def _go_on(world: Any, who: str, address: str, answer: str, pages: int) -> None:
    for _ in range(pages):
        page = world.get(who, address)
        text = page.content.decode()
        if page.status_code != 200 or "data-answering" not in text:
            break
        keys = re.findall(r'data-question="([^"]+)"(?! hidden)', text)
        version = re.search(r'name="version" value="([^"]+)"', text)
        data: dict[str, Any] = {"version": version[1] if version else "", "s": keys, "go": "next"}
        if answer:
            data |= {f"q.{key}": answer for key in keys if f'name="q.{key}" value="{answer}"' in text}
        sent = world.post(who, address, data)
        if sent.status_code != 302:
            break
        address = sent.url.partition("#")[0]


@step(who=WHO, man=MEN, reason=st.sampled_from(["unwell", "did-not-come", ""]))
def say_why_not(world: Any, who: str, man: int, reason: str) -> None:
    address = f"/questionnaires/{_asking(man)}/not-answered/"
    if b'name="once"' in world.get(who, address).content:
        world.post(who, address, {"once": world.once(who, address), "reason": reason, "words": "<b>"})
    world.get(who, "/questionnaires/board/")


def _asking(man: int) -> str:
    from article16.casework.questionnaires.models import Asking

    found = Asking.objects.filter(episode__client=_man(man)).order_by("wave", "pk").values_list("pk", flat=True)
    return str(found[0]) if found else "00000000-0000-4000-8000-000000000000"
