"""The desk of consents: the ledger, one consent, one person's, and the words that people are asked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from phien.campaigns.policies import organised_by
from phien.lib import clock, tables
from phien.lib.errors import Refused
from phien.people.policies import actor_of
from phien.privacy import actions
from phien.privacy.actions.consents import Said
from phien.privacy.forms.consents import ConsentForm, LedgerFilterForm, WithdrawForm, WordsForm
from phien.privacy.queries import ledger
from phien.privacy.views.doors import frame, keeper, organiser, paged, reader

HEAD = (
    "id", "purpose", "version", "words_sha256", "who", "person", "campaign", "age", "given", "until", "how",
    "proof_sha256", "entered_by", "withdrawn", "reason", "state",
)  # fmt: skip


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The ledger for organisers; auditors see how many."""
    reach = reader(request)
    form = LedgerFilterForm(request.GET)
    context: dict[str, Any] = {"counts": ledger.counts(reach), "form": form}
    if reach.organises:
        context |= paged(request, ledger.narrowed(ledger.consents_for(reach), **form.narrowing()))
        context["rows"] = ledger.named(context["page"].object_list)
        actions.note_access(what="consents", by=actor_of(request.user), rows=len(context["rows"]))
    return render(request, "privacy/desk/consents.html", context | frame(reach, "consents"))


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    reach, actor = organiser(request)
    rows = ledger.narrowed(ledger.consents_for(reach), **LedgerFilterForm(request.GET).narrowing())
    cells = (
        (row.pk, row.text.purpose, row.text.number, row.text.sha256, row.person_key,
         row.actor.slug if row.actor else "", row.campaign.slug if row.campaign else "", row.age, row.given_at,
         row.expires_at, row.how, row.proof_sha256, row.entered_by.slug if row.entered_by else "", row.withdrawn_at,
         row.withdrawn_reason, row.state)
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    actions.note_access(what="table", by=actor, rows=rows.count())
    response = StreamingHttpResponse(tables.lines(HEAD, cells), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="consents-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    reach, actor = organiser(request)
    campaigns = organised_by(request.user).order_by("-starts_at")
    if request.method == "POST":
        form = ConsentForm(request.POST, request.FILES, campaigns=campaigns, is_site=reach.is_site)
        if form.is_valid():
            facts = form.cleaned_data
            try:
                row = actions.give_consent(
                    purpose=facts["purpose"],
                    said=Said(facts["how"], facts["words"], facts["proof"]),
                    by=actor,
                    actor=facts["actor"],
                    phone=facts["phone"],
                    campaign=facts["campaign"],
                    age=facts["age"],
                    child_agreed=facts["child_agreed"],
                    guardian_phone=facts["guardian_phone"],
                    given_at=facts["given_on"],
                    expires_at=facts["expires_on"],
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The consent stands in the ledger."))
                return redirect("privacy_consent", row.pk)
    else:
        wanted = {name: request.GET[name] for name in ("purpose", "actor") if request.GET.get(name)}
        form = ConsentForm(campaigns=campaigns, is_site=reach.is_site, initial=wanted)
    context = {"form": form, "wordings": ledger.wordings()}
    status = 422 if form.errors else 200
    return render(request, "privacy/desk/consent_add.html", context | frame(reach, "consents"), status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One consent with its words; a POST takes it back."""
    reach, actor = organiser(request)
    row = get_object_or_404(ledger.consents_for(reach), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = actions.withdraw_consent(consent=row, reason=form.cleaned_data["reason"], by=actor)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = refused.status
            else:
                messages.success(request, _("Taken back. %(count)s things went with it.") % {"count": done.stopped})
                return redirect("privacy_consent", pk)
    actions.note_access(what="consents", by=actor, consent=row, rows=1)
    _row, purpose = ledger.named([row])[0]
    context = {"row": row, "purpose": purpose, "form": form}
    return render(request, "privacy/desk/consent.html", context | frame(reach, "consents"), status=status)


@login_required
@never_cache
@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The photo of the paper; that it was opened is kept."""
    reach, actor = organiser(request)
    row = get_object_or_404(ledger.consents_for(reach), pk=pk)
    store = storages["private"]
    if not row.proof_path or not store.exists(row.proof_path):
        raise Http404
    actions.note_access(what="proof", by=actor, consent=row, rows=1)
    return FileResponse(store.open(row.proof_path), as_attachment=True, filename=row.proof_path.rsplit("/", 1)[-1])


@login_required
@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    """All consents of one person; that they were read is kept."""
    reach, actor = organiser(request)
    rows = list(ledger.consents_for(reach).filter(person_key=key).order_by("-given_at", "-pk"))
    if not rows:
        raise Http404
    actions.note_access(what="consents", by=actor, person_key=key, rows=len(rows))
    shown = next((row.actor for row in rows if row.actor), None)
    context = {"rows": ledger.named(rows), "person": shown, "key": key}
    return render(request, "privacy/desk/consents_of.html", context | frame(reach, "consents"))


@login_required
@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    reach = reader(request)
    return render(request, "privacy/desk/wordings.html", {"wordings": ledger.wordings()} | frame(reach, "consents"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, purpose: str) -> HttpResponse:
    """The next version of the words for a purpose; the first begins with what the program proposes."""
    actor = keeper(request)
    found = next((one for one in ledger.wordings() if one.purpose.id == purpose), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        form = WordsForm(request.POST)
        if form.is_valid():
            row = actions.write_words(purpose=purpose, words=form.cleaned_data["words"], by=actor)
            messages.success(
                request, _("Version %(number)s is what people are asked from now on.") % {"number": row.number}
            )
            return redirect("privacy_wordings")
    else:
        form = WordsForm(
            initial={"words": found.versions[0].words if found.versions else ledger.proposed(found.purpose)}
        )
    context = {"form": form, "wording": found}
    status = 422 if form.errors else 200
    return render(request, "privacy/desk/wording.html", context | frame(reader(request), "consents"), status=status)
