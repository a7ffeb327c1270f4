"""From an address to what it leads to."""

import pytest

from phien.content.errors import NoPostThere, NotAnAddress, ShortAddress
from phien.content.hashtags import found_in, key_of
from phien.content.native import LONGEST_ID, id_of_page, published_by_id, recognise

LONG = "7350000000000000001"  # beyond 2^53


@pytest.mark.parametrize(
    ("address", "platform", "native_id", "account"),
    [
        (f"https://www.tiktok.com/@sim.xulang/video/{LONG}?lang=vi", "tiktok", LONG, "sim.xulang"),
        (f"tiktok.com/@sim.xulang/photo/{LONG}", "tiktok", LONG, "sim.xulang"),
        (f"https://m.tiktok.com/v/{LONG}.html", "tiktok", LONG, ""),
        ("https://www.facebook.com/chophien/posts/122150000000000001", "facebook", "122150000000000001", "chophien"),
        (f"https://m.facebook.com/story.php?story_fbid={LONG}&id=615&mibextid=x", "facebook", LONG, "615"),
        ("https://www.facebook.com/reel/1234567890123456", "facebook", "1234567890123456", ""),
        ("https://www.facebook.com/watch/?v=1234567890123456", "facebook", "1234567890123456", ""),
        (f"https://www.facebook.com/chophien/videos/vit-quay/{LONG}/", "facebook", LONG, "chophien"),
        ("https://www.instagram.com/reel/C9abcDEFghi/?igsh=xyz", "instagram", "C9abcDEFghi", ""),
        ("https://www.instagram.com/bepsim/p/C9abcDEFghi/", "instagram", "C9abcDEFghi", "bepsim"),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube", "dQw4w9WgXcQ", ""),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s", "youtube", "dQw4w9WgXcQ", ""),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", ""),
        ("https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", "youtube", "dQw4w9WgXcQ", ""),
        ("https://rd.zapps.vn/detail/123?id=abc456", "zalo", "abc456", ""),
        ("https://www.bao.example/tin?utm_source=zalo&b=2&a=1#top", "press", "bao.example/tin?a=1&b=2", "bao.example"),
        ("http://localhost:8000/en/clip/quay-vit/", "site", "quay-vit", ""),
        ("http://localhost:8000/clip/quay-vit/?via=ABC", "site", "quay-vit", ""),
    ],
)  # fmt: skip
def test_an_address_gives_platform_id_and_account(address: str, platform: str, native_id: str, account: str) -> None:
    seen = recognise(address)
    assert (seen.platform, seen.native_id, seen.account) == (platform, native_id, account)
    assert not seen.unstable
    again = recognise(seen.url)
    assert (again.platform, again.native_id) == (platform, native_id)


def test_what_facebook_calls_pfbid_is_said_to_be_unstable() -> None:
    assert recognise("https://www.facebook.com/chophien/posts/pfbid02abcDEF123456789").unstable


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("https://vm.tiktok.com/ZMabc/", ShortAddress),
        ("https://vt.tiktok.com/ZSabc/", ShortAddress),
        ("https://www.tiktok.com/t/ZTabc/", ShortAddress),
        ("https://fb.watch/abc/", ShortAddress),
        ("https://www.facebook.com/share/p/abc/", ShortAddress),
        ("https://www.facebook.com/chophien", NoPostThere),
        ("https://www.tiktok.com/@sim/live", NoPostThere),
        ("https://www.youtube.com/@sim", NoPostThere),
        ("https://www.youtube.com/watch?v=short", NoPostThere),
        ("https://www.instagram.com/bepsim/", NoPostThere),
        ("https://zalo.me/12345", NoPostThere),
        ("https://baoxulang.example/", NoPostThere),
        ("http://localhost:8000/p/a/b/", NoPostThere),
        ("", NotAnAddress),
        ("chào", NotAnAddress),
        ("ftp://a.example/x", NotAnAddress),
        ("https://[::1", NotAnAddress),
        ("https://a.example:99999/x", NotAnAddress),
        ("https://a.example/a b", NotAnAddress),
        ("https://a.example/" + "x" * 600, NotAnAddress),
        ("javascript:alert(1)", NotAnAddress),
        ("http://intranet/x", NotAnAddress),
    ],
)
def test_what_leads_to_no_post_is_refused_by_name(address: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        recognise(address)


def test_another_host_that_ends_alike_is_not_the_platform() -> None:
    assert recognise("https://tiktok.com.evil.example/@a/video/7350000000000000001").platform == "press"


def test_a_page_has_one_id_however_it_is_shared() -> None:
    spellings = ("http://www.bao.example/a/", "https://bao.example/a?fbclid=1", "https://m.bao.example//a#x")
    assert {id_of_page(address) for address in spellings} == {"bao.example/a"}
    assert len(id_of_page("https://bao.example/" + "x" * 400)) == LONGEST_ID


def test_only_a_tiktok_id_tells_its_time() -> None:
    assert published_by_id("tiktok", str((1_700_000_000 << 32) + 7)).timestamp() == 1_700_000_000  # type: ignore[union-attr]
    assert published_by_id("tiktok", "9" * 20) is None
    assert published_by_id("youtube", "7350000000000000001") is None


def test_hashtags_share_a_key_whatever_their_marks() -> None:
    assert key_of("#DacSanXuLang") == key_of("#dacsanxulang") == key_of("#ĐặcSảnXứLạng") == key_of("#Đặc_Sản Xứ Lạng")
    assert found_in("Vịt quay #ĐặcSảnXứLạng, #vitquay! #1 #dacsanxulang") == ["ĐặcSảnXứLạng", "vitquay"]
