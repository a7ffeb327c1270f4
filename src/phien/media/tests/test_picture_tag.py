"""{% picture %} and the woven cloths."""

import gzip

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from phien.media import actions
from phien.media.models import Asset
from phien.media.shapes import cloth_name
from phien.media.tests.files import picture_file


def _render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.django_db
def test_a_picture_names_its_sizes_and_says_what_it_shows() -> None:
    asset = actions.add_image(file=picture_file(1000, 500), alt={"vi": 'Vịt "quay"', "en": "Roast duck"})
    html = _render('{% picture asset sizes="50vw" class_="big" %}', asset=asset)
    assert 'alt="Vịt &quot;quay&quot;"' in html
    assert "480w" in html
    assert "960w" in html
    assert 'width="1000" height="500"' in html
    assert 'loading="lazy"' in html
    with translation.override("en"):
        assert 'alt="Roast duck"' in _render("{% picture asset %}", asset=asset)
    assert 'alt=""' in _render('{% picture asset alt="" eager=True %}', asset=asset)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_pictures_cost_one_statement_however_many(count: int, django_assert_num_queries: object) -> None:
    for colour in ("red", "green", "blue")[:count]:
        actions.add_image(file=picture_file(500, 500, colour=colour))
    with django_assert_num_queries(2):  # type: ignore[operator]
        rows = Asset.objects.prefetch_related("renditions")
        _render("{% for row in rows %}{% picture row %}{% endfor %}", rows=rows)


def test_what_has_no_picture_shows_its_cloth(client: Client) -> None:
    html = _render('{% picture None name="Vịt quay <b>" shape="tall" %}')
    address = f"/weave/tall/{cloth_name('Vịt quay <b>')}.svg"
    assert f'src="{address}"' in html
    assert 'width="270" height="480"' in html
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert response.content.startswith(b"<svg")
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == response.content
    assert len(packed.content) < 6000


def test_only_the_known_shapes_are_woven_and_only_read(client: Client) -> None:
    assert client.get("/weave/huge/0123456789ab.svg").status_code == 404
    assert client.get("/weave/tall/x.svg").status_code == 404
    assert client.post("/weave/tall/0123456789ab.svg").status_code == 405
