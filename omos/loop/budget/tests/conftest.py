"""Rates remembered from one test must not teach the next."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forgetful():
    cache.clear()
