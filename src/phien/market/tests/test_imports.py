"""The sample's own files, and files with mistakes."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from phien.lib import clock
from phien.lib.rows import Row, WrongRow
from phien.market import imports
from phien.market.models import Certificate, Lot, Offer, Product, ShippingRate, Stock, StorageCondition
from phien.market.queries.stock import ledger_differences

from .conftest import actor

SAMPLE = Path(imports.__file__).parent.parent / "sample" / "lang_son"
DATES = {"made_on", "expires_on", "issued_on"}


def rows(name, /, **changes):
    """The sample's rows, pictures left out and days resolved as the command does it."""
    with (SAMPLE / name).open(encoding="utf-8") as file:
        for number, values in enumerate(csv.DictReader(file), start=2):
            values = {key: (clock.today() if value and key in DATES else value) for key, value in values.items()}
            yield Row(name, number, values | {"picture": ""} | changes)


@pytest.fixture
def producers(cast):
    for row in rows("products.csv"):
        if not type(cast.union).objects.filter(slug=row.get("producer")).exists():
            actor(row.get("producer"), row.get("producer"))
    return cast


def test_the_sample_goes_in_twice_and_is_there_once(producers):
    now = clock.now()
    Offer.objects.filter(product=producers.duck).delete()
    for _ in range(2):
        imports.import_products(rows("products.csv"), folder=SAMPLE)
        imports.import_storage(rows("storage.csv"))
        imports.import_certificates(
            row for row in rows("certificates.csv") if Product.objects.filter(slug=row.get("subject"))
        )
        imports.import_lots(rows("lots.csv"))
        times = {"campaign": "cho-phien", "starts": now, "ends": now.replace(year=now.year + 1)}
        imports.import_offers(rows("offers.csv", **times))
        imports.import_shipping(rows("shipping.csv", campaign="cho-phien", province="*"))
        imports.import_payees(row for row in rows("payees.csv"))
    duck = Product.objects.get(slug="vit-quay")
    assert (duck.name["en"][:7], duck.first_time_online, duck.min_days_left) == ("Thất Kh", True, 8)
    assert [row.days for row in duck.storage_conditions.all()] == [22, 45, 180]
    stocks = Stock.objects.filter(lot__product=duck)
    assert sum(stocks.filter(outlet="tiktok").values_list("on_hand", flat=True)) == 60
    assert sum(stocks.values_list("on_hand", flat=True)) == 510
    assert Certificate.objects.filter(product=duck, stars=4).count() == 1
    assert Offer.objects.get(product=duck).price == 385_000
    assert ShippingRate.objects.filter(province=None).exists()
    assert StorageCondition.objects.filter(days=None).exists()
    assert Lot.objects.filter(product=duck, code="VQ-1").count() == 1
    assert ledger_differences() == []


LOT = {"product": "mat-ong", "code": "Z", "quantity": "1", "made_on": "2026-11-01"}
RATE = {"campaign": "cho-phien", "province": "99", "up_to_g": "5", "fee": "1", "days": "1"}


@pytest.mark.parametrize(
    ("function", "values", "column"),
    [
        (lambda r: imports.import_product(r, folder=SAMPLE), {"producer": "nobody"}, "producer"),
        (lambda r: imports.import_product(r, folder=SAMPLE), {"gross_weight_g": "100"}, "gross_weight_g"),
        (lambda r: imports.import_product(r, folder=SAMPLE), {"name": ""}, "name"),
        (lambda r: imports.import_product(r, folder=SAMPLE), {"picture": "../../secret"}, "picture"),
        (lambda r: imports.import_lots([r]), LOT | {"quantity": "-1"}, "quantity"),
        (lambda r: imports.import_lots([r]), LOT | {"made_on": "soon"}, "made_on"),
        (lambda r: imports.import_certificates([r]), {"subject": "nothing"}, "subject"),
        (lambda r: imports.import_certificates([r]), {"subject": "mat-ong", "scheme": "moon"}, "scheme"),
        (lambda r: imports.import_offers([r]), {"campaign": "cho-phien", "product": "mat-ong", "price": "0"}, "price"),
        (lambda r: imports.import_shipping([r]), RATE, "province"),
        (lambda r: imports.import_payees([r]), {"producer": "htx-quynh-son", "bank_bin": "97"}, "bank_bin"),
        (lambda r: imports.import_clip_products([r]), {"slug": "nothing"}, "slug"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_row_and_column(cast, function, values, column):
    row = next(iter(rows("products.csv", **{"producer": "htx-quynh-son", "slug": "moi"} | values)))
    before = Product.objects.count()
    with pytest.raises(WrongRow) as wrong:
        function(row)
    assert (wrong.value.facts["file"], wrong.value.facts["row"], wrong.value.facts["column"]) == (
        "products.csv",
        2,
        column,
    )
    assert Product.objects.count() == before


def test_a_limit_per_phone_is_kept_by_a_file_that_does_not_name_it(cast):
    now = clock.now()
    facts = {"campaign": "cho-phien", "product": "vit-quay", "price": "385000", "limit_per_order": "5"}
    facts |= {"starts": now, "ends": now + timedelta(hours=1)}
    for more, limit in (({"limit_per_phone": "2"}, 2), ({}, 2), ({"limit_per_phone": "3"}, 3)):
        imports.import_offers([Row("offers.csv", 2, facts | more)])
        assert Offer.objects.get(pk=cast.duck_offer.pk).limit_per_phone == limit
    with pytest.raises(WrongRow):
        imports.import_offers([Row("offers.csv", 2, facts | {"limit_per_phone": "0"})])


def test_promo_codes_come_in_once(cast):
    row = Row("promo_codes.csv", 2, {"campaign": "cho-phien", "creator": "chi-hoa", "code": "be sim"})
    first, again = (imports.import_promo_codes([row])[0] for _time in range(2))
    assert first == again
    assert (first.code, first.creator) == ("BESIM", cast.organiser)
    for column, value in (("campaign", "x"), ("creator", "x"), ("code", "a")):
        with pytest.raises(WrongRow) as caught:
            imports.import_promo_codes([Row("promo_codes.csv", 2, {**row.values, column: value})])
        assert caught.value.facts["column"] == column
