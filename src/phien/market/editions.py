"""What pages with goods stand on."""

GOODS = "goods"
"""Products and their papers, offers and their prices, and how much there ever was; never what is left of it."""


def shown(product_id: int) -> str:
    """In which broadcasts the product is shown at this moment."""
    return f"shown:{product_id}"
