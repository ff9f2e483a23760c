"""Figures from samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """Median and 95th percentile of samples, in milliseconds."""

    median: float
    p95: float
    count: int

    @classmethod
    def of(cls, samples: Sequence[float]) -> "Figure":
        """Summarise samples."""
        high = quantiles(samples, n=20)[-1] if len(samples) > 1 else samples[0]
        return cls(round(median(samples), 2), round(high, 2), len(samples))

    def over(self, other: "Figure") -> float:
        """How many times the other's median."""
        return round(self.median / other.median, 2)
