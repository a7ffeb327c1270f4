"""What people do that public pages show: each act, in an order in which one allows the next.

Every action of the rooms stands in ACTS or, with its reason, in UNSEEN; the test counts.
"""

from collections.abc import Callable
from datetime import timedelta

from phien.campaigns import actions as campaigns
from phien.campaigns.models import Slot
from phien.content import actions as content
from phien.lib import clock
from phien.live import actions as live
from phien.live.models import Broadcast
from phien.market import actions as market
from phien.market.actions import goods
from phien.market.models import FlashPrice, Stock
from phien.media import actions as media
from phien.people import actions as people
from phien.people.models import Role
from phien.places import actions as places
from phien.realtime.models import Message
from tests.kept.world import World, asset

HOUR = timedelta(hours=1)


def _clone(world: World) -> None:
    copy = campaigns.clone_campaign(
        campaign=world.market, slug="nam-sau", starts_at=world.market.starts_at + timedelta(days=365), by=world.ha
    )
    campaigns.change_campaign(campaign=copy, is_public=True)


def _on(world: World) -> Broadcast:
    return Broadcast.objects.select_related("event__campaign").get(pk=world.broadcast.pk)


def _stock(world: World) -> Stock:
    return Stock.objects.get(lot=world.lot, outlet="site")


def _last_said(world: World) -> int:
    return Message.objects.filter(topic__name=world.broadcast.topic, kind="chat").latest("number").number


def _slots(world: World) -> None:
    world.slot("Vịt quay", -30, 30, presenter=[world.sim])
    world.slot("Mật ong", 30, 90, presenter=[world.sim], knower=[world.house])
    campaigns.release_programme(campaign=world.market)


def _second_slot(world: World) -> Slot:
    return world.market.programmes.get(number=1).slots.get(title={"vi": "Mật ong"})


