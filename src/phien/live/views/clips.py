"""Moments cut into clips, at the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from phien.lib.errors import NotAllowed
from phien.live import actions, policies
from phien.live.forms import CutForm
from phien.live.models import Broadcast
from phien.live.views.desk import cleaned, step, wants_part
from phien.people.models import Actor


@step(policies.can_keep, at="moments")
def cut(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    moment = get_object_or_404(broadcast.moments.select_related("clip"), pk=ids["moment"])
    wanted = cleaned(CutForm(request.POST))
    if by is None:
        raise NotAllowed
    moment.broadcast = broadcast
    actions.cut_clip(moment=moment, before=wanted["before"], after=wanted["after"], by=by)
    if not wants_part(request):
        messages.success(request, _("The clip is a draft now. Its editor adds what is missing and publishes it."))
