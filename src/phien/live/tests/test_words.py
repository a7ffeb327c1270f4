"""Unwanted words, found however they are written; and their list."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.campaigns.models import Campaign
from phien.live import actions
from phien.live.actions.words import MOST_WORDS
from phien.live.errors import TooManyWords
from phien.live.models import FilterWord, HeldMessage
from phien.live.tests.conftest import signed_in
from phien.live.words import find
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
DESK = "/desk/live/quynh-son/"
SAY = "/live/quynh-son/say/"
JSON = {"headers": {"Accept": "application/json"}}


def texts() -> list[str]:
    """What the room shows."""
    rows = Message.objects.filter(kind="chat", hidden_at=None).order_by("number")
    return [row.payload["text"] for row in rows]


def say(client: Client, text: str, name: str = "Hà") -> tuple[int, dict[str, object]]:
    response = client.post("/en" + SAY, {"name": name, "text": text}, **JSON)
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("lừa đảo", "bọn LỪA ĐẢO"),
        ("lừa đảo", "bon lua dao"),
        ("lua dao", "bọn lừa đảo"),
        ("lừa đảo", "l-ừ-a đ.ả.o"),
        ("lừa đảo", "luaaaa daoooo"),
        ("hàng giả", "toàn hànggiả!"),
        ("đụ", "Đ.Ụ"),
        ("đụ", "du ma"),
        ("ngu", "n g u quá"),
        ("ngu", "NGU"),
        ("scam", "ｓｃａｍ"),
        ("骗子", "你是骗子吗"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str) -> None:
    assert find([word], text) == [word]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("đụ", "đi du lịch Bắc Sơn"),
        ("ngu", "chúc cả nhà ngủ ngon"),
        ("ngu", "nguyen lieu gi vay"),
        ("cc", "các cô"),
        ("lừa đảo", "vịt quay ngon"),
        ("...", "ngon quá..."),
    ],
)
def test_a_word_is_not_found_inside_another(word: str, text: str) -> None:
    assert find([word], text) == []


def test_a_hostile_word_is_searched_to_the_end() -> None:
    assert find(["a" * 59 + "b", "ab" * 30], "a" * 200) == []
    assert find(["a" * 59 + "b"], "a-" * 100) == []


def test_words_wait_or_are_refused(client: Client, day: SimpleNamespace) -> None:
    add = {"campaign": day.campaign, "by": day.moderator}
    assert actions.add_words(words=["hàng giả", "lừa đảo"], act="hold", **add) == 2
    assert actions.add_words(words=["lừa đảo", "casino"], act="refuse", **add) == 1
    status, answer = say(client, "toàn hang gia thôi")
    assert (status, answer["held"]) == (202, True)
    assert "moderator will look" in str(answer["message"])
    assert say(client, "lua dao!")[1]["code"] == "unwanted_word"
    assert say(client, "chào", name="casino 88")[1]["code"] == "unwanted_word"
    assert say(client, "vịt ngon")[0] == 201
    assert texts() == ["vịt ngon"]
    assert HeldMessage.objects.get().why == "word"
    assert signed_in(day.host).post(SAY, {"text": "không có hàng giả"}).status_code == 302
    assert texts() == ["vịt ngon", "không có hàng giả"], "the team is not looked at"


def test_a_list_is_pasted_and_thinned(day: SimpleNamespace, other_campaign: Campaign) -> None:
    moderator = signed_in(day.moderator)
    pasted = "Hàng giả\r\n\r\n  lừa   đảo \n...\nhàng giả\ncasino"
    assert moderator.post(DESK + "words/", {"words": pasted, "act": "hold"}).status_code == 302
    assert set(FilterWord.objects.values_list("word", flat=True)) == {"hàng giả", "lừa đảo", "casino"}
    row = FilterWord.objects.get(word="casino")
    assert (row.made_by, row.act) == (day.moderator, "hold")
    assert "casino" in moderator.get(DESK + "words/").content.decode()
    moderator.post(f"{DESK}words/{row.pk}/remove/")
    assert not FilterWord.objects.filter(word="casino").exists()
    actions.add_words(campaign=other_campaign, words=["vịt"], act="refuse", by=None)
    foreign = FilterWord.objects.get(campaign=other_campaign)
    assert moderator.post(f"{DESK}words/{foreign.pk}/remove/").status_code == 404
    assert say(Client(), "vịt ngon")[0] == 201


@pytest.mark.parametrize(("words", "act"), [("", "hold"), ("...", "hold"), ("x", "burn"), ("x" * 61, "hold")])
def test_a_bad_list_adds_nothing(day: SimpleNamespace, words: str, act: str) -> None:
    response = signed_in(day.moderator).post(DESK + "words/", {"words": words, "act": act})
    assert response.status_code == 400
    assert b"errorlist" in response.content
    assert not FilterWord.objects.exists()


def test_a_list_has_an_end(day: SimpleNamespace) -> None:
    words = [f"word{n}" for n in range(MOST_WORDS)]
    actions.add_words(campaign=day.campaign, words=words, act="hold", by=None)
    with pytest.raises(TooManyWords):
        actions.add_words(campaign=day.campaign, words=["one", "more"], act="hold", by=None)
    assert FilterWord.objects.count() == MOST_WORDS
