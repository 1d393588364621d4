"""Hashing passwords is slow on purpose; tests of who may come in need the same code, not the same cost."""

from __future__ import annotations

import pytest

from omos.people.hashers import LeanArgon2PasswordHasher
from omos.people.tests import factories


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    factories.hashed.cache_clear()
    monkeypatch.setattr(LeanArgon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(LeanArgon2PasswordHasher, "memory_cost", 64)
    monkeypatch.setattr(LeanArgon2PasswordHasher, "parallelism", 1)
    yield
    factories.hashed.cache_clear()
