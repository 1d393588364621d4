"""Notices by mail: to those who ask for it, merged by person, through the company's own server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.connectors.outbound import OutboundRules
from omos.connectors.tests.mail_server import HANG_UP, mail_server
from omos.office.notices import declare, queries, services
from omos.office.notices.declare import NoticeKind
from omos.office.notices.models import MailServer, Outgoing, Preference
from omos.office.notices.sealing import seal
from omos.office.notices.tests.factories import NOW, make_mail_server, tell
from omos.people.models import Staff
from omos.people.tests.factories import viewer_of

State = Outgoing.State
KIND = "test.news"


@pytest.fixture(autouse=True)
def kind():
    before = declare.declared()
    declare.install([*before, NoticeKind(KIND, "News")])
    yield KIND
    declare.install(before)


@pytest.fixture
def reader(editor):
    """Somebody who asked for this kind by mail."""
    Staff.objects.filter(pk=editor.pk).update(email="chen@yunfan.test")
    Preference.objects.create(staff=editor, kind=KIND, channel="EMAIL", is_wanted=True)
    return editor


@pytest.fixture
def post_office(company):
    with mail_server(user="omos", password="geheim") as running:
        make_mail_server(running.port, user="omos", password_sealed=seal("geheim"))
        yield running


def send(rules: OutboundRules, now=NOW) -> int:
    return services.send_due(services.Sender(now, lambda: now, rules))


class TestMails:
    def test_reach_who_asked_for_them(self, reader, post_office):
        tell(reader, kind=KIND)

        send(post_office.rules)

        mail = post_office.mails[0]
        assert (mail["To"], mail["Subject"], mail["From"].addresses[0].display_name) == (
            "chen@yunfan.test",
            "有 2 件退回",
            "OMOS 云帆净化",
        )
        assert "http://127.0.0.1:8000/notices/" in mail.get_body(("plain",)).get_content()
        assert Outgoing.objects.get().state == State.SENT

    def test_reach_nobody_unasked(self, other_editor, post_office):
        Staff.objects.filter(pk=other_editor.pk).update(email="su@yunfan.test")

        tell(other_editor, kind=KIND)

        assert not Outgoing.objects.exists()

    def test_reach_nobody_without_an_address(self, reader, post_office):
        Staff.objects.filter(pk=reader.pk).update(email="")

        tell(reader, kind=KIND)

        assert not Outgoing.objects.exists()

    def test_are_not_even_written_without_a_server(self, reader):
        tell(reader, kind=KIND)

        assert not Outgoing.objects.exists()

    def test_of_one_person_come_as_one(self, reader, post_office):
        [tell(reader, kind=KIND, key=str(number), title=f"第 {number} 条") for number in range(3)]

        send(post_office.rules)

        assert len(post_office.taken) == 1
        assert "第 2 条；关键词不在标题" in post_office.mails[0].get_body(("plain",)).get_content()

    def test_wait_for_the_morning(self, reader, post_office):
        night = NOW + timedelta(hours=10)
        tell(reader, kind=KIND, now=night)

        send(post_office.rules, night)

        assert Outgoing.objects.get().state == State.WAITING

    def test_are_in_doubt_when_the_server_dies(self, reader, post_office):
        post_office.replies["."] = HANG_UP
        tell(reader, kind=KIND)

        send(post_office.rules)
        send(post_office.rules, NOW + timedelta(hours=1))

        assert Outgoing.objects.get().state == State.UNCERTAIN
        assert len(post_office.taken) == 1

    def test_stop_for_an_hour_when_the_password_is_wrong(self, reader, post_office):
        post_office.password = "a new one"
        tell(reader, kind=KIND)

        send(post_office.rules)

        server = MailServer.objects.get()
        assert (server.fault, server.blocked_until) == ("sign_in", NOW + timedelta(hours=1))
        assert Outgoing.objects.get().state == State.FAILED

    def test_are_told_once(self, reader, post_office):
        tell(reader, kind=KIND)
        tell(reader, kind=KIND)

        assert Outgoing.objects.count() == 1


class TestPreferences:
    def test_offer_mail_only_where_a_server_is_set_up(self, editor):
        assert [wish.channel for wish in queries.wishes(viewer=viewer_of(editor))[0].wishes] == ["BELL"]

        make_mail_server()

        assert [wish.channel for wish in queries.wishes(viewer=viewer_of(editor))[0].wishes] == ["BELL", "EMAIL"]

    def test_are_off_for_mails_until_somebody_wants_them(self, editor):
        make_mail_server()

        wishes = {
            row.kind.code: [wish.is_wanted for wish in row.wishes] for row in queries.wishes(viewer=viewer_of(editor))
        }

        assert wishes[KIND] == [True, False]

    def test_are_kept(self, editor, sign_in):
        make_mail_server()

        sign_in(editor).post("/notices/preferences/", {"wanted": [f"{KIND} EMAIL"]})

        assert Preference.objects.get(kind=KIND, channel="EMAIL").is_wanted

    def test_name_no_kind_that_is_for_groups(self, editor):
        declare.install([*declare.declared(), NoticeKind("test.group", "Group", for_groups=True)])

        assert "test.group" not in {row.kind.code for row in queries.wishes(viewer=viewer_of(editor))}
