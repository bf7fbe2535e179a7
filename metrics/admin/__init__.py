"""The officers' desk for metrics: Django's frame and permissions, our own pages in it."""

from metrics.admin.beside import AnnotationAdmin, CheckAdmin, CheckResultAdmin
from metrics.admin.metrics import BatchAdmin, MetricAdmin

__all__ = ["AnnotationAdmin", "BatchAdmin", "CheckAdmin", "CheckResultAdmin", "MetricAdmin"]
