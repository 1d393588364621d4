"""Pages of robots, outbox and mail server: pasted, tried, never shown again."""

from __future__ import annotations

import io
import json
import logging

import pytest

from omos.connectors.tests.mail_server import mail_server
from omos.connectors.tests.vendors import vendors
from omos.office.notices import declare
from omos.office.notices.declare import NoticeKind
from omos.office.notices.models import MailServer, Outgoing, Robot
from omos.office.notices.sealing import unseal
from omos.office.notices.tests.factories import WECOM, make_mail_server, make_robot, post
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_department, make_staff

KEY = WECOM.partition("key=")[2]
GROUP = "test.group"


@pytest.fixture(autouse=True)
def group_kind():
    before = declare.declared()
    declare.install([*before, NoticeKind(GROUP, "Group news", for_groups=True)])
    yield
    declare.install(before)


@pytest.fixture
def daytime(clock_at, noon):
    clock_at(noon)


def typed(**changes) -> dict[str, object]:
    return {
        "name": "网销部群",
        "address": WECOM,
        "secret": "",
        "keyword": "",
        "department": "",
        "topics": [GROUP],
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "is_quiet_on_days_off": "on",
        "is_active": "on",
    } | changes


def typed_server(**changes) -> dict[str, object]:
    return {
        "host": "smtp.exmail.qq.com",
        "port": "465",
        "security": "TLS",
        "user": "omos@yunfan.cn",
        "password": "geheim",
        "sender": "omos@yunfan.cn",
        "is_active": "on",
    } | changes


class TestAdd:
    def test_keeps_the_address_encrypted(self, sign_in, admin_staff, daytime):
        answer = sign_in(admin_staff).post("/robots/new/", typed(secret="SECabc"))

        robot = Robot.objects.get()
        assert answer.headers["Location"] == f"/robots/{robot.pk}/"
        assert (robot.kind, robot.topics, robot.address_end) == ("WECOM", [GROUP], KEY[-4:])
        assert KEY not in robot.address_sealed
        assert (unseal(robot.address_sealed), unseal(robot.secret_sealed)) == (WECOM, "SECabc")

    @pytest.mark.parametrize(
        ("address", "kind"),
        [
            ("https://oapi.dingtalk.com/robot/send?access_token=a0b1c2d3e4f5a0b1", "DINGTALK"),
            ("https://open.feishu.cn/open-apis/bot/v2/hook/0aa11bb2-cc33-dd44", "FEISHU"),
            (KEY, "WECOM"),
        ],
    )
    def test_recognises_the_service(self, sign_in, admin_staff, address, kind):
        sign_in(admin_staff).post("/robots/new/", typed(address=address))

        assert Robot.objects.get().kind == kind

    def test_takes_a_webhook_only_when_told_so(self, sign_in, admin_staff):
        client = sign_in(admin_staff)

        refused = client.post("/robots/new/", typed(address="https://hooks.yunfan.cn/omos"))
        client.post("/robots/new/", typed(address="https://hooks.yunfan.cn/omos", is_webhook="on"))

        assert refused.status_code == 422
        assert Robot.objects.get().kind == "WEBHOOK"

    @pytest.mark.parametrize(
        "changes",
        [
            {"address": "https://evil.example.cn/cgi-bin/webhook/send?key=12345678901234567890"},
            {"address": "http://127.0.0.1/x", "is_webhook": "on"},
            {"address": ""},
            {"name": ""},
            {"topics": ["no.such"]},
            {"quiet_from": "25:00"},
            {"department": "999"},
        ],
    )
    def test_refuses_and_keeps_what_was_typed(self, sign_in, admin_staff, changes):
        answer = sign_in(admin_staff).post("/robots/new/", typed(**changes))

        assert answer.status_code == 422
        assert not Robot.objects.exists()
        assert 'value="08:00"' in answer.content.decode()

    def test_refuses_a_second_of_the_same_name(self, sign_in, admin_staff):
        client = sign_in(admin_staff)
        client.post("/robots/new/", typed())

        assert client.post("/robots/new/", typed()).status_code == 422

    def test_lets_a_supervisor_speak_for_the_own_department_alone(self, sign_in, supervisor):
        client, other = sign_in(supervisor), make_department("仓储部")

        answers = [
            client.post("/robots/new/", typed(department=department)).status_code
            for department in ("", str(other.pk), str(supervisor.department_id))
        ]

        assert answers == [422, 422, 302]

    @pytest.mark.parametrize("address", ["/robots/", "/robots/new/", "/outbox/", "/mail-server/"])
    def test_is_nothing_for_editors(self, sign_in, editor, address):
        assert sign_in(editor).get(address).status_code == 403

    def test_asks_strangers_to_sign_in(self, client, company):
        assert client.get("/robots/new/").status_code == 302

    def test_refuses_the_wrong_method(self, sign_in, admin_staff):
        assert sign_in(admin_staff).delete("/robots/new/").status_code == 405


