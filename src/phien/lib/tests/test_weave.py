import xml.etree.ElementTree as ElementTree

import pytest

from phien.lib.weave import weave

NAMES = ["Vịt quay Lạng Sơn", "", "<script>&\"'", "市集日", "\ud800", *map(str, range(40))]


@pytest.mark.parametrize("name", NAMES)
def test_cloth_is_small_and_parses(name: str) -> None:
    cloth = weave(name)
    assert ElementTree.fromstring(cloth).tag.endswith("svg")
    assert len(cloth.encode()) < 12_000


def test_same_name_same_cloth() -> None:
    assert weave("Bắc Sơn") == weave("Bắc Sơn")
    assert weave("Bắc Sơn") != weave("Thất Khê")


def test_cloths_can_share_a_page() -> None:
    assert not {p.split('"')[0] for p in weave("a").split('id="')[1:]} & {
        p.split('"')[0] for p in weave("b").split('id="')[1:]
    }


def test_size_is_asked_for() -> None:
    assert 'viewBox="0 0 1200 300"' in weave("a", 1200, 300)
