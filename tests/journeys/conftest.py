"""The served demo and the browser: one house per clock, one watched page per journey, clicks counted."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, sync_playwright

from omos.connectors.tests.server import Site, page, serve
from tests.journeys.effort import Effort, Person
from tests.journeys.empty_house import wait_for
from tests.journeys.house import PASSWORD, WORDS

FRIDAY_EVENING = "2026-11-20T17:30:00+08:00"
MONDAY_MORNING = "2026-11-23T08:55:00+08:00"
# Root may not use Chromium's sandbox, and Chromium must not ask the network about itself.
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 30_000
SUPERVISOR, EDITOR, BOSS = "林岚", "陈思远", "顾云帆"


@dataclass(frozen=True)
class House:
    """A folder of its own with the demo in it, under one fixed clock."""

    address: str
    settings: dict[str, str]

    def do(self, deed: str) -> dict[str, Any]:
        """Something of `tests.journeys.house`, in a process of its own."""
        command = [sys.executable, "-m", "tests.journeys.house", deed]
        done = subprocess.run(command, env=self.settings, check=True, capture_output=True, timeout=300)
        answer: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
        return answer


@dataclass
class Walk:
    """One person at the browser: every click, tap and submitting key counts, typing is free."""

    page: Page
    address: str
    clicks: int = 0
    complaints: list[str] = field(default_factory=list)

    def click(self, what: str | Locator) -> None:
        """Press the first that fits, and wait until the page has settled."""
        self.clicks += 1
        place = self.page.locator(what).first if isinstance(what, str) else what.first
        place.click()
        self.settle()

    def press(self, key: str) -> None:
        """One key of the keyboard; what it swaps in is waited for by the caller."""
        self.page.keyboard.press(key)

    def settle(self) -> None:
        """Until nothing is on its way any more."""
        self.page.wait_for_load_state("networkidle")

    def home(self) -> None:
        """The first screen, from which clicks are counted."""
        self.page.goto(self.address + "/")
        self.settle()
        self.clicks = 0


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A website of the company on loopback: an article for each word."""
    draw = random.Random(20)
    pages = {f"/articles/{number}.html": page(article(word, draw)) for number, word in enumerate(WORDS, start=1)}
    with serve(pages) as running:
        yield running


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, site: Site) -> House:
    """The demo company as of Friday evening, loaded once and copied for each clock."""
    folder = tmp_path_factory.mktemp("base") / "data"
    # A folder where the demo is loaded already saves the minute that loading takes.
    if "JOURNEYS_DEMO" in os.environ:
        shutil.copytree(os.environ["JOURNEYS_DEMO"], folder)
    house = House("", _settings(folder, FRIDAY_EVENING, site))
    init = [sys.executable, "-m", "omos.cli", "init"]
    subprocess.run(init, env=house.settings, check=True, stdout=subprocess.DEVNULL)
    house.do("prepare")
    return house


@pytest.fixture(scope="session")
def open_house(base: House, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], House]]:
    """Serve a copy of the demo under a clock; the same clock gives the same house."""
    known: dict[str, House] = {}
    with ExitStack() as stack:

        def serve_at(moment: str) -> House:
            if moment not in known:
                folder = tmp_path_factory.mktemp("house") / "data"
                shutil.copytree(base.settings["OMOS_DATA"], folder)
                known[moment] = stack.enter_context(_served(_settings(folder, moment, site)))
            return known[moment]

        yield serve_at


@pytest.fixture(scope="session")
def friday(open_house: Callable[[str], House]) -> House:
    return open_house(FRIDAY_EVENING)


@pytest.fixture(scope="session")
def monday(open_house: Callable[[str], House]) -> House:
    return open_house(MONDAY_MORNING)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = shutil.which("chromium") or "/usr/bin/chromium"
    running = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
    yield running
    running.close()


@pytest.fixture
def walk(browser: Browser) -> Iterator[Callable[..., Walk]]:
    """Sign somebody in and stand on the home page; the journey fails if the browser complained of anything."""
    opened: list[tuple[BrowserContext, Walk]] = []

    def begin(house: House, name: str) -> Walk:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        person = Walk(page, house.address)
        _watch(page, person.complaints)
        opened.append((context, person))
        page.goto(f"{house.address}/sign-in/")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{house.address}/")
        person.home()
        return person

    yield begin
    complaints = [one for _context, person in opened for one in person.complaints]
    for context, _person in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Callable[..., Person]]:
    """Somebody new at a browser of their own, counted; the journey fails if a browser complained of anything."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def begin(address: str, effort: Effort, **options: Any) -> Person:
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"} | options))
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        page = context.new_page()
        _watch(page, complaints)
        return Person(page, address, effort)

    yield begin
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def record_clicks(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Hold a walk to its budget; the count stands in the report of the run and in its output."""

    def record(name: str, clicks: int, *, most: int) -> None:
        print(f"clicks: {name}: {clicks} of at most {most}")
        record_property("clicks", clicks)
        assert clicks <= most, f"{name}: {clicks} clicks, at most {most} are allowed"

    return record


def _watch(page: Page, complaints: list[str]) -> None:
    """Errors of scripts, refused styles and scripts, broken requests: none may happen on any page."""
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: complaints.append(f"console: {message.text}") if message.type == "error" else None,
    )
    page.on(
        "response",
        lambda answer: complaints.append(f"{answer.status}: {answer.url}") if answer.status >= 500 else None,
    )


def _settings(folder: Path, moment: str, site: Site) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMOS_")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    return {
        **kept,
        "OMOS_DATA": str(folder),
        "OMOS_MODE": "demo",
        "OMOS_NOW": moment,
        "OMOS_BIND": bind,
        "OMOS_OUTBOUND_ALLOW": site.place,
        "OMOS_LOG_LEVEL": "ERROR",
    }


@contextmanager
def _served(settings: dict[str, str]) -> Iterator[House]:
    """The pages alone; the worker's passes are made when a journey asks for them."""
    address = f"http://{settings['OMOS_BIND']}"
    server = subprocess.Popen([sys.executable, "-m", "omos.cli", "child", "web"], env=settings)
    try:
        wait_for(f"{address}/healthz")
        yield House(address, settings)
    finally:
        server.terminate()
        server.wait(timeout=30)


def article(word: str, draw: random.Random) -> str:
    """A page that is about a word and like no other: its sentences are drawn by lot."""
    sentences = ["".join(chr(draw.randint(0x4E00, 0x9FA0)) for _ in range(24)) for _ in range(60)]
    body = "".join(
        f"<p>{word}{sentence}。</p>" if at % 12 == 0 else f"<p>{sentence}。</p>"
        for at, sentence in enumerate(sentences)
    )
    return f"<!doctype html><html lang=zh><title>{word}怎么选</title><article><h1>{word}</h1>{body}</article></html>"
