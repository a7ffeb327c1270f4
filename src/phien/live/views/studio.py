"""Camera and encoders: stream keys, what happens with a second camera, and other platforms to send on to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from phien.lib.errors import Refused
from phien.live import actions, queries
from phien.live.forms import SwitchForm
from phien.live.forms.studio import OptionsForm, TargetChangeForm, TargetForm
from phien.live.models import Broadcast, StreamKey, Target
from phien.people.policies import actor_of


def found(request: HttpRequest, slug: str) -> Broadcast:
    """The broadcast, through the person: a 404 for everybody who does not run it."""
    return get_object_or_404(queries.run_by(request.user), slug=slug)


def _target(request: HttpRequest, slug: str, pk: int) -> Target:
    return get_object_or_404(Target.objects.select_related("broadcast"), pk=pk, broadcast=found(request, slug))


def _page(
    request: HttpRequest,
    broadcast: Broadcast,
    *,
    status: int = 200,
    target: Target | None = None,
    changing: TargetChangeForm | None = None,
    **more: Any,
) -> HttpResponse:
    """The whole page. `changing` is the form, with its errors, in which `target` was to be changed."""
    chosen = {"second_publisher": broadcast.second_publisher, "low_latency": broadcast.low_latency}
    context: dict[str, Any] = queries.studio_of(broadcast, request.get_host())
    context |= {"options_form": OptionsForm(initial=chosen), "target_form": TargetForm(auto_id="new-%s")}
    context["changes"] = [
        (push, changing if changing is not None and push.target == target else _change_form(push.target))
        for push in context["pushes"]
    ]
    return render(request, "live/studio.html", context | more, status=status)


def _change_form(target: Target, posted: QueryDict | None = None) -> TargetChangeForm:
    facts = {"platform": target.platform, "label": target.label, "url": target.url}
    return TargetChangeForm(posted, initial=facts, auto_id=f"target-{target.pk}-%s")


def _back(request: HttpRequest, broadcast: Broadcast, said: str, at: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('live_studio', args=[broadcast.slug])}#{at}")


@login_required
@never_cache
@require_safe
def studio(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, found(request, slug))


@login_required
@never_cache
@require_safe
def pushes(request: HttpRequest, slug: str) -> HttpResponse:
    """The states of the targets, which change by themselves."""
    return render(request, "live/parts/pushes.html", {"pushes": queries.pushes_of(found(request, slug))})


@login_required
@never_cache
@require_POST
def make_key(request: HttpRequest, slug: str, role: str) -> HttpResponse:
    """Make the role's key, or replace it, and show it, once."""
    broadcast = found(request, slug)
    if role not in StreamKey.Role.values:
        raise Refused
    try:
        secret = actions.make_stream_key(broadcast=broadcast, role=role, by=actor_of(request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("live_studio", slug)
    return _page(request, broadcast, made=secret, made_for=StreamKey.Role(role).label)


@login_required
@require_POST
def revoke_key(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    broadcast = found(request, slug)
    key = get_object_or_404(StreamKey, pk=pk, broadcast=broadcast)
    actions.revoke_stream_key(key=key)
    return _back(request, broadcast, _("This stream key no longer opens anything."), "keys")


@login_required
@require_POST
def options(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(request, slug)
    form = OptionsForm(request.POST)
    if not form.is_valid():
        return _page(request, broadcast, status=422, options_form=form)
    actions.set_second_publisher(broadcast=broadcast, choice=form.cleaned_data["second_publisher"])
    actions.set_low_latency(broadcast=broadcast, is_on=form.cleaned_data["low_latency"])
    return _back(request, broadcast, _("Noted."), "options")


@login_required
@never_cache
@require_POST
def add_target(request: HttpRequest, slug: str) -> HttpResponse:
    broadcast = found(request, slug)
    form = TargetForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        try:
            target = actions.add_target(broadcast=broadcast, by=actor_of(request.user), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("url", str(refusal))
        else:
            return _back(request, broadcast, _("%(name)s is kept.") % {"name": target.label}, "targets")
    return _page(request, broadcast, status=422, target_form=form)


@login_required
@never_cache
@require_POST
def change_target(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    target = _target(request, slug, pk)
    form = _change_form(target, request.POST)
    if form.is_valid():
        try:
            actions.change_target(target=target, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("url", str(refusal))
        else:
            return _back(request, target.broadcast, _("%(name)s is kept.") % {"name": target.label}, "targets")
    return _page(request, target.broadcast, status=422, target=target, changing=form)


@login_required
@require_POST
def switch_target(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """On or off, as `to` says: two taps of two people do not undo each other."""
    target = _target(request, slug, pk)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Refused
    is_on = form.cleaned_data["to"] == "on"
    actions.switch_target(target=target, is_on=is_on)
    said = _("%(name)s gets the picture.") if is_on else _("%(name)s gets the picture no more.")
    return _back(request, target.broadcast, said % {"name": target.label}, "targets")


@login_required
@require_POST
def remove_target(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    target = _target(request, slug, pk)
    broadcast, name = target.broadcast, target.label
    actions.remove_target(target=target)
    return _back(request, broadcast, _("%(name)s was removed, with its key.") % {"name": name}, "targets")
