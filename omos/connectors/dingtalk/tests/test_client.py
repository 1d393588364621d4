from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from omos.connectors.dingtalk import client
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.real_data import real_data
from omos.connectors.tests.vendors import DINGTALK_TOKEN, vendors

SECRET = "SEC0123456789"
LETTER = Letter("omos-1", "日清日结 11-20", ("计划 20，已交 19",), "https://omos.test/day-closing/", "去看看")
PUBLIC = OutboundRules()


def send(letter, server, *, secret="", at=1795281604.211):
    return client.send(letter, address=server.dingtalk, secret=secret, at=at, rules=server.rules)


class TestSignature:
    def test_is_the_one_that_another_client_makes(self):
        assert client.signature(SECRET, 1795281604211) == "ZR5oRk9OQ0gyUcBNBUER6hzdmdQP4YxaDr54N9XpEwI="

    def test_is_the_one_of_the_saved_request(self):
        head = real_data("clients", "dingtalk_bot_01.http").read_text("utf-8").splitlines()[0]
        query = parse_qs(urlsplit(head.split(" ")[1]).query)

        assert client.signature(SECRET, int(query["timestamp"][0])) == query["sign"][0]


class TestReadAddress:
    def test_takes_the_pasted_address(self):
        pasted = f"https://oapi.dingtalk.com/robot/send?access_token={DINGTALK_TOKEN}"

        assert client.read_address(pasted, rules=PUBLIC) == pasted

    @pytest.mark.parametrize(
        "text",
        [
            "https://oapi.dingtalk.com/robot/send",
            f"https://oapi.dingtalk.com/other?access_token={DINGTALK_TOKEN}",
            f"https://evil.cn/robot/send?access_token={DINGTALK_TOKEN}",
            DINGTALK_TOKEN,
        ],
    )
    def test_refuses_everything_else(self, text):
        with pytest.raises(AddressRefused):
            client.read_address(text, rules=PUBLIC)


class TestSend:
    def test_brings_a_card_with_one_button(self):
        with vendors() as server:
            outcome = send(LETTER, server)

        assert outcome.result is Result.SENT
        assert server.accepted[0].body == {
            "msgtype": "actionCard",
            "actionCard": {
                "title": "日清日结 11-20",
                "text": "#### 日清日结 11-20  \n计划 20，已交 19",
                "singleTitle": "去看看",
                "singleURL": "https://omos.test/day-closing/",
            },
        }

    def test_brings_words_alone_where_there_is_no_link(self):
        with vendors() as server:
            send(Letter("omos-2", "试一条"), server)

        assert server.accepted[0].body == {
            "msgtype": "markdown",
            "markdown": {"title": "试一条", "text": "#### 试一条"},
        }

    def test_is_signed(self):
        with vendors(secret=SECRET, clock=lambda: 1795281604.0) as server:
            assert send(LETTER, server, secret=SECRET).result is Result.SENT

    @pytest.mark.parametrize(("secret", "at"), [("", 1795281604), ("SECother", 1795281604), (SECRET, 1795200000)])
    def test_says_when_the_signature_is_wrong(self, secret, at):
        with vendors(secret=SECRET, clock=lambda: 1795281604.0) as server:
            outcome = send(LETTER, server, secret=secret, at=at)

        assert (outcome.result, outcome.reason) == (Result.REFUSED, Reason.SIGNATURE)

    def test_says_when_the_keyword_is_missing(self):
        with vendors(keyword="网销") as server:
            outcome = send(LETTER, server)

        assert (outcome.result, outcome.reason) == (Result.REFUSED, Reason.KEYWORD)

    def test_adds_the_keyword_that_the_robot_asks_for(self):
        with vendors(keyword="网销") as server:
            outcome = send(Letter("omos-3", "提醒", ("还差 1 件",), keyword="网销"), server)

        assert outcome.result is Result.SENT
        assert server.accepted[0].body["markdown"]["text"].endswith("  \n网销")

    def test_says_when_the_sender_is_not_on_the_list(self):
        answer = (200, {"errcode": 310000, "errmsg": "description:来源IP不在白名单;ip 1.2.3.4 not in whitelist"})

        with vendors(instead=[answer]) as server:
            assert send(LETTER, server).reason is Reason.SENDER

    def test_stays_away_for_ten_minutes_when_it_was_too_fast(self):
        with vendors(clock=lambda: 1000.0) as server:
            outcomes = [send(LETTER, server) for _number in range(21)]

        assert (outcomes[20].result, outcomes[20].code, outcomes[20].wait) == (Result.BUSY, "130101", 600)

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

    def test_is_in_doubt_when_the_line_goes_dead(self):
        with vendors(instead=["hang up"]) as server:
            assert send(LETTER, server).result is Result.DOUBTFUL
