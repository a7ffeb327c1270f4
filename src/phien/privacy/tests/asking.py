"""A request as most tests make it, and what stands in the register."""

from types import SimpleNamespace
from typing import Any

from phien.content.models import Publication
from phien.lib import clock
from phien.lib.personal import Person
from phien.privacy import actions
from phien.privacy.models import Request


def asked(day: SimpleNamespace, kind: str = "erasure", **person: Any) -> Request:
    person = {"order": day.purchase.code} | person
    return actions.ask(kind=kind, person=Person(**person), proof="order", by=None, campaign=day.campaign)


def erased(day: SimpleNamespace, request: Request) -> Request:
    actions.look_for(request=request, by=day.organiser)
    return actions.erase(request=request, typed=request.code, by=day.organiser)


def publication(day: SimpleNamespace, **facts: Any) -> Publication:
    facts = {
        "campaign": day.campaign, "origin": "citizen", "platform": "tiktok", "native_id": "7672345678901234567",
        "account": "mai.xulang", "title": "Vịt quay xứ Lạng", "url": "https://www.tiktok.com/@mai.xulang/video/7672",
        "registered_at": clock.now(),
    } | facts  # fmt: skip
    return Publication.objects.create(**facts)
