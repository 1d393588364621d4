"""How long the first steps stand on the homes, and who puts them away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from omos.people import clock, queries, services
from omos.people.models import Action, Company
from omos.people.roles import Role
from omos.people.services import CompanyDetails
from omos.people.tests.factories import make_department, make_staff, system_viewer, viewer_of

pytestmark = pytest.mark.django_db
DETAILS = CompanyDetails(name="星河净水设备有限公司", short_name="星河净水")
AWAY = "/company/first-steps/put-away/"


@pytest.fixture
def young(clock_at, noon):
    """An installation prepared at noon of this day."""
    clock_at(noon)
    Company.objects.all().delete()
    services.ensure_defaults(actor=system_viewer(), now=noon)
    return clock.today()


def save(now, **changes) -> None:
    services.save_company(details=replace(DETAILS, **changes), actor=system_viewer(), now=now)


class TestShowing:
    def test_lasts_thirty_days(self, young):
        assert queries.shows_first_steps(today=young + timedelta(days=30))
        assert not queries.shows_first_steps(today=young + timedelta(days=31))

    def test_is_over_in_installations_from_before(self, noon):
        save(noon)

        assert not queries.shows_first_steps(today=noon.date())

    def test_saving_the_company_lengthens_nothing(self, young, noon):
        save(noon + timedelta(days=20))

        assert Company.objects.get().first_steps_until == young + timedelta(days=30)

    def test_preparing_the_folder_again_brings_nothing_back(self, young, noon):
        services.put_away_first_steps(actor=system_viewer(), now=noon)
        services.ensure_defaults(actor=system_viewer(), now=noon)

        assert not queries.shows_first_steps(today=young)

    def test_a_demo_has_none(self, young, noon):
        save(noon, is_demo=True)

        assert not queries.shows_first_steps(today=young)


class TestEntering:
    def test_a_new_installation_has_no_company_yet(self, young):
        assert not queries.entered_companies().exists()

    def test_saving_its_page_enters_it(self, young, noon):
        save(noon)

        assert queries.entered_companies().exists()


class TestPuttingAway:
    @pytest.mark.parametrize("who", ["supervisor", "admin_staff"])
    def test_ends_them_for_everybody(self, young, sign_in, request, who):
        answer = sign_in(request.getfixturevalue(who)).post(AWAY, secure=True)

        assert (answer.status_code, answer.url) == (302, "/")
        assert not queries.shows_first_steps(today=young)

    def test_stands_on_the_trail_once(self, young, sign_in, supervisor):
        client = sign_in(supervisor)
        client.post(AWAY, secure=True)
        client.post(AWAY, secure=True)

        assert Action.objects.filter(verb="people.put_away_first_steps").count() == 1

    def test_refuses_looking(self, young, sign_in, supervisor):
        assert sign_in(supervisor).get(AWAY, secure=True).status_code == 405

    @pytest.mark.parametrize("who", ["editor", "boss"])
    def test_refuses_others(self, young, sign_in, request, who):
        assert sign_in(request.getfixturevalue(who)).post(AWAY, secure=True).status_code == 403
        assert queries.shows_first_steps(today=young)


class TestPeopleHandingIn:
    def test_finds_an_editor_with_a_login(self, editor, supervisor, admin_staff):
        found = queries.people_handing_in(viewer=viewer_of(admin_staff))

        assert list(found) == [editor]

    def test_leaves_out_who_cannot_sign_in_yet(self, admin_staff):
        make_staff("新人", role=Role.EDITOR, has_user=False)

        assert not queries.people_handing_in(viewer=viewer_of(admin_staff)).exists()


class TestNewPerson:
    def test_stands_below_the_top_unless_somebody_chooses(self, sign_in, admin_staff):
        top = make_department("总部")
        make_department("网络营销部", parent=top)
        page = sign_in(admin_staff).get("/people/new/", secure=True)

        first = next(iter(page.context["form"].fields["department"].queryset))
        assert first.parent_id is not None
