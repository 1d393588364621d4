"""Every package stands in the river's list, and what points somewhere points upstream."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.architecture import tree

OURS = [model for model in apps.get_models() if model.__module__.startswith("omos.")]
RELATIONS: list[models.Field[Any, Any]] = [
    field
    for model in OURS
    for field in model._meta.local_fields + model._meta.local_many_to_many
    if field.remote_field and field.related_model in OURS
]


def _leaves_the_room(field: models.Field[Any, Any]) -> bool:
    return tree.place_of(field.model.__module__) != tree.place_of(field.related_model.__module__)


def test_every_package_stands_in_the_river():
    assert tree.top_names() - set(tree.depth()) == set()


def test_every_folder_of_modules_is_a_package():
    # import-linter sees packages only: a folder without __init__ would slip through the river.
    folders = {path.parent for path in tree.OMOS.rglob("*.py")}

    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_name_stands_in_the_river_twice():
    names = [name for layer in tree.river() for name in layer]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("field", RELATIONS, ids=str)
def test_foreign_keys_point_upstream(field: models.Field[Any, Any]):
    here, there = tree.place_of(field.model.__module__), tree.place_of(field.related_model.__module__)

    assert here is not None
    assert there is not None
    assert tree.depth()[there] >= tree.depth()[here]


@pytest.mark.parametrize("field", [field for field in RELATIONS if _leaves_the_room(field)], ids=str)
def test_nothing_upstream_gains_a_name_from_downstream(field: models.Field[Any, Any]):
    assert field.remote_field is not None
    assert field.remote_field.related_name == "+"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
class TestModels:
    def test_sort_where_order_matters_and_not_by_default(self, model: type[models.Model]):
        assert not model._meta.ordering

    def test_hold_no_rules_in_save(self, model: type[models.Model]):
        assert {"save", "delete"} & set(vars(model)) == set()
