"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 32 MiB, two passes, one lane: above what OWASP asks for, and twenty people may sign in at once.

    The framework's own 100 MiB in eight lanes take a second on two busy cores and more memory than all of OMOS at rest.
    """

    time_cost = 2
    memory_cost = 32 * 1024
    parallelism = 1
