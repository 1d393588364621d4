from __future__ import annotations

import base64

import pytest

from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.vendors import vendors
from omos.connectors.webhook import client

LETTER = Letter(
    "omos-1", "今日计划", ("陈思远：文章 5",), "https://omos.test/my-day/", "去看看", kind="reports.morning_plan"
)
NOW = 1795281604.0


def send(letter, server, secret=""):
    return client.send(letter, address=server.webhook, secret=secret, at=NOW, rules=server.rules)


class TestReadAddress:
    def test_takes_any_secure_address(self):
        assert client.read_address("https://hooks.example.cn/omos?a=1", rules=OutboundRules())

    @pytest.mark.parametrize("text", ["http://hooks.example.cn/omos", "ftp://x.cn/", "", "https://u:p@x.cn/"])
    def test_refuses_the_others(self, text):
        with pytest.raises(AddressRefused):
            client.read_address(text, rules=OutboundRules())


class TestSignature:
    def test_is_that_of_the_standards_own_example(self):
        made = client.signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            key="msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds=1614265330,
            body=b'{"test": 2432232314}',
        )

        assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_counts_a_secret_that_is_no_base64_as_it_is_written(self):
        assert client.signature("whsec_不是", key="a", seconds=1, body=b"").startswith("v1,")


class TestSend:
    def test_brings_everything_signed(self):
        with vendors(secret="a secret of mine") as server:
            outcome = send(LETTER, server, "a secret of mine")

        request = server.accepted[0]
        assert outcome.result is Result.SENT
        assert (request.headers["webhook-id"], request.headers["webhook-timestamp"]) == ("omos-1", "1795281604")
        assert request.body["type"] == "reports.morning_plan"
        assert request.body["timestamp"] == "2026-11-21T17:20:04Z"
        assert request.body["data"] == {
            "title": "今日计划",
            "lines": ["陈思远：文章 5"],
            "link": "https://omos.test/my-day/",
            "action": "去看看",
        }

    def test_brings_a_picture_along(self):
        with vendors() as server:
            send(Letter("omos-2", "日报", picture=b"png"), server)

        assert base64.b64decode(server.accepted[0].body["data"]["picture"]) == b"png"

    def test_says_when_the_listener_refuses(self):
        with vendors(secret="another") as server:
            outcome = send(LETTER, server, "a secret of mine")

        assert (outcome.result, outcome.code) == (Result.REFUSED, "401")

    @pytest.mark.parametrize(
        ("status", "result", "reason"),
        [
            (200, Result.SENT, Reason.NONE),
            (202, Result.SENT, Reason.NONE),
            (302, Result.REFUSED, Reason.OTHER),
            (410, Result.REFUSED, Reason.GONE),
            (429, Result.BUSY, Reason.TOO_FAST),
            (500, Result.UNREACHED, Reason.SERVICE_DOWN),
            (504, Result.UNREACHED, Reason.SERVICE_DOWN),
        ],
    )
    def test_understands_the_status(self, status, result, reason):
        with vendors(instead=[(status, {})]) as server:
            outcome = send(LETTER, server)

        assert (outcome.result, outcome.reason) == (result, reason)

    def test_is_in_doubt_when_the_line_goes_dead(self):
        with vendors(instead=["hang up"]) as server:
            assert send(LETTER, server).result is Result.DOUBTFUL
