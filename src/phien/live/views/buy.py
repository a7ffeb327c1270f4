"""The room's buy button without scripts, and what its sheet shows before there is a claim: the phone, or why not.

With scripts the button claims by POST /claim; here the same claim is made by a form.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phien.evidence import actions as evidence
from phien.lib.errors import Refused
from phien.live.models import Broadcast
from phien.live.queries import Goods
from phien.live.queries.room import goods_row
from phien.live.views.public import found
from phien.market.actions.claims import Claim, claim
from phien.market.errors import OverLimit, WrongQuantity
from phien.market.forms import PressForm
from phien.market.queries.line import lines_of
from phien.realtime import limits

PRESSES, WINDOW = 30, 60  # of one visitor, in seconds


@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    """GET shows what can be had; POST claims it and leads to the claim's own page."""
    broadcast = found(slug)
    goods = goods_row(broadcast, offer)
    if goods is None:
        raise Http404
    limit = goods.offer.limit_per_phone
    if request.method != "POST":
        form = PressForm(initial={"via": request.GET.get("via", "")[:20]}, limit_per_phone=limit)
        return _show(request, broadcast, goods, form)
    form = PressForm(request.POST, limit_per_phone=limit)
    if not form.is_valid():
        return _show(request, broadcast, goods, form, status=400)
    limits.check(key=f"press:{evidence.visitor_of(request)}", limit=PRESSES, seconds=WINDOW)
    facts = form.cleaned_data
    phone, via = facts.get("phone", ""), facts["via"]
    try:
        claim(Claim(facts["key"], offer, facts["quantity"], phone, origin=broadcast.topic, via=via))
    except (OverLimit, WrongQuantity) as refusal:
        form.add_error("quantity", str(refusal))
        return _show(request, broadcast, goods, form, status=refusal.status)
    except Refused as refusal:
        return _show(request, broadcast, goods, form, refusal=refusal, status=refusal.status)
    return redirect("claim", facts["key"])


def _show(
    request: HttpRequest,
    broadcast: Broadcast,
    goods: Goods,
    form: PressForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    offer = goods.offer
    context = {
        "broadcast": broadcast,
        "campaign": broadcast.event.campaign,
        "row": goods,
        "offer": offer,
        "line": lines_of([(offer.pk, offer.product_id)])[offer.pk],
        "form": form,
        "refusal": refusal,
    }
    is_part = request.headers.get("X-Part") == "1"
    return render(request, "live/parts/claim.html" if is_part else "live/buy.html", context, status=status)