ACTS: dict[str, Callable[[World], object]] = {
    "places.change_place": lambda w: places.change_place(place=w.village, name="Quỳnh Sơn Mới"),
    "places.add_place": lambda w: places.add_place(name="Bắc Sơn", kind="commune"),
    "people.add_actor": lambda w: people.add_actor(name="Mai", slug="mai"),
    "people.change_actor": lambda w: people.change_actor(actor=w.house, name="Lò vịt Bà Hai"),
    "people.hide_portrait": lambda w: people.hide_portrait(w.sim),
    "people.forget_actor": lambda w: people.forget_actor(actor=w.sim),
    "people.give_role": lambda w: people.give_role(actor=w.ha, duty="creator", scope=w.market.scope),
    "people.end_role": lambda w: people.end_role(role=Role.objects.get(actor=w.ha, duty="creator")),
    "media.describe": lambda w: media.describe(asset=w.market.cover, alt={"vi": "Núi"}),
    "campaigns.change_campaign": lambda w: campaigns.change_campaign(campaign=w.market, lead={"vi": "Ba ngày"}),
    "campaigns.show_cover": lambda w: campaigns.show_cover(campaign=w.market, cover=asset("bia-moi")),
    "campaigns.add_phase": lambda w: campaigns.add_phase(
        campaign=w.market, kind="clips", name={"vi": "Quay"}, starts_at=clock.now(), ends_at=clock.now() + HOUR
    ),
    "campaigns.add_chapter": lambda w: campaigns.add_chapter(campaign=w.market, slug="mo-dau", name={"vi": "Mở đầu"}),
    "campaigns.change_phase": lambda w: campaigns.change_phase(phase=w.phase, name={"vi": "Họp chợ"}),
    "campaigns.remove_phase": lambda w: campaigns.remove_phase(phase=w.phase),
    "campaigns.add_event": lambda w: campaigns.add_event(
        campaign=w.market,
        slug="hoi",
        kind="market",
        name={"vi": "Hội"},
        place=w.province,
        starts_at=clock.now() + HOUR,
        ends_at=clock.now() + 2 * HOUR,
    ),
    "campaigns.change_event": lambda w: campaigns.change_event(event=w.event, name={"vi": "Từ bản"}),
    "campaigns.remove_event": lambda w: campaigns.remove_event(event=w.market.events.get(slug="hoi")),
    "campaigns.release_programme": _slots,
    "campaigns.announce_delay": lambda w: campaigns.announce_delay(event=w.event, minutes=20, note={"vi": "Mưa"}),
    "campaigns.cancel_event": lambda w: campaigns.cancel_event(event=w.event, note={"vi": "Lũ"}),
    "campaigns.resume_event": lambda w: campaigns.resume_event(event=w.event),
    "campaigns.add_campaign": lambda w: campaigns.add_campaign(
        slug="khac",
        name="Chợ khác",
        organiser=w.ha,
        place=w.province,
        starts_at=clock.now() + HOUR,
        ends_at=clock.now() + 2 * HOUR,
        is_public=True,
    ),
    "campaigns.clone_campaign": _clone,
    "content.add_clip": lambda w: content.add_clip(
        campaign=w.market,
        creator=w.sim,
        title="Hái hồng",
        slug="hai-hong",
        film=w.clip.film,
        content_class="experience",
    ),
    "content.publish_clip": lambda w: content.publish_clip(post=type(w.clip).objects.get(slug="hai-hong")),
    "content.change_clip": lambda w: content.change_clip(post=w.clip, title={"vi": "Quay vịt ngon"}),
    "content.take_down_clip": lambda w: content.take_down_clip(
        post=type(w.clip).objects.get(slug="hai-hong"), reason="Nhầm"
    ),
    "content.make_link": lambda w: content.make_link(campaign=w.market, creator=w.sim),
    "goods.save_product": lambda w: goods.save_product(slug="vit-quay", producer=w.house, name={"vi": "Vịt quay lá"}),
    "goods.save_storage": lambda w: goods.save_storage(
        product=w.duck, rows=[{"condition": {"vi": "Tủ lạnh"}, "days": 5}]
    ),
    "goods.save_certificate": lambda w: goods.save_certificate(
        scheme="ocop", number="9", product=w.duck, stars=4, issuer={"vi": "Tỉnh"}, issued_on=clock.today()
    ),
    "goods.save_shipping_rate": lambda w: goods.save_shipping_rate(
        campaign=w.market, province=None, up_to_g=5000, fee=9_000, days=3
    ),
    "goods.show_in_clip": lambda w: goods.show_in_clip(post=w.clip, products=[w.duck, w.honey]),
    "goods.add_lot": lambda w: goods.add_lot(
        product=w.duck, code="L2", made_on=clock.today(), expires_on=None, quantity=100, by=w.ha
    ),
    "goods.present_in_slot": lambda w: goods.present_in_slot(slot_key=_second_slot(w).key, products=[w.honey]),
    "market.put_on_offer": lambda w: market.put_on_offer(
        campaign=w.market, product=w.duck, price=333_000, starts_at=clock.now() - HOUR, ends_at=clock.now() + HOUR
    ),
    "market.pause_offer": lambda w: market.pause_offer(offer=w.duck_offer, by=w.ha),
    "market.resume_offer": lambda w: market.resume_offer(offer=w.duck_offer, by=w.ha),
    "market.plan_flash_price": lambda w: market.plan_flash_price(
        offer=w.duck_offer, price=99_000, starts_at=clock.now(), ends_at=clock.now() + HOUR / 2, by=w.ha
    ),
    "market.cancel_flash_price": lambda w: market.cancel_flash_price(
        flash=FlashPrice.objects.get(offer=w.duck_offer), by=w.ha
    ),
    "market.take_in": lambda w: market.take_in(lot=w.lot, quantity=7, by=w.ha),
    "market.correct_stock": lambda w: market.correct_stock(stock=_stock(w), on_hand=11, by=w.ha),
    "market.set_aside": lambda w: market.set_aside(lot=w.lot, quantity=2, to="stall", by=w.ha),
    "market.hold": lambda w: market.hold(basket=market.open_basket(campaign=w.market), offer=w.duck_offer, quantity=3),
    "live.schedule_broadcast": lambda w: live.schedule_broadcast(
        event=w.event, slug="quynh-son", name={"vi": "Phiên trực tiếp"}
    ),
    "live.start_broadcast": lambda w: live.start_broadcast(broadcast=_on(w)),
    "live.pin_product": lambda w: live.pin_product(broadcast=_on(w), offer=w.duck_offer, by=w.ha),
    "live.unpin_product": lambda w: live.unpin_product(broadcast=_on(w)),
    "live.say": lambda w: live.say(broadcast=_on(w), author_key="k", name="Hoa", text="Vịt ngon quá"),
    "live.hide_message": lambda w: live.hide_message(broadcast=_on(w), number=_last_said(w), by=w.ha),
    "live.show_message": lambda w: live.show_message(broadcast=_on(w), number=_last_said(w), by=w.ha),
    "live.hand_over": lambda w: live.hand_over(broadcast=_on(w), slot=_second_slot(w), by=w.ha),
    "live.put_on_shelf": lambda w: live.put_on_shelf(broadcast=_on(w), offer=w.duck_offer),
    "live.move_on_shelf": lambda w: live.move_on_shelf(broadcast=_on(w), offer=w.duck_offer, to="first"),
    "live.take_off_shelf": lambda w: live.take_off_shelf(broadcast=_on(w), offer=w.honey_offer),
    "live.fill_shelf": lambda w: live.fill_shelf(broadcast=_on(w)),
    "live.set_warning": lambda w: live.set_warning(broadcast=_on(w), text={"vi": "Dao sắc"}),
    "live.set_disclosure": lambda w: live.set_disclosure(
        broadcast=_on(w), is_paid_promotion=True, has_ai_presenter=False
    ),
    "live.set_low_latency": lambda w: live.set_low_latency(broadcast=_on(w), is_on=False),
    "live.interrupt_broadcast": lambda w: live.interrupt_broadcast(broadcast=_on(w)),
    "live.resume_broadcast": lambda w: live.resume_broadcast(broadcast=_on(w)),
    "live.back_soon": lambda w: live.back_soon(broadcast=_on(w)),
    "live.back_again": lambda w: live.back_again(broadcast=_on(w)),
    "live.pause_sale": lambda w: live.pause_sale(broadcast=_on(w), offer=w.duck_offer, by=w.ha),
    "live.resume_sale": lambda w: live.resume_sale(broadcast=_on(w), offer=w.duck_offer, by=w.ha),
    "live.end_broadcast": lambda w: live.end_broadcast(broadcast=_on(w)),
    "live.reopen_broadcast": lambda w: live.reopen_broadcast(broadcast=_on(w)),
    "live.cut_broadcast": lambda w: live.cut_broadcast(broadcast=_on(w), reason="Luật", notice={"vi": "Dừng"}, by=w.ha),
    "live.lift_cut": lambda w: live.lift_cut(broadcast=_on(w), by=w.ha),
}