class TestChange:
    def test_leaves_the_address_where_none_was_pasted(self, sign_in, admin_staff):
        robot = make_robot(secret="SECabc")

        sign_in(admin_staff).post(f"/robots/{robot.pk}/", typed(name="新名字", address=""))

        robot.refresh_from_db()
        assert (robot.name, unseal(robot.address_sealed), unseal(robot.secret_sealed)) == ("新名字", WECOM, "SECabc")

    def test_starts_afresh_with_a_new_address(self, sign_in, admin_staff):
        robot = make_robot(fault="gone", fault_code="93000")

        sign_in(admin_staff).post(f"/robots/{robot.pk}/", typed())

        robot.refresh_from_db()
        assert robot.fault == ""

    def test_shows_only_the_end_of_the_address(self, sign_in, admin_staff):
        robot = make_robot(secret="SECabc")

        pages = [sign_in(admin_staff).get(address).content.decode() for address in (f"/robots/{robot.pk}/", "/robots/")]

        assert all(f"{KEY[-4:]}" in page and KEY not in page and "SECabc" not in page for page in pages)

    def test_does_not_find_another_departments_robot(self, sign_in, supervisor):
        robot = make_robot(department=make_department("仓储部"))

        assert sign_in(supervisor).get(f"/robots/{robot.pk}/").status_code == 404
        assert sign_in(supervisor).post(f"/robots/{robot.pk}/trial/").status_code == 404

    def test_says_nothing_secret_in_trail_or_log(self, sign_in, admin_staff, settings):
        told = io.StringIO()
        handler = logging.StreamHandler(told)
        # What a line of the log may hold, extras included.
        handler.setFormatter(logging.Formatter("%(message)s %(args)s %(exc_info)s"))
        logging.getLogger().addHandler(handler)

        sign_in(admin_staff).post("/robots/new/", typed(secret="SECabc"))
        logging.getLogger().removeHandler(handler)

        trail = json.dumps([[one.before, one.after] for one in Action.objects.all()])
        assert KEY not in trail + told.getvalue()
        assert "SECabc" not in trail + told.getvalue()
        assert Action.objects.get(verb="notices.manage_robots").after["address"] == f"…{KEY[-4:]}"


class TestTrial:
    def test_arrives_at_once(self, sign_in, admin_staff, settings):
        with vendors() as server:
            settings.OUTBOUND_ALLOW = server.rules.allow
            robot = make_robot(server=server)
            answer = sign_in(admin_staff).post(f"/robots/{robot.pk}/trial/", follow=True)

        assert "已发出" in answer.content.decode()
        assert server.accepted[0].body["markdown"]["content"].startswith("**OMOS 已接通本群**")

    def test_says_why_it_did_not(self, sign_in, admin_staff, settings):
        with vendors(instead=[(200, {"errcode": 93000, "errmsg": "invalid webhook url"})]) as server:
            settings.OUTBOUND_ALLOW = server.rules.allow
            robot = make_robot(server=server)
            answer = sign_in(admin_staff).post(f"/robots/{robot.pk}/trial/", follow=True)

        assert "没有发出：机器人已被移出群，或者地址换了。 (93000)" in answer.content.decode()

    def test_can_be_pressed_again(self, sign_in, admin_staff, settings):
        with vendors() as server:
            settings.OUTBOUND_ALLOW = server.rules.allow
            robot = make_robot(server=server)
            [sign_in(admin_staff).post(f"/robots/{robot.pk}/trial/") for _press in range(2)]

        assert len(server.accepted) == 2

    def test_waits_when_the_bucket_is_empty(self, sign_in, admin_staff, settings):
        with vendors() as server:
            settings.OUTBOUND_ALLOW = server.rules.allow
            robot = make_robot(server=server)
            pages = [sign_in(admin_staff).post(f"/robots/{robot.pk}/trial/", follow=True) for _press in range(9)]

        assert "正在排队" in pages[-1].content.decode()
        assert len(server.accepted) == 8

    def test_refuses_the_wrong_method(self, sign_in, admin_staff):
        assert sign_in(admin_staff).get(f"/robots/{make_robot().pk}/trial/").status_code == 405

    def test_of_a_robot_that_is_switched_off_says_so(self, sign_in, admin_staff):
        robot = make_robot(is_active=False)

        answer = sign_in(admin_staff).post(f"/robots/{robot.pk}/trial/", follow=True)

        assert "已停用" in answer.content.decode()


