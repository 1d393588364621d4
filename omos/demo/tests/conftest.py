"""One small load of the demo company for all tests that only look at it, taken back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from omos.demo import services
from omos.demo.services import Loaded
from omos.people.viewer import Viewer

# The moment of the reference pictures: workday 15 of 22, half past five.
NOW = datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    """Three weeks of work and half a year of figures."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield services.load(actor=Viewer.system("test"), now=NOW, days=21, months=6)
        transaction.set_rollback(True)
