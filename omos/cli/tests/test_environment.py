from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from omos.environment import SETTINGS, Address, SettingRefused, read_environment, read_leniently

KEY = "kJ8-vT3qYx0mWc5NbRz7LpD2hGfS9uEaQiXo4nB6tVyMrKwZ1s"


def value_of(name: str, **environ: str) -> object:
    return read_environment(environ)[name].value


class TestReadEnvironment:
    def test_is_content_with_an_empty_environment(self):
        assert {reading.source for reading in read_environment({}).values()} == {"default"}

    def test_says_where_a_value_came_from(self, tmp_path):
        secret = tmp_path / "key"
        secret.write_text(KEY + "\n")

        readings = read_environment({"OMOS_SECRET_KEY_FILE": str(secret), "OMOS_LANGUAGE": "en"})

        assert (readings["OMOS_SECRET_KEY"].value, readings["OMOS_SECRET_KEY"].source) == (KEY, "file")
        assert readings["OMOS_LANGUAGE"].source == "environment"

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("OMOS_BIND", "127.0.0.1:9000", Address("127.0.0.1", 9000)),
            ("OMOS_BIND", "[::1]:9000", Address("::1", 9000)),
            ("OMOS_HOSTS", "omos.example.com, www.b.cn", ("omos.example.com", "www.b.cn")),
            ("OMOS_OUTBOUND_ALLOW", "127.0.0.1:8800,127.0.0.1:8801", frozenset({"127.0.0.1:8800", "127.0.0.1:8801"})),
            ("OMOS_WEB_THREADS", "8", 8),
            ("OMOS_SECRET_KEY", KEY, KEY),
            ("OMOS_OUTBOUND_PROXY", "http://127.0.0.1:3128", "http://127.0.0.1:3128"),
        ],
    )
    def test_reads(self, name, text, value):
        assert value_of(name, **{name: text}) == value

    def test_takes_a_moment_without_zone_as_chinese_time(self):
        moment = value_of("OMOS_NOW", OMOS_NOW="2026-11-20T17:30", OMOS_MODE="demo")

        assert moment == datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("OMOS_BIND", "8000"),
            ("OMOS_BIND", "127.0.0.1:0"),
            ("OMOS_BIND", "127.0.0.1:65536"),
            ("OMOS_BIND", ":8000"),
            ("OMOS_MODE", "prod"),
            ("OMOS_DATABASE_URL", "mysql://a/b"),
            ("OMOS_EVENTS_URL", "http://a/b"),
            ("OMOS_SECRET_KEY", "short"),
            ("OMOS_SECRET_KEY", "a" * 80),
            ("OMOS_TIME_ZONE", "Beijing"),
            ("OMOS_LANGUAGE", "fr"),
            ("OMOS_INSECURE_HTTP", "perhaps"),
            ("OMOS_TRUSTED_PROXIES", "9"),
            ("OMOS_TRUSTED_PROXIES", "-1"),
            ("OMOS_WEB_THREADS", "0"),
            ("OMOS_WEB_THREADS", "four"),
            ("OMOS_HOSTS", "https://omos.example.com"),
            ("OMOS_HOSTS", "*"),
            ("OMOS_OUTBOUND_ALLOW", "127.0.0.1"),
            ("OMOS_OUTBOUND_ALLOW", "*:80"),
            ("OMOS_OUTBOUND_ALLOW", "10.0.0.0/8:80"),
            ("OMOS_OUTBOUND_PROXY", "127.0.0.1:3128"),
            ("OMOS_METRICS_TOKEN", "guess"),
            ("OMOS_LOG_LEVEL", "LOUD"),
            ("OMOS_NOW", "yesterday"),
            ("OMOS_DATA", ""),
            ("OMOS_DATA", "/"),
            ("OMOS_DATA", "/etc/passwd"),
        ],
    )
    def test_refuses_what_makes_no_sense_by_name(self, name, text):
        with pytest.raises(SettingRefused, match=name):
            read_environment({name: text, **({"OMOS_MODE": "demo"} if name != "OMOS_MODE" else {})})

    def test_refuses_a_name_it_does_not_know(self):
        with pytest.raises(SettingRefused, match="OMOS_DATABSE_URL"):
            read_environment({"OMOS_DATABSE_URL": "x"})

    def test_lets_names_of_others_be(self):
        read_environment({"PATH": "/bin", "XOMOS_DATA": "x"})

    def test_refuses_a_value_and_a_file_at_once(self, tmp_path):
        with pytest.raises(SettingRefused, match="both set"):
            read_environment({"OMOS_SECRET_KEY": KEY, "OMOS_SECRET_KEY_FILE": str(tmp_path / "key")})

    def test_refuses_a_file_it_cannot_read(self, tmp_path):
        with pytest.raises(SettingRefused, match="OMOS_SECRET_KEY_FILE"):
            read_environment({"OMOS_SECRET_KEY_FILE": str(tmp_path / "none")})

    @pytest.mark.parametrize(
        "name", ["OMOS_SECRET_KEY", "OMOS_DATABASE_URL", "OMOS_METRICS_TOKEN", "OMOS_OUTBOUND_PROXY"]
    )
    def test_never_repeats_a_secret(self, name):
        with pytest.raises(SettingRefused) as refusal:
            read_environment({name: "hunter2://x"})

        assert "hunter2" not in str(refusal.value)


class TestTogether:
    def test_refuses_a_fixed_clock_in_production(self):
        with pytest.raises(SettingRefused, match="OMOS_NOW"):
            read_environment({"OMOS_NOW": "2026-11-20T17:30"})

    @pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.168.1.9:8000", "[::]:8000"])
    def test_refuses_plain_http_beyond_this_machine(self, bind):
        with pytest.raises(SettingRefused, match="OMOS_INSECURE_HTTP"):
            read_environment({"OMOS_BIND": bind})

    @pytest.mark.parametrize(
        "accepted", [{"OMOS_INSECURE_HTTP": "1"}, {"OMOS_TRUSTED_PROXIES": "1", "OMOS_HOSTS": "omos.example.com"}]
    )
    def test_lets_it_be_where_somebody_says_so(self, accepted):
        read_environment({"OMOS_BIND": "0.0.0.0:8000", **accepted})

    def test_refuses_a_proxy_without_the_name_people_use(self):
        with pytest.raises(SettingRefused, match="OMOS_HOSTS"):
            read_environment({"OMOS_TRUSTED_PROXIES": "1"})

    def test_refuses_two_servers_on_one_address(self):
        with pytest.raises(SettingRefused, match="OMOS_COLLECTOR_BIND"):
            read_environment({"OMOS_BIND": "127.0.0.1:8000", "OMOS_COLLECTOR_BIND": "127.0.0.1:8000"})


class TestReadLeniently:
    def test_shows_the_senseless_ones_too(self):
        found = read_leniently({"OMOS_BIND": "x", "OMOS_LANGUAGE": "en"})

        faults = [fault for _reading, fault in found if fault]
        assert len(found) == len(SETTINGS)
        assert len(faults) == 1
        assert faults[0].startswith("OMOS_BIND='x' makes no sense")
