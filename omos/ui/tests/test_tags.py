from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from omos.ui.templatetags import omos
from omos.ui.widgets import ClockInput, DayInput, MomentInput


def drawn(source: str, **context: object) -> str:
    return Template("{% load omos %}" + source).render(Context(context))


class SampleForm(forms.Form):
    name = forms.CharField(help_text="Short", widget=forms.TextInput(attrs={"class": "own"}))
    note = forms.CharField(required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("A", "a"), ("B", "b")], widget=forms.RadioSelect)
    engine = forms.ChoiceField(choices=[("A", "a")])
    sheet = forms.FileField(required=False)
    is_core = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class TestFilters:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("{{ 123450|money }}", "¥1,234.50"),
            ("{{ 0.611|percent }}", "61.1%"),
            ("{{ 0.93|percent:0 }}", "93%"),
            ("{{ 2.5|number:2 }}", "2.50"),
            ("{{ 0.25|width }}", "25%"),
            ("{{ 0.5|margin }}", "25%"),
        ],
    )
    def test_write_figures(self, source, text):
        assert drawn(source) == text

    @pytest.mark.parametrize(
        "name", ["number", "money", "short", "short_money", "percent", "points", "day", "short_day"]
    )
    def test_show_a_dash_for_a_missing_variable(self, name):
        assert drawn("{{ missing|" + name + " }}") == "—"

    @pytest.mark.parametrize("name", ["moment", "clock_time", "weekday", "ago"])
    def test_show_a_dash_for_none(self, name):
        assert drawn("{{ value|" + name + " }}", value=None) == "—"

    def test_carry_the_full_figure_on_hover(self):
        with translation.override("zh-hans"):
            assert drawn("{{ 12345|short }}") == '<span class="o-nowrap" title="12,345">1.23 万</span>'

    def test_leave_short_figures_alone(self):
        with translation.override("en"):
            assert drawn("{{ 999|short }}") == "999"

    def test_carry_full_money_on_hover(self):
        with translation.override("zh-hans"):
            assert 'title="¥489,000.00"' in drawn("{{ 48900000|short_money }}")

    def test_write_moments_in_the_zone_of_the_viewer(self):
        with timezone.override("Asia/Shanghai"):
            assert drawn("{{ at|moment }}", at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026-11-21 00:30"

    def test_write_the_day_in_the_zone_of_the_viewer(self):
        with timezone.override("Asia/Shanghai"):
            assert (
                drawn("{{ at|day }} {{ at|short_day }}", at=datetime(2026, 11, 20, 16, tzinfo=UTC))
                == "2026-11-21 11-21"
            )


class TestIcon:
    def test_is_decoration_without_a_label(self):
        svg = drawn('{% icon "home" %}')

        assert 'aria-hidden="true"' in svg
        assert "icons.svg#home" in svg

    def test_is_read_aloud_with_a_label(self):
        assert 'role="img" aria-label="Home &lt;1&gt;"' in drawn('{% icon "home" 20 label=words %}', words="Home <1>")


class TestField:
    def test_names_its_control(self):
        html = drawn("{% field form.name %}", form=SampleForm())

        assert '<label class="o-field__label" for="id_name">' in html
        assert 'class="own o-input"' in html

    def test_ties_help_and_errors_to_the_control(self):
        html = drawn("{% field form.name %}", form=SampleForm({}))

        assert 'id="id_name_helptext"' in html
        assert 'id="id_name_error"' in html
        assert 'aria-invalid="true"' in html

    def test_says_what_is_optional(self):
        with translation.override("en"):
            assert "optional" in drawn("{% field form.note %}", form=SampleForm())

    def test_groups_choices_in_a_fieldset(self):
        assert "<fieldset" in drawn("{% field form.kind %}", form=SampleForm())

    def test_puts_a_tick_box_before_its_words(self):
        assert "o-check-line" in drawn("{% field form.is_core %}", form=SampleForm())

    def test_draws_a_list_as_a_select(self):
        assert "o-select" in drawn("{% field form.engine %}", form=SampleForm())

    def test_draws_a_file(self):
        assert "o-input--file" in drawn("{% field form.sheet %}", form=SampleForm())

    def test_hides_what_is_hidden(self):
        assert "<label" not in drawn("{% field form.secret %}", form=SampleForm())

    def test_stands_between_prefix_and_suffix(self):
        html = drawn('{% field form.name prefix="¥" suffix="元" %}', form=SampleForm())

        assert html.index("¥") < html.index("<input") < html.index("元")

    def test_escapes_what_was_typed(self):
        assert "<script>" not in drawn("{% field form.name %}", form=SampleForm({"name": "<script>"}))


class TestWidgets:
    @pytest.mark.parametrize(
        ("widget", "text"),
        [(DayInput(), "2026-11-20"), (MomentInput(), "2026-11-20T17:30"), (ClockInput(), "17:30")],
    )
    def test_write_what_browsers_read_in_any_language(self, widget, text):
        with translation.override("zh-hans"):
            assert f'value="{text}"' in widget.render("at", datetime(2026, 11, 20, 17, 30))  # noqa: DTZ001


class TestQueries:
    def test_change_one_value_and_keep_the_rest(self, rf):
        html = drawn('{% query_string sort="name" page=None %}', request=rf.get("/?q=a&page=3"))

        assert html == "?q=a&amp;sort=name"

    def test_work_without_a_request(self):
        assert drawn("{% query_string a=1 %}") == "?a=1"

    def test_name_a_page(self, rf):
        assert drawn('{% page_query "p" 4 %}', request=rf.get("/?q=a")) == "?q=a&amp;p=4"

    def test_shorten_a_long_row_of_pages(self):
        html = drawn("{% for n in pages|page_numbers:10 %}{{ n }} {% endfor %}", pages=Paginator(range(200), 10))

        assert html == "1 … 9 10 11 … 20 "


class TestVerdictShares:
    def test_stand_behind_one_another(self):
        html = drawn("{% verdict_shares 5 3 2 20 as all %}{% for s in all %}{{ s.tone }} {{ s.start }};{% endfor %}")

        assert html == "yes 0%;unknown 25%;no 40%;"

    def test_survive_nothing_planned(self):
        html = drawn("{% verdict_shares 0 0 0 0 as all %}{% for s in all %}{{ s.width }};{% endfor %}")

        assert html == "0%;0%;0%;"


def test_a_steady_part_is_drawn_once_for_equal_values() -> None:
    first = omos.steady("components/state.html", tone="yes", word="过")
    assert omos.steady("components/state.html", tone="yes", word="过") is first


def test_a_steady_part_follows_its_values() -> None:
    assert "未过" in omos.steady("components/state.html", tone="no", word="未过")
    assert "通过" in omos.steady("components/state.html", tone="no", word="通过")


def test_a_steady_part_escapes_text_after_the_same_text_came_safe() -> None:
    assert "<b>" in omos.steady("components/state.html", tone="yes", word=mark_safe("<b>1</b>"))
    assert "<b>" not in omos.steady("components/state.html", tone="yes", word="<b>1</b>")


def test_a_steady_part_tells_a_number_from_a_truth() -> None:
    assert ">1<" in omos.steady("components/chip.html", family="seo", name="词", quantity=1)
    assert ">True<" in omos.steady("components/chip.html", family="seo", name="词", quantity=True)


def test_a_steady_part_speaks_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        chinese = omos.steady("components/heat_cell.html", kind="late", word="", url="")
    with translation.override("en"):
        assert omos.steady("components/heat_cell.html", kind="late", word="", url="") != chinese
