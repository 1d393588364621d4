"""The guide says what is true: labels exist, pages resolve, pictures are there, every page of the menu is told of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from omos.desk import help_places, manual, navigation
from omos.desk.markdown import anchor_of
from scripts import translations
from scripts.screenshots import GUIDE_PICTURES

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.rglob("*.md"))
FIGURE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
QUOTED = {"zh": re.compile(r"「([^」]+)」"), "en": re.compile(r"“([^”]+)”")}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
PRODUCT_LINK = re.compile(r"\]\((omos://[^)]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
FRAGMENT = re.compile(r"\]\(([\w./-]*)#([^)]+)\)")
# A page is read in three minutes: so many characters of Chinese, so many words of English.
THREE_MINUTES = {"zh": 1500, "en": 720}
# They are looked things up in, not read from beginning to end.
LOOKED_UP = {"pages"}
MOST_BYTES_OF_PICTURES = 4_000_000


def language_of(page: Path) -> str:
    return page.relative_to(GUIDE).parts[0]


@cache
def labels(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text of the product in a language: those that stand alone, and those with figures in them."""
    texts: set[str] = set()
    for _path, entry in translations.entries():
        singular_and_plural = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        texts.update(singular_and_plural if language == "en" else [translations.translation_of(entry)])
    # A text of figures alone would match anything.
    counted = [text for text in texts if FIGURE.search(text) and re.search(r"\w\w", FIGURE.sub("", text))]
    return frozenset(texts), tuple(re.compile(".+".join(map(re.escape, FIGURE.split(text)))) for text in counted)


def is_label(text: str, language: str) -> bool:
    plain, counted = labels(language)
    return text in plain or any(pattern.fullmatch(text) for pattern in counted)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(GUIDE)))
class TestPage:
    def test_quotes_labels_as_the_product_writes_them(self, page):
        language = language_of(page)
        quoted = QUOTED[language].findall(page.read_text("utf-8"))

        assert [text for text in quoted if not is_label(text, language)] == []

    def test_leads_to_pages_of_the_product_that_exist(self, page):
        links = PRODUCT_LINK.findall(page.read_text("utf-8"))

        assert [link for link in links if not manual.product_address(link)] == []

    def test_shows_pictures_of_its_own_language(self, page):
        pictures = [page.parent / src for src in PICTURE.findall(page.read_text("utf-8"))]

        assert [str(path) for path in pictures if path.parent != GUIDE / language_of(page) / "pictures"] == []
        assert [str(path) for path in pictures if not path.is_file()] == []

    def test_leads_to_headings_that_exist(self, page):
        wrong = [
            f"{target}#{anchor}"
            for target, anchor in FRAGMENT.findall(page.read_text("utf-8"))
            if anchor not in anchors(page.parent / target if target else page)
        ]

        assert wrong == []

    def test_is_there_in_the_other_language(self, page):
        other = {"zh": "en", "en": "zh"}[language_of(page)]

        assert (GUIDE / other / page.name).is_file()

    def test_is_read_in_three_minutes(self, page):
        language, text = language_of(page), re.sub(r"\]\([^)]*\)", "]", page.read_text("utf-8"))
        length = len(re.findall(r"[\u4e00-\u9fff]", text)) if language == "zh" else len(text.split())

        assert length <= THREE_MINUTES[language] or page.stem in LOOKED_UP

    def test_speaks_as_the_product_does(self, page):
        if language_of(page) == "en":
            return
        text = re.sub(r"`[^`]*`|\([^)]*\)|omos://\S+", "", page.read_text("utf-8"))

        assert [
            (hit[0], wish)
            for rule, wish in translations.COPY_RULES
            for line in text.splitlines()
            if (hit := rule.search(line))
        ] == []


def anchors(page: Path) -> set[str]:
    return {anchor_of(line.lstrip("# ")) for line in page.read_text("utf-8").splitlines() if line.startswith("#")}


@pytest.mark.parametrize("language", ["zh", "en"])
class TestEveryPageOfTheMenu:
    def test_has_a_section(self, language):
        headings = {part.heading for part in manual.page("guide", help_places.ALL_PAGES, language).parts}
        wanted = {help_places.heading_for(page, LANGUAGES[language]) for page in help_places.menu_pages().values()}

        assert sorted(wanted - headings) == []

    def test_is_named_by_one_heading(self, language):
        parts = manual.page("guide", help_places.ALL_PAGES, language).parts
        found = [part.anchor for part in parts]

        assert len(found) == len(set(found))

    def test_has_a_page_for_each_role(self, language):
        from omos.desk.views.help import ROLE_PAGES

        names = {page.name for page in manual.pages("guide", language)}

        assert set(ROLE_PAGES.values()) <= names


class TestPictures:
    def test_weigh_little(self):
        weights = [path.stat().st_size for path in GUIDE.rglob("*.png")]

        assert 0 < sum(weights) <= MOST_BYTES_OF_PICTURES

    def test_are_all_shown_somewhere(self):
        shown = {page.parent / src for page in PAGES for src in PICTURE.findall(page.read_text("utf-8"))}

        assert sorted(str(path) for path in set(GUIDE.rglob("*.png")) - shown) == []

    def test_are_all_taken_by_the_script(self):
        assert {path.stem for path in GUIDE.rglob("*.png")} == {picture.name for picture in GUIDE_PICTURES}


class TestPagesOutsideTheMenu:
    @pytest.mark.parametrize("route", sorted(help_places.BELONGS))
    def test_belong_to_a_page_of_the_menu(self, route):
        assert help_places.page_for(route).route == help_places.BELONGS[route]

    def test_are_explained_by_the_first_page_of_their_room(self):
        assert help_places.page_for("goals:new_goal") in navigation.listed_pages()

    def test_of_rooms_without_a_menu_have_none(self):
        assert help_places.page_for("files:download") is None
