from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from omos.office.notices import declare, queries, services
from omos.office.notices.declare import NoticeKind, UnknownKind
from omos.office.notices.models import Channel, Delivery, Notice, Preference
from omos.office.notices.tests.factories import KIND, NOW, make_notice, tell
from omos.people.tests.factories import viewer_of


@pytest.fixture
def optional_kind():
    before = declare.declared()
    declare.install([*before, NoticeKind("test.news", "News")])
    yield "test.news"
    declare.install(before)


class TestNotify:
    def test_tells_each_person(self, editor, other_editor):
        assert tell(editor, other_editor) == 2

        assert queries.unread_count(viewer=viewer_of(editor)) == 1

    def test_tells_the_same_thing_once(self, editor):
        tell(editor)

        assert tell(editor) == 0

        assert Delivery.objects.count() == 1

    def test_tells_only_those_who_do_not_know_yet(self, editor, other_editor):
        tell(editor)

        assert tell(editor, other_editor) == 1

    def test_writes_the_delivery_down(self, editor):
        tell(editor)

        delivery = Delivery.objects.get()
        assert (delivery.channel, delivery.state, delivery.delivered_at) == ("BELL", "DELIVERED", NOW)

    def test_keeps_what_is_not_wanted_unseen(self, editor, optional_kind):
        Preference.objects.create(staff=editor, kind=optional_kind, channel="BELL", is_wanted=False)

        tell(editor, kind=optional_kind)

        assert queries.unread_count(viewer=viewer_of(editor)) == 0
        assert Notice.objects.count() == 1

    def test_tells_what_is_needed_although_it_was_not_wanted(self, editor):
        Preference.objects.create(staff=editor, kind=KIND, channel="BELL", is_wanted=False)

        tell(editor)

        assert queries.unread_count(viewer=viewer_of(editor)) == 1

    def test_refuses_a_kind_nobody_declares(self, editor):
        with pytest.raises(UnknownKind):
            tell(editor, kind="no.such")

    def test_shortens_what_is_too_long(self, editor):
        notice = make_notice(editor, title="长" * 500, body="长" * 900)

        assert (len(notice.title), len(notice.body)) == (160, 400)

    @pytest.mark.constraint
    def test_is_told_once_by_the_records_themselves(self, editor):
        first = make_notice(editor)
        first.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            first.save(force_insert=True)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_tell_the_same_thing_once(self, editor):
        together = threading.Barrier(6)

        def press():
            together.wait()
            try:
                tell(editor)
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1)


class TestMarkRead:
    def test_marks_ones_own(self, editor):
        notice = make_notice(editor)

        assert services.mark_read(notice_id=notice.pk, actor=viewer_of(editor), now=NOW)

        assert queries.unread_count(viewer=viewer_of(editor)) == 0

    def test_keeps_the_first_moment(self, editor):
        notice = make_notice(editor)
        services.mark_read(notice_id=notice.pk, actor=viewer_of(editor), now=NOW)

        assert not services.mark_read(notice_id=notice.pk, actor=viewer_of(editor), now=NOW + timedelta(hours=1))

        notice.refresh_from_db()
        assert notice.read_at == NOW

    def test_leaves_somebody_elses_alone(self, editor, other_editor):
        notice = make_notice(other_editor)

        assert not services.mark_read(notice_id=notice.pk, actor=viewer_of(editor), now=NOW)

    def test_marks_all_of_ones_own(self, editor, other_editor):
        tell(editor, other_editor, key="a")
        tell(editor, key="b")

        assert services.mark_all_read(actor=viewer_of(editor), now=NOW) == 2

        assert queries.unread_count(viewer=viewer_of(other_editor)) == 1


class TestPreferences:
    def test_are_kept(self, editor, optional_kind):
        services.save_preferences(wanted=[], actor=viewer_of(editor), now=NOW)

        wishes = {row.kind.code: row.wishes[0].is_wanted for row in queries.wishes(viewer=viewer_of(editor))}
        assert wishes[optional_kind] is False
        assert wishes[KIND] is True

    def test_can_be_changed_back(self, editor, optional_kind):
        services.save_preferences(wanted=[], actor=viewer_of(editor), now=NOW)
        services.save_preferences(wanted=[(optional_kind, "BELL")], actor=viewer_of(editor), now=NOW)

        assert queries.unwanting_staff(kind=optional_kind, channel=Channel.BELL, staff_ids=[editor.pk]) == set()

    def test_refuse_what_does_not_exist(self, editor):
        with pytest.raises(services.PreferenceRefused):
            services.save_preferences(wanted=[("no.such", "BELL")], actor=viewer_of(editor), now=NOW)


class TestForgetOld:
    def test_removes_read_ones_after_half_a_year(self, editor):
        old = make_notice(editor, key="a")
        make_notice(editor, key="b")
        services.mark_read(notice_id=old.pk, actor=viewer_of(editor), now=NOW)

        assert services.forget_old(now=NOW + services.KEEP + timedelta(days=1)) == 1

        assert Notice.objects.get().dedupe_key == "b"


class TestDeclare:
    def test_refuses_a_second_kind_of_the_same_name(self):
        before = declare.declared()

        with pytest.raises(ValueError, match="declared twice"):
            declare.install([NoticeKind("a.b", "A"), NoticeKind("a.b", "B")])

        declare.install(before)
