from __future__ import annotations

import pytest

from omos.connectors.outbound import Kind, OutboundRules
from omos.connectors.outbound.addresses import is_public
from tests.security.outbound_watch import Names, refusal

_CLOSED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.0.0.53
127.255.255.254 168.63.129.16 169.254.0.23 169.254.169.254 169.254.170.2 169.254.169.123 172.16.0.1 172.31.255.254
192.0.0.1 192.0.0.170 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.19.255.254
198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8
::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:169.254.169.254 ::ffff:100.100.100.200
::ffff:0.0.0.0 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a9fe:a9fe::1
2620:4f:8000::1 3ffe::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456:789a::1 fe80::1
fe80::1%eth0 fec0::1 ff02::1 ff0e::1 1234 localhost 127.1 1.2.3 a.b.c.d
"""

_OPEN = """
8.8.8.8 1.1.1.1 114.114.114.114 223.5.5.5 180.76.76.76 119.29.29.29 9.9.9.9 100.63.255.255 100.128.0.1 172.15.0.1
172.32.0.1 192.167.1.1 198.17.1.1 198.20.0.1 223.255.255.254 168.63.129.15 11.0.0.1 128.0.0.1 ::ffff:8.8.8.8
2400:3200::1 2001:4860:4860::8888 2606:4700:4700::1111 240e::1 2408:8000::1 2001:200::1 2a00:1450:4001::1
"""


CLOSED = _CLOSED.split()
OPEN = _OPEN.split()


def test_there_are_enough_closed_addresses() -> None:
    assert len(set(CLOSED)) >= 67


@pytest.mark.parametrize("address", CLOSED)
def test_a_closed_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_an_open_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_leads_to_a_closed_address_is_refused(address: str) -> None:
    rules = OutboundRules(resolve=Names(page_example_cn=[(address,)]))

    error, seen = refusal("http://page.example.cn/", rules)

    assert (error.kind, error.reason, seen) == (Kind.REFUSED, "the address is not public", [])


@pytest.mark.parametrize("address", CLOSED)
def test_one_closed_address_among_open_ones_is_enough(address: str) -> None:
    rules = OutboundRules(resolve=Names(page_example_cn=[("93.184.215.14", "2606:2800:21f::1", address)]))

    error, seen = refusal("https://page.example.cn/", rules)

    assert (error.kind, seen) == (Kind.REFUSED, [])
