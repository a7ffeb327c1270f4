"""Editions are about pages."""

from phien.lib import personal


def register() -> None:
    personal.not_personal({"editions.Edition": "the name of a page's edition"})
