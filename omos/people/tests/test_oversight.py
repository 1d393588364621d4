"""The policy as a table, and the action trail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.people import policy, queries
from omos.people.models import Action
from omos.people.tests.factories import make_staff, system_viewer, viewer_of
from omos.people.trail import changes, record_action


class TestPolicyPage:
    def test_shows_every_granted_verb(self, client, supervisor, sign_in):
        page = sign_in(supervisor).get("/policy/", secure=True)

        shown = {row.verb.code for group in page.context["groups"] for row in group.rows}
        assert shown == {verb.code for verb in policy.verbs() if verb.grants}

    def test_shows_every_mask(self, client, supervisor, sign_in):
        page = sign_in(supervisor).get("/policy/", secure=True)

        assert len(page.context["masks"]) == len(policy.masks())

    def test_names_rooms_in_both_languages(self):
        assert queries.room_names("en")["people"] == "People"
        assert queries.room_names("zh-hans")["people"] == "组织"

    @pytest.mark.parametrize("who", ["editor", "promoter"])
    def test_refuses_others(self, client, sign_in, request, who):
        assert sign_in(request.getfixturevalue(who)).get("/policy/", secure=True).status_code == 403


@pytest.fixture
def lines(editor, noon):
    """Two lines of the editor on two days, one of the machine."""
    actor = viewer_of(editor)
    record_action("people.set_password", actor=actor, subject=("people.user", 1), now=noon - timedelta(days=1))
    record_action("people.manage_calendar", actor=actor, subject=("people.workday", 2), now=noon, after={"days": 3})
    record_action("people.manage_calendar", actor=system_viewer(), subject=("people.workday", 3), now=noon)


class TestTrailPage:
    def find(self, browser, **wanted):
        return [line.subject for line in browser.get("/trail/", wanted, secure=True).context["lines"]]

    def test_shows_the_latest_first(self, client, admin_staff, sign_in, lines):
        assert self.find(sign_in(admin_staff)) == ["people.workday 3", "people.workday 2", "people.user 1"]

    def test_finds_by_person(self, client, admin_staff, sign_in, lines):
        assert self.find(sign_in(admin_staff), person="思远") == ["people.workday 2", "people.user 1"]

    def test_finds_by_verb(self, client, admin_staff, sign_in, lines):
        assert self.find(sign_in(admin_staff), verb="people.set_password") == ["people.user 1"]

    def test_finds_by_day(self, client, admin_staff, sign_in, lines, noon):
        found = self.find(sign_in(admin_staff), day=(noon - timedelta(days=1)).date().isoformat())

        assert found == ["people.user 1"]

    @pytest.mark.parametrize("wanted", [{"day": "soon"}, {"verb": "no.such"}, {"page": "x"}, {"person": "'" * 500}])
    def test_survives_senseless_wishes(self, client, admin_staff, sign_in, lines, wanted):
        assert sign_in(admin_staff).get("/trail/", wanted, secure=True).status_code == 200

    @pytest.mark.parametrize("who", ["editor", "supervisor"])
    def test_refuses_others(self, client, sign_in, request, who):
        assert sign_in(request.getfixturevalue(who)).get("/trail/", secure=True).status_code == 403

    def test_asks_as_often_for_one_line_as_for_many(
        self, client, admin_staff, sign_in, noon, django_assert_max_num_queries
    ):
        actor = viewer_of(make_staff())
        for number in range(40):
            record_action("people.sign_in", actor=actor, subject=("people.user", number), now=noon)
        sign_in(admin_staff)

        with django_assert_max_num_queries(12):
            client.get("/trail/", secure=True)


class TestRecordAction:
    def test_masks_what_is_masked_whoever_looks(self, editor, noon):
        record_action(
            "people.manage_staff",
            actor=viewer_of(editor),
            subject=("people.staff", 1),
            now=noon,
            before={"phone": "18600001402", "email": "linlan@a.example", "name": "林岚"},
            after={"phone": None},
        )

        line = Action.objects.get()
        assert line.before == {"phone": "186 **** 1402", "email": "lin***@a.example", "name": "林岚"}

    def test_keeps_only_what_differs(self):
        assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})
