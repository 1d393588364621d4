"""The test run tells the truth about itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import test as stages


def outcome(*, passed: int = 3, failed: int = 0, is_good: bool = True) -> stages.Outcome:
    return stages.Outcome("sqlite", 90.0, passed, failed, is_good=is_good)


class TestReport:
    def test_is_good_when_every_stage_is(self):
        assert stages.report([stages.Outcome("set-up", 1), outcome()]) == 0

    def test_ends_on_a_line_of_totals(self, capsys):
        stages.report([outcome(passed=3), outcome(passed=4, failed=1, is_good=False)])

        assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 0 skipped"

    def test_is_bad_when_one_stage_is(self):
        assert stages.report([outcome(), outcome(is_good=False)]) == 1

    def test_is_bad_when_nothing_was_tested(self):
        assert stages.report([outcome(passed=0)]) == 1

    def test_shows_the_minutes(self, capsys):
        stages.report([outcome()])

        assert "1.5" in capsys.readouterr().out


class TestOneStage:
    @pytest.fixture
    def pytest_says(self, monkeypatch):
        """Let pytest end with `code` after writing `text` as its report."""

        def pretend(code: int, text: str) -> None:
            def call(arguments: list[str], environ: dict[str, str] | None = None) -> int:
                name = next(one for one in arguments if one.startswith("--junitxml="))
                Path(name.removeprefix("--junitxml=")).write_text(text, "utf-8")
                return code

            monkeypatch.setattr(stages, "_call", call)

        return pretend

    def test_counts_what_passed_failed_and_was_skipped(self, pytest_says):
        pytest_says(1, '<testsuites><testsuite tests="10" failures="1" errors="1" skipped="2"/></testsuites>')

        result = stages.run_pytest("sqlite", [])

        assert (result.passed, result.failed, result.skipped, result.is_good) == (6, 2, 2, False)

    def test_without_a_test_is_bad(self, pytest_says):
        pytest_says(0, '<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>')

        assert not stages.run_pytest("sqlite", []).is_good
