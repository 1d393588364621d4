from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from omos.ui.shell import Crumb, MenuGroup, MenuItem, Shell
from omos.ui.views import components

HOME = MenuItem("home", "Home", "/", icon="home", keys="g h")
PLAN = MenuItem("plan", "Weekly plan", "/plan/")
VERIFY = MenuItem("verify", "Verify desk", "/verify/", badge=9, is_urgent=True)
SHELL = Shell(
    company="Yunfan",
    menu=(MenuGroup((HOME,)), MenuGroup((PLAN, VERIFY), label="Operations", icon="home")),
    active="plan",
    bottom_bar=(HOME,),
    user_menu=(MenuItem("out", "Sign out", "/out/", is_post=True),),
    bell_count=120,
    bell_url="/notices/",
    viewer_name="Lin Lan",
    palette_url="/palette/",
    language_url="/language/",
    warnings=("Clock is fixed",),
    is_demo=True,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def page(**context: object) -> str:
    return render_to_string("base.html", context, request=RequestFactory().get("/plan/"))


class TestShell:
    def test_knows_the_way_to_the_active_page(self):
        assert SHELL.crumbs == (Crumb("Operations"), Crumb("Weekly plan", "/plan/"))

    def test_knows_no_way_outside_the_menu(self):
        assert Shell("c", menu=SHELL.menu, active="elsewhere").crumbs == ()

    def test_leaves_out_a_centre_without_name(self):
        assert Shell("c", menu=SHELL.menu, active="home").crumbs == (Crumb("Home", "/"),)


class TestBase:
    def test_opens_only_the_centre_of_the_active_page(self):
        assert page(shell=SHELL).count("<details open>") == 1

    def test_marks_the_active_page(self):
        assert 'href="/plan/" aria-current="page"' in page(shell=SHELL)

    def test_counts_what_waits(self):
        html = page(shell=SHELL)

        assert '<span class="o-badge o-badge--no">9</span>' in html
        assert "99+" in html

    def test_warns_in_red_on_every_page(self):
        assert "Clock is fixed" in page(shell=SHELL)

    def test_marks_demo_data(self):
        assert "Demo data" in page(shell=SHELL)

    def test_signs_out_by_post(self):
        assert '<form method="post" action="/out/">' in page(shell=SHELL)

    def test_stands_without_a_shell(self):
        html = page()

        assert 'id="content"' in html
        assert "data-palette-open" not in html

    def test_adds_the_crumbs_of_deeper_pages(self):
        html = page(shell=SHELL, crumbs=(("Week 48", ""),))

        assert '<a href="/plan/">Weekly plan</a>' in html
        assert '<li aria-current="page">Week 48</li>' in html

    def test_escapes_names_from_the_company(self):
        assert "<img" not in page(shell=Shell(company="<img src=x>", viewer_name="<img>"))

    def test_takes_the_theme_that_was_chosen(self):
        assert 'data-bs-theme="dark"' in page(shell=Shell("c", theme="dark"))

    def test_follows_the_machine_otherwise(self):
        assert 'data-theme-choice="auto">' in page(shell=Shell("c"))

    def test_names_the_language(self):
        with translation.override("zh-hans"):
            assert '<html lang="zh-Hans"' in page()

    def test_runs_no_script_from_a_page(self):
        html = page(shell=SHELL)

        assert "<script>" not in html
        assert '"allowEval": false' in html


class TestErrorPages:
    @pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "422", "500"])
    def test_show_a_way_on(self, name):
        assert 'href="/"' in render_to_string(f"{name}.html")

    def test_say_the_reason_when_there_is_one(self):
        assert "Ask Lin" in render_to_string("403.html", {"reason": "Ask Lin"})

    def test_name_the_request(self):
        assert "r-42" in render_to_string("500.html", {"request_id": "r-42"})


class TestComponentsPage:
    @pytest.fixture
    def response(self, settings):
        # The page itself, without whatever the desk puts around it.
        processors = ["django.template.context_processors.request"]
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": processors}}]
        return components(RequestFactory().get("/ui/"))

    def test_shows_every_chart_builder(self, response):
        assert response.content.count(b"data-chart=") == 8

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_stands_in_both_languages(self, settings, language):
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": []}}]
        with translation.override(language):
            assert components(RequestFactory().get("/ui/")).status_code == 200
