"""What everyone may read about what is held here, and how a person asks for their own."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from phien.editions.pages import kept_page
from phien.evidence.actions import visitor_of
from phien.lib import clock, codes, kept, tables
from phien.lib.errors import Refused
from phien.lib.personal import Person
from phien.market.queries.orders import purchase_by_code_and_phone
from phien.people.editions import PEOPLE
from phien.privacy import actions
from phien.privacy.editions import MAP
from phien.privacy.errors import NoSuchProof, WrongPerson
from phien.privacy.forms.requests import AskForm, FetchForm
from phien.privacy.models import Request
from phien.privacy.queries import archive, data_map, finding
from phien.privacy.queries.requests import to_be_fetched
from phien.realtime import limits

TRIES, WINDOW = 10, 600
"""Of one visitor, and of one order code: guessing takes longer than the data is kept."""
LOOKS = 60


@require_safe
@kept_page("privacy/map.html")
def data_map_page(request: HttpRequest) -> dict[str, Any]:
    kept.stands_on(request, MAP, PEOPLE)
    lines = data_map.lines(with_counts=False)
    return {"rooms": data_map.by_room(lines), "classes": len(lines), "due_hours": actions.DUE_HOURS}


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """For whoever assesses what is done with people's data here."""
    lines = data_map.lines(with_counts=False)
    payload = {
        "schema": data_map.SCHEMA,
        "language": get_language(),
        "made_at": clock.now().isoformat(),
        "classes": [line.as_dict() for line in lines],
    }
    response = HttpResponse(json.dumps(payload, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="data-map-{clock.today():%Y-%m-%d}.json"'
    return response


@require_safe
def as_table(request: HttpRequest) -> HttpResponse:
    lines = data_map.lines(with_counts=False)
    response = HttpResponse(tables.whole(data_map.HEAD, [line.cells() for line in lines]), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="data-map-{clock.today():%Y-%m-%d}.csv"'
    return response


def _limit(request: HttpRequest, order: str) -> None:
    limits.check(key=f"privacy:{visitor_of(request)}", limit=TRIES, seconds=WINDOW)
    if order:
        limits.check(key=f"privacy:{codes.normalise(order)[:12]}", limit=TRIES, seconds=WINDOW)


def _writer(request: HttpRequest) -> str:
    key = request.session.get("live_writer")
    return key if isinstance(key, str) else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one's data or for its erasure. The same answer for a wrong phone and an unknown code."""
    writer = _writer(request)
    if request.method != "POST":
        form = AskForm(writer=writer, initial={"kind": Request.Kind.EXPORT, "order": request.GET.get("code", "")[:20]})
        return render(request, "privacy/ask.html", {"form": form, "due_hours": actions.DUE_HOURS})
    form, status = AskForm(request.POST, writer=writer), 422
    try:
        _limit(request, request.POST.get("order", ""))
        if form.is_valid():
            return redirect("privacy_request", _asked(form).code)
    except Refused as refused:
        form.add_error(None, str(refused))
        status = refused.status
        response = render(request, "privacy/ask.html", {"form": form, "due_hours": actions.DUE_HOURS}, status=status)
        refused.say_when(response)
        return response
    return render(request, "privacy/ask.html", {"form": form, "due_hours": actions.DUE_HOURS}, status=status)


def _asked(form: AskForm) -> Request:
    facts = form.cleaned_data
    writer = form.writer if facts.get("written") else ""
    if not facts["order"]:
        return actions.ask(kind=facts["kind"], person=Person(writer=writer), proof=Request.Proof.BROWSER, by=None)
    purchase = purchase_by_code_and_phone(facts["order"], facts["phone"])
    if purchase is None:
        raise NoSuchProof
    person = Person(
        phone=facts["phone"], order=purchase.code, writer=writer, campaigns=frozenset({purchase.campaign_id})
    )
    return actions.ask(
        kind=facts["kind"], person=person, proof=Request.Proof.ORDER, by=None, campaign=purchase.campaign
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far it has come, for who has the number; it names nobody. A POST fetches the answer."""
    limits.check(key=f"privacy-look:{visitor_of(request)}", limit=LOOKS, seconds=WINDOW)
    row = get_object_or_404(Request.objects.select_related("campaign"), code=codes.normalise(code))
    can_fetch = row.kind == Request.Kind.EXPORT and row.state == Request.State.DONE and bool(row.phone)
    if request.method == "POST":
        return _fetched(request, row)
    form = FetchForm() if can_fetch else None
    response = render(request, "privacy/request.html", {"row": row, "form": form, "kept": _kept(row)})
    response["X-Robots-Tag"] = "noindex"
    return response


def _kept(row: Request) -> list[tuple[int, str]]:
    """(rows that stayed, why in the reader's language)"""
    return [(rows, _(why)) for _name, rows, why in row.kept]


def _fetched(request: HttpRequest, row: Request) -> HttpResponse:
    form = FetchForm(request.POST)
    try:
        _limit(request, request.POST.get("order", ""))
        if form.is_valid():
            found = to_be_fetched(row.code, form.cleaned_data["order"], form.cleaned_data["phone"])
            if found is None:
                raise WrongPerson
            rows = finding.rows_of(found)
            count = sum(len(some) for some in rows.values())
            actions.note_access(what="taken", by=None, request=found, rows=count)
            return zipped(archive.archive(found, rows), found.code)
        status = 422
    except Refused as refused:
        form.add_error(None, str(refused))
        status = refused.status
    return render(request, "privacy/request.html", {"row": row, "form": form, "kept": _kept(row)}, status=status)


def zipped(content: bytes, code: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="data-{code}.zip"'
    response["Cache-Control"] = "no-store"
    return response
