from __future__ import annotations

import pytest

from omos.connectors.feishu import client
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.vendors import FEISHU_TOKEN, vendors

LETTER = Letter(
    "omos-1", "日清日结 11-20", ("计划 20，已交 19", "还差：陈思远 1"), "https://omos.test/day-closing/", "去看看"
)
NOW = 1795281604.0
PUBLIC = OutboundRules()


def send(letter, server, *, secret="", at=NOW):
    return client.send(letter, address=server.feishu, secret=secret, at=at, rules=server.rules)


class TestReadAddress:
    @pytest.mark.parametrize("host", ["open.feishu.cn", "open.larksuite.com"])
    def test_takes_the_pasted_address(self, host):
        pasted = f"https://{host}/open-apis/bot/v2/hook/{FEISHU_TOKEN}"

        assert client.read_address(pasted, rules=PUBLIC) == pasted

    @pytest.mark.parametrize(
        "text",
        [
            "https://open.feishu.cn/open-apis/bot/v2/hook/",
            f"https://open.feishu.cn/open-apis/im/{FEISHU_TOKEN}",
            f"https://open.feishu.cn@evil.cn/open-apis/bot/v2/hook/{FEISHU_TOKEN}",
        ],
    )
    def test_refuses_everything_else(self, text):
        with pytest.raises(AddressRefused):
            client.read_address(text, rules=PUBLIC)


class TestSignature:
    def test_has_the_secret_in_the_key_and_says_nothing(self):
        # openssl dgst -sha256 -mac HMAC -macopt hexkey:<"1599360473\nsecret" in hex> -binary </dev/null | base64
        assert client.signature("secret", 1599360473) == "q4jswNiMy51J5JuQV566yJat0/lQ/c+22kINzUgKsGU="


class TestSend:
    def test_brings_a_card_with_one_button(self):
        with vendors() as server:
            outcome = send(LETTER, server)

        card = server.accepted[0].body["card"]
        assert outcome.result is Result.SENT
        assert card["header"]["title"]["content"] == "日清日结 11-20"
        assert card["elements"][0]["text"]["content"] == "计划 20，已交 19\n还差：陈思远 1"
        assert card["elements"][1]["actions"][0]["url"] == "https://omos.test/day-closing/"

    def test_has_no_button_without_a_link(self):
        with vendors() as server:
            send(Letter("omos-2", "试一条"), server)

        assert server.accepted[0].body["card"]["elements"] == []

    def test_is_signed(self):
        with vendors(secret="secret", clock=lambda: NOW) as server:
            assert send(LETTER, server, secret="secret").result is Result.SENT

    @pytest.mark.parametrize(("secret", "at"), [("other", NOW), ("secret", NOW - 7200)])
    def test_says_when_the_signature_is_wrong(self, secret, at):
        with vendors(secret="secret", clock=lambda: NOW) as server:
            outcome = send(LETTER, server, secret=secret, at=at)

        assert (outcome.result, outcome.reason, outcome.code) == (Result.REFUSED, Reason.SIGNATURE, "19021")

    def test_says_when_the_keyword_is_missing(self):
        with vendors(keyword="网销") as server:
            assert send(LETTER, server).reason is Reason.KEYWORD

    def test_waits_when_everybody_speaks_at_once(self):
        with vendors(clock=lambda: NOW) as server:
            outcomes = [send(LETTER, server) for _number in range(6)]

        assert [one.result for one in outcomes[:5]] == [Result.SENT] * 5
        assert (outcomes[5].result, outcomes[5].code, outcomes[5].wait) == (Result.BUSY, "11232", 180)

    def test_waits_when_the_gate_itself_is_too_busy(self):
        with vendors(instead=[(429, {"code": 9499, "msg": "too many request"})]) as server:
            outcome = send(LETTER, server)

        assert (outcome.result, outcome.code) == (Result.BUSY, "429")

    def test_fits_into_what_the_service_takes(self):
        long = Letter(
            "omos-4",
            "提醒",
            tuple(f"第 {number} 行，还差三件没有交" for number in range(4000)),
            "https://o.test/",
            "去看看",
        )

        with vendors() as server:
            assert send(long, server).result is Result.SENT
