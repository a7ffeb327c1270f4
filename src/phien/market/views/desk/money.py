"""Transfers that are awaited, money to pay back, and the lines of a bank's statement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phien.lib.errors import Refused
from phien.market import actions
from phien.market.forms.desk_money import StatementForm, StatementLine
from phien.market.queries import desk_money
from phien.market.queries.desk_money import Match
from phien.market.views.desk.entry import Desk, desk_view, page_of, query_without_page, show


@require_safe
@desk_view
def money(request: HttpRequest, desk: Desk) -> HttpResponse:
    context = {
        "page": page_of(request, desk_money.awaited_orders(desk.user, desk.campaign)),
        "query": query_without_page(request),
        "refunds": desk_money.refunds_in(desk.user, desk.campaign)[:100],
        "form": StatementForm(),
    }
    return show(request, desk, "money", context)


def _matches(desk: Desk, lines: list[StatementLine]) -> list[Match]:
    payments = desk_money.payments_by_reference(desk.user, desk.campaign, {line.reference for line in lines})
    noted = desk_money.noted_already(line.external_id for line in lines)
    found = []
    for line in lines:
        payment = payments.get(line.reference)
        amount = line.amount_for(payment.missing if payment else 0)
        state = desk_money.state_of_line(
            payment=payment, amount=amount, outgoing=line.outgoing, noted=line.external_id in noted
        )
        found.append(Match(line.text, line.external_id, line.reference, payment, amount, state))
    return sorted(found, key=lambda match: not match.may_be_noted)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def statement(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Lines pasted, then shown beside the payments they name, then (with `sure`) noted where a tick stayed."""
    form = StatementForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, desk, "statement", {"form": form})
    if not form.is_valid():
        return show(request, desk, "statement", {"form": form}, status=400)
    matches = _matches(desk, form.lines())
    context = {"form": form, "matches": matches, "to_note": sum(match.may_be_noted for match in matches)}
    if "sure" not in request.POST:
        return show(request, desk, "statement", context)
    ticked = set(request.POST.getlist("line"))
    chosen = [match for match in matches if match.may_be_noted and match.external_id in ticked]
    noted = 0
    for match in chosen:
        try:
            actions.receive_payment(
                reference=match.reference, amount=match.amount or 0, external_id=match.external_id, by=desk.actor
            )
            noted += 1
        except Refused as refused:
            messages.error(request, f"{match.reference}: {refused}")
    if noted:
        messages.success(request, ngettext("%(n)s transfer noted.", "%(n)s transfers noted.", noted) % {"n": noted})
    else:
        messages.info(request, _("Nothing new was noted."))
    return redirect(desk.url("money"))
