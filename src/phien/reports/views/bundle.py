"""A report's bundle: asked for and opened at the desk, given to those who may have it; and the keys that sign."""

from collections.abc import Callable
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.lib.errors import Refused
from phien.people.policies import actor_of
from phien.reports import files, policies
from phien.reports.bundle import actions, keys
from phien.reports.models import Bundle, Report
from phien.reports.views.desk import run_by


@login_required
@require_POST
def make(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    report = get_object_or_404(
        Report.objects.made().select_related("campaign"), campaign=run_by(request, slug), number=number
    )
    try:
        bundle = actions.ask_bundle(report=report, by=actor_of(request.user))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        made = bundle.made_at is not None
        messages.success(
            request,
            _("The bundle is made and signed.") if made else _("The bundle is being made. Come back in some minutes."),
        )
    return redirect("numbers_report", slug=slug, number=number)


def _change(request: HttpRequest, slug: str, number: int, act: Callable[[Bundle], object], done: str) -> HttpResponse:
    rows = Bundle.objects.select_related("report__campaign")
    bundle = get_object_or_404(rows, report__campaign=run_by(request, slug), report__number=number)
    try:
        act(bundle)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("numbers_report", slug=slug, number=number)


@login_required
@require_POST
def open_to_all(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    by = actor_of(request.user)
    done = _("Everybody can download the bundle now.")
    return _change(request, slug, number, lambda bundle: actions.open_bundle(bundle=bundle, by=by), done)


@login_required
@require_POST
def close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    done = _("Only those who read the desk can download the bundle now.")
    return _change(request, slug, number, lambda bundle: actions.close_bundle(bundle=bundle), done)


@require_safe
def download(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Streamed. Of a bundle that is not open only to those who read the desk."""
    rows = Bundle.objects.exclude(made_at=None).select_related("report__campaign")
    bundle = get_object_or_404(rows, report__campaign__slug=slug, report__number=number)
    is_public = bundle.is_public and bundle.report.campaign.is_public
    if not is_public and not policies.campaigns_read_by(request.user).filter(pk=bundle.report.campaign_id).exists():
        raise Http404
    try:
        data = files.storage().open(bundle.path, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(data, as_attachment=True, filename=f"phien-{slug}-{number}.zip")
    response["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    return response


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key in force, as PEM."""
    found = keys.key_in_force()
    if found is None:
        raise Http404
    return HttpResponse(found.pem, content_type="application/x-pem-file")


@require_safe
def all_keys(request: HttpRequest) -> HttpResponse:
    """Every public key the site has had, with the days between which it signed."""
    return JsonResponse({"keys": [asdict(found) for found in keys.public_keys()]})
