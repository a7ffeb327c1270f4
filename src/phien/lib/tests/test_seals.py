import pytest

from phien.lib.seals import opened, seal

ONE, OTHER = b"one", b"other"


@pytest.mark.parametrize("said", ["", "a", "broadcast:quynh-son", "Thất Khê", "x" * 3000])
def test_what_was_sealed_is_read(said):
    assert opened(seal(said, purpose=ONE), purpose=ONE) == said


def test_another_purpose_is_no_proof():
    assert opened(seal("a", purpose=ONE), purpose=OTHER) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 30, "\udce9" * 30, "A" * 16, "A" * 40])
def test_what_nobody_sealed_is_refused(token):
    assert opened(token, purpose=ONE) is None


def test_each_changed_letter_breaks_it():
    token = seal("abc", purpose=ONE)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert opened(changed, purpose=ONE) is None


def test_an_earlier_secret_still_opens(settings):
    token = seal("abc", purpose=ONE)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    assert opened(token, purpose=ONE) == "abc"
    settings.SECRET_KEY_FALLBACKS = []
    assert opened(token, purpose=ONE) is None
