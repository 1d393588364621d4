"""What a page asks of a person: presses, keys, pages to read and files to find, by one written model.

The model is coarse on purpose: a press takes two seconds with finding the place, a key 0.4 (a slow typist), a page that
opens eight seconds to read, a file ten to find. A Chinese character is three keys of pinyin. What is pasted costs the
press into the field and two keys. The machine's own work is nobody's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

CLICK, KEY, PAGE, FILE = 2.0, 0.4, 8.0, 10.0
KEYS_OF_A_CHARACTER = 3
PASTING_KEYS = 2
CHOOSING_CLICKS = 2


@dataclass
class Effort:
    """What was counted so far."""

    clicks: int = 0
    keys: int = 0
    pages: int = 0
    files: int = 0

    @property
    def minutes(self) -> float:
        """The time of a person, by the model."""
        return (self.clicks * CLICK + self.keys * KEY + self.pages * PAGE + self.files * FILE) / 60

    def __str__(self) -> str:
        counted = f"{self.clicks} clicks, {self.keys} keys, {self.pages} pages, {self.files} files"
        return f"{self.minutes:.1f} minutes: {counted}"


@dataclass
class Person:
    """Somebody at the browser whose every act is counted; all persons of a journey may share one count."""

    page: Page
    address: str
    effort: Effort = field(default_factory=Effort)

    def read(self, url: str) -> None:
        """Open a link that was handed over: pressed in a chat, read here."""
        self.effort.clicks += 1
        self.effort.pages += 1
        self.page.goto(url)
        self.settle()

    def click(self, what: str | Locator) -> None:
        """Press the first that fits; whatever opens or changes is read like a page."""
        self.effort.clicks += 1
        self.effort.pages += 1
        place = self.page.locator(what).first if isinstance(what, str) else what.first
        place.click()
        self.settle()

    def home(self) -> None:
        """Back to the first screen by its place in the menu."""
        self.click("nav a[href='/']")

    def type(self, name: str, text: str) -> None:
        """Press into a field and type."""
        self.effort.clicks += 1
        self.effort.keys += sum(1 if sign.isascii() else KEYS_OF_A_CHARACTER for sign in text)
        self.page.fill(f"main [name={name}], form [name={name}]", text)

    def paste(self, name: str, text: str) -> None:
        """Press into a field and paste what was copied elsewhere."""
        self.effort.clicks += 1
        self.effort.keys += PASTING_KEYS
        self.page.fill(f"main [name={name}]", text)

    def choose(self, name: str, label: str) -> None:
        """Open a choice and take one."""
        self.effort.clicks += CHOOSING_CLICKS
        self.page.select_option(f"main [name={name}]", label=label)

    def drop(self, files: Sequence[Path]) -> None:
        """Find files and drop them on the page."""
        self.effort.files += len(files)
        self.page.set_input_files("main input[type=file]", [str(file) for file in files])

    def settle(self) -> None:
        """Until nothing is on its way any more."""
        self.page.wait_for_load_state("networkidle")
