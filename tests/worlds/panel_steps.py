"""The sheet of a panel meeting arrives: the one thing that comes from her service. Loaded with `steps`.

In a world whose words at this step are a code, that code is set for the first man; else every man has “no change”.
"""

from datetime import date
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from tests.worlds.steps import step


@step(who=st.sampled_from(["miriam", "ana"]))
def bring_a_panel_sheet(world: Any, who: str, for_her: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from article16.casework.clients.models import Client
    from article16.wall import sheet
    from article16.wall.box.signing import signing_key_from

    key = signing_key_from(b"made up, of a panel, 32 bytes...")
    codes = dict.fromkeys(Client.objects.order_by("code").values_list("mailbox", flat=True), sheet.PanelCode.NO_CHANGE)
    if codes and for_her in set(sheet.PanelCode):
        codes[next(iter(codes))] = sheet.PanelCode(for_her)
    file = sheet.make(meeting=uuid4(), programme="graz", on=date(2027, 3, 1), codes=codes, key=key)
    address = "/panel/add/"
    data = {"read_out": key.signer.fingerprint, "file": SimpleUploadedFile("sheet.a16panel", file)}
    if world.get(who, address).status_code == 200:
        brought = world.post(who, address, data | {"once": world.once(who, address)})
        world.get(who, brought.url if brought.status_code == 302 else "/panel/", declared=True)


@step(who=st.sampled_from(["miriam", "ana", "tom"]))
def look_at_panel_codes(world: Any, who: str) -> None:
    world.get(who, "/panel/")
