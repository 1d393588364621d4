from __future__ import annotations

from datetime import time, timedelta

import pytest

from omos.office.jobs import declare
from omos.office.jobs.tests.factories import declared, make_job


class TestInstall:
    def test_keeps_the_order_of_the_river(self):
        with declared(make_job("b.job"), make_job("a.job")):
            assert [job.code for job in declare.jobs()] == ["b.job", "a.job"]

    def test_refuses_a_second_job_of_the_same_name(self):
        with pytest.raises(ValueError, match="declared twice"), declared(make_job(), make_job()):
            pass

    def test_refuses_a_period_below_a_second(self):
        with pytest.raises(ValueError, match="too short"), declared(make_job(period=timedelta(0))):
            pass

    def test_refuses_a_time_of_day_more_than_once_a_day(self):
        with pytest.raises(ValueError, match="too short"), declared(make_job(at=time(9, 0))):
            pass
