"""How many pages of a website an engine says it holds, day by day; of the whole website, never of one page (索引量)."""

from __future__ import annotations

from django.db import models

from omos.loop.verification.models.indexing import Engine


class IndexCount(models.Model):
    """One day's count of one website as the engine's own tool tells it."""

    website = models.ForeignKey("people.Website", models.CASCADE, related_name="+")
    engine = models.CharField(max_length=8, choices=Engine)
    day = models.DateField()
    count = models.PositiveBigIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["website", "engine", "day"], name="index_count_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.day} {self.count}"
