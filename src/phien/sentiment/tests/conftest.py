"""A market day whose comments came in a file; an organiser, a moderator, an auditor, and one without a duty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from phien.campaigns.models import Campaign
from phien.evidence import journal
from phien.people.models import Actor, Role, Scope, User
from phien.places.models import Place
from phien.sentiment import actions
from phien.sentiment.models import CommentFile, Sample, Seat
from phien.sentiment.queries.samples import next_item

START = datetime(2026, 5, 10, 2, 0, tzinfo=UTC)
TEXTS = ("Vịt quay ngon quá", "Giá bao nhiêu vậy shop", "Giao chậm quá, thất vọng")
LABELS = ("positive", "neutral", "negative")


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
    yield
    journal.close_all()
    journal._journals.clear()


@dataclass
class Day:
    campaign: Campaign
    actors: dict[str, Actor]

    def give(self, text: str | bytes, name: str = "binh-luan.csv", by: str = "lan") -> CommentFile:
        data = text.encode() if isinstance(text, str) else text
        return actions.give_file(campaign=self.campaign, chunks=[data], name=name, by=self.actors[by])

    def take_in(self, file: CommentFile, **columns: str) -> CommentFile:
        actions.ask_take_in(
            file=file, sheet=file.name, columns=columns, platform="tiktok", subject="", by=self.actors["lan"]
        )
        return actions.take_in(file=file)

    def comments(self, count: int, *, first: int = 1) -> CommentFile:
        """`count` comments, a third of each label, one a minute, by different people."""
        lines = ["id,text,author,time"]
        for number in range(first, first + count):
            at = START + timedelta(minutes=number)
            lines.append(f'c{number},"{TEXTS[number % 3]} {number}",nguoi{number},{at.isoformat()}')
        file = self.give("\n".join(lines) + "\n", f"{first}.csv")
        return self.take_in(file, id="id", text="text", author="author", time="time")

    def label_all(self, sample: Sample, who: str, *, wrong: int = 0) -> Seat:
        """All that is left, as the texts say; `wrong` of them as unsure."""
        seat = actions.sit_down(sample=sample, actor=self.actors[who])
        while (item := next_item(sample, seat)) is not None:
            said = LABELS[int(item.comment.text.rsplit(" ", 1)[1]) % 3] if wrong <= 0 else "unsure"
            wrong -= 1
            actions.give_label(item=item, said=said, by=self.actors[who])
        return seat


@pytest.fixture
def day(db: None) -> Day:
    province = Place.objects.create(slug="lang-son", kind="province", code="20", prefix="Tỉnh", name={"vi": "Lạng Sơn"})
    names = {"lan": "Hoàng Thị Lan", "minh": "Vi Văn Minh", "kiem": "Kiểm toán viên", "la": "Người lạ"}
    actors = {
        slug: Actor.objects.create(slug=slug, kind="person", name={"vi": name}, place=province)
        for slug, name in names.items()
    }
    campaign = Campaign.objects.create(
        slug="cho-phien",
        name={"vi": "Chợ phiên Lạng Sơn", "en": "Lạng Sơn market day"},
        organiser=actors["lan"],
        place=province,
        scope=Scope.objects.create(kind="campaign", label="cho-phien"),
        starts_at=START - timedelta(days=2),
        ends_at=START + timedelta(days=2),
        is_public=True,
    )
    return Day(campaign, actors)


@pytest.fixture
def person(day: Day) -> Callable[..., Client]:
    """A signed-in client of one of the cast, with a duty in the campaign or none."""

    def sign_in(actor: str, duty: str = "", scope: Scope | None = None) -> Client:
        who = day.actors[actor]
        if who.user is None:
            who.user = User.objects.create_user(username=actor)
            who.save()
        if duty:
            Role.objects.create(actor=who, duty=duty, scope=scope or day.campaign.scope)
        client = Client()
        client.force_login(who.user)
        return client

    return sign_in
