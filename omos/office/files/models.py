"""Stored files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """One uploaded file; its path is made by the server, its name is only shown."""

    name = models.CharField(max_length=200)
    # What the first bytes say it is, never what the browser or the name claims.
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=120, unique=True)
    # Which verb lets somebody read it, and whose it is.
    verb = models.CharField(max_length=80)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    # When it may be forgotten; empty means it is kept until its room forgets it.
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
