from __future__ import annotations

import json

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from omos.ui import charts
from omos.ui.charts.chart import weekly_positions


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


LABELS = ("11-01", "11-02", "11-03", "11-04")


def revenue(**changes) -> charts.Chart:
    return charts.trend(
        key="revenue",
        labels=LABELS,
        actual=charts.Line("Actual", (100_00, 250_00, None, None)),
        explanation="What came in",
        look=charts.Look(style="money"),
        **changes,
    )


class TestTrend:
    def test_draws_money_in_yuan(self):
        drawn = revenue().option["series"][-1]["data"]

        assert drawn[0] == 100.0
        assert drawn[1]["value"] == 250.0

    def test_leaves_a_gap_for_what_is_not_known(self):
        assert revenue().option["series"][-1]["data"][2:] == [None, None]

    def test_writes_the_last_value_at_its_point(self):
        assert revenue().option["series"][-1]["data"][1]["label"]["formatter"] == "¥250"

    def test_marks_goal_and_incidents(self):
        chart = revenue(beside=charts.Beside(goal=900_00, incidents=(charts.Incident("11-02", "broken"),)))

        goal, incident = chart.option["series"][-1]["markLine"]["data"]
        assert goal["yAxis"] == 900.0
        assert incident["label"]["formatter"] == "broken"

    def test_draws_the_band_as_a_gap_upon_an_unseen_line(self):
        forecast = charts.Forecast(
            (None, 250_00, 300_00, 350_00), (None, 250_00, 280_00, 310_00), (None, 250_00, 330_00, 400_00)
        )

        series = revenue(beside=charts.Beside(forecast=forecast)).option["series"]

        assert series[1]["data"] == [None, 0.0, 50.0, 90.0]

    def test_names_every_series_in_the_legend(self):
        chart = revenue(
            beside=charts.Beside(
                pace=charts.Line("Due", (1, 2, 3, 4)),
                forecast=charts.Forecast((None, 1, 2, 3), (None, 1, 2, 3), (None, 1, 2, 3)),
                comparison=charts.Line("Last month", (1, 2, 3, 4)),
            )
        )

        assert [item.kind for item in chart.legend] == ["actual", "pace", "forecast", "band", "comparison"]

    def test_holds_the_same_figures_as_a_table(self):
        table = revenue().table

        assert table.headers == ("Day", "Actual")
        assert table.rows[1:3] == (("11-02", "¥250.00"), ("11-03", "—"))

    def test_refuses_series_of_another_length(self):
        with pytest.raises(ValueError, match="zip"):
            revenue(beside=charts.Beside(pace=charts.Line("Due", (1, 2))))

    def test_survives_nothing_known(self):
        chart = charts.trend(key="k", labels=LABELS, actual=charts.Line("Actual", (None,) * 4), explanation="e")

        assert chart.is_empty

    def test_moves_the_words_off_a_falling_forecast(self):
        chart = revenue(beside=charts.Beside(forecast=charts.Forecast((None, 250_00, 100_00, 90_00))))

        assert chart.option["series"][-1]["data"][1]["label"]["offset"] == [0, -8]


class TestBars:
    def test_draw_a_forecast_as_an_outline(self):
        chart = charts.bars(
            key="k",
            labels=("a", "b"),
            series=(charts.BarSeries("s", (charts.Bar(0.5, "yes"), charts.Bar(0.9, is_forecast=True))),),
            explanation="e",
            look=charts.Look(style="percent"),
        )

        assert chart.option["series"][0]["data"][0]["itemStyle"]["color"] == "@fill-yes"
        assert chart.option["series"][0]["data"][1]["itemStyle"]["borderType"] == "dashed"

    def test_tell_unknown_by_pattern_too(self):
        series = (charts.BarSeries("passed", (1,), "yes"), charts.BarSeries("unknown", (2,), "unknown"))

        chart = charts.bars(key="k", labels=("a",), series=series, explanation="e", look=charts.Look(is_stacked=True))

        assert chart.option["series"][1]["itemStyle"]["decal"]["symbol"] == "rect"
        assert chart.option["series"][1]["stack"] == "all"

    def test_lie_on_request(self):
        chart = charts.bars(
            key="k",
            labels=("a",),
            series=(charts.BarSeries("s", (1,)),),
            explanation="e",
            goal=3,
            look=charts.Look(is_lying=True),
        )

        assert chart.option["yAxis"]["type"] == "category"
        assert chart.option["series"][0]["markLine"]["data"][0]["xAxis"] == 3.0

    def test_need_no_legend_for_one_series(self):
        chart = charts.bars(key="k", labels=("a",), series=(charts.BarSeries("s", (1,)),), explanation="e")

        assert chart.legend == ()


