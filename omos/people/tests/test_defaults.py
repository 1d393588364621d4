"""What every installation starts with."""

from __future__ import annotations

from omos.people import queries, services
from omos.people.default_positions import DEFAULT_POSITIONS
from omos.people.models import Company, Department, Headcount, Position, Workday
from omos.people.roles import Role
from omos.people.tests.factories import system_viewer


def ensure(noon) -> None:
    services.ensure_defaults(actor=system_viewer(), now=noon)


class TestEnsureDefaults:
    def test_creates_the_posts_of_the_department(self, db, noon):
        ensure(noon)

        assert set(Position.objects.values_list("code", flat=True)) == {post.code for post in DEFAULT_POSITIONS}

    def test_starts_the_organisation_form_with_seven_posts(self, db, noon):
        ensure(noon)

        assert Headcount.objects.count() == 7
        assert Headcount.objects.get(position__code="PROGRAMMER").kind == Headcount.Kind.OUTSOURCED

    def test_knows_when_each_post_must_be_filled(self, db, noon):
        ensure(noon)

        offsets = dict(Position.objects.values_list("code", "arrival_offset_days"))
        assert [offsets[code] for code in ("MANAGER", "PROMOTER", "EDITOR", "ONLINE_SALES")] == [-20, -7, -20, 7]

    def test_gives_the_manager_seven_duties_and_four_abilities(self, db, noon):
        ensure(noon)

        manager = Position.objects.get(code="MANAGER")
        assert (len(manager.duty_lines), len(manager.ability_lines)) == (7, 4)

    def test_gives_the_promoter_four_duties_and_five_abilities(self, db, noon):
        ensure(noon)

        promoter = Position.objects.get(code="PROMOTER")
        assert (len(promoter.duty_lines), len(promoter.ability_lines)) == (4, 5)

    def test_gives_every_role_a_position(self, db, noon):
        ensure(noon)

        assert set(Position.objects.exclude(default_role="").values_list("default_role", flat=True)) == set(Role)

    def test_fills_three_years(self, db, noon):
        ensure(noon)

        assert Workday.objects.count() == 365 * 3
        assert queries.calendar_year(2027).is_provisional

    def test_speaks_the_language_of_the_installation(self, db, noon, settings):
        settings.LANGUAGE_CODE = "en"
        ensure(noon)

        assert Position.objects.get(code="MANAGER").name == "Online marketing manager"

    def test_changes_nothing_the_second_time(self, db, noon):
        ensure(noon)
        Position.objects.filter(code="EDITOR").update(name="我们的编辑", duties="自己写的")
        Company.objects.update(name="自己的名字")

        ensure(noon)

        assert Position.objects.get(code="EDITOR").duties == "自己写的"
        assert (Company.objects.get().name, Department.objects.count()) == ("自己的名字", 2)
