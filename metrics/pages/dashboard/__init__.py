"""What the dashboard says: of all metrics, and of one. Made of observed points and definitions, and of nothing else."""

from metrics.pages.dashboard.look import Look, looked_at
from metrics.pages.dashboard.metric import MetricPage, NoSuchMetric, metric_page
from metrics.pages.dashboard.overview import Overview, overview, progress
from metrics.pages.dashboard.records import Record, every_record
from metrics.pages.dashboard.told import told

__all__ = [
    "Look",
    "MetricPage",
    "NoSuchMetric",
    "Overview",
    "Record",
    "every_record",
    "looked_at",
    "metric_page",
    "overview",
    "progress",
    "told",
]
