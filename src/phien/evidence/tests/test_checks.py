from pathlib import Path

from pytest_django import Settings

from phien.evidence.checks import folder_is_writable, proxies_are_addresses


def test_a_folder_that_can_be_made_is_fine(root: Path) -> None:
    assert folder_is_writable(None) == []
    assert not root.exists()


def test_a_file_in_the_way_is_named(root: Path) -> None:
    root.write_text("in the way")
    (error,) = folder_is_writable(None)
    assert error.id == "evidence.E001"
    assert str(root) in str(error.msg)


def test_a_misspelt_proxy_is_named(settings: Settings) -> None:
    settings.PHIEN_TRUSTED_PROXIES = ["127.0.0.1", "nginx"]
    (error,) = proxies_are_addresses(None)
    assert "nginx" in str(error.msg)
