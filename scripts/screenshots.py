"""Pictures of every page: the demo is served with its clock fixed, each page opened as the first person who may see it.

python -m scripts.screenshots [--into FOLDER] [--only WORD]      1440 and 390 px, light and dark, 中文 and English
python -m scripts.screenshots --guide                            the few pictures of docs/guide instead
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOW = "2026-11-20T17:30:00+08:00"
# Who opens the pages: whoever stands first takes the picture of a page that several may see.
ROLES = ("SUPERVISOR", "EDITOR", "PROMOTER", "BOSS", "ADMIN", "SERVICE", "SALES")
WIDTHS = {1440: 1000, 390: 844}
# What would end the session, change something, or give a file instead of a page.
NOT_PICTURED = re.compile(r"sign-out|logout|language|download|export|\.(xlsx|csv|json|txt|pdf)$")
MOST_PAGES = 160
HIGHEST = 8000  # px; what lies below is more of the same
# Pages that look different to each role: taken as each of them.
EACH_ROLE = {"home", "daily-report", "goals", "settings"}
GUIDE = ROOT / "docs" / "guide"
GUIDE_LANGUAGES = {"zh": "zh-hans", "en": "en"}
GUIDE_WINDOW = {"width": 1280, "height": 800}
MOST_GUIDE_BYTES = 200_000
# Root may not use Chromium's sandbox, and Chromium must not ask the network about itself.
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic"]


@dataclass(frozen=True)
class Shot:
    """One page and the person who sees it."""

    role: str
    path: str
    name: str


@dataclass(frozen=True)
class GuidePicture:
    """A picture of the guide: what it is called, who sees it (a role, or the name of a position), and where."""

    name: str
    who: str
    path: str


GUIDE_PICTURES = (
    GuidePicture("loop", "SUPERVISOR", "/loop/"),
    GuidePicture("home-supervisor", "SUPERVISOR", "/"),
    GuidePicture("goals", "SUPERVISOR", "/goals/"),
    GuidePicture("week", "SUPERVISOR", "/work/week/?monday=2026-11-16"),
    GuidePicture("verify", "SUPERVISOR", "/verify/"),
    GuidePicture("day-closing", "SUPERVISOR", "/day-closing/"),
    GuidePicture("daily-sheet", "SUPERVISOR", "/daily-sheet/"),
    GuidePicture("process", "SUPERVISOR", "/processes/mine/"),
    GuidePicture("my-day", "EDITOR", "/my-day/"),
    GuidePicture("daily-report", "EDITOR", "/daily-report/"),
    GuidePicture("my-day-promoter", "PROMOTER", "/my-day/"),
    GuidePicture("keywords", "PROMOTER", "/keywords/"),
    GuidePicture("my-day-service", "SERVICE", "/my-day/"),
    GuidePicture("my-day-sales", "SALES", "/my-day/"),
    GuidePicture("home-boss", "BOSS", "/"),
    GuidePicture("budget", "BOSS", "/budget/"),
    GuidePicture("staff", "ADMIN", "/people/"),
    GuidePicture("robot", "ADMIN", "/robots/new/"),
    GuidePicture("queue", "设计", "/website/queue/"),
)


@contextmanager
def served_demo(folder: Path) -> Iterator[str]:
    """Serve the demo company from `folder`, loading it if it is new; yields the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    os.environ.update(OMOS_DATA=str(folder), OMOS_MODE="demo", OMOS_NOW=NOW, OMOS_BIND=address, OMOS_LOG_LEVEL="ERROR")
    for command in (["init"], ["demo", "load"]):
        subprocess.run([BIN / "omos", *command], check=True, stdout=subprocess.DEVNULL)
    # The pages alone: a worker would look at the demo's links again, find no network, and change what is pictured.
    server = subprocess.Popen([BIN / "omos", "child", "web"], stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://{address}/healthz")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer")


def signed_in(posts: Collection[str] = ()) -> dict[str, dict[str, str]]:
    """A session cookie by role and by these positions, for one person of each, on the records the server reads."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "omos.settings"
    django.setup()
    from django.test import Client

    from omos.people.models import User
    from omos.people.queries import viewer_of

    cookies: dict[str, dict[str, str]] = {}
    for user in User.objects.filter(is_active=True).order_by("id"):
        viewer = viewer_of(user)
        for key in sorted({*viewer.roles, viewer.position} & {*ROLES, *posts} - set(cookies)):
            client = Client(headers={"user-agent": "screenshots"})
            client.force_login(user)
            cookies[key] = {name: morsel.value for name, morsel in client.cookies.items()}
    return {key: cookies[key] for key in (*ROLES, *posts) if key in cookies}


def discover(browser: Browser, address: str, cookies: dict[str, dict[str, str]]) -> list[Shot]:
    """Walk the links of each role from its home; one page of each kind is enough."""
    shots: dict[tuple[str, str], Shot] = {}
    for role in ["", *cookies]:
        with _context(browser, address, cookies.get(role, {})) as context:
            _walk(context.new_page(), address, role, shots)
        print(f"screenshots: {len(shots)} pages found as {role.lower() or 'nobody'} and before", flush=True)
    return list(shots.values())


def _walk(page: Page, address: str, role: str, shots: dict[tuple[str, str], Shot]) -> None:
    """Add what one role reaches and nobody has reached before."""
    waiting = ["/", "/sign-in/", "/ui/"]
    while waiting and len(shots) < MOST_PAGES:
        path = waiting.pop(0)
        if _key(path, role) in shots:
            continue
        answer = page.goto(address + path)
        key = _key(_path(page, address), role)
        if answer and answer.ok and key not in shots:
            shots[key] = Shot(role or "nobody", path, key[0])
            waiting += _links(page)


def _key(path: str, role: str) -> tuple[str, str]:
    """What makes a page one of its kind: its name, and where it matters who looks."""
    kind = _kind(path)
    return kind, role if kind in EACH_ROLE else ""


def _path(page: Page, address: str) -> str:
    return page.url.removeprefix(address)


def _kind(path: str) -> str:
    """The name of a page: its path without the query, numbers and dates as one."""
    plain = re.sub(r"/[^/]*\d[^/]*", "/n", path.partition("?")[0].partition("#")[0])
    return plain.strip("/").replace("/", ".") or "home"


def _links(page: Page) -> list[str]:
    links: list[str] = page.eval_on_selector_all("a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
    return [link for link in links if not NOT_PICTURED.search(link)]


@contextmanager
def _context(browser: Browser, address: str, cookies: dict[str, str], **options: object) -> Iterator[BrowserContext]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    # A __Host- cookie may only be planted from https; on loopback the browser sends it over http as well.
    home = address.replace("http://", "https://")
    context.add_cookies([{"name": name, "value": value, "url": home} for name, value in cookies.items()])
    try:
        yield context
    finally:
        context.close()


def take(browser: Browser, address: str, shots: list[Shot], cookies: dict[str, dict[str, str]], into: Path) -> int:
    """Take every page in every width, light and language; returns the number of pictures."""
    by_role = {role: list(some) for role, some in groupby(sorted(shots, key=_role), key=_role)}
    looks = list(product(WIDTHS, ("light", "dark"), ("zh-hans", "en")))
    for width, light, language in looks:
        options = {"viewport": {"width": width, "height": WIDTHS[width]}, "color_scheme": light}
        for role, some in by_role.items():
            kept = cookies.get(role, {}) | {"omos_language": language}
            with _context(browser, address, kept, **options) as context:
                page = context.new_page()
                for shot in some:
                    name = f"{shot.name}.{role.lower()}.{width}.{light}.{language}.png"
                    _picture(page, address + shot.path, width, into / name)
        print(f"screenshots: {width} px {light} {language} done", flush=True)
    return len(shots) * len(looks)


def _role(shot: Shot) -> str:
    return shot.role


def _picture(page: Page, address: str, width: int, into: Path) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    _stretch(page, width)
    page.screenshot(path=into)


def _stretch(page: Page, width: int) -> None:
    """Make the window as high as the page, so that what sticks to its edges stands at the edges of the picture."""
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), HIGHEST)
    page.set_viewport_size({"width": width, "height": max(height, WIDTHS[width])})


def take_for_guide(browser: Browser, address: str, cookies: dict[str, dict[str, str]], into: Path) -> int:
    """The pictures of the guide: one screen each, light, 中文 and English; returns their number.

    :raises SystemExit: if one is too heavy for a guide
    """
    for (folder, language), wanted in product(GUIDE_LANGUAGES.items(), GUIDE_PICTURES):
        kept = cookies[wanted.who] | {"omos_language": language}
        with _context(browser, address, kept, viewport=GUIDE_WINDOW, color_scheme="light") as context:
            page = context.new_page()
            page.goto(address + wanted.path)
            page.wait_for_load_state("networkidle")
            _keep(_lighter(page.screenshot()), into / folder / "pictures" / f"{wanted.name}.png")
    return len(GUIDE_LANGUAGES) * len(GUIDE_PICTURES)


def _keep(picture: bytes, path: Path) -> None:
    if len(picture) > MOST_GUIDE_BYTES:
        raise SystemExit(f"{path.name} would weigh {len(picture):,} bytes, at most {MOST_GUIDE_BYTES:,} are wanted")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    print(f"screenshots: {path.name} {len(picture):,} bytes", flush=True)


def _lighter(picture: bytes) -> bytes:
    """The same picture in 128 colours, where pngquant is installed."""
    if not shutil.which("pngquant"):
        return picture
    return subprocess.run(["pngquant", "--strip", "128", "-"], input=picture, check=True, capture_output=True).stdout


def main() -> int:
    """Take the pictures and say where they are; answers 1 if a page could not be opened."""
    parser = argparse.ArgumentParser(description="Take a picture of every page of the demo.")
    parser.add_argument("--into", type=Path, help="folder of the pictures (screenshots)")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--guide", action="store_true", help="the few pictures of the guide")
    parser.add_argument(
        "--data", type=Path, default=ROOT / ".build" / "screenshots-data", help="where the demo is loaded, or will be"
    )
    asked = parser.parse_args()
    into: Path = asked.into or (GUIDE if asked.guide else ROOT / "screenshots")
    into.mkdir(parents=True, exist_ok=True)
    with served_demo(asked.data) as address:
        posts = {picture.who for picture in GUIDE_PICTURES} - set(ROLES) if asked.guide else ()
        cookies = signed_in(posts)  # before Playwright starts its event loop, in which Django asks no database
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=_browser(), args=CHROMIUM)
            if asked.guide:
                taken = take_for_guide(browser, address, cookies, into)
            else:
                shots = [shot for shot in discover(browser, address, cookies) if asked.only in shot.name]
                taken = take(browser, address, shots, cookies, into)
    print(f"screenshots: {taken} pictures in {into}")
    return 0 if taken else 1


def _browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise SystemExit("No browser is installed; scripts/setup.sh test installs Chromium.")


if __name__ == "__main__":
    sys.exit(main())
