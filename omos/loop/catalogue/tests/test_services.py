"""Changing the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from omos.loop.catalogue.models import Campaign, Channel, Product
from omos.loop.catalogue.queries import campaigns, channel_by_code, channel_kinds, channels, paid_channels, products
from omos.loop.catalogue.services import (
    CampaignDraft,
    CatalogueRefused,
    ChannelDraft,
    Gone,
    ProductDraft,
    ensure_defaults,
    save_campaign,
    save_channel,
    save_product,
)
from omos.loop.catalogue.tests.factories import make_campaign, make_channel, make_product
from omos.people.models import Action
from omos.people.tests.factories import system_viewer

pytestmark = pytest.mark.django_db
DRAFT = ChannelDraft("BAIDU_SEARCH", "百度搜索", "PAID", rebate_basis_points=2000)
SYSTEM = system_viewer()


class TestEnsureDefaults:
    def test_adds_ten_channels(self, noon):
        assert ensure_defaults(actor=SYSTEM, now=noon) == 10
        assert [channel.code for channel in paid_channels()] == [
            "BAIDU_SEARCH",
            "SO360_SEARCH",
            "SOGOU_SHENMA",
            "BAIDU_FEED",
            "DOUYIN",
        ]

    def test_adds_nothing_the_second_time(self, noon):
        ensure_defaults(actor=SYSTEM, now=noon)

        assert ensure_defaults(actor=SYSTEM, now=noon) == 0
        assert Action.objects.count() == 1

    def test_leaves_what_the_company_changed(self, noon):
        make_channel(name="百度竞价")

        ensure_defaults(actor=SYSTEM, now=noon)

        assert channel_by_code()["BAIDU_SEARCH"].name == "百度竞价"


class TestSaveChannel:
    def test_adds_one_at_the_end(self, noon):
        ensure_defaults(actor=SYSTEM, now=noon)

        save_channel(draft=replace(DRAFT, code="ALIBABA"), actor=SYSTEM, now=noon)

        assert channels().last().code == "ALIBABA"

    def test_changes_all_but_the_code(self, noon):
        channel = make_channel()

        save_channel(draft=replace(DRAFT, code="OTHER", name="新名"), actor=SYSTEM, now=noon, channel_id=channel.pk)

        channel.refresh_from_db()
        assert (channel.code, channel.name, channel.rebate_basis_points) == ("BAIDU_SEARCH", "新名", 2000)
        assert Action.objects.get().before["name"] == "BAIDU_SEARCH"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"kind": "MAGIC"}, "kind"),
            ({"rebate_basis_points": 10_001}, "rebate"),
            ({"rebate_basis_points": -1}, "rebate"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, noon, change, field):
        with pytest.raises(CatalogueRefused) as refusal:
            save_channel(draft=replace(DRAFT, **change), actor=SYSTEM, now=noon)

        assert refusal.value.field == field

    def test_refuses_a_code_twice(self, noon):
        make_channel()

        with pytest.raises(CatalogueRefused):
            save_channel(draft=DRAFT, actor=SYSTEM, now=noon)

        assert Channel.objects.count() == 1

    def test_refuses_to_change_what_is_gone(self, noon):
        with pytest.raises(Gone):
            save_channel(draft=DRAFT, actor=SYSTEM, now=noon, channel_id=999)

    def test_takes_a_channel_out_of_use(self, noon):
        channel = make_channel()

        save_channel(draft=replace(DRAFT, is_active=False), actor=SYSTEM, now=noon, channel_id=channel.pk)

        assert not channels().exists()
        assert channel_kinds() == {channel.pk: "PAID"}


class TestSaveProduct:
    def test_adds_and_changes(self, noon):
        product_id = save_product(draft=ProductDraft("脉冲除尘器", 3_600_000), actor=SYSTEM, now=noon)

        save_product(draft=ProductDraft("脉冲除尘器", 3_500_000), actor=SYSTEM, now=noon, product_id=product_id)

        assert products().get().price == 3_500_000

    def test_refuses_a_name_twice(self, noon):
        make_product()

        with pytest.raises(CatalogueRefused):
            save_product(draft=ProductDraft("脉冲除尘器"), actor=SYSTEM, now=noon)

    def test_refuses_a_negative_price(self, noon):
        with pytest.raises(CatalogueRefused):
            save_product(draft=ProductDraft("滤袋", -1), actor=SYSTEM, now=noon)

        assert not Product.objects.exists()


class TestSaveCampaign:
    def test_adds_one(self, noon):
        save_campaign(draft=CampaignDraft("年货节", date(2027, 1, 1), date(2027, 1, 9)), actor=SYSTEM, now=noon)

        assert campaigns().get().name == "年货节"

    def test_refuses_an_end_before_the_start(self, noon):
        with pytest.raises(CatalogueRefused):
            save_campaign(draft=CampaignDraft("年货节", date(2027, 1, 9), date(2027, 1, 1)), actor=SYSTEM, now=noon)

    def test_refuses_a_name_twice(self, noon):
        make_campaign()

        with pytest.raises(CatalogueRefused):
            save_campaign(draft=CampaignDraft("双十一", date(2027, 1, 1), date(2027, 1, 9)), actor=SYSTEM, now=noon)

        assert Campaign.objects.count() == 1
