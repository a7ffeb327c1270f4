"""No table with something about people is overlooked: it is in a holding, or somebody said why it is about nobody."""

import re

import pytest
from django.apps import apps
from django.db import models

from phien.lib import personal

LOOKS_PERSONAL = re.compile(
    r"(name|phone|mail|contact|address|street|account|handle|author|writer|user|buyer|person|guardian|note|text|words"
    r"|title|caption|bio|alias|secret|password|visitor|token|credit|publisher|payload|session|reason|answer|message"
    r"|change|tracking|reference|alt$|url$|original|repr)"
)
KINDS = (models.CharField, models.TextField, models.JSONField, models.EmailField, models.BinaryField, models.FileField)


def suspicious() -> dict[str, list[str]]:
    """{"market.Purchase": its columns that may be about people}"""
    found: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=False):
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, KINDS) and not field.choices and LOOKS_PERSONAL.search(field.name)
        ]
        if names:
            found[model._meta.label] = names
    return found


def test_each_column_that_looks_personal_is_stated() -> None:
    held = {f"{table}.{name}" for one in personal.holdings() for table, names in one.fields.items() for name in names}
    because = personal.why_not_personal()
    missing = [
        f"{table}.{name}"
        for table, names in suspicious().items()
        for name in names
        if f"{table}.{name}" not in held and table not in because and f"{table}.{name}" not in because
    ]
    assert missing == []


def test_what_is_stated_exists() -> None:
    """A column that was renamed or taken away is found here."""
    for holding in personal.holdings():
        for table, names in holding.fields.items():
            fields = {field.name for field in apps.get_model(table)._meta.get_fields()}
            assert set(names) <= fields, (holding.id, table)
    for stated, why in personal.why_not_personal().items():
        app, model, *column = stated.split(".")
        fields = {field.name for field in apps.get_model(app, model)._meta.get_fields()}
        assert set(column) <= fields, stated
        assert why


@pytest.mark.parametrize("holding", personal.holdings(), ids=lambda holding: holding.id)
def test_each_class_says_all_that_the_map_needs(holding: personal.Holding) -> None:
    assert all(str(said) for said in (holding.name, holding.whose, holding.what, holding.why, holding.seen_by))
    assert str(holding.keep.words)
    assert holding.where
    assert apps.get_app_config(holding.room)
    assert holding.erase is not None or str(holding.stays)
    assert holding.erase is None or holding.find is not None
    if holding.keep.days is not None:
        assert holding.keep.least is not None
        assert holding.keep.most is not None
        assert holding.keep.least <= holding.keep.days <= holding.keep.most
        assert str(holding.keep.source)
        assert holding.prune is not None
