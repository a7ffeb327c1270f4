"""One duck, one partner with its stock record, one country to ship to."""

import django

django.setup()

from oscar.core.loading import get_model  # noqa: E402  # only after the set-up

Country = get_model("address", "Country")
Country.objects.create(iso_3166_1_a2="VN", printable_name="Viet Nam", name="Viet Nam", is_shipping_country=True)
food = get_model("catalogue", "ProductClass").objects.create(name="Food", track_stock=True, requires_shipping=True)
duck = get_model("catalogue", "Product").objects.create(
    title="Vịt quay Lạng Sơn", slug="vit-quay", product_class=food, structure="standalone", is_public=True
)
partner = get_model("partner", "Partner").objects.create(name="Lò vịt Thất Khê")
get_model("partner", "StockRecord").objects.create(
    product=duck, partner=partner, partner_sku="V01", price_currency="VND", price=385_000, num_in_stock=0
)
