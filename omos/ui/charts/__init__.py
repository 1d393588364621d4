"""Charts (图表): plain series go in, a frozen `Chart` comes out; `components/chart.html` draws it.

Colours are names of tokens ("@accent", "@accent/14" with 14 % opacity), resolved in the browser for light and dark.
"""

from __future__ import annotations

from omos.ui.charts.bars import Bar, BarSeries, bars
from omos.ui.charts.chart import Chart, LegendItem, Look, Table
from omos.ui.charts.funnel import funnel
from omos.ui.charts.heat import heat
from omos.ui.charts.rank import rank_history
from omos.ui.charts.spark import Spark, spark
from omos.ui.charts.trend import Beside, Forecast, Incident, Line, trend
from omos.ui.charts.waterfall import Change, waterfall

__all__ = [
    "Bar",
    "BarSeries",
    "Beside",
    "Change",
    "Chart",
    "Forecast",
    "Incident",
    "LegendItem",
    "Line",
    "Look",
    "Spark",
    "Table",
    "bars",
    "funnel",
    "heat",
    "rank_history",
    "spark",
    "trend",
    "waterfall",
]
