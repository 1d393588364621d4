from __future__ import annotations

import json
import logging
import sys

import pytest

from omos import logs
from omos.office.jobs import traffic

CANARIES = ("13800138000", "张三", "zhang@example.com", "t0ken-abcdef")


@pytest.fixture
def lines(monkeypatch):
    """What the log would have written, at every level."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(logs.JsonFormatter())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    loggers = (root, logging.getLogger("omos.request"))
    levels = [logger.level for logger in loggers]
    # By the method, not the attribute: loggers remember what they refused before.
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def parsed(line: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(line)
    return found


class TestJsonFormatter:
    def test_writes_one_object_per_line(self, lines):
        logging.getLogger("omos.test").info("two\nlines", extra={"job": "a.b", "rows": 3})

        (line,) = lines
        assert "\n" not in line
        assert (parsed(line)["message"], parsed(line)["job"], parsed(line)["rows"]) == ("two\nlines", "a.b", 3)

    def test_never_fills_arguments_in(self, lines):
        logging.getLogger("somebody.else").warning("cannot write %s", "张三 13800138000")

        assert parsed(lines[0])["message"] == "cannot write %s"

    def test_never_takes_fields_it_does_not_know(self, lines):
        logging.getLogger("omos.test").info("x", extra={"phone": "13800138000"})

        assert "13800138000" not in lines[0]

    def test_says_where_an_error_was_but_not_what_it_quoted(self, lines):
        try:
            raise ValueError("张三 13800138000")
        except ValueError:
            logging.getLogger("omos.test").exception("failed")

        assert parsed(lines[0])["error"] == "ValueError"
        assert "test_logs.py" in str(parsed(lines[0])["places"])
        assert "13800138000" not in lines[0]

    def test_does_not_repeat_what_django_hands_over_ready_made(self, lines):
        logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: '张三.example'.")

        assert parsed(lines[0])["message"] == "DisallowedHost"

    def test_can_write_anything(self):
        record = logging.makeLogRecord(
            {"name": "omos.x", "msg": object(), "rows": object(), "exc_info": sys.exc_info()}
        )

        assert json.loads(logs.JsonFormatter().format(record))["rows"]


class TestRequestLog:
    def test_knows_the_route_the_status_and_the_time(self, client, lines):
        client.get("/healthz")

        line = next(parsed(line) for line in lines if "omos.request" in line)
        assert (line["route"], line["method"], line["status"]) == ("jobs:healthz", "GET", 200)
        assert line["request_id"]

    @pytest.mark.parametrize("canary", CANARIES)
    def test_holds_nothing_people_typed(self, client, db, lines, canary):
        client.get(f"/people/{canary}/?q={canary}", headers={"User-Agent": canary, "Referer": f"https://x/{canary}"})
        client.post("/sign-in/", {"login": canary, "username": canary, "password": canary})
        client.get("/healthz", headers={"Host": f"{canary}.example"})

        assert lines
        assert [line for line in lines if canary in line] == []

    def test_does_not_repeat_a_strange_method(self, client, lines):
        client.generic("ZHANGSAN", "/healthz")

        assert "ZHANGSAN" not in "".join(lines)

    def test_counts_by_route(self, client):
        client.get("/healthz")

        assert any('route="jobs:healthz",status="200"' in line for line in traffic.lines())
