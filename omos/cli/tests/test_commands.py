from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections import namedtuple
from contextlib import closing

import pytest

from omos import __version__
from omos.cli import main
from omos.cli.tests.factories import omos
from omos.environment import SETTINGS

Said = namedtuple("Said", "returncode stdout stderr")


@pytest.fixture(autouse=True)
def no_colour(monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def here(monkeypatch, capsys, tmp_path):
    """Runs the command in this very process: for what is answered before Django is loaded."""

    def run(*arguments, standard_input="", **settings):
        monkeypatch.setenv("OMOS_DATA", str(tmp_path / "nothing"))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(standard_input.encode())))
        code = main(list(arguments))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


class TestVersion:
    @pytest.mark.parametrize("asked", ["version", "--version"])
    def test_is_one_line(self, capsys, asked):
        assert main([asked]) == 0

        assert capsys.readouterr().out == f"omos {__version__}\n"


class TestHelp:
    def test_names_every_command(self, capsys):
        with pytest.raises(SystemExit):
            main(["--help"])

        told = capsys.readouterr().out
        commands = re.findall(r"^    ([a-z-]+)(?= |$)", told, re.MULTILINE)
        assert commands == [
            "init", "up", "worker", "demo", "user", "doctor", "calc", "check-page", "ads", "serp", "logs",
            "backup", "verify-backup", "restore", "check-data", "upgrade", "version",
        ]  # fmt: skip

    def test_is_shown_when_nothing_is_asked(self, capsys):
        assert main([]) == 2

        assert "commands:" in capsys.readouterr().out

    @pytest.mark.parametrize("wrong", [["fly"], ["user", "praise", "x"], ["demo"], ["up", "--fast"]])
    def test_goes_to_the_errors_when_something_else_is_asked(self, capsys, wrong):
        with pytest.raises(SystemExit) as ended:
            main(wrong)

        assert ended.value.code == 2
        assert "usage: omos" in capsys.readouterr().err


class TestRefusals:
    @pytest.mark.parametrize(
        "asked",
        [["up"], ["worker"], ["backup"], ["user", "reset", "x"], ["demo", "load"]],
    )
    def test_send_to_init_first(self, here, tmp_path, asked):
        done = here(*asked)

        assert done.returncode == 2
        assert done.stderr == f"omos: {tmp_path}/nothing is not prepared yet. Run `omos init` first.\n"

    @pytest.mark.parametrize(
        "asked", [["up"], ["init"], ["backup"], ["user", "lock", "x"], ["worker"], ["restore", "x"]]
    )
    def test_name_a_senseless_setting_in_one_line(self, here, asked):
        done = here(*asked, OMOS_BIND="nonsense")

        assert done.returncode == 2
        assert done.stderr.startswith("omos: OMOS_BIND='nonsense' makes no sense: use host:port")
        assert done.stderr.count("\n") == 1

    def test_show_no_stack_trace_when_the_folder_cannot_be_made(self, here, tmp_path):
        (tmp_path / "file").write_text("x")

        done = here("init", OMOS_DATA=str(tmp_path / "file" / "data"))

        assert done.returncode == 2
        assert done.stderr.startswith("omos: ")
        assert "Traceback" not in done.stderr

    def test_show_no_stack_trace_when_the_records_are_no_records(self, folder):
        (folder / "omos.sqlite3").write_bytes(b"this is no database at all" * 100)

        done = omos("backup", folder=folder)

        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_keep_the_demo_out_of_real_data(self, here):
        done = here("demo", "load", OMOS_MODE="production")

        assert done.returncode == 2
        assert "OMOS_MODE=demo" in done.stderr


class TestInit:
    def test_makes_everything_private(self, prepared_once):
        modes = {path.name: path.stat().st_mode & 0o777 for path in prepared_once.iterdir()}

        assert modes["secret_key"] == modes["omos.sqlite3"] == 0o600
        assert modes["files"] == modes["backups"] == prepared_once.stat().st_mode & 0o777 == 0o700

    def test_hands_out_the_first_administrators_link(self, tmp_path):
        done = omos("init", folder=tmp_path / "data", OMOS_BIND="127.0.0.1:8123")

        assert re.search(r"^  http://127\.0\.0\.1:8123/\S+/$", done.stdout, re.MULTILINE)

    def test_keeps_key_and_records_when_run_again(self, folder):
        key = (folder / "secret_key").read_text()

        done = omos("init", folder=folder)

        assert done.returncode == 0
        assert (folder / "secret_key").read_text() == key
        assert "http://" not in done.stdout


class TestUser:
    def test_invites_resets_and_locks(self, folder):
        invited = omos("user", "invite", "小王", "--role", "EDITOR", folder=folder)
        reset = omos("user", "reset", "小王", folder=folder)
        locked = omos("user", "lock", "小王", folder=folder)

        assert [invited.returncode, reset.returncode, locked.returncode] == [0, 0, 0]
        assert "/links/" in invited.stdout
        assert _records(folder, "SELECT is_active FROM people_user WHERE login = '小王'") == [(0,)]

    @pytest.mark.parametrize(
        ("asked", "reason"),
        [
            (["invite", "小李"], "Say which role"),
            (["invite", "小李", "--role", "KING"], "KING is not a role"),
            (["reset", "nobody"], "nobody signs in as nobody"),
            (["lock", "nobody"], "nobody signs in as nobody"),
        ],
    )
    def test_refuses_with_a_reason(self, folder, asked, reason):
        done = omos("user", *asked, folder=folder)

        assert done.returncode == 2
        assert reason in done.stderr

    def test_never_locks_the_last_administrator_out(self, folder):
        done = omos("user", "lock", "admin", folder=folder)

        assert done.returncode == 2
        assert "last administrator" in done.stderr


