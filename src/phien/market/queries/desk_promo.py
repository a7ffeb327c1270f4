"""Promo codes with what they were used for."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from phien.campaigns.models import Campaign
from phien.lib.slugs import slug_of
from phien.market.models import PromoCode, Purchase


def promo_codes_in(campaign: Campaign, words: str = "") -> QuerySet[PromoCode]:
    """With `used`: how many purchases named it. `words` is a part of the code or of its creator's short name."""
    used = Purchase.objects.filter(promo=OuterRef("pk")).order_by().values("promo").annotate(n=Count("pk")).values("n")
    rows = PromoCode.objects.filter(campaign=campaign).select_related("creator")
    if words:
        rows = rows.filter(Q(code__icontains=words) | Q(creator__slug__icontains=slug_of(words) or words))
    return rows.annotate(used=Coalesce(Subquery(used), 0)).order_by("code")
