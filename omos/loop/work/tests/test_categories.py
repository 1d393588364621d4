"""The categories a company starts with."""

from __future__ import annotations

from omos.loop.work import services
from omos.loop.work.models import WorkCategory
from omos.people.models import Position
from omos.people.tests.factories import system_viewer


class TestEnsureCategories:
    def test_adds_the_usual_kinds_of_work(self, db, noon):
        added = services.ensure_categories(actor=system_viewer(), now=noon)

        assert added == WorkCategory.objects.count() == 17

    def test_adds_nothing_a_second_time(self, db, noon):
        services.ensure_categories(actor=system_viewer(), now=noon)

        assert services.ensure_categories(actor=system_viewer(), now=noon) == 0

    def test_leaves_alone_what_the_company_changed(self, db, noon):
        services.ensure_categories(actor=system_viewer(), now=noon)
        WorkCategory.objects.filter(code="ARTICLE").update(minutes=75)

        services.ensure_categories(actor=system_viewer(), now=noon)

        assert WorkCategory.objects.get(code="ARTICLE").minutes == 75

    def test_finds_positions_that_came_later(self, db, noon):
        services.ensure_categories(actor=system_viewer(), now=noon)
        editor = Position.objects.create(code="EDITOR", name="网站编辑")

        services.ensure_categories(actor=system_viewer(), now=noon)

        assert WorkCategory.objects.get(code="ARTICLE").position == editor
