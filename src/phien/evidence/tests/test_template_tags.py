from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from phien.evidence import tokens
from phien.lib import codes


class Row:
    slug = "cho-phien"


def rendered(text: str, path: str = "/") -> str:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return Template(text).render(Context({"request": request, "campaign": Row()}))


def test_a_token_says_what_the_page_is_about() -> None:
    code = codes.make(6)
    token = rendered('{% hit_token "page" "campaign:cho-phien" campaign "lan" %}', f"/?via={code.lower()}")
    mark = tokens.read(token)
    assert (mark.kind, mark.subject, mark.campaign, mark.creator, mark.link, mark.is_staff) == (
        "page", "campaign:cho-phien", "cho-phien", "lan", code, False
    )  # fmt: skip
    assert len(token) < 200


def test_a_code_that_cannot_be_is_not_carried_on() -> None:
    assert tokens.read(rendered('{% hit_token "page" %}', "/?via=%3Cscript%3E")).link == ""


def test_two_pages_are_two_hits() -> None:
    text = '{% hit_token "page" %}'
    assert tokens.read(rendered(text)).nonce != tokens.read(rendered(text)).nonce


def test_the_pixel_is_for_readers_without_javascript() -> None:
    html = rendered('{% hit_pixel "clip" "clip:quay-vit" campaign=campaign %}')
    assert html.startswith('<noscript><img src="/hit.gif?t=')
    assert 'alt=""' in html
