"""The ledger: a yes to words, its proof, and taking it back."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from phien.content.models import Post
from phien.evidence.models import Change
from phien.lib import clock
from phien.media.errors import NotAPicture
from phien.media.models import Asset
from phien.people.actions import change_actor, give_account
from phien.people.models import Actor
from phien.privacy import actions, errors
from phien.privacy.actions import Said
from phien.privacy.models import AccessRecord, Consent, ConsentText
from phien.privacy.policies import reach_of
from phien.privacy.queries import ledger
from phien.privacy.tests.conftest import signed_in

PHONE = "+84987654321"


def paper() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (20, 30), "white").save(out, "PNG")
    return io.BytesIO(out.getvalue())


@pytest.fixture
def words(day: SimpleNamespace) -> ConsentText:
    return actions.write_words(purpose="clips", words={"vi": "Tôi đồng ý cho chiếu.", "en": "I agree."}, by=day.keeper)


def given(day: SimpleNamespace, **facts: Any) -> Consent:
    facts = {"purpose": "clips", "said": Said("paper"), "by": day.organiser, "phone": PHONE} | facts
    return actions.give_consent(**facts)


def test_words_are_versions_that_never_change(day: SimpleNamespace, words: ConsentText) -> None:
    again = actions.write_words(purpose="clips", words={"en": "I agree.", "vi": "Tôi đồng ý cho chiếu."}, by=day.keeper)
    assert again.pk == words.pk
    second = actions.write_words(purpose="clips", words={"vi": "Tôi đồng ý cho chiếu và in."}, by=day.keeper)
    assert (second.number, len(second.sha256)) == (2, 64)
    assert second.sha256 != words.sha256
    assert given(day).text == second
    with pytest.raises(KeyError):
        actions.write_words(purpose="anything", words={"vi": "x"}, by=day.keeper)


def test_the_first_words_are_the_programs_own(day: SimpleNamespace) -> None:
    text = given(day).text
    assert text.number == 1
    assert text.words["en"].startswith("The clips that I made")
    assert set(text.words) == {"vi", "en", "fr", "zh-hans"}


def test_nobody_says_yes_to_nothing(day: SimpleNamespace) -> None:
    with pytest.raises(errors.WhoIsMissing):
        given(day, phone="")
    assert not Consent.objects.exists()


def test_a_phone_is_not_kept_and_finds_the_person_again(day: SimpleNamespace, words: ConsentText) -> None:
    row = given(day, campaign=day.campaign)
    assert PHONE not in str(list(Consent.objects.values()))
    reach = reach_of(day.organiser.user)
    assert list(ledger.narrowed(ledger.consents_for(reach), q="0987 654 321")) == [row]
    assert list(ledger.narrowed(ledger.consents_for(reach), q="0912 345 678")) == []
    facts = Change.objects.get(noun="consent", verb="given").facts
    assert (facts["purpose"], facts["words"], facts["who"]) == ("clips", words.sha256, row.person_key)
    assert PHONE not in str(facts)


@pytest.mark.parametrize(
    ("age", "child", "guardian", "is_given"),
    [
        ("from_7", True, PHONE, True),
        ("from_7", False, PHONE, False),
        ("from_7", True, "", False),
        ("under_7", False, PHONE, True),
        ("under_7", True, "", False),
    ],
)
def test_a_child_and_its_guardian(
    day: SimpleNamespace, words: ConsentText, age: str, child: bool, guardian: str, is_given: bool
) -> None:
    facts = {"age": age, "child_agreed": child, "guardian_phone": guardian}
    if is_given:
        row = given(day, **facts)
        assert row.guardian_key == row.person_key  # the same phone: a child rarely has its own
    else:
        with pytest.raises(errors.GuardianMissing):
            given(day, **facts)
        assert not Consent.objects.exists()


def test_the_database_knows_it_too(day: SimpleNamespace, words: ConsentText) -> None:
    row = given(day)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(age="from_7", child_agreed=False)


def test_a_proof_is_private_and_opening_it_is_known(day: SimpleNamespace, words: ConsentText) -> None:
    row = given(day, said=Said("paper", proof=paper()), campaign=day.campaign)
    assert len(row.proof_sha256) == 64
    assert not Asset.objects.exists()
    answer = signed_in(day.organiser).get(f"/en/desk/privacy/consents/{row.pk}/proof/")
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert AccessRecord.objects.get(what="proof").by == day.organiser
    assert signed_in(day.auditor).get(f"/en/desk/privacy/consents/{row.pk}/proof/").status_code == 403
    assert signed_in(day.neighbour).get(f"/en/desk/privacy/consents/{row.pk}/proof/").status_code == 404
    with pytest.raises(NotAPicture):
        given(day, said=Said("paper", proof=io.BytesIO(b"%PDF-1.7 not a picture")))
    assert Consent.objects.count() == 1


def test_taking_it_back_takes_the_clips_down(day: SimpleNamespace, words: ConsentText) -> None:
    here = {"creator": day.stranger, "content_class": "experience", "state": "ready", "published_at": clock.now()}
    Post.objects.create(slug="clip", campaign=day.campaign, title={"vi": "Gói bánh"}, **here)
    Post.objects.create(slug="clip-khac", campaign=day.other, title={"vi": "Chợ"}, **here)
    row = given(day, actor=day.stranger, phone="", campaign=day.campaign)
    done = actions.withdraw_consent(consent=row, reason="Không muốn nữa", by=day.organiser)
    assert (done.stopped, done.state) == (1, "withdrawn")
    assert dict(Post.objects.values_list("slug", "state")) == {"clip": "taken_down", "clip-khac": "ready"}
    with pytest.raises(errors.AlreadyWithdrawn):
        actions.withdraw_consent(consent=row, reason="x", by=day.organiser)
    assert Change.objects.filter(noun="consent", verb="withdrawn").count() == 1


def test_another_yes_to_the_same_still_holds(day: SimpleNamespace, words: ConsentText) -> None:
    change_actor(actor=day.stranger, bio="Người kể chuyện")
    actions.write_words(purpose="portrait", words={"vi": "Ảnh của tôi."}, by=day.keeper)
    first, second = (given(day, purpose="portrait", actor=day.stranger) for _time in range(2))
    assert actions.withdraw_consent(consent=first, reason="x", by=day.keeper).stopped == 0
    assert str(Actor.objects.get(pk=day.stranger.pk).bio) == "Người kể chuyện"
    assert actions.withdraw_consent(consent=second, reason="x", by=day.keeper).stopped == 1
    assert str(Actor.objects.get(pk=day.stranger.pk).bio) == ""


def test_states_and_filters(day: SimpleNamespace, words: ConsentText) -> None:
    now = clock.now()
    ended = given(day, given_at=now - timedelta(days=40), expires_at=now - timedelta(days=1))
    soon = given(day, expires_at=now + timedelta(days=10))
    long = given(day, expires_at=now + timedelta(days=300))
    back = given(day)
    actions.withdraw_consent(consent=back, reason="x", by=day.keeper)
    rows = ledger.consents_for(reach_of(give_account(actor=day.keeper)))
    found = {state: set(ledger.narrowed(rows, state=state)) for state in ledger.STATES}
    assert found == {"valid": {soon, long}, "expiring": {soon}, "expired": {ended}, "withdrawn": {back}}


def test_the_desk_enters_and_takes_back(day: SimpleNamespace, words: ConsentText) -> None:
    client = signed_in(day.organiser)
    sent = {
        "purpose": "clips", "campaign": day.campaign.pk, "actor": day.stranger.slug, "age": "adult",
        "given_on": clock.today().isoformat(), "how": "paper",
        "proof": SimpleUploadedFile("giay.png", paper().read(), "image/png"),
    }  # fmt: skip
    assert client.post("/en/desk/privacy/consents/add/", sent).status_code == 302
    row = Consent.objects.get()
    address = f"/en/desk/privacy/consents/{row.pk}/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Đổi ý"}).status_code == 302
    assert client.post(address, {"reason": "Đổi ý"}).status_code == 409
    assert "Đổi ý" in client.get("/en/desk/privacy/consents.csv").getvalue().decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_on": "2999-01-01"},
        {"given_on": "yesterday"},
        {"expires_on": "2001-01-01"},
        {"phone": "12"},
        {"actor": "nobody-here", "phone": ""},
        {"purpose": "anything"},
        {"how": "telepathy"},
        {"phone": ""},
        {"age": "from_7"},
        {"campaign": ""},
    ],
)
def test_wrong_input_enters_nothing(day: SimpleNamespace, words: ConsentText, wrong: dict[str, str]) -> None:
    sent = {
        "purpose": "clips", "campaign": day.campaign.pk, "phone": PHONE, "age": "adult", "how": "paper",
        "given_on": clock.today().isoformat(),
    } | wrong  # fmt: skip
    assert signed_in(day.organiser).post("/en/desk/privacy/consents/add/", sent).status_code == 422
    assert not Consent.objects.exists()


def test_an_organiser_cannot_enter_for_another_campaign(day: SimpleNamespace, words: ConsentText) -> None:
    sent = {
        "purpose": "clips", "campaign": day.other.pk, "phone": PHONE, "age": "adult", "how": "paper",
        "given_on": clock.today().isoformat(),
    }  # fmt: skip
    assert signed_in(day.organiser).post("/en/desk/privacy/consents/add/", sent).status_code == 422


def test_the_first_words_are_proposed_in_four_languages(day: SimpleNamespace) -> None:
    client = signed_in(day.keeper)
    page = client.get("/en/desk/privacy/consents/words/portrait/").content.decode()
    assert "My picture and the words about me may stand" in page
    sent = {"words_vi": "Ảnh của tôi được đăng.", "words_en": "My picture may be shown."}
    assert client.post("/en/desk/privacy/consents/words/portrait/", sent).status_code == 302
    assert ConsentText.objects.get().words["en"] == "My picture may be shown."
