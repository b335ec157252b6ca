"""Pictures of assessments, comparisons and histories, which their `plot` methods draw (extra `plot`)."""

from balanced_edu.plotting.svg import svg

__all__ = ["svg"]
