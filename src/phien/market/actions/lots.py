"""Which lots a quantity is taken from."""

from phien.market.actions.ledger import Claim
from phien.market.errors import SoldOut, TooFar
from phien.market.models import Offer, Outlet
from phien.market.queries.shipping import Days
from phien.market.queries.stock import Candidate, candidates
from phien.places.models import Place

ANYWHERE = Days(0, 0)


def look(offers: list[Offer], *, outlet: str, days: Days) -> list[Candidate]:
    """The stock rows that may serve these offers, best first (one statement for all of them)."""
    products = {offer.product_id: offer.product.min_days_left for offer in offers}
    return candidates(product_ids=products, min_days=products, outlet=outlet, days=days)


def choose(
    offer: Offer,
    quantity: int,
    rows: list[Candidate],
    taken: dict[int, int],
    *,
    outlet: str = Outlet.SITE,
    province: Place | None = None,
) -> list[Claim]:
    """Take `quantity` pieces from the best rows; `taken` counts what was taken before and is added to.

    Raises SoldOut, naming what is left; TooFar where there are pieces, but none that would arrive fresh enough.
    """
    claims = []
    missing = quantity
    for row in rows:
        if row.product_id != offer.product_id or missing <= 0:
            continue
        piece = min(missing, row.free - taken.get(row.stock_id, 0))
        if piece > 0:
            claims.append(Claim(row.stock_id, piece))
            missing -= piece
    if missing > 0:
        left = quantity - missing
        if left == 0 and province is not None and _there_are_older(offer, outlet):
            raise TooFar(name=str(offer.product.name), province=str(province))
        raise SoldOut(name=str(offer.product.name), left=left)
    for claim in claims:
        taken[claim.stock_id] = taken.get(claim.stock_id, 0) + claim.quantity
    return claims


def _there_are_older(offer: Offer, outlet: str) -> bool:
    least = {offer.product_id: 0}
    return bool(candidates(product_ids=least, min_days=least, outlet=outlet, days=ANYWHERE))
