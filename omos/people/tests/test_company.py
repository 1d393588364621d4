"""Company and websites."""

from __future__ import annotations

from datetime import date

import pytest

from omos.people import clock, queries, services
from omos.people.models import Action, Company, Website
from omos.people.services import CompanyDetails, WebsiteDetails
from omos.people.tests.factories import make_website, system_viewer

TYPED = {"name": "苏州云帆净化设备有限公司", "short_name": "云帆", "industry": "除尘", "time_zone": "Asia/Shanghai"}


class TestCompanyPage:
    def test_saves_the_company(self, client, admin_staff, sign_in):
        response = sign_in(admin_staff).post("/company/", TYPED, secure=True)

        assert response.status_code == 302
        assert Company.objects.get().industry == "除尘"

    def test_starts_in_the_trial_month(self, client, admin_staff, sign_in):
        assert sign_in(admin_staff).get("/company/", secure=True).context["is_trial"]

    def test_ends_the_trial_on_the_day_given(self, client, admin_staff, sign_in, clock_at, noon):
        clock_at(noon)
        sign_in(admin_staff).post("/company/", {**TYPED, "scores_count_from": "2026-11-01"}, secure=True)

        assert not client.get("/company/", secure=True).context["is_trial"]

    def test_keeps_what_was_typed_when_something_is_missing(self, client, admin_staff, sign_in):
        response = sign_in(admin_staff).post("/company/", {**TYPED, "name": ""}, secure=True)

        assert response.status_code == 422
        assert 'value="云帆"' in response.content.decode()

    def test_refuses_a_stale_page(self, client, admin_staff, sign_in):
        sign_in(admin_staff).post("/company/", {**TYPED, "row_version": "1"}, secure=True)

        assert client.post("/company/", {**TYPED, "row_version": "1"}, secure=True).status_code == 422

    def test_refuses_a_senseless_time_zone(self, client, admin_staff, sign_in):
        response = sign_in(admin_staff).post("/company/", {**TYPED, "time_zone": "Moon/Sea"}, secure=True)

        assert response.status_code == 422

    @pytest.mark.parametrize("who", ["editor", "supervisor", "boss"])
    def test_refuses_others(self, client, sign_in, request, who):
        assert sign_in(request.getfixturevalue(who)).get("/company/", secure=True).status_code == 403

    def test_cuts_days_by_the_time_zone_chosen(self, client, admin_staff, sign_in, clock_at, noon):
        clock_at(noon.replace(hour=3))
        sign_in(admin_staff).post("/company/", {**TYPED, "time_zone": "America/New_York"}, secure=True)

        assert client.get("/calendar/", secure=True).context["today"] == date(2026, 11, 19)
        assert clock.today() == date(2026, 11, 20)

    def test_writes_only_the_change_on_the_trail(self, client, admin_staff, sign_in):
        company = Company.objects.get()
        details = CompanyDetails(name=company.name, short_name="新简称")
        services.save_company(details=details, actor=system_viewer(), now=clock.now())

        assert Action.objects.get().after == {"short_name": "新简称"}


class TestWebsitePage:
    def test_adds_a_website(self, client, admin_staff, sign_in):
        typed = {"domain": "https://WWW.Example.com/news/?a=1", "name": "官网", "time_zone": "Asia/Shanghai"}

        response = sign_in(admin_staff).post("/company/websites/new/", typed, secure=True)

        assert response.status_code == 302
        assert Website.objects.get().domain == "www.example.com"

    def test_takes_a_chinese_domain(self, client, admin_staff, sign_in):
        typed = {"domain": "云帆.中国", "name": "官网", "time_zone": "Asia/Shanghai"}
        sign_in(admin_staff).post("/company/websites/new/", typed, secure=True)

        assert Website.objects.get().domain.startswith("xn--")

    @pytest.mark.parametrize("domain", ["", "localhost", "not a domain", "a..b", "-", "." * 300, "exa mple.com"])
    def test_refuses_what_is_no_domain(self, client, admin_staff, sign_in, domain):
        typed = {"domain": domain, "name": "官网", "time_zone": "Asia/Shanghai"}

        assert sign_in(admin_staff).post("/company/websites/new/", typed, secure=True).status_code == 422

    def test_refuses_a_second_press(self, client, admin_staff, sign_in):
        typed = {"domain": "a.example", "name": "官网", "time_zone": "Asia/Shanghai"}
        sign_in(admin_staff).post("/company/websites/new/", typed, secure=True)

        assert client.post("/company/websites/new/", typed, secure=True).status_code == 422
        assert Website.objects.count() == 1

    def test_changes_one(self, client, admin_staff, sign_in):
        website = make_website()
        typed = {"domain": website.domain, "name": "新站", "time_zone": "Asia/Shanghai"}

        sign_in(admin_staff).post(f"/company/websites/{website.pk}/", typed, secure=True)

        assert (Website.objects.get().name, Website.objects.get().is_active) == ("新站", False)
        assert not queries.websites().exists()

    def test_knows_no_website_that_is_not_there(self, client, admin_staff, sign_in):
        assert sign_in(admin_staff).get("/company/websites/99/", secure=True).status_code == 404

    def test_says_when_it_is_gone_meanwhile(self, db, noon):
        with pytest.raises(services.CompanyRefused):
            services.save_website(
                details=WebsiteDetails("a.example", "a"), website_id=99, actor=system_viewer(), now=noon
            )
