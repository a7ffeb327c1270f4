"""A small market day: two creators, two products of two producers, one live room; written through the real journal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from phien.campaigns.models import Campaign
from phien.content.models import Link
from phien.evidence import actions as evidence
from phien.evidence import journal
from phien.evidence.actions import salts
from phien.evidence.classification import pace
from phien.market.models import Product
from phien.people.models import Actor, Role, Scope, User
from phien.places.models import Place
from phien.reports import actions
from phien.reports.bundle import actions as bundles
from phien.reports.models import Report
from phien.reports.tests.kept import Kept

START = datetime(2026, 5, 10, 2, 0, tzinfo=UTC)  # 9:00 at the place
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.PHIEN_EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }
    pace.forget()
    salts._known.clear()
    yield
    journal.close_all()
    journal._journals.clear()
    salts._known.clear()


@dataclass
class Day:
    """The campaign, and short ways to write evidence of it."""

    campaign: Campaign
    places: dict[str, Place]
    actors: dict[str, Actor]
    root: Path
    hits: list[Any] = field(default_factory=list)

    def at(self, seconds: float) -> datetime:
        return START + timedelta(seconds=seconds)

    def hit(self, after: float, kind: str, subject: str, visitor: str, **facts: Any) -> None:
        self.hits.append(
            evidence.make_hit(
                kind=kind,
                subject=subject,
                campaign=facts.pop("campaign", self.campaign.slug),
                visitor=visitor,
                user_agent=facts.pop("agent", PHONE),
                at=self.at(after),
                **facts,
            )
        )

    def watch(self, start: float, beats: int, visitor: str, *, room: str = "quynh-son", **facts: Any) -> None:
        """A player that begins a stretch at `start` and sends `beats` heartbeats, one each 15 s."""
        for number in range(beats + 1):
            seconds = 15 if number else 0
            self.hit(start + 15 * number, "live", f"broadcast:{room}", visitor, seconds=seconds, **facts)

    def change(self, seconds: float, noun: str, key: str, verb: str, **facts: Any) -> None:
        evidence.record_change(noun=noun, key=key, verb=verb, facts=facts, at=self.at(seconds))

    def on_air(self, start: float, end: float, room: str = "quynh-son") -> None:
        self.change(start, "broadcast", room, "started", campaign=self.campaign.slug, practice=False)
        self.change(end, "broadcast", room, "ended", campaign=self.campaign.slug, practice=False)

    def buy(self, seconds: float, code: str, *orders: tuple[str, str, int, int], **facts: Any) -> None:
        """One purchase; an order is (producer, product, quantity, amount)."""
        facts = {"campaign": self.campaign.slug, "outlet": "site", "via": "", "creator": "", "origin": ""} | facts
        self.change(seconds, "purchase", code, "placed", **{"province_code": "20", "simulated": False, **facts})
        for number, (producer, product, quantity, amount) in enumerate(orders, start=1):
            line = {"product": product, "quantity": quantity, "amount": amount, "origin": facts["origin"]}
            self.change(
                seconds, "order", f"{code}-{number}", "placed",
                purchase=code, producer=producer, goods_amount=amount, shipping_fee=20_000, lines=[line],
            )  # fmt: skip

    def seal(self) -> None:
        evidence.record_hits(hits=self.hits)
        self.hits = []
        evidence.seal(force=True)


@pytest.fixture(scope="session")
def kept() -> dict[str, Kept]:
    """What was made in an earlier test, by the name of its fixture."""
    return {}


def make_day(root: Path) -> Day:
    province = Place.objects.create(slug="lang-son", kind="province", code="20", prefix="Tỉnh", name={"vi": "Lạng Sơn"})
    village = Place.objects.create(slug="quynh-son", kind="village", parent=province, name={"vi": "Làng Quỳnh Sơn"})
    names = {
        "to-chuc": "Ban tổ chức chợ phiên",
        "lan": "Hoàng Thị Lan",
        "minh": "Vi Văn Minh",
        "vit-hop": "Hợp tác xã Vịt Thất Khê",
        "na-hop": "Tổ na Chi Lăng",
        "kiem": "Kiểm toán viên",
    }
    actors = {
        slug: Actor.objects.create(slug=slug, kind="person", name={"vi": name}, place=village)
        for slug, name in names.items()
    }
    scope = Scope.objects.create(kind="campaign", label="cho-phien")
    campaign = Campaign.objects.create(
        slug="cho-phien",
        name={"vi": "Chợ phiên Lạng Sơn", "en": "Lạng Sơn market day"},
        organiser=actors["to-chuc"],
        place=province,
        scope=scope,
        starts_at=START - timedelta(days=2),
        ends_at=START + timedelta(days=2),
        is_public=True,
    )
    for slug, producer, name in (("vit-quay", "vit-hop", "Vịt quay Lạng Sơn"), ("na-bo", "na-hop", "Na bở Chi Lăng")):
        Product.objects.create(
            slug=slug,
            producer=actors[producer],
            group="food",
            name={"vi": name},
            net_weight_g=1900,
            gross_weight_g=2100,
        )
    Link.objects.create(code="XK4M", campaign=campaign, creator=actors["lan"], target="/", made_at=START)
    return Day(campaign, {"lang-son": province, "quynh-son": village}, actors, root)


def day_again(root: Path) -> Day:
    """The day whose rows are there."""
    places = {row.slug: row for row in Place.objects.all()}
    return Day(Campaign.objects.get(), places, {row.slug: row for row in Actor.objects.all()}, root)


@pytest.fixture
def day(request: pytest.FixtureRequest, db: None, tmp_path: Path, kept: dict[str, Kept]) -> Day:
    if "full_day" in request.fixturenames and "full_day" in kept:
        kept["full_day"].lay_out(tmp_path)
        return day_again(tmp_path / "evidence")
    return make_day(tmp_path / "evidence")


@pytest.fixture
def full_day(day: Day, tmp_path: Path, kept: dict[str, Kept], tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Enough of a day that every part of a report has something to show."""
    if "full_day" not in kept:
        fill(day)
        kept["full_day"] = Kept(tmp_path, tmp_path_factory.mktemp("kept") / "full_day")
    return day


