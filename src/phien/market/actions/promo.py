"""Promo codes: made, stopped, used again."""

from django.db import IntegrityError, transaction

from phien.campaigns.models import Campaign
from phien.lib import clock, codes
from phien.market import promo
from phien.market.errors import PromoCodeTaken, UnknownPromoCode, WrongPromoCode
from phien.market.models import PromoCode
from phien.people.models import Actor

SHORTEST = 3


def make_promo_code(*, campaign: Campaign, creator: Actor, code: str = "", by: Actor | None = None) -> PromoCode:
    """A code that credits the creator; without one it is drawn. Raises WrongPromoCode or PromoCodeTaken."""
    wanted = promo.read(code) or (codes.make(6) if not code.strip() else "")
    if not SHORTEST <= len(wanted) <= promo.LONGEST:
        raise WrongPromoCode
    try:
        with transaction.atomic():
            return PromoCode.objects.create(
                campaign=campaign, creator=creator, code=wanted, made_at=clock.now(), made_by=by
            )
    except IntegrityError as error:
        raise PromoCodeTaken(code=wanted) from error


def stop_promo_code(*, promo_code: PromoCode) -> None:
    """It is not taken any more; orders that used it keep it."""
    PromoCode.objects.filter(pk=promo_code.pk, stopped_at=None).update(stopped_at=clock.now())


def use_promo_code_again(*, promo_code: PromoCode) -> None:
    PromoCode.objects.filter(pk=promo_code.pk).update(stopped_at=None)


def known_promo_code(*, campaign: Campaign, typed: str) -> PromoCode | None:
    """The code that was meant; None where nothing was typed. Raises UnknownPromoCode, also for a stopped one."""
    if not typed.strip():
        return None
    found = PromoCode.objects.select_related("creator").filter(
        campaign=campaign, code=promo.read(typed), stopped_at=None
    )
    row = found.first()
    if row is None:
        raise UnknownPromoCode(code=typed.strip()[:20])
    return row
