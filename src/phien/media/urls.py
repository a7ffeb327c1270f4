from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from phien.media.views import public


class ClothName(StringConverter):
    regex = "[0-9a-f]{12}"


register_converter(ClothName, "cloth")

urlpatterns: list[URLPattern | URLResolver] = [
    path("weave/<slug:shape>/<cloth:name>.svg", public.weave, name="weave"),
]
