"""What was written, posted, reported and told about a person is taken out, and what has to stay is named."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from phien.content.models import Publication
from phien.lib import clock
from phien.lib.personal import Person
from phien.live.actions import decide_complaint, file_complaint, hide_message, say, show_message
from phien.live.models import Broadcast, Complaint
from phien.market.models import Purchase
from phien.market.tests.conftest import PHONE
from phien.people.actions import add_actor, give_account, give_role
from phien.people.models import Actor, User
from phien.privacy import actions
from phien.privacy.tests.asking import asked, erased, publication
from phien.privacy.tests.conftest import complete
from phien.realtime.actions import hold
from phien.realtime.errors import UnknownMessage
from phien.realtime.models import Message


def test_the_reach_of_a_campaign_ends_at_its_border(day: SimpleNamespace) -> None:
    """The same phone in another campaign is another organiser's."""
    complete(day)
    Purchase.objects.filter(pk=day.purchase.pk).update(campaign=day.other)
    request = actions.ask(
        kind="erasure", person=Person(phone=PHONE, campaigns=frozenset({day.campaign.pk})), proof="seen", by=None,
        campaign=day.campaign,
    )  # fmt: skip
    erased(day, request)
    assert Purchase.objects.get().phone == PHONE


def test_what_was_written_in_a_room_is_gone(day: SimpleNamespace, room: Broadcast) -> None:
    first = say(broadcast=room, author_key="abc123", name="Hà", text="Ngon quá")
    other = say(broadcast=room, author_key="zzz999", name="Bình", text="Đúng vậy")
    hide_message(broadcast=room, number=first)
    show_message(broadcast=room, number=first)
    request = asked(day, order="", writer="abc123")
    assert erased(day, request).erased["chat"] == 1
    everything = json.dumps(list(Message.objects.values("kind", "payload")), ensure_ascii=False)
    assert "Ngon" not in everything
    assert "abc123" not in everything
    assert "Đúng vậy" in everything
    with pytest.raises(UnknownMessage):
        show_message(broadcast=room, number=first)
    assert Message.objects.filter(number=other, hidden_at=None).exists()
    numbers = list(Message.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_room_held_by_an_authority_keeps_its_words(day: SimpleNamespace, room: Broadcast) -> None:
    say(broadcast=room, author_key="abc123", name="Hà", text="Ngon quá")
    hold(topic=room.topic)
    request = erased(day, asked(day, order="", writer="abc123"))
    assert request.state == "partly"
    assert [name for name, _rows, why in request.kept if why.startswith("An authority")] == ["chat"]
    assert Message.objects.get(kind="chat").payload["text"] == "Ngon quá"


def test_a_citizens_post_loses_name_and_words_and_keeps_its_count(day: SimpleNamespace) -> None:
    publication(day)
    publication(day, origin="partner", native_id="2")
    request = erased(day, asked(day, order="", account="@Mai.Xulang"))
    row = Publication.objects.get(native_id="7672345678901234567")
    assert (row.account, row.title, row.url) == ("", "", "")
    assert Publication.objects.get(native_id="2").account == "mai.xulang"
    assert request.state == "partly"


def test_a_person_here_is_forgotten_once_no_duty_is_held(day: SimpleNamespace) -> None:
    mai = add_actor(name="Chị Mai", bio="Kể chuyện xứ Lạng", aliases=["Mai Xứ Lạng"])
    give_account(actor=mai)
    role = give_role(actor=mai, duty="creator", scope=day.campaign.scope)
    request = actions.ask(kind="erasure", person=Person(actor=mai.slug), proof="seen", by=day.keeper)
    actions.look_for(request=request, by=day.keeper)
    assert actions.erase(request=request, typed=request.code, by=day.keeper).state == "partly"
    assert User.objects.filter(actor=mai).exists()
    role.ends_at = clock.now() - timedelta(days=1)
    role.save()
    request = actions.ask(kind="erasure", person=Person(actor=mai.slug), proof="seen", by=day.keeper)
    actions.look_for(request=request, by=day.keeper)
    actions.erase(request=request, typed=request.code, by=day.keeper)
    mai = Actor.objects.get(pk=mai.pk)
    assert (str(mai.bio), mai.aliases, mai.user) == ("", [], None)
    assert str(mai.name) == "Chị Mai"


def test_a_complainants_number_is_found_however_it_was_written(day: SimpleNamespace, room: Broadcast) -> None:
    facts = {"broadcast": room, "reason": "price", "text": "Giá khác lời nói", "second": 3}
    opened = file_complaint(**facts, contact="0912 345 678", from_address="a")
    closed = file_complaint(**facts, contact="+84 912.345.678", from_address="b")
    file_complaint(**facts, contact="lan@example.com", from_address="c")
    decide_complaint(complaint=closed, decision="upheld", answer="Đã sửa giá.", by=day.organiser)
    complete(day)
    request = erased(day, asked(day, order="", phone=PHONE))
    assert request.erased["complaint_contacts"] == 1
    left = dict(Complaint.objects.values_list("code", "contact"))
    assert (left[opened.code], left[closed.code]) == ("0912 345 678", "")
    assert "lan@example.com" in left.values()
