"""The portal's charts: drawn by the server from a table's own lines, so that nothing is in one and not in the other.

A chart is a table, a title that states the message, and a drawing: each kind is a file here, with a template of its
own under `templates/components/charts/`.
"""

from stevenage_cwb.common.charts.bullet import Bullet, bullet
from stevenage_cwb.common.charts.chart import PALETTE, Chart, Drawing, Link, Note
from stevenage_cwb.common.charts.dots import Dots, Row, dots
from stevenage_cwb.common.charts.over_time import OverTime, Value, keys, over_time, told
from stevenage_cwb.common.charts.sparkline import Sparkline, sparkline
from stevenage_cwb.common.charts.stacked import StackedBars, described, stacked_bars

__all__ = [
    "PALETTE",
    "Bullet",
    "Chart",
    "Dots",
    "Drawing",
    "Link",
    "Note",
    "OverTime",
    "Row",
    "Sparkline",
    "StackedBars",
    "Value",
    "bullet",
    "described",
    "dots",
    "keys",
    "over_time",
    "sparkline",
    "stacked_bars",
    "told",
]
