import pytest
from django.test import Client
from django.urls import reverse

from phien.people import actions
from phien.people.models import Actor, PersonalLink, Role, Scope

pytestmark = pytest.mark.django_db


def person(slug: str, duty: str, scope: Scope) -> Actor:
    actor = Actor.objects.create(slug=slug, kind="person", name={"vi": slug})
    actions.give_account(actor=actor)
    Role.objects.create(actor=actor, duty=duty, scope=scope)
    return actor


@pytest.fixture
def site() -> Scope:
    return Scope.objects.create(kind="site", label="site")


@pytest.fixture
def fair(site: Scope) -> Scope:
    return Scope.objects.create(kind="campaign", label="fair", parent=site)


@pytest.fixture
def ha(fair: Scope) -> Actor:
    return person("ha", "organiser", fair)


@pytest.fixture
def bich(fair: Scope) -> Actor:
    return person("bich", "packer", fair)


def test_an_organiser_hands_out_a_link(client: Client, ha: Actor, bich: Actor) -> None:
    client.force_login(ha.user)
    page = client.post(reverse("make_link", args=[bich.pk]), {"days": 7})
    assert b"<svg" in page.content
    link = PersonalLink.objects.get(actor=bich)
    assert link.made_by == ha.user
    assert (link.expires_at - link.made_at).days == 7
    assert "bich" in client.get(reverse("links")).content.decode()


def test_a_packer_hands_out_nothing(client: Client, ha: Actor, bich: Actor) -> None:
    client.force_login(bich.user)
    assert client.get(reverse("links")).status_code == 403
    assert client.post(reverse("make_link", args=[ha.pk]), {"days": 7}).status_code == 404
    assert not PersonalLink.objects.exists()


def test_another_campaigns_people_are_not_found(client: Client, ha: Actor, site: Scope) -> None:
    stranger = person("stranger", "packer", Scope.objects.create(kind="campaign", label="other", parent=site))
    client.force_login(ha.user)
    assert client.post(reverse("make_link", args=[stranger.pk]), {"days": 7}).status_code == 404
    assert client.post(reverse("revoke_links", args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize("days", ["", "0", "-1", "400", "week"])
def test_an_unknown_term_makes_no_link(client: Client, ha: Actor, bich: Actor, days: str) -> None:
    client.force_login(ha.user)
    assert client.post(reverse("make_link", args=[bich.pk]), {"days": days}).status_code == 422
    assert not PersonalLink.objects.exists()


def test_looking_makes_no_link(client: Client, ha: Actor, bich: Actor) -> None:
    client.force_login(ha.user)
    assert client.get(reverse("make_link", args=[bich.pk])).status_code == 405


def test_closing_links_ends_the_sessions_they_opened(client: Client, ha: Actor, bich: Actor) -> None:
    phone = Client()
    phone.post(reverse("personal_link", args=[actions.make_personal_link(actor=bich, by=None)]))
    assert phone.get(reverse("desk")).status_code == 200
    client.force_login(ha.user)
    client.post(reverse("revoke_links", args=[bich.pk]))
    assert phone.get(reverse("desk")).status_code == 302


def test_the_page_asks_a_fixed_number_of_questions(
    client: Client, ha: Actor, fair: Scope, django_assert_max_num_queries: object
) -> None:
    client.force_login(ha.user)
    for number in range(4):
        person(f"p{number}", "packer", fair)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("links"))


def test_nobody_climbs_by_another_persons_link(client: Client, ha: Actor, fair: Scope, site: Scope) -> None:
    higher = person("higher", "organiser", site)
    Role.objects.create(actor=higher, duty="host", scope=fair)
    keeper = person("keeper", "packer", fair)
    actions.open_admin(user=keeper.user)
    client.force_login(ha.user)
    for actor in (higher, keeper):
        assert client.post(reverse("make_link", args=[actor.pk]), {"days": 7}).status_code == 404
