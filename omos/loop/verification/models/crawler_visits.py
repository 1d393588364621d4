"""Visits of search engines' crawlers, as the websites' access logs tell of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CrawlerVisit(models.Model):
    """What one crawler got for one page on one day (爬虫来访): it came, which says nothing about being indexed.

    Who it is, is what it claims: whether the address belongs to the engine is not looked up and so unknown.
    """

    website = models.ForeignKey("people.Website", models.CASCADE, related_name="+")
    # Of those whose verdicts are kept, the code is the same; others are named as the crawler list names them.
    engine = models.CharField(max_length=16)
    crawler = models.CharField(max_length=40)
    page_key = models.CharField(max_length=64)
    address = models.CharField(max_length=2000)
    # In the website's time zone.
    day = models.DateField()
    # The answer's status; 0 where the log does not tell it.
    status = models.PositiveSmallIntegerField()
    requests = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Four bytes a request, second of the day and who asked: the same line read again is known by it.
    marks = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["website", "crawler", "page_key", "day", "status"], name="crawler_visits_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(first_at__lte=F("last_at")) & Q(requests__gt=0), name="crawler_visit_makes_sense"
            ),
        ]
        indexes = [
            models.Index(fields=["page_key", "engine", "day"], name="crawler_visit_by_page"),
            models.Index(fields=["website", "-last_at"], name="crawler_visit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.crawler} {self.address} {self.day}"


class WebLog(models.Model):
    """An access log as far as it has been read; known by how it begins, whatever it is called today (访问日志)."""

    website = models.ForeignKey("people.Website", models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    # Digest of the first bytes of the unpacked log, and how many.
    head = models.CharField(max_length=64)
    head_size = models.PositiveIntegerField()
    # Digest of the bytes right before where reading stopped: a log that goes on has them there.
    tail = models.CharField(max_length=64, blank=True)
    end = models.PositiveBigIntegerField(default=0)
    log_format = models.CharField(max_length=32)
    # Of a W3C log, as its header named them last.
    fields = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    parsed = models.PositiveBigIntegerField(default=0)
    bad = models.PositiveBigIntegerField(default=0)
    # Requests of this website's pages that went to another host.
    elsewhere = models.PositiveBigIntegerField(default=0)
    # {name of the crawler: requests}
    crawlers = models.JSONField(default=dict)
    list_version = models.CharField(max_length=20, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["website", "head", "head_size"], name="log_known_by_its_beginning"),
            models.CheckConstraint(condition=Q(lines=F("parsed") + F("bad")), name="log_lines_accounted"),
        ]

    def __str__(self) -> str:
        return self.name
