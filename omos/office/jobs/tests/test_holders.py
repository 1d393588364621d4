from __future__ import annotations

import subprocess
import sys

import pytest

from omos.office.jobs import holders, services
from omos.office.jobs.models import Lease
from omos.office.jobs.tests.factories import START, make_lease

TELL_NAME = "from omos.office.jobs.holders import own_name; print(own_name())"


@pytest.fixture(scope="module")
def dead_name():
    """The name of a process of this machine that has ended."""
    told = subprocess.run([sys.executable, "-c", TELL_NAME], capture_output=True, text=True, check=True)
    return told.stdout.strip()


class TestOwnName:
    def test_differs_each_time(self):
        assert holders.own_name() != holders.own_name()

    def test_fits_the_column(self):
        assert len(holders.own_name()) <= 80


class TestIsSurelyDead:
    def test_sees_that_a_process_of_this_machine_has_ended(self, dead_name):
        assert holders.is_surely_dead(dead_name)

    def test_sees_that_this_process_lives(self):
        assert not holders.is_surely_dead(holders.own_name())

    def test_is_not_deceived_by_a_number_used_again(self):
        machine, namespace, pid, _started, rest = holders.own_name().split(".")

        assert holders.is_surely_dead(f"{machine}.{namespace}.{pid}.1.{rest}")

    @pytest.mark.parametrize("name", ["", "worker", "otherboot.7.1.1.ab", "a.b.c.d.e.f"])
    def test_gives_others_the_benefit_of_their_lease(self, name):
        assert not holders.is_surely_dead(name)


class TestFreeLeasesOfTheDead:
    def test_frees_at_once_what_a_dead_process_held(self, db, dead_name):
        make_lease(holder=dead_name, token=3, leased_until=START + services.LEASE_LASTS)

        assert services.free_leases_of_the_dead(now=START) == 1

        assert (Lease.objects.get().holder, Lease.objects.get().token) == ("", 3)

    def test_leaves_the_living_alone(self, db):
        make_lease(holder=holders.own_name(), leased_until=START + services.LEASE_LASTS)

        assert services.free_leases_of_the_dead(now=START) == 0
