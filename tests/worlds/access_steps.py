"""He asks to see his file; files are held and erased; papers are read. Loaded with `steps`."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.worlds.intake_steps import _fill, _today
from tests.worlds.steps import MEN, WHO, _man, step

PREPARERS = st.sampled_from(["peter", "miriam"])


@step(who=WHO, man=MEN)
def ask_to_see_his_file(world: Any, who: str, man: int) -> None:
    """He asks, with his passport in his hand; the copy is prepared."""
    _fill(world, who, f"/clients/{_man(man)}/access/add/", asked_on=_today(), way="letter")
    place = _latest_request()
    _fill(world, who, f"{place}identity/", how="document", words="Passport")
    _fill(world, who, f"{place}prepare/")
    world.get(who, place)
    world.get(who, "/access/")


@step(who=PREPARERS, leave=st.booleans(), given=st.booleans())
def answer_him(world: Any, who: str, leave: bool, given: bool) -> None:
    """A second person looks through every part, releases the copy, saves it, perhaps hands it over."""
    from article16.casework.access.models import Item, Part

    place = _latest_request()
    for part in Part.objects.filter(request=place.split("/")[2]).order_by("position"):
        number = Item.objects.filter(part=part).count()
        said = {
            k: v
            for one in range(number)
            for k, v in ({f"why_{one}": "third", f"words_{one}": "Named"} if leave else {}).items()
        }
        _fill(world, who, f"{place}parts/{part.pk}/", **said)
    _fill(world, who, f"{place}release/", sure="on")
    world.get(who, f"{place}file/")
    if given:
        _fill(world, who, f"{place}given/", on=_today(), handed="post")


@step(who=WHO, man=MEN, what=st.sampled_from(["look", "hold", "propose", "confirm"]))
def keep_or_erase(world: Any, who: str, man: int, what: str) -> None:
    """How long his file is kept; a hold; two people erase it."""
    from article16.casework.clients.models import Client

    address = f"/clients/{_man(man)}/"
    world.get(who, "/retention/")
    if what == "look":
        world.get(who, f"{address}erase/")
    elif what == "hold":
        _fill(world, who, f"{address}hold/", reason="Trial", until=_today(30))
    elif what == "propose":
        _fill(world, who, f"{address}erase/", basis="request", words="He asked.")
    else:
        code = Client.objects.filter(pk=_man(man)).values_list("code", flat=True).first() or ""
        _fill(world, who, f"{address}erase/confirm/", decision="erase", code=code)


@step(who=WHO, code=st.sampled_from(["impact", "record", "breach"]))
def read_a_paper(world: Any, who: str, code: str) -> None:
    world.get(who, f"/data-papers/{code}/")
    world.get(who, f"/data-papers/{code}/print/")


def _latest_request() -> str:
    from article16.casework.access.models import Request

    found = Request.objects.order_by("-written_at", "pk").values_list("pk", flat=True).first()
    return f"/access/{found or UUID(int=0)}/"