def fill(day: Day) -> None:
    for number in range(30):
        visitor = f"v{number}"
        creator, link = ("lan", "XK4M") if number < 14 else ("", "")
        day.hit(
            number * 60,
            "clip" if link else "page",
            "clip:quay-vit",
            visitor,
            creator=creator,
            link=link,
            place="quynh-son",
        )
        day.hit(number * 60 + 20, "click", "product:vit-quay", visitor, creator=creator, link=link, place="quynh-son")
        if number < 20:
            day.watch(number * 60 + 30, 4, visitor, creator=creator, link=link, place="quynh-son")
    day.hit(100, "page", "campaign:cho-phien", "robot", agent=BOT)
    day.on_air(0, 7200)
    for number in range(12):
        day.buy(600 + 300 * number, f"P{number}", ("vit-hop", "vit-quay", 1, 385_000), creator="lan", via="XK4M")
    day.buy(700, "Q1", ("na-hop", "na-bo", 2, 170_000), outlet="phone")
    day.change(800, "order", "Q1-1", "cancelled", reason_code="buyer")
    day.change(900, "payment", "P0-1", "paid", amount=405_000)
    day.seal()


@pytest.fixture
def make_report(
    full_day: Day, tmp_path: Path, kept: dict[str, Kept], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Report]:
    """The full day's report, made once under each name."""

    def make(name: str) -> Report:
        if name in kept:
            kept[name].lay_out(tmp_path)
            return Report.objects.get()
        window = {"since": full_day.at(-3600), "until": full_day.at(6 * 3600)}
        report = actions.make_report(campaign=full_day.campaign, **window)
        kept[name] = Kept(tmp_path, tmp_path_factory.mktemp("kept") / name)
        return report

    return make


@pytest.fixture
def report(make_report: Callable[[str], Report], monkeypatch: pytest.MonkeyPatch) -> Report:
    """With papers in two languages only, to be quick."""
    monkeypatch.setattr(actions.making, "LANGUAGES", ("vi", "en"))
    return make_report("report")


@pytest.fixture
def whole_report(make_report: Callable[[str], Report]) -> Report:
    return make_report("whole_report")


@pytest.fixture
def person(day: Day) -> Callable[..., Client]:
    """A signed-in client of somebody with a duty in the campaign; of nobody with any, without a duty."""

    def sign_in(duty: str = "", actor: str = "kiem", scope: Scope | None = None) -> Client:
        user = User.objects.create_user(username=f"{actor}-{duty or 'none'}")
        who = day.actors[actor]
        who.user = user
        who.save()
        if duty:
            Role.objects.create(actor=who, duty=duty, scope=scope or day.campaign.scope)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def bundle(report: Report, tmp_path: Path, own_key: None) -> Path:
    path = tmp_path / "bundle.zip"
    bundles.write_to(path, report)
    return path


@pytest.fixture
def own_key(tmp_path: Path, settings: Settings) -> None:
    """The site's key lies in the test's own folder."""
    settings.PHIEN_HOME = tmp_path / "home"
