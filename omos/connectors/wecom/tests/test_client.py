from __future__ import annotations

import base64
import hashlib

import pytest

from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.vendors import WECOM_KEY, vendors
from omos.connectors.wecom import client
from omos.connectors.wecom.parse import MEANINGS

LETTER = Letter(
    "omos-1", "日清日结 11-20", ("计划 20，已交 19", "还差：陈思远 1"), "https://omos.test/day-closing/", "去看看"
)
PUBLIC = OutboundRules()


def send(letter, server, address=""):
    return client.send(letter, address=address or server.wecom, secret="", at=0, rules=server.rules)


class TestReadAddress:
    def test_takes_the_pasted_address(self):
        pasted = f" https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}\n"

        assert client.read_address(pasted, rules=PUBLIC) == pasted.strip()

    def test_takes_the_key_alone(self):
        assert client.read_address(WECOM_KEY, rules=PUBLIC).endswith(f"/cgi-bin/webhook/send?key={WECOM_KEY}")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "没有地址",
            f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}",
            f"https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key={WECOM_KEY}",
            f"https://oapi.dingtalk.com/cgi-bin/webhook/send?key={WECOM_KEY}",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
            "https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=12345678",
            f"https://127.0.0.1/cgi-bin/webhook/send?key={WECOM_KEY}",
        ],
    )
    def test_refuses_everything_else(self, text):
        with pytest.raises(AddressRefused):
            client.read_address(text, rules=PUBLIC)


class TestSend:
    def test_brings_the_words_and_one_link(self):
        with vendors() as server:
            outcome = send(LETTER, server)

        assert outcome.result is Result.SENT
        assert server.accepted[0].body == {
            "msgtype": "markdown",
            "markdown": {
                "content": "**日清日结 11-20**\n计划 20，已交 19\n还差：陈思远 1\n[去看看](https://omos.test/day-closing/)"
            },
        }

    def test_brings_a_picture_with_its_digest(self):
        with vendors() as server:
            outcome = send(Letter("omos-2", "日报", picture=b"\x89PNG picture"), server)

        image = server.accepted[0].body["image"]
        assert outcome.result is Result.SENT
        assert base64.b64decode(image["base64"]) == b"\x89PNG picture"
        assert image["md5"] == hashlib.md5(b"\x89PNG picture").hexdigest()

    def test_refuses_a_picture_that_is_too_large_without_asking(self):
        with vendors() as server:
            outcome = send(Letter("omos-3", "日报", picture=b"x" * (client.LARGEST_PICTURE + 1)), server)

        assert (outcome.result, outcome.reason) == (Result.REFUSED, Reason.TOO_LONG)
        assert server.asked == []

    def test_shortens_what_is_too_long_and_keeps_the_link(self):
        long = Letter(
            "omos-4",
            "提醒",
            tuple(f"第 {number} 行，还差三件没有交" for number in range(400)),
            "https://o.test/",
            "去看看",
        )

        with vendors() as server:
            outcome = send(long, server)

        content = server.accepted[0].body["markdown"]["content"]
        assert outcome.result is Result.SENT
        assert content.endswith("…\n[去看看](https://o.test/)")
        assert 4000 < len(content.encode()) <= 4096

    def test_waits_when_it_was_too_fast(self):
        with vendors(clock=lambda: 1000.0) as server:
            outcomes = [send(LETTER, server) for _number in range(21)]

        assert [one.result for one in outcomes[:20]] == [Result.SENT] * 20
        assert (outcomes[20].result, outcomes[20].code, outcomes[20].wait) == (Result.BUSY, "45009", 60)

    def test_knows_a_robot_that_is_gone(self):
        with vendors() as server:
            outcome = send(LETTER, server, server.url("/cgi-bin/webhook/send?key=another-robot"))

        assert (outcome.result, outcome.reason, outcome.code) == (Result.REFUSED, Reason.GONE, "93000")

    @pytest.mark.parametrize("answer", [(200, {"weather": "fine"}), (502, {}), "hang up"])
    def test_is_in_doubt_when_nothing_was_answered(self, answer):
        with vendors(instead=[answer]) as server:
            assert send(LETTER, server).result is Result.DOUBTFUL

    def test_knows_that_nobody_was_there(self):
        with vendors() as server:
            address = server.wecom

        outcome = client.send(LETTER, address=address, secret="", at=0, rules=server.rules)

        assert (outcome.result, outcome.reason) == (Result.UNREACHED, Reason.UNREACHABLE)

    @pytest.mark.parametrize("code", sorted(MEANINGS))
    def test_never_calls_an_error_sent(self, code):
        with vendors(instead=[(200, {"errcode": code, "errmsg": "no"})]) as server:
            assert send(LETTER, server).result in {Result.BUSY, Result.REFUSED}

    def test_takes_an_unknown_error_for_a_refusal_and_keeps_its_number(self):
        with vendors(instead=[(200, {"errcode": 123456, "errmsg": "?"})]) as server:
            outcome = send(LETTER, server)

        assert (outcome.result, outcome.reason, outcome.code) == (Result.REFUSED, Reason.OTHER, "123456")
