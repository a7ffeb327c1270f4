"""A buyer's own purchase: found by code and phone, followed, paid, cancelled, printed."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phien.evidence import actions as evidence
from phien.lib import codes
from phien.lib.errors import Refused
from phien.market import actions, phones, queries, visit
from phien.market.forms import FindForm
from phien.market.models import Order, Purchase
from phien.market.queries.orders import purchases
from phien.realtime import limits

TRIES, WINDOW = 10, 600


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong phone and an unknown code, so that codes cannot be tried out."""
    form = FindForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    status = 200
    if request.method == "POST":
        limits.check(key=f"find-order:{evidence.visitor_of(request)}", limit=TRIES, seconds=WINDOW)
        limits.check(
            key=f"find-order:{codes.normalise(request.POST.get('code', ''))[:12]}", limit=TRIES, seconds=WINDOW
        )
        status = 400
        if form.is_valid():
            purchase = queries.purchase_by_code_and_phone(form.cleaned_data["code"], form.cleaned_data["phone"])
            if purchase is not None:
                visit.unlock(request, purchase)
                return redirect("order", purchase.code)
            status = 404
            form.add_error(None, _("No order has this code and this phone."))
    return render(request, "market/find_order.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
def order(request: HttpRequest, code: str) -> HttpResponse:
    purchase = _unlocked(request, code)
    if purchase is None:
        return redirect(f"{reverse('orders')}?code={codes.normalise(code)[:12]}")
    context = {
        "view": queries.purchase_view(purchase),
        "purchase": purchase,
        "phone": phones.show(purchase.phone),
        "order_address": settings.PHIEN_ORIGIN + reverse("order", args=[purchase.code]),
    }
    response = render(request, "market/order.html", context)
    add_never_cache_headers(response)
    return response


@require_POST
def cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    purchase = _unlocked(request, code)
    row = Order.objects.filter(purchase=purchase, number=number).first() if purchase else None
    if purchase is None or row is None:
        return redirect("orders")
    try:
        actions.cancel_order(order=row, code=Order.CancelCode.BUYER)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Cancelled. The goods are free for others again."))
    return redirect("order", purchase.code)


def _unlocked(request: HttpRequest, code: str) -> Purchase | None:
    code = codes.normalise(code)
    return purchases().filter(code=code).first() if visit.is_unlocked(request, code) else None
