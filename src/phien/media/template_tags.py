"""{% picture %}: a picture in the sizes a page needs, or a cloth woven from the name where there is none."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from phien.media.models import Asset
from phien.media.pictures import WIDTHS
from phien.media.shapes import SHAPES, cloth_name

register = template.Library()

CARD = "(min-width: 720px) 300px, 50vw"


@register.filter
def rendition_url(asset: Asset | None, name: str) -> str:
    """Where a rendition is fetched; empty where there is none."""
    return asset.url(name) if asset else ""


@register.simple_tag
def picture(  # each is an attribute of the element
    asset: Asset | None,
    *,
    name: object = "",
    sizes: str = CARD,
    class_: str = "",
    alt: object = None,
    eager: bool = False,
    shape: str = "food",
) -> SafeString:
    """An <img> with srcset, width, height and alt.

    `eager` is for the one picture above the fold; `alt=""` where the words beside it say the same; `shape` (wide, food,
    square, tall) is that of the cloth. Rows come through media.queries.with_pictures, or each picture costs a query.
    """
    asset = asset or None  # a template gives "" for what is not there
    found = [] if asset is None else [r for r in asset.renditions.all() if r.name in WIDTHS]
    attributes = [("class", class_)] if class_ else []
    if asset is not None and found:
        found.sort(key=lambda rendition: rendition.width or 0)
        plain, largest = next((r for r in found if r.name == "small"), found[-1]), found[-1]
        attributes += [
            ("src", plain.url),
            ("srcset", ", ".join(f"{r.url} {r.width}w" for r in found)),
            ("sizes", sizes),
            ("width", str(largest.width)),
            ("height", str(largest.height)),
            ("alt", str(asset.alt if alt is None else alt)),
        ]
    else:
        width, height = SHAPES[shape]
        address = reverse("weave", kwargs={"shape": shape, "name": cloth_name(name)})
        attributes += [("src", address), ("width", str(width)), ("height", str(height)), ("alt", "")]
    attributes += [("fetchpriority", "high")] if eager else [("loading", "lazy")]
    attributes.append(("decoding", "async"))
    return format_html("<img{}>", format_html_join("", ' {}="{}"', attributes))
