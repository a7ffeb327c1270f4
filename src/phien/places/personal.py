"""Places are about nobody."""

from phien.lib import personal


def register() -> None:
    personal.not_personal({"places.Place": "public names of provinces, communes and villages"})
