"""Publications come into the register."""

from datetime import UTC, datetime

import pytest

from phien.campaigns.tests.cast import Cast
from phien.content.actions import NewPublication, Registered, register_publications
from phien.content.models import Channel, Hashtag, Publication
from phien.evidence.models import Change

VIDEO = "https://www.tiktok.com/@bep.nha.sim/video/7350000000000000001"


def _register(cast: Cast, *rows: NewPublication) -> Registered:
    return register_publications(campaign=cast.market, rows=rows, by=None, source="hand")


def test_an_address_is_enough(cast: Cast) -> None:
    done = _register(cast, NewPublication(url=f"{VIDEO}?_r=1&_t=abc", title="Vịt quay #ĐặcSảnXứLạng #dacsanxulang"))
    [video] = done.new
    assert (video.platform, video.native_id) == ("tiktok", "7350000000000000001")
    assert (video.account, video.precision) == ("bep.nha.sim", "derived")
    assert video.published_at == datetime.fromtimestamp(7350000000000000001 >> 32, UTC)
    assert [(tag.key, tag.shown) for tag in video.hashtags.all()] == [("dacsanxulang", "ĐặcSảnXứLạng")]
    change = Change.objects.get(noun="publication")
    assert (change.verb, change.key) == ("registered", "cho-phien/tiktok:7350000000000000001")
    assert change.facts["hashtags"] == ["dacsanxulang"]
    assert "bep.nha.sim" not in str(change.facts)
    assert len(change.facts["account"]) == 16


def test_known_ones_are_reported_and_not_doubled(cast: Cast) -> None:
    _register(cast, NewPublication(url=VIDEO))
    again = _register(cast, NewPublication(url=VIDEO), NewPublication("tiktok", "7350000000000000001"))
    assert (len(again.new), len(again.known), len(again.wrong)) == (0, 2, 0)
    assert Publication.objects.count() == 1
    assert Change.objects.filter(noun="publication").count() == 1


def test_a_row_twice_in_one_file_is_one(cast: Cast) -> None:
    done = _register(cast, *[NewPublication(url=VIDEO)] * 3)
    assert (len(done.new), len(done.known)) == (1, 2)


def test_a_registered_channel_tells_whose_it_is(cast: Cast) -> None:
    Channel.objects.create(owner=cast.sim, platform="tiktok", handle="@Bep.Nha.Sim")
    [video] = _register(cast, NewPublication(url=VIDEO, origin="")).new
    assert (video.origin, video.creator) == ("partner", cast.sim)
    facts = Change.objects.get(noun="publication").facts
    assert (facts["channel"], facts["creator"]) == ("@Bep.Nha.Sim", "sim")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (NewPublication(), "wrong_publication"),
        (NewPublication("myspace", "1"), "wrong_publication"),
        (NewPublication("tiktok", "7" * 161), "wrong_publication"),
        (NewPublication("tiktok", "7 7"), "wrong_publication"),
        (NewPublication(url="xin chào"), "not_an_address"),
        (NewPublication(url="javascript:alert(1)"), "not_an_address"),
        (NewPublication("tiktok", "71", url="javascript:alert(1)"), "wrong_publication"),
        (NewPublication(url="https://vm.tiktok.com/ZMabc/"), "short_address"),
        (NewPublication(url="https://www.tiktok.com/@bep"), "no_post_there"),
        (NewPublication("youtube", url=VIDEO), "wrong_publication"),
        (NewPublication("tiktok", "71", origin="friend"), "wrong_publication"),
        (NewPublication("tiktok", "71", disclosure="perhaps"), "wrong_publication"),
        (NewPublication("tiktok", "71", published_at=datetime(1970, 1, 1, tzinfo=UTC)), "wrong_publication"),
        (NewPublication("tiktok", "71", account="x" * 101), "wrong_publication"),
        (NewPublication("offline"), "wrong_publication"),
    ],
)
def test_a_wrong_row_says_why_and_harms_no_other(cast: Cast, row: NewPublication, code: str) -> None:
    done = _register(cast, NewPublication("tiktok", "70"), row, NewPublication("tiktok", "72"))
    assert [(number, refusal.code) for number, refusal in done.wrong] == [(1, code)]
    assert len(done.new) == 2


def test_a_poster_on_a_wall_has_no_address_and_comes_once(cast: Cast) -> None:
    poster = NewPublication("offline", origin="offline", title="Áp phích ở cổng chợ", place=cast.village)
    assert len(_register(cast, poster).new) == 1
    assert len(_register(cast, poster).known) == 1


def test_what_a_database_cannot_hold_is_left_out(cast: Cast) -> None:
    [row] = _register(
        cast, NewPublication("tiktok", "70", title="Vịt\x00 quay\n\n" + "x" * 400, hashtags=("#", "#A b"))
    ).new
    assert row.title.startswith("Vịt quay x")
    assert len(row.title) == 300
    assert [tag.key for tag in row.hashtags.all()] == ["ab"]


def test_variants_stand_for_what_they_mean(cast: Cast) -> None:
    wanted = Hashtag.objects.create(campaign=cast.market, key="dacsanxulang", shown="DacSanXuLang")
    Hashtag.objects.create(campaign=cast.market, key="dacsanlang", shown="dacsanlang", stands_for=wanted)
    _register(cast, NewPublication("tiktok", "70", hashtags=("#dacsanlang", "#DacSanXuLang")))
    assert Change.objects.get(noun="publication").facts["hashtags"] == ["dacsanxulang"]


def test_many_come_in_slices_with_a_bounded_number_of_statements(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = (NewPublication("tiktok", str(10**18 + number), title="#a #b") for number in range(2_500))
    with django_assert_max_num_queries(120):
        done = register_publications(campaign=cast.market, rows=rows, by=None, source="x" * 200)
    assert len(done.new) == Publication.objects.count() == Change.objects.filter(noun="publication").count() == 2_500


def test_a_long_key_still_fits(cast: Cast) -> None:
    address = "https://baoxulang.example/tin/" + "vit-quay-" * 30
    _register(cast, NewPublication(url=address, origin=""), NewPublication(url=address + "x", origin=""))
    assert len({change.key for change in Change.objects.filter(noun="publication")}) == 2
    assert all(len(change.key) <= 120 for change in Change.objects.all())
