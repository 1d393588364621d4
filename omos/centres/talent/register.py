"""What the talent room offers upwards: the staff list, its import, people in the palette, working processes."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.centres.talent import jobs, services
from omos.centres.talent.tables import STAFF
from omos.office.jobs.declare import Job
from omos.office.sheets import parsing
from omos.office.sheets.declare import Field, Hit, Importer, Search
from omos.people import queries as people
from omos.people.declare import Verb
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

VERBS = (
    Verb("talent.view_process", _("See working processes"), dict.fromkeys(Role, Scope.ALL)),
    Verb(
        "talent.write_process",
        _("Write working processes"),
        {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
)

SETUP = (services.ensure_processes,)

LISTS = (STAFF,)

JOBS = (
    Job(
        code="talent.tidy",
        label=_("Seal the action trail, forget ended sessions"),
        function=jobs.tidy,
        period=timedelta(days=1),
        at=time(0, 20),
    ),
    Job(
        code="talent.renew_calendar",
        label=_("Take over the workday calendar once it is announced"),
        function=jobs.renew_calendar,
        period=timedelta(days=1),
        at=time(4, 10),
    ),
    Job(
        code="talent.turn_handovers",
        label=_("Begin and end handovers when their day comes"),
        function=jobs.turn_handovers,
        period=timedelta(minutes=10),
    ),
)

IMPORTERS = (
    Importer(
        code="staff",
        label=_("Import staff"),
        verb="people.manage_staff",
        fields=(
            Field(
                "name",
                _("Name"),
                aliases=("姓名", "员工", "名字", "name"),
                is_required=True,
                parse=parsing.text(40),
                example="陈思远",
            ),
            Field(
                "department",
                _("Department"),
                aliases=("部门", "所属部门", "department"),
                is_required=True,
                choices=services.departments,
                unknown_title=_("There is no such department"),
                example="网络营销部",
            ),
            Field(
                "position",
                _("Position"),
                aliases=("岗位", "职位", "职务", "position"),
                is_required=True,
                choices=services.positions,
                unknown_title=_("There is no such position"),
                example="网站编辑专员",
            ),
            Field("phone", _("Phone"), aliases=("手机", "手机号", "电话", "联系电话", "phone"), parse=parsing.phone()),
            Field("email", _("E-mail"), aliases=("邮箱", "电子邮箱", "email"), parse=parsing.email()),
            Field("staff_number", _("Staff number"), aliases=("工号", "编号"), parse=parsing.text(24)),
            Field("arrived_on", _("Joined on"), aliases=("入职日期", "入职时间", "到位时间"), parse=parsing.day()),
            Field(
                "kind",
                _("Kind"),
                aliases=("类型", "用工类型", "在职状态"),
                choices=services.kinds,
                unknown_title=_("The kind is none of the four"),
            ),
            Field(
                "day_minutes",
                _("Minutes of work in a full day"),
                aliases=("全天分钟", "每日工时"),
                parse=parsing.whole(low=0, high=1440),
            ),
        ),
        key=("name",),
        existing=services.existing,
        write=services.write,
        undo=services.undo,
        route="talent:staff",
        note=_("People with the same name count as one person. Logins come afterwards, by invitation."),
    ),
)


def find_staff(*, viewer: Viewer, text: str, limit: int) -> tuple[Hit, ...]:
    """People by name or pinyin initials."""
    found = people.find_staff(viewer=viewer, text=text, limit=limit)
    return tuple(Hit(card.name, card.position, reverse("people:person", args=[card.id])) for card in found)


SEARCHES = (Search("staff", _("Staff"), "user", "people.view_staff", find_staff),)
