"""Writing in the room: names, limits, hostile words, muting and hiding."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import clock
from phien.live import actions
from phien.live.forms import ChatForm, one_line
from phien.live.models import Mute
from phien.live.tests.conftest import signed_in
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
SAY = "/live/quynh-son/say/"
JSON = {"headers": {"Accept": "application/json"}}


def chats() -> list[dict[str, str]]:
    return [m.payload for m in Message.objects.filter(kind="chat").order_by("number")]


def test_a_form_writes_and_comes_back(client: Client, day: SimpleNamespace) -> None:
    response = client.post(SAY, {"name": "Hà", "text": "vịt này để tủ mát được không ạ?"})
    assert response.url == "/live/quynh-son/"
    page = client.get(response.url).content.decode()
    assert "vịt này để tủ mát được không ạ?" in page
    assert 'value="Hà"' in page  # the name is kept


def test_a_name_is_chosen_once(client: Client, day: SimpleNamespace) -> None:
    assert client.post(SAY, {"name": "Hà", "text": "một"}, **JSON).json()["name"] == "Hà"
    assert client.post(SAY, {"text": "hai"}, **JSON).status_code == 201
    assert [(c["name"], c["text"]) for c in chats()] == [("Hà", "một"), ("Hà", "hai")]
    assert len({c["key"] for c in chats()}) == 1


def test_hostile_words_are_shown_as_words(client: Client, day: SimpleNamespace) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    client.post(SAY, {"name": "<b>x</b>", "text": evil})
    signed = signed_in(day.moderator)
    for page in (client.get("/live/quynh-son/"), signed.get("/desk/live/quynh-son/")):
        words = page.content.decode()
        assert "<script>alert" not in words
        assert "&lt;script&gt;alert(1)" in words
        assert "<b>x</b>" not in words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u0000b\nc\u2028d", "a b c d"),
        ("x\u202ereversed\u202c", "xreversed"),
        ("z" + "\u0335" * 50, "z\u0335\u0335"),
        ("  Hỏi   cô  ", "Hỏi cô"),
        ("e\u0302\u0301", "ế"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_a_line_stays_a_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize("text", ["xem https://evil.example", "vào WWW.abc", "mua ở abc-shop.com nhé", "t.me/abc"])
def test_links_are_refused(client: Client, day: SimpleNamespace, text: str) -> None:
    response = client.post("/en" + SAY, {"name": "Hà", "text": text}, **JSON)
    assert (response.status_code, response.json()["code"]) == (400, "text_link")
    assert not chats()


@pytest.mark.parametrize("text", ["Ngon quá.Mua thêm nhé", "1.8 kg hay 2.0 kg ạ", "a/b?", "giá 385.000đ"])
def test_ordinary_words_are_not_links(text: str) -> None:
    assert ChatForm({"name": "Hà", "text": text}).is_valid()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"name": "Hà", "text": ""}, "text_required"),
        ({"name": "Hà", "text": " \u200b\u0000 "}, "text_required"),
        ({"name": "Hà", "text": "a" * 201}, "text_max_length"),
        ({"name": "a" * 31, "text": "a"}, "name_max_length"),
        ({"text": "a"}, "name_required"),
        ({"name": "evil.com", "text": "a"}, "name_link"),
    ],
)
def test_bad_input_is_named(client: Client, day: SimpleNamespace, data: dict[str, str], code: str) -> None:
    response = client.post(SAY, data, **JSON)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert not chats()


def test_without_javascript_what_was_typed_comes_back(client: Client, day: SimpleNamespace) -> None:
    response = client.post("/en" + SAY, {"name": "Hà", "text": "see www.x.com & <more>"})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'value="see www.x.com &amp; &lt;more&gt;"' in page
    assert "Links cannot be posted here." in page


def test_a_writer_is_slowed_down(client: Client, day: SimpleNamespace) -> None:
    codes = [client.post(SAY, {"name": "Hà", "text": str(n)}, **JSON).status_code for n in range(12)]
    assert codes[:5] == [201] * 5
    assert 429 in codes
    assert len(chats()) <= 10  # a window may turn in between


def test_slow_mode_spaces_messages(client: Client, day: SimpleNamespace) -> None:
    actions.set_slow_mode(broadcast=day.broadcast, seconds=60)
    assert client.post(SAY, {"name": "Hà", "text": "một"}, **JSON).status_code == 201
    refused = client.post(SAY, {"text": "hai"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_fast")
    assert Client().post(SAY, {"name": "Lan", "text": "ba"}, **JSON).status_code == 201


def test_a_muted_writer_is_told_and_others_write_on(client: Client, day: SimpleNamespace) -> None:
    client.post(SAY, {"name": "Ồn", "text": "ồn ào"})
    key = chats()[0]["key"]
    mute = actions.mute_writer(
        broadcast=day.broadcast, author_key=key, author_name="Ồn", reason="x", span=timedelta(minutes=5),
        by=day.moderator, hide_theirs=True,
    )  # fmt: skip
    assert "ồn ào" not in client.get("/live/quynh-son/").content.decode()
    refused = client.post("/en" + SAY, {"text": "vẫn ồn"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "muted")
    assert "You can still watch and buy" in refused.json()["message"]
    assert Client().post(SAY, {"name": "Lan", "text": "chào"}, **JSON).status_code == 201
    Mute.objects.update(until=clock.now() - timedelta(seconds=1))
    assert client.post(SAY, {"text": "xin lỗi"}, **JSON).status_code == 201
    Mute.objects.update(until=None)
    assert client.post(SAY, {"text": "lại ồn"}, **JSON).json()["code"] == "muted"
    actions.lift_mute(mute=mute)
    assert client.post(SAY, {"text": "cảm ơn"}, **JSON).status_code == 201


def test_a_hidden_message_vanishes(client: Client, day: SimpleNamespace) -> None:
    number = client.post(SAY, {"name": "Hà", "text": "không nên nói"}, **JSON).json()["number"]
    actions.hide_message(broadcast=day.broadcast, number=number)
    actions.hide_message(broadcast=day.broadcast, number=number)
    assert "không nên nói" not in client.get("/live/quynh-son/").content.decode()
    assert Message.objects.filter(kind="hidden").count() == 1


@pytest.mark.parametrize("state", [{"started_at": None}, {"ended_at": "now"}])
def test_the_chat_is_open_while_the_broadcast_is_on(
    client: Client, day: SimpleNamespace, state: dict[str, object]
) -> None:
    row = day.broadcast
    row.started_at = None if "started_at" in state else row.started_at
    row.ended_at = clock.now() if "ended_at" in state else None
    row.save()
    assert client.post(SAY, {"name": "Hà", "text": "có ai không"}, **JSON).json()["code"] == "chat_closed"


def test_the_desk_writes_with_its_mark(day: SimpleNamespace) -> None:
    signed_in(day.host).post(SAY, {"text": "chào cả nhà"})
    assert chats()[0] | {"key": ""} == {"name": "Host", "text": "chào cả nhà", "team": True, "key": ""}
    signed_in(day.stranger).post(SAY, {"name": "Host", "text": "tôi cũng là host"})
    assert "team" not in chats()[1]
