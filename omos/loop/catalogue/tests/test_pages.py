"""Pages of the catalogue."""

from __future__ import annotations

import pytest

from omos.loop.catalogue.models import Campaign, Channel, Product
from omos.loop.catalogue.tests.factories import make_campaign, make_channel, make_product

pytestmark = pytest.mark.django_db
CHANNEL = {"name": "阿里巴巴", "code": "ALIBABA", "kind": "PAID", "rebate": "20", "is_active": "on"}
FORMS = ["/channels/new/", "/products/new/", "/campaigns/new/"]
LISTS = ["/channels/", "/products/", "/campaigns/"]


class TestForms:
    def test_add_a_channel_with_its_rebate(self, sign_in, supervisor):
        answer = sign_in(supervisor).post("/channels/new/", CHANNEL)

        assert answer.status_code == 302
        assert Channel.objects.get().rebate_basis_points == 2000

    def test_change_a_channel(self, sign_in, supervisor):
        channel = make_channel()

        sign_in(supervisor).post(f"/channels/{channel.pk}/", CHANNEL | {"name": "新名"})

        channel.refresh_from_db()
        assert (channel.name, channel.code) == ("新名", "BAIDU_SEARCH")

    def test_add_a_product(self, sign_in, supervisor):
        sign_in(supervisor).post("/products/new/", {"name": "滤袋", "price": "39.90", "is_repeat_purchase": "on"})

        product = Product.objects.get()
        assert (product.price, product.is_repeat_purchase, product.is_active) == (3990, True, False)

    def test_add_a_campaign(self, sign_in, supervisor):
        days = {"first_day": "2027-01-01", "last_day": "2027-01-09"}

        sign_in(supervisor).post("/campaigns/new/", {"name": "年货节"} | days)

        assert Campaign.objects.get().name == "年货节"

    @pytest.mark.parametrize("url", FORMS)
    def test_open(self, sign_in, supervisor, url):
        assert sign_in(supervisor).get(url).status_code == 200

    def test_show_what_is_stored(self, sign_in, supervisor):
        product, campaign = make_product(), make_campaign()
        client = sign_in(supervisor)

        assert "36000" in client.get(f"/products/{product.pk}/").content.decode()
        assert "2026-11-01" in client.get(f"/campaigns/{campaign.pk}/").content.decode()

    @pytest.mark.parametrize("change", [{"code": "klein"}, {"name": ""}, {"rebate": "120"}, {"kind": "MAGIC"}])
    def test_keep_bad_input(self, sign_in, supervisor, change):
        answer = sign_in(supervisor).post("/channels/new/", CHANNEL | change)

        assert answer.status_code == 422
        assert "阿里巴巴" in answer.content.decode() or not change.get("name", "x")
        assert not Channel.objects.exists()

    def test_say_that_a_code_is_taken(self, sign_in, supervisor):
        make_channel("ALIBABA")

        assert sign_in(supervisor).post("/channels/new/", CHANNEL).status_code == 422

    def test_know_nothing_of_rows_that_are_gone(self, sign_in, supervisor):
        assert sign_in(supervisor).get("/channels/999/").status_code == 404

    @pytest.mark.parametrize("url", FORMS)
    def test_are_closed_to_an_editor(self, sign_in, editor, url):
        assert sign_in(editor).get(url).status_code == 403

    @pytest.mark.parametrize("url", FORMS)
    def test_refuse_other_methods(self, sign_in, supervisor, url):
        assert sign_in(supervisor).delete(url).status_code == 405


class TestLists:
    @pytest.mark.parametrize("url", LISTS)
    def test_are_open_to_everybody(self, sign_in, editor, url):
        assert sign_in(editor).get(url).status_code == 200

    @pytest.mark.parametrize("url", LISTS)
    def test_are_closed_to_strangers(self, client, company, url):
        assert client.get(url).status_code == 302

    def test_show_the_rebate(self, sign_in, supervisor, noon):
        Channel.objects.create(code="X", name="百度", kind="PAID", rebate_basis_points=2000)

        assert "20.0%" in sign_in(supervisor).get("/channels/").content.decode()