class TestDoctor:
    def test_lists_every_setting_with_its_source(self, folder):
        told = omos("doctor", folder=folder, OMOS_LANGUAGE="en").stdout

        assert all(setting.name in told for setting in SETTINGS)
        assert re.search(r"OMOS_LANGUAGE +en +environment", told)

    def test_finds_nothing_bad_in_a_fresh_house(self, folder):
        done = omos("doctor", folder=folder)

        assert done.returncode == 0, done.stdout
        assert "Nothing bad found." in done.stdout

    def test_says_the_exemption_of_the_guard_in_red(self, folder):
        told = omos("doctor", folder=folder, OMOS_OUTBOUND_ALLOW="127.0.0.1:9", FORCE_COLOR="1").stdout

        line = next(line for line in told.splitlines() if "OMOS_OUTBOUND_ALLOW" in line)
        assert line.startswith("\033[31;1m")
        assert "UNSAFE" in line

    def test_hides_secrets(self, folder):
        told = omos("doctor", folder=folder, OMOS_METRICS_TOKEN="a-very-long-token-indeed").stdout

        assert "a-very-long-token-indeed" not in told

    def test_shows_senseless_settings_beside_the_others(self, folder):
        done = omos("doctor", folder=folder, OMOS_BIND="x")

        assert done.returncode == 1
        assert "OMOS_BIND='x' makes no sense" in done.stdout

    def test_sends_to_init_in_an_empty_folder(self, tmp_path):
        done = omos("doctor", folder=tmp_path / "nothing")

        assert done.returncode == 1
        assert "run `omos init`" in done.stdout

    def test_warns_of_a_key_others_can_read(self, folder):
        (folder / "secret_key").chmod(0o644)

        assert "readable for others" in omos("doctor", folder=folder).stdout

    def test_bundles_a_report_that_names_nobody(self, folder, tmp_path):
        report = tmp_path / "r.zip"
        done = omos("doctor", "--bundle", str(report), folder=folder, OMOS_HOSTS="zhangsan.example")

        with zipfile.ZipFile(report) as bundle:
            text = "".join(bundle.read(name).decode() for name in bundle.namelist())
        assert done.returncode == 0
        assert "zhangsan" not in text
        assert str(folder) not in text
        assert json.loads(zipfile.ZipFile(report).read("report.json"))["omos"] == __version__


class TestCalc:
    def test_lists_the_formulas(self, capsys):
        assert main(["calc"]) == 0

        assert "  budget " in capsys.readouterr().out

    def test_takes_its_own_example(self, here):
        example = here("calc", "budget", "--example")

        done = here("calc", "budget", standard_input=example.stdout)

        assert done.returncode == 0
        assert set(json.loads(done.stdout)) == {
            "budget", "clicks", "visits", "inquiries", "valid", "won_deals", "revenue", "budget_per_day",
            "budget_per_workday",
        }  # fmt: skip

    def test_needs_no_data_folder_and_no_settings(self, here):
        given = '{"budget": 100, "cpc": 2, "deal_value": 1, "days": 1, "workdays": 1}'

        done = here("calc", "budget", OMOS_BIND="nonsense", standard_input=given)

        assert json.loads(done.stdout)["clicks"] == 50

    def test_takes_a_csv_row_by_row(self, here, tmp_path):
        file = tmp_path / "in.csv"
        file.write_bytes("budget,cpc,deal_value,days,workdays\n100,2,1,1,1\n\n200,2,1,1,1\n".encode("utf-8-sig"))

        done = here("calc", "budget", str(file))

        assert [answer["clicks"] for answer in json.loads(done.stdout)] == [50, 100]

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ("", "not JSON"),
            ("{", "not JSON"),
            ("[1]", "not an object"),
            ('{"budget": NaN}', "NaN is not a number"),
            ('{"budget": -1, "cpc": 1, "deal_value": 1, "days": 1, "workdays": 1}', "budget:"),
            ('{"bugdet": 1}', "bugdet: unknown field"),
            ("[" * 100_000, "not JSON"),
        ],
    )
    def test_refuses_with_a_reason(self, here, given, reason):
        done = here("calc", "budget", standard_input=given)

        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("", "no rows"),
            ("budget,cpc\n", "no rows"),
            ("budget,\n1,2\n", "every column once"),
            ("budget,budget\n1,2\n", "every column once"),
            ("budget\n1,2\n", "more cells"),
            ("budget,cpc,deal_value,days,workdays\n100,2,1,1,1\nx,2,1,1,1\n", "line 3: budget:"),
        ],
    )
    def test_refuses_a_senseless_csv_with_its_line(self, here, tmp_path, content, reason):
        file = tmp_path / "in.csv"
        file.write_text(content)

        done = here("calc", "budget", str(file))

        assert done.returncode == 2
        assert reason in done.stderr

    def test_names_the_formulas_there_are(self, here):
        done = here("calc", "luck")

        assert done.returncode == 2
        assert "use one of budget" in done.stderr


def _records(folder, asked):
    with closing(sqlite3.connect(folder / "omos.sqlite3")) as records:
        return records.execute(asked).fetchall()
