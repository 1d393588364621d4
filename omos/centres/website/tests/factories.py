"""Requests, versions and columns for tests of any room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from omos.centres.website import services
from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.centres.website.services import HandedOver, Wanted
from omos.people.models import Position, Staff
from omos.people.roles import Role
from omos.people.tests.factories import make_staff, make_website, viewer_of

_numbers = count(1)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FRIDAY = date(2026, 11, 20)
TUESDAY = date(2026, 11, 24)


def make_maker(name: str = "", *, code: str = "DESIGNER") -> Staff:
    """Somebody who makes what is asked for."""
    named = {"DESIGNER": "网络美工", "PROGRAMMER": "网站程序员"}[code]
    position = Position.objects.get_or_create(code=code, defaults={"name": named, "default_role": Role.EDITOR})[0]
    return make_staff(name or f"美工{next(_numbers)}", position=position)


def make_asker(name: str = "") -> Staff:
    """A colleague who needs something."""
    return make_staff(name or f"推广{next(_numbers)}", role=Role.PROMOTER)


def wanted(to: Staff | Position, **changes) -> Wanted:
    value = f"s{to.pk}" if isinstance(to, Staff) else f"p{to.pk}"
    plain = Wanted("PICTURE", "首页横幅", "突出免费上门测量", value, TUESDAY)
    return replace(plain, **changes)


def make_request(*, asker: Staff | None = None, to: Staff | Position | None = None, now=NOON, **changes) -> SiteRequest:
    """A request somebody wrote; to a whole position unless a person is named."""
    to = to or make_maker().position
    asker = asker or make_asker()
    request_id = services.ask(wanted=wanted(to, **changes), actor=viewer_of(asker), now=now)
    return SiteRequest.objects.get(pk=request_id)


def make_taken(*, maker: Staff, asker: Staff | None = None, now=NOON, ready_on=TUESDAY, **changes) -> SiteRequest:
    """A request its maker has taken."""
    request = make_request(asker=asker, to=maker, now=now, **changes)
    services.take(request_id=request.pk, ready_on=ready_on, actor=viewer_of(maker), now=now)
    request.refresh_from_db()
    return request


def make_handed_over(*, maker: Staff, asker: Staff, now=NOON, **changes) -> SiteRequest:
    """A request whose maker has handed something over."""
    request = make_taken(maker=maker, asker=asker, now=now, **changes)
    handed = HandedOver("https://www.yunfan.example/banner.png")
    services.hand_over(request_id=request.pk, handed=handed, actor=viewer_of(maker), now=now + timedelta(hours=1))
    request.refresh_from_db()
    return request


def make_version(title: str = "首页改版", *, day: date = FRIDAY) -> SiteVersion:
    return SiteVersion.objects.create(website=make_website(), day=day, title=title, saved_at=NOON)


def make_column(name: str = "", *, owner: Staff | None = None) -> SiteColumn:
    named = name or f"栏目{next(_numbers)}"
    return SiteColumn.objects.create(website=make_website(), name=named, purpose="案例", owner=owner, posts_per_week=3)


def _requests() -> None:
    maker = make_maker()
    make_request(to=maker.position)
    make_taken(maker=maker)
    make_handed_over(maker=maker, asker=make_asker())


def _versions() -> None:
    make_version(f"改版{next(_numbers)}")
    make_version(f"改版{next(_numbers)}")


def _columns() -> None:
    make_column(owner=make_asker())
    make_column()


# What the table contract fills each list with.
LIST_ROWS = {"site_requests": _requests, "site_versions": _versions, "site_columns": _columns}
