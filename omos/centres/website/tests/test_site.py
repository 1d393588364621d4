"""Versions of the website and its columns: services, pages, marks for charts."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omos.centres.website import services
from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.centres.website.queries import unversioned, version_marks
from omos.centres.website.services import ColumnDraft, SiteRefused, VersionDraft
from omos.centres.website.tests.factories import FRIDAY, NOON, make_column, make_handed_over, make_version
from omos.people.models import Action
from omos.people.tests.factories import make_staff, make_website, viewer_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def done(maker, asker):
    request = make_handed_over(maker=maker, asker=asker)
    services.accept(request_id=request.pk, actor=viewer_of(asker), now=NOON)
    return request


def draft(**changes):
    return VersionDraft(**({"website_id": make_website().pk, "day": FRIDAY, "title": "首页改版"} | changes))


class TestVersions:
    def test_hold_the_requests_that_made_them_up(self, done, supervisor):
        pk = services.save_version(draft=draft(request_ids=[done.pk]), actor=viewer_of(supervisor), now=NOON)

        assert SiteRequest.objects.get().version_id == pk

    def test_let_a_request_go_again(self, done, supervisor):
        actor = viewer_of(supervisor)
        pk = services.save_version(draft=draft(request_ids=[done.pk]), actor=actor, now=NOON)

        services.save_version(draft=draft(), actor=actor, now=NOON, version_id=pk)

        assert SiteRequest.objects.get().version_id is None
        assert list(unversioned(viewer=actor, version_id=None)) == [done]

    def test_take_no_request_of_another_version(self, done, supervisor):
        actor = viewer_of(supervisor)
        first = services.save_version(draft=draft(request_ids=[done.pk]), actor=actor, now=NOON)

        services.save_version(draft=draft(title="二版", request_ids=[done.pk]), actor=actor, now=NOON)

        assert SiteRequest.objects.get().version_id == first

    def test_are_not_of_the_future(self, supervisor):
        with pytest.raises(SiteRefused) as caught:
            services.save_version(draft=draft(day=date(2026, 11, 21)), actor=viewer_of(supervisor), now=NOON)

        assert caught.value.field == "day"

    def test_leave_a_trail(self, supervisor):
        services.save_version(draft=draft(), actor=viewer_of(supervisor), now=NOON)

        assert Action.objects.get(verb="website.plan").after["title"] == "首页改版"

    def test_mark_charts_of_their_period(self, company):
        make_version("旧版", day=date(2026, 10, 1))
        make_version("新版")

        [mark] = version_marks(first=date(2026, 11, 1), last=date(2026, 11, 30), website_id=make_website().pk)

        assert (mark.day, mark.words) == (FRIDAY, "新版")


class TestVersionPage:
    def test_keeps_pictures_of_before_and_after(self, supervisor, sign_in):
        typed = {"website": make_website().pk, "day": "2026-11-20", "title": "首页改版", "reason": "跳出太高"}
        pictures = {"before": SimpleUploadedFile("前.png", PNG), "after": SimpleUploadedFile("后.png", PNG)}

        answer = sign_in(supervisor).post("/website/versions/new/", typed | pictures)

        version = SiteVersion.objects.get()
        assert answer.status_code == 302
        assert (version.before.name, version.after.name, version.saved_by) == ("前.png", "后.png", supervisor)

    def test_shows_pictures_and_requests(self, done, supervisor, sign_in):
        version = make_version()
        SiteRequest.objects.update(version=version)

        page = sign_in(supervisor).get(f"/website/versions/{version.pk}/").content.decode()

        assert f"/website/requests/{done.pk}/" in page
        assert "checked" in page

    def test_refuses_what_is_no_picture(self, supervisor, sign_in):
        typed = {"website": make_website().pk, "day": "2026-11-20", "title": "首页改版"}

        answer = sign_in(supervisor).post(
            "/website/versions/new/", typed | {"before": SimpleUploadedFile("前.png", b"<svg></svg>")}
        )

        assert answer.status_code == 422
        assert not SiteVersion.objects.exists()

    def test_keeps_its_pictures_when_mended(self, supervisor, sign_in):
        typed = {"website": make_website().pk, "day": "2026-11-20", "title": "首页改版"}
        client = sign_in(supervisor)
        client.post("/website/versions/new/", typed | {"before": SimpleUploadedFile("前.png", PNG)})
        version = SiteVersion.objects.get()

        client.post(f"/website/versions/{version.pk}/", typed | {"title": "首页二改"})

        version.refresh_from_db()
        assert (version.title, version.before.name) == ("首页二改", "前.png")

    def test_says_what_is_wrong(self, supervisor, sign_in):
        answer = sign_in(supervisor).post("/website/versions/new/", {"title": "首页改版", "day": "2027-01-01"})

        assert answer.status_code == 422

    def test_is_not_there_for_an_unknown_version(self, supervisor, sign_in):
        assert sign_in(supervisor).get("/website/versions/99/").status_code == 404

    def test_is_not_for_sales(self, company, sign_in):
        assert sign_in(make_staff("周凯", role="SALES")).get("/website/versions/new/").status_code == 403


class TestColumns:
    def test_are_kept_by_somebody(self, supervisor, asker, sign_in):
        typed = {
            "website": make_website().pk,
            "name": "行业案例",
            "purpose": "让客户看到同行在用",
            "owner": asker.pk,
            "posts_per_week": "3",
            "is_key": "on",
            "is_active": "on",
        }

        answer = sign_in(supervisor).post("/website/columns/new/", typed)

        column = SiteColumn.objects.get()
        assert answer.status_code == 302
        assert (column.name, column.owner, column.posts_per_week, column.is_key) == ("行业案例", asker, 3, True)

    def test_are_named_once_per_website(self, supervisor):
        make_column("新闻")
        double = ColumnDraft(website_id=make_website().pk, name="新闻", purpose="公司动态")

        with pytest.raises(SiteRefused) as caught:
            services.save_column(draft=double, actor=viewer_of(supervisor), now=NOON)

        assert caught.value.field == "name"

    def test_say_so_on_the_page(self, supervisor, sign_in):
        make_column("新闻")
        typed = {"website": make_website().pk, "name": "新闻", "purpose": "公司动态", "posts_per_week": "0"}

        answer = sign_in(supervisor).post("/website/columns/new/", typed)

        assert answer.status_code == 422
        assert "已有同名栏目" in answer.content.decode()

    def test_change(self, supervisor, sign_in):
        column = make_column("新闻")
        typed = {"website": make_website().pk, "name": "公司新闻", "purpose": "动态", "posts_per_week": "1"}

        sign_in(supervisor).post(f"/website/columns/{column.pk}/", typed)

        column.refresh_from_db()
        assert (column.name, column.is_active) == ("公司新闻", False)

    def test_are_not_there_when_unknown(self, supervisor, sign_in):
        assert sign_in(supervisor).get("/website/columns/99/").status_code == 404
        with pytest.raises(SiteRefused):
            services.save_column(
                draft=ColumnDraft(website_id=1, name="无", purpose="无"),
                actor=viewer_of(supervisor),
                now=NOON,
                column_id=99,
            )
