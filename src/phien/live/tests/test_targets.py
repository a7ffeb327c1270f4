"""Other platforms: their keys are kept sealed, their addresses checked."""

import logging
from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.live import actions
from phien.live.errors import NoTargetKey, TargetIsHere, TooManyTargets, WrongTarget
from phien.live.models import Target
from phien.live.seal import WrongSeal, seal, unseal

SERVER = "rtmps://live.example.com:443/app/"


def add(day: SimpleNamespace, url: str = SERVER, key: str = "secret-key") -> Target:
    return actions.add_target(
        broadcast=day.broadcast, platform="youtube", label="YouTube", url=url, key=key, by=day.host
    )


def test_a_sealed_text_comes_back_only_under_the_same_secret(settings: object) -> None:
    sealed = seal("khoá 123")
    assert "123" not in sealed
    assert seal("khoá 123") != sealed
    assert unseal(sealed) == "khoá 123"
    assert unseal("") == ""
    settings.SECRET_KEY = "another"
    with pytest.raises(WrongSeal):
        unseal(sealed)


def test_a_target_keeps_its_key_sealed(day: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        target = add(day)
    target.refresh_from_db()
    assert target.is_on
    assert unseal(target.sealed_key) == "secret-key"
    assert "secret-key" not in str(Target.objects.values().get())
    assert "secret-key" not in caplog.text
    assert "secret-key" not in str(list(Change.objects.values()))


@pytest.mark.parametrize(
    "url",
    ["", "live.example.com", "http://live.example.com/app", "rtmp://", "rtmp:///app", "rtmp://me:pw@example.com/app",
     "rtmp://example.com:99999/app", "rtmp://exa mple.com/app", "rtmp://example.com/a\nb", "rtmp://[::1/app",
     "file:///etc/passwd", "rtmp://example.com/" + "a" * 300],
)  # fmt: skip
def test_a_wrong_address_is_refused(day: SimpleNamespace, url: str) -> None:
    target = add(day)
    with pytest.raises(WrongTarget):
        add(day, url)
    with pytest.raises(WrongTarget):
        actions.change_target(target=target, platform="other", label="x", url=url)
    assert list(Target.objects.values_list("url", flat=True)) == [SERVER]


@pytest.mark.parametrize("host", ["127.0.0.1:1935", "localhost", "[::1]:1935", "[::]", "phien.example.vn:1935"])
def test_the_site_does_not_push_to_itself(day: SimpleNamespace, settings: object, host: str) -> None:
    settings.PHIEN_RTMP_PORT = 1935
    settings.PHIEN_ORIGIN = "https://phien.example.vn"
    with pytest.raises(TargetIsHere):
        add(day, f"rtmp://{host}/live")
    assert not Target.objects.exists()
    add(day, "rtmp://127.0.0.1:1936/live")


def test_a_key_is_needed_and_the_number_of_targets_is_bounded(day: SimpleNamespace) -> None:
    with pytest.raises(NoTargetKey):
        add(day, key=" ")
    for _place in range(8):
        add(day)
    with pytest.raises(TooManyTargets):
        add(day)
    assert Target.objects.count() == 8


def test_a_target_is_changed_switched_and_removed(day: SimpleNamespace) -> None:
    target = add(day)
    actions.change_target(target=target, platform="facebook", label="Trang", url="rtmp://fb.example/rtmp/")
    target.refresh_from_db()
    assert (target.platform, target.label, unseal(target.sealed_key)) == ("facebook", "Trang", "secret-key")
    actions.change_target(target=target, platform="facebook", label="Trang", url=SERVER, key="new")
    target.refresh_from_db()
    assert unseal(target.sealed_key) == "new"
    actions.switch_target(target=target, is_on=False)
    actions.switch_target(target=target, is_on=False)
    target.refresh_from_db()
    assert not target.is_on
    actions.remove_target(target=target)
    assert not Target.objects.exists()
    verbs = list(Change.objects.filter(verb__startswith="target").values_list("verb", flat=True))
    assert verbs == ["target added", "target changed", "target changed", "target off", "target removed"]