class TestFunnel:
    def test_shows_the_rate_from_the_stage_before(self):
        chart = charts.funnel(key="k", stages=(("Visits", 1000), ("Inquiries", 31)), explanation="e")

        assert chart.table.rows == (("Visits", "1,000", "—"), ("Inquiries", "31", "3.1%"))

    def test_knows_no_rate_after_nothing(self):
        chart = charts.funnel(key="k", stages=(("Visits", 0), ("Inquiries", 3)), explanation="e")

        assert chart.table.rows[1][2] == "—"

    def test_carries_notes(self):
        chart = charts.funnel(key="k", stages=(("Visits", 10), ("Inquiries", 3)), explanation="e", notes=("up",))

        assert chart.table.rows[1] == ("Inquiries", "3", "30.0%", "")


class TestHeat:
    def test_leaves_unknown_cells_empty(self):
        chart = charts.heat(key="k", columns=("8", "9"), rows=("Mon",), values=((1, None),), explanation="e")

        assert len(chart.option["series"][0]["data"]) == 1
        assert chart.table.rows == (("Mon", "1", "—"),)


class TestRankHistory:
    def test_puts_the_first_place_on_top(self):
        chart = charts.rank_history(
            key="k", labels=LABELS, lines=(charts.Line("Baidu", (9, None, 8, 7)),), depth=50, explanation="e"
        )

        assert chart.option["yAxis"]["inverse"] is True
        assert chart.option["series"][0]["data"][1] is None


class TestWaterfall:
    def test_floats_each_cause_where_the_last_one_ended(self):
        chart = charts.waterfall(
            key="k",
            start=charts.Change("Goal", 80),
            changes=(charts.Change("Clicks", -30), charts.Change("Unknown", None), charts.Change("Words", 10)),
            end=charts.Change("Forecast", 60),
            explanation="e",
        )

        floors, heights = chart.option["series"]
        assert floors["data"] == [0.0, 50.0, 50.0, 0.0]
        assert [item["value"] for item in heights["data"]] == [80.0, 30.0, 10.0, 60.0]

    def test_paints_a_rise_red_where_less_is_better(self):
        chart = charts.waterfall(
            key="k",
            start=charts.Change("Plan", 10),
            changes=(charts.Change("Dearer", 2),),
            end=charts.Change("Now", 12),
            explanation="e",
            is_more_better=False,
        )

        assert chart.option["series"][1]["data"][1]["itemStyle"]["color"] == "@fill-no"


class TestSpark:
    def test_breaks_where_nothing_is_known(self):
        assert len(charts.spark(values=(1, 2, None, 3), summary="s").pieces) == 2

    def test_survives_equal_values(self):
        assert charts.spark(values=(5, 5), summary="s").dot is not None

    def test_draws_nothing_from_nothing(self):
        assert charts.spark(values=(None,), summary="s").pieces == ()


class TestDrawing:
    def test_carries_the_option_as_data_without_code(self):
        html = render_to_string("components/chart.html", {"chart": revenue(), "title": "Revenue"})

        payload = html.split('type="application/json">')[1].split("</script>")[0]
        assert json.loads(payload)["style"] == "money"

    def test_cannot_be_broken_out_of(self):
        chart = charts.bars(
            key="k", labels=("</script><script>alert(1)",), series=(charts.BarSeries("s", (1,)),), explanation="e"
        )

        html = render_to_string("components/chart.html", {"chart": chart, "title": "T"})

        assert "<script>alert" not in html

    def test_says_so_when_nothing_is_known(self):
        chart = charts.bars(key="k", labels=("a",), series=(charts.BarSeries("s", (None,)),), explanation="e")

        html = render_to_string("components/chart.html", {"chart": chart, "title": "T"})

        assert "data-chart=" not in html
        assert "Nothing known" in html

    def test_follows_the_language(self):
        with translation.override("zh-hans"):
            assert revenue().payload["language"] == "zh-hans"


@pytest.mark.parametrize(
    ("count", "positions"), [(5, (0, 1, 2, 3, 4)), (30, (0, 7, 14, 21, 29)), (31, (0, 7, 14, 21, 30)), (16, (0, 7, 15))]
)
def test_labels_stand_a_week_apart(count, positions):
    assert weekly_positions(count) == positions