class TestOutbox:
    def test_shows_what_became_of_it(self, sign_in, admin_staff):
        message = post(make_robot(), title="日清日结 11-20")
        Outgoing.objects.filter(pk=message.pk).update(state="UNCERTAIN", reason="no_answer")

        page = sign_in(admin_staff).get("/outbox/").content.decode()

        assert "日清日结 11-20" in page
        assert "可能已送达" in page

    def test_does_not_show_what_mails_say(self, sign_in, admin_staff, editor, noon):
        Outgoing.objects.create(
            staff=editor, kind="jobs.ailing", title="只给本人", dedupe_key="k", created_at=noon, expires_at=noon
        )

        page = sign_in(admin_staff).get("/outbox/").content.decode()

        assert "只给本人" not in page
        assert "陈思远" in page

    def test_shows_a_supervisor_only_the_own_departments(self, sign_in, supervisor):
        post(make_robot("别的群", department=make_department("仓储部")), title="别的部门")
        post(make_robot("我的群", department=supervisor.department), "b", title="我的部门")

        page = sign_in(supervisor).get("/outbox/").content.decode()

        assert "我的部门" in page
        assert "别的部门" not in page


class TestMailServer:
    def test_keeps_the_password_encrypted_and_to_itself(self, sign_in, admin_staff):
        client = sign_in(admin_staff)
        client.post("/mail-server/", typed_server())

        server = MailServer.objects.get()
        assert unseal(server.password_sealed) == "geheim"
        assert "geheim" not in client.get("/mail-server/").content.decode()
        assert "geheim" not in json.dumps(list(Action.objects.values_list("after", flat=True)))

    def test_leaves_the_password_where_none_was_typed(self, sign_in, admin_staff):
        client = sign_in(admin_staff)
        client.post("/mail-server/", typed_server())
        client.post("/mail-server/", typed_server(password="", port="587"))

        server = MailServer.objects.get()
        assert (unseal(server.password_sealed), server.port) == ("geheim", 587)

    @pytest.mark.parametrize("changes", [{"port": "0"}, {"sender": "nobody"}, {"host": ""}, {"security": "ROT13"}])
    def test_refuses_what_makes_no_sense(self, sign_in, admin_staff, changes):
        assert sign_in(admin_staff).post("/mail-server/", typed_server(**changes)).status_code == 422

    def test_is_the_administrators_alone(self, sign_in, supervisor):
        assert sign_in(supervisor).get("/mail-server/").status_code == 403

    def test_sends_a_trial_to_oneself(self, sign_in, admin_staff, settings):
        Staff.objects.filter(pk=admin_staff.pk).update(email="admin@yunfan.test")
        with mail_server() as running:
            settings.OUTBOUND_ALLOW = running.rules.allow
            make_mail_server(running.port)
            answer = sign_in(admin_staff).post("/mail-server/trial/", follow=True)

        assert "已发出" in answer.content.decode()
        assert running.recipients == ["admin@yunfan.test"]

    def test_says_when_one_has_no_mailbox(self, sign_in, admin_staff):
        make_mail_server()

        assert "没有您的邮箱" in sign_in(admin_staff).post("/mail-server/trial/", follow=True).content.decode()

    def test_says_when_there_is_no_server(self, sign_in, admin_staff):
        assert "请先设置发信邮箱" in sign_in(admin_staff).post("/mail-server/trial/", follow=True).content.decode()


class TestGroups:
    def test_see_what_their_departments_supervisor_sees(self, company):
        from omos.office.notices import queries
        from omos.people import queries as people

        own, other = make_department("网销部"), make_department("仓储部")
        mine, _theirs = make_staff("甲", department=own), make_staff("乙", department=other)
        make_robot(department=own, topics=[GROUP])

        group = queries.groups_wanting(kind=GROUP)[0]

        seen = people.staff_in_scope(viewer=group.viewer, verb="notices.view_outbox")
        assert [staff.pk for staff in seen] == [mine.pk]

    def test_get_only_what_was_chosen(self, company):
        from omos.office.notices import queries

        make_robot("一", topics=[GROUP])
        make_robot("二", topics=[])
        make_robot("三", topics=[GROUP], is_active=False)

        assert [group.name for group in queries.groups_wanting(kind=GROUP)] == ["一"]