SEEN_BY_NOBODY_YET = {
    "places.add_place",
    "people.add_actor",
    "people.forget_actor",
    "campaigns.add_chapter",
    "content.add_clip",
    "content.make_link",
}
"""These make something that another act puts on a page, or that these pages show only where there is more of it."""

UNSEEN = {
    "places": {"show_picture": "on the place's own page, which is not kept", "import_divisions": "is change_place"},
    "people": dict.fromkeys(
        (
            "site_scope",
            "make_scope",
            "give_account",
            "make_personal_link",
            "open_personal_link",
            "use_personal_link",
            "open_admin",
            "revoke_personal_links",
            "check_identity",
            "revoke_identity_checks",
            "remove_account",
            "forget_links",
            "forget_checks",
            "forget_sessions",
            "forget_admin_log",
        ),
        "opens doors and desks, or closes them",
    ),
    "media": dict.fromkeys(("add_image", "add_film", "add_stream"), "a file is shown once another act names it"),
    "campaigns": dict.fromkeys(
        ("add_slot", "change_slot", "remove_slot", "working_copy", "revert_working_copy"),
        "the working copy is not public",
    )
    | dict.fromkeys(("note_began", "note_finished"), "called by start_broadcast and end_broadcast"),
    "content": dict.fromkeys(
        (
            "NewPublication",
            "Registered",
            "add_channel",
            "change_publication",
            "drop_list",
            "give_list",
            "join_hashtags",
            "know_hashtags",
            "merge_publications",
            "part_hashtag",
            "register_publications",
            "remove_publication",
            "restore_publication",
            "take_in_slice",
        ),
        "the register is on desks; what is public of it is in reports",
    ),
    "market": dict.fromkeys(
        (
            "HOLD_MINUTES",
            "close_line",
            "leave_line",
            "change_claimed",
            "let_go",
            "BuyerFacts",
            "tick",
            "expire_holds",
            "open_basket",
            "change_hold",
            "release_hold",
            "buy_now",
            "place_purchase",
            "enter_order",
            "cancel_order",
            "cancel_unpaid",
            "hand_across",
            "mark_packed",
            "unpack",
            "mark_handed_over",
            "mark_delivered",
            "mark_returned",
            "receive_payment",
            "refund_due",
            "refund_done",
            "known_promo_code",
            "make_promo_code",
            "stop_promo_code",
            "use_promo_code_again",
        ),
        "moves what is left, as `hold` does, or nothing that is public",
    )
    | {"take_in_lot": "is take_in"},
    "live": dict.fromkeys(
        (
            "accept_rules",
            "check_gate",
            "add_words",
            "remove_word",
            "ban_writer",
            "lift_ban",
            "mute_writer",
            "lift_mute",
            "forget_writers",
            "set_slow_mode",
            "set_holding",
            "appeal",
            "file_complaint",
            "decide_complaint",
            "hold_recording",
            "release_recording",
            "seal_recording",
            "open_recording",
            "make_guest_link",
            "open_guest_link",
            "revoke_guest_link",
            "make_stream_key",
            "use_stream_key",
            "revoke_stream_key",
            "set_second_publisher",
            "add_target",
            "change_target",
            "switch_target",
            "remove_target",
            "note_take",
            "end_take",
            "note_picture",
            "note_sales",
            "write_air",
        ),
        "of the desk, of the law or of the picture",
    )
    | dict.fromkeys(("show_replay", "delete_recording"), "a room that has ended is not kept")
    | {
        "decide_held": "is say",
        "decide_appeal": "is lift_cut",
        "cut_clip": "is add_clip",
        "tick": "is start_broadcast, end_broadcast",
    },
}
