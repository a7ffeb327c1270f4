"""A room kept friendly: messages that wait, people kept out, warnings."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from phien.campaigns.models import Event
from phien.evidence.models import Change
from phien.lib import clock
from phien.lib.texts import LANGUAGES
from phien.live import actions
from phien.live.addresses import address_hash
from phien.live.errors import AlreadyDecided, ChatClosed
from phien.live.models import Ban, Broadcast, HeldMessage, Moment, Mute, Writer
from phien.live.tests.conftest import signed_in
from phien.people.models import Scope
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
DESK = "/desk/live/quynh-son/"
SAY = "/live/quynh-son/say/"
JSON = {"headers": {"Accept": "application/json"}}
PART = {"headers": {"X-Part": "1"}}
HOME, NEIGHBOUR = "203.0.113.7", "203.0.113.8"


def texts() -> list[str]:
    """What the room shows."""
    rows = Message.objects.filter(kind="chat", hidden_at=None).order_by("number")
    return [row.payload["text"] for row in rows]


def say(client: Client, text: str, address: str = HOME) -> tuple[int, dict[str, object]]:
    response = client.post("/en" + SAY, {"name": "Hà", "text": text}, REMOTE_ADDR=address, **JSON)
    return response.status_code, response.json()


# What waits


def test_what_waits_is_seen_by_the_desk_alone(client: Client, day: SimpleNamespace) -> None:
    moderator = signed_in(day.moderator)
    moderator.post(DESK + "hold/", {"to": "on"})
    assert say(client, "có ship không")[0] == 202
    assert say(client, "xem https://evil.example")[0] == 202, "a link is looked at too"
    assert "có ship không" not in client.get("/live/quynh-son/").content.decode()
    assert "có ship không" in moderator.get(DESK).content.decode()
    first, second = HeldMessage.objects.all()
    assert (first.why, second.why) == ("all", "link")
    assert moderator.post(f"{DESK}held/{first.pk}/", {"to": "let_in"}, **PART).status_code == 200
    assert moderator.post(f"{DESK}held/{second.pk}/", {"to": "drop"}, **PART).status_code == 200
    chat = Message.objects.get(kind="chat")
    assert chat.payload == {"name": "Hà", "text": "có ship không", "key": first.author_key}
    again = moderator.post(f"{DESK}held/{first.pk}/", {"to": "let_in"}, **PART)
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    first.refresh_from_db()
    assert (first.is_let_in, first.decided_by) == (True, day.moderator)
    moderator.post(f"{DESK}held/{second.pk}/", {"to": "let_in"})
    assert texts() == ["có ship không", "xem https://evil.example"], "what was dropped can still be let in"
    moderator.post(DESK + "hold/", {"to": "off"})
    assert say(client, "xem https://evil.example")[1]["code"] == "text_link"
    assert say(client, "thế ạ")[0] == 201


def test_without_javascript_the_writer_is_told(client: Client, day: SimpleNamespace) -> None:
    actions.set_holding(broadcast=day.broadcast, is_on=True)
    response = client.post("/en" + SAY, {"name": "Hà", "text": "có ship không"})
    assert response.status_code == 202
    assert "A moderator will look at your message" in response.content.decode()


def test_nothing_is_let_into_a_closed_room(day: SimpleNamespace) -> None:
    row = day.broadcast
    actions.set_holding(broadcast=row, is_on=True)
    row.refresh_from_db()
    assert actions.say(broadcast=row, author_key="ab12cd34", name="Hà", text="chào") is None
    held = HeldMessage.objects.get()
    actions.end_broadcast(broadcast=row)
    with pytest.raises(ChatClosed):
        actions.decide_held(held=held, let_in=True, by=None)
    actions.decide_held(held=held, let_in=False, by=None)
    with pytest.raises(AlreadyDecided):
        actions.decide_held(held=held, let_in=False, by=None)
    assert texts() == []


# Hide, and bring back


def test_a_hidden_message_comes_back_to_its_place(client: Client, day: SimpleNamespace) -> None:
    moderator = signed_in(day.moderator)
    number = say(client, "vịt này ngon")[1]["number"]
    say(client, "đúng thế")
    moderator.post(f"{DESK}hide/{number}/")
    assert texts() == ["đúng thế"]
    page = moderator.get(DESK).content.decode()
    assert "vịt này ngon" in page
    assert f"/show/{number}/" in page
    moderator.post(f"{DESK}show/{number}/")
    assert texts() == ["vịt này ngon", "đúng thế"]
    again = Message.objects.get(kind="shown_again").payload
    assert (again["number"], again["data"]["text"]) == (number, "vịt này ngon")
    assert list(Change.objects.filter(noun="chat").values_list("verb", flat=True)) == ["hidden", "shown again"]


# People out


def test_addresses_are_known_again_but_not_known(settings: object, rf: RequestFactory) -> None:
    settings.PHIEN_TRUSTED_PROXIES = ("10.0.0.0/8",)

    def of(peer: str, forwarded: str = "") -> str:
        return address_hash(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded))

    assert len(of(HOME)) == 32
    assert of(HOME) == of("10.0.0.1", f"1.1.1.1, {HOME}") == of(HOME, "1.1.1.1") != of(NEIGHBOUR)
    assert of("2001:db8:1:2::3") == of("2001:db8:1:2:9::9") != of("2001:db8:1:3::3")
    assert of("127.0.0.1") == of("::1") == of("") == of("nonsense") == ""
    settings.SECRET_KEY = "another"
    before = of(HOME)
    settings.SECRET_KEY = "yet another"
    assert of(HOME) != before


def test_new_cookies_do_not_lift_a_mute(day: SimpleNamespace) -> None:
    assert say(Client(), "ồn ào")[0] == 201
    writer = Writer.objects.get()
    moderator = signed_in(day.moderator)
    facts = {"author_key": writer.author_key, "author_name": "Ồn", "how_long": "room-30", "reason": "x"}
    moderator.post(DESK + "out/", facts | {"with_address": "on", "hide_theirs": "on"})
    mute = Mute.objects.get()
    assert (mute.address_hash, mute.by) == (writer.address_hash, day.moderator)
    assert texts() == []
    assert say(Client(), "vẫn ồn")[1]["code"] == "muted"
    assert say(Client(), "chào", NEIGHBOUR)[0] == 201
    assert signed_in(day.host).post(SAY, {"text": "chào cả nhà"}, REMOTE_ADDR=HOME, **JSON).status_code == 201
    moderator.post(f"{DESK}mute/{mute.pk}/lift/")
    assert say(Client(), "xin lỗi")[0] == 201


def test_without_the_address_only_the_writer_is_out(client: Client, day: SimpleNamespace) -> None:
    say(client, "ồn ào")
    key = Message.objects.get(kind="chat").payload["key"]
    facts = {"author_key": key, "how_long": "room-0", "reason": "x"}
    signed_in(day.moderator).post(DESK + "out/", facts)
    assert (Mute.objects.get().address_hash, Mute.objects.get().until) == ("", None)
    assert say(client, "vẫn ồn")[1]["code"] == "muted"
    assert say(Client(), "chào")[0] == 201


def test_a_ban_holds_in_every_room_of_the_campaign(client: Client, day: SimpleNamespace) -> None:
    hours = {"starts_at": day.event.starts_at, "ends_at": day.event.ends_at}
    other_event = Event.objects.create(
        campaign=day.campaign, slug="bac-son", kind="live", name={"vi": "Từ Bắc Sơn"}, place=day.event.place,
        scope=Scope.objects.create(kind="event", label="Bắc Sơn", parent=day.campaign.scope), **hours,
    )  # fmt: skip
    Broadcast.objects.create(event=other_event, slug="bac-son", name={"vi": "Hai"}, started_at=clock.now())
    actions.set_holding(broadcast=day.broadcast, is_on=True)
    say(client, "quảng cáo")
    writer = Writer.objects.get()
    moderator = signed_in(day.moderator)
    facts = {"author_key": writer.author_key, "author_name": "Rao", "how_long": "all-43200", "reason": "rao vặt"}
    moderator.post(DESK + "out/", facts | {"with_address": "on", "hide_theirs": "on"})
    ban = Ban.objects.get()
    assert ban.until is not None
    assert timedelta(days=29) < ban.until - clock.now() <= timedelta(days=30)
    assert not HeldMessage.objects.filter(decided_at=None).exists(), "what waited of theirs is dropped"
    for room in ("quynh-son", "bac-son"):
        for person in (client, Client()):
            data = {"name": "Rao", "text": "quảng cáo"}
            refused = person.post(f"/en/live/{room}/say/", data, REMOTE_ADDR=HOME, **JSON)
            assert (refused.status_code, refused.json()["code"]) == (403, "banned")
            assert "You can still watch and buy" in refused.json()["message"]
    page = moderator.get(DESK).content.decode()
    assert "rao vặt" in page
    assert writer.address_hash not in page
    moderator.post(f"{DESK}ban/{ban.pk}/lift/")
    moderator.post(f"{DESK}ban/{ban.pk}/lift/")
    assert say(client, "xin lỗi")[0] == 202
    kept = Change.objects.filter(noun="ban")
    assert list(kept.values_list("verb", flat=True)) == ["set", "lifted"]
    assert all("Rao" not in str(change.facts) for change in kept)


def test_a_ban_ends_by_itself(client: Client, day: SimpleNamespace) -> None:
    say(client, "ồn ào")
    key = Message.objects.get(kind="chat").payload["key"]
    out = {"author_key": key, "author_name": "Ồn", "reason": "x", "by": None}
    actions.ban_writer(broadcast=day.broadcast, span=timedelta(days=1), **out)
    assert say(client, "ồn")[1]["code"] == "banned"
    Ban.objects.update(until=clock.now() - timedelta(seconds=1))
    assert say(client, "chào")[0] == 201


def test_from_where_people_wrote_is_forgotten(client: Client, day: SimpleNamespace) -> None:
    say(client, "chào")
    key = Writer.objects.get().author_key
    out = {"author_key": key, "author_name": "Hà", "reason": "x", "by": None, "with_address": True}
    mute = actions.mute_writer(broadcast=day.broadcast, span=timedelta(minutes=5), **out)
    ban = actions.ban_writer(broadcast=day.broadcast, span=None, **out)
    assert mute.address_hash == ban.address_hash != ""
    assert actions.forget_writers(clock.now()) == 0
    assert actions.forget_writers(clock.now() + timedelta(days=31)) == 2
    assert not Writer.objects.exists()
    assert Mute.objects.get().address_hash == ""
    assert Ban.objects.get().address_hash != "", "it still holds"
    actions.lift_ban(ban=ban)
    assert actions.forget_writers(clock.now() + timedelta(days=31)) == 1


# Warnings


def test_a_warning_is_shown_in_every_language_and_taken_down(day: SimpleNamespace) -> None:
    moderator = signed_in(day.moderator)
    for _tap in range(2):
        moderator.post(DESK + "warning/", {"preset": "money"})
    row = Broadcast.objects.get()
    assert set(row.warning) == set(LANGUAGES)
    assert row.warning["en"] == "Do not send money to private accounts."
    moderator.post("/en" + DESK + "warning/", {"words": "  Wait for   Friday. "})
    assert dict(Broadcast.objects.get().warning) == {"en": "Wait for Friday."}
    assert "Wait for Friday." in moderator.get("/en" + DESK + "now/").content.decode()
    moderator.post(DESK + "warning/")
    told = [m.payload for m in Message.objects.filter(kind="warning").order_by("number")]
    assert [payload["text"].get("en", "") for payload in told] == [row.warning["en"], "Wait for Friday.", ""]
    assert all(payload["at"] for payload in told)
    assert Moment.objects.filter(kind="warning").count() == 2
