from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils import translation

from omos.ui import parts

FOLDER = Path(__file__).parent.parent / "templates" / "components"
COMPONENTS = sorted(path.name for path in FOLDER.glob("[!_]*.html"))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def drawn(component: str, /, **context: object) -> str:
    return render_to_string(f"components/{component}.html", context)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_begins_by_naming_its_context(name):
    assert (FOLDER / name).read_text("utf-8").startswith("{% comment %}")


@pytest.mark.parametrize("path", sorted(FOLDER.parent.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_style_or_script_of_its_own(path):
    text = path.read_text("utf-8")

    assert " style=" not in text
    assert "<style" not in text
    assert " onclick" not in text
    assert "hx-on" not in text


class TestState:
    @pytest.mark.parametrize(
        ("tone", "icon"), [("yes", "check"), ("no", "x"), ("warning", "alert-triangle"), ("unknown", "help-circle")]
    )
    def test_tells_by_colour_mark_and_word(self, tone, icon):
        html = drawn("state", tone=tone, word="so it is")

        assert f"o-state--{tone}" in html
        assert f"#{icon}" in html
        assert "so it is" in html

    def test_escapes_its_word(self):
        assert "<b>" not in drawn("state", tone="yes", word="<b>")


class TestMark:
    def test_is_read_aloud_when_it_stands_alone(self):
        assert 'aria-label="failed"' in drawn("mark", tone="no", word="failed")

    def test_is_silent_beside_words(self):
        assert 'aria-hidden="true"' in drawn("mark", tone="no", word="")


class TestChip:
    def test_shows_category_and_quantity(self):
        html = drawn("chip", family="seo", icon="send", name="Post", quantity=10)

        assert "o-chip--seo" in html
        assert "<b>10</b>" in html

    def test_shows_a_quantity_of_nought(self):
        assert "<b>0</b>" in drawn("chip", family="seo", name="Post", quantity=0)

    def test_is_a_link_with_an_address(self):
        assert drawn("chip", family="seo", name="Post", url="/x/").startswith("<a")


class TestBar:
    def test_draws_value_and_pace(self):
        html = drawn("bar", value=0.611, pace=0.682, tone="warning", label="Revenue")

        assert 'width="61.1%"' in html
        assert 'x="68.2%"' in html
        assert "o-bar__value--warning" in html

    def test_draws_no_mark_without_a_pace(self):
        assert "o-bar__pace" not in drawn("bar", value=0.5)

    def test_draws_nothing_for_what_is_not_known(self):
        html = drawn("bar", value=None)

        assert 'width="0%"' in html
        assert "—" in html


class TestVerdictBar:
    def test_says_its_counts_aloud(self):
        assert "4 passed, 0 unknown, 1 failed of 5" in drawn("verdict_bar", passed=4, unknown=0, failed=1, total=5)

    def test_leaves_out_what_is_nought(self):
        assert "o-bar__value--unknown" not in drawn("verdict_bar", passed=4, unknown=0, failed=1, total=5)


class TestKpi:
    def test_shows_figure_state_bar_and_forecast(self):
        kpi = parts.Kpi(
            "Revenue",
            "48.9",
            prefix="¥",
            unit="万",
            state=parts.State("warning", "behind"),
            value=0.6,
            pace=0.7,
            right="Forecast 71",
        )

        html = drawn("kpi_strip", kpis=(kpi,))

        assert "48.9" in html
        assert "behind" in html
        assert 'x="70%"' in html
        assert "Forecast 71" in html

    def test_draws_no_bar_without_a_share(self):
        assert "o-bar" not in drawn("kpi", kpi=parts.Kpi("Visits", "—"))

    def test_leads_to_its_rows(self):
        assert 'href="/rows/"' in drawn("kpi", kpi=parts.Kpi("Visits", "15", url="/rows/"))

    def test_shows_a_change_with_its_direction_in_words(self):
        html = drawn("kpi", kpi=parts.Kpi("Visits", "15", change=parts.Change("up", "yes", "4.8%")))

        assert 'aria-label="up"' in html
        assert "4.8%" in html


class TestFreshness:
    AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    def test_names_the_time_of_today(self):
        assert "Data as of 17:30" in drawn("freshness", as_of=self.AT, now=self.AT)

    def test_names_the_day_of_older_data(self):
        assert "Data as of 2026-11-20 17:30" in drawn("freshness", as_of=self.AT)

    def test_admits_what_it_does_not_know(self):
        assert "Freshness unknown" in drawn("freshness", as_of=None)


class TestEmpty:
    def test_invites_with_one_button(self):
        html = drawn("empty", kind="none", reason="No words", invitation="Bring them", url="/in/", button="Import")

        assert html.count("o-button") == 1

    def test_needs_no_button_when_all_is_done(self):
        assert "o-button" not in drawn("empty", kind="done", reason="All seen")


class TestFormErrors:
    class Form(forms.Form):
        name = forms.CharField(label="Name")

    def test_lead_to_the_field(self):
        html = drawn("form_errors", form=self.Form({}))

        assert 'href="#id_name"' in html
        assert "One thing to mend" in html

    def test_say_nothing_when_all_is_well(self):
        assert drawn("form_errors", form=self.Form({"name": "a"})).strip() == ""

    def test_stand_above_the_whole_form(self):
        html = drawn("form", form=self.Form({}), button="Save", csrf_token="t", key="k-1")

        assert html.index("o-form-errors") < html.index('id="id_name"')
        assert 'name="_key" value="k-1"' in html


class TestPeople:
    def test_show_leave_as_away(self):
        row = parts.PlanRow(parts.Person("Su", "S"), (parts.Cell(away="Leave"),))

        html = drawn("people_days", corner="", days=(parts.Day("Mon", "11-23"),), rows=(row,), label="Plan")

        assert '<td class="is-away">Leave</td>' in html

    def test_show_a_day_too_full(self):
        row = parts.PlanRow(
            parts.Person("Su", "S"), (parts.Cell(over="127%"),), parts.Load("104%", "42", 1.04, tone="warning")
        )

        html = drawn(
            "people_days", corner="", days=(parts.Day("Mon", "11-23"),), rows=(row,), load_head="Load", label="Plan"
        )

        assert "is-over" in html
        assert "104%" in html

    @pytest.mark.parametrize(("kind", "character"), [("late", "L"), ("missing", "M"), ("away", "A"), ("unknown", "?")])
    def test_mark_days_by_character_too(self, kind, character):
        assert f">{character}<" in drawn("heat_cell", kind=kind)

    def test_leave_days_off_empty(self):
        row = parts.HeatRow(parts.Person("Su", "S"), (parts.HeatCell("off"), parts.HeatCell("today", "93")), "13 / 14")

        html = drawn(
            "heat_calendar", days=(parts.Day("S", "1", is_off=True), parts.Day("M", "2")), rows=(row,), label="x"
        )

        assert html.count("o-heat__cell--") == 1
        assert "93" in html


class TestToasts:
    @staticmethod
    def toast(tags: str) -> str:
        return drawn("toasts", messages=(Message(INFO, "Moved", extra_tags=tags),), csrf_token="t")

    def test_tell_what_happened(self):
        assert "Moved" in self.toast("")

    def test_offer_the_way_back(self):
        assert 'action="/words/7/undo/"' in self.toast("undo:/words/7/undo/")

    @pytest.mark.parametrize("tags", ["undo://evil.example/", "undo:https://evil.example/", "undo:"])
    def test_lead_nowhere_else(self, tags):
        assert "<form" not in self.toast(tags)


class TestDrawings:
    def test_ring_fills_by_its_share(self):
        assert 'stroke-dasharray="75 100"' in drawn("ring", value=0.75, figure="3/4")

    def test_range_lies_between_low_and_high(self):
        html = drawn("range", low=0.2, high=0.7, value=0.5, label="5%")

        assert 'x="20%"' in html
        assert 'width="50%"' in html

    def test_swing_grows_from_the_middle(self):
        assert 'x="40%"' in drawn("swing", down=0.6, up=0.9, down_text="−8", up_text="+12")

    def test_nothing_known_draws_nothing(self):
        assert 'stroke-dasharray="0 100"' in drawn("ring", value=None, figure="—")


class TestFlow:
    def test_steps_mark_where_one_is(self):
        html = drawn(
            "steps", steps=(parts.Step("Upload", state="done"), parts.Step("Check", state="now"), parts.Step("Write"))
        )

        assert html.count('aria-current="step"') == 1

    def test_progress_asks_for_itself_until_it_is_done(self):
        assert 'hx-get="/job/"' in drawn("progress", label="Writing", done=1, total=10, url="/job/")

    def test_progress_stops_asking_when_it_is_done(self):
        assert "hx-get" not in drawn("progress", label="Writing", done=10, total=10, url="")

    def test_undo_is_sent_not_followed(self):
        assert 'method="post"' in drawn("undo_bar", text="Moved", url="/undo/", csrf_token="t")
