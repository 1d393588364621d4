"""Help: the manual by role, searched by plain words, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from omos.desk import help_places, manual, navigation
from omos.people.access import ViewerRequest, needs
from omos.people.roles import Role
from omos.people.viewer import Viewer

# The page of the guide for each role.
ROLE_PAGES = {
    Role.SUPERVISOR: "supervisor",
    Role.EDITOR: "editor",
    Role.PROMOTER: "promoter",
    Role.SERVICE: "service",
    Role.SALES: "sales",
    Role.BOSS: "boss",
    Role.ADMIN: "administrator",
}
BEGINNINGS = ("first-day", "first-week")
# Who sets things up also reads how they are run.
RUN_BY = frozenset({Role.ADMIN, Role.SUPERVISOR})
# Instructions for changing the code stand with the others and are no help in using it.
FOR_DEVELOPERS = "add-"
MOST_ANSWERS = 20
PICTURE_STAYS = "private, max-age=3600"


@dataclass(frozen=True)
class Shelf:
    """What the viewer finds on the start page: own pages, how to begin, everybody else's, and what lies deeper."""

    own: tuple[manual.ManualPage, ...]
    beginnings: tuple[manual.ManualPage, ...]
    others: tuple[manual.ManualPage, ...]
    instructions: tuple[manual.ManualPage, ...]
    formulas: tuple[manual.ManualPage, ...]


@require_safe
@needs("desk.home")
def help_start(request: ViewerRequest) -> HttpResponse:
    """The manual with the viewer's own pages first, what answers a question, and the keys."""
    language, question = manual.short(get_language() or "zh"), request.GET.get("q", "").replace("\x00", "").strip()
    keys = [navigation.item(page) for page in navigation.all_pages(request.viewer) if page.keys]
    context = {
        "shelf": _shelf(request.viewer, language),
        "question": question[: manual.LONGEST_TEXT],
        "answers": manual.search(question, language, limit=MOST_ANSWERS),
        "pages": keys,
    }
    return render(request, "desk/help.html", context)


@require_safe
@needs("desk.home")
def help_page(request: ViewerRequest, shelf: str, name: str) -> HttpResponse:
    """One page of the manual."""
    language = manual.short(get_language() or "zh")
    found = manual.page(shelf, name, language)
    if found is None:
        raise Http404
    context = {"page": found, "is_foreign": found.language != language, "others": _beside(found, language)}
    return render(request, "desk/help_page.html", context)


@require_safe
@needs("desk.home")
def help_picture(request: ViewerRequest, language: str, name: str) -> FileResponse:
    """A picture of the guide."""
    path = manual.picture(language, name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png", headers={"Cache-Control": PICTURE_STAYS})


def _shelf(viewer: Viewer, language: str) -> Shelf:
    guide = {page.name: page for page in manual.pages(manual.GUIDE, language)}
    own = [name for role, name in ROLE_PAGES.items() if role in viewer.roles]
    begin = [*BEGINNINGS, help_places.ALL_PAGES]
    listed = dict.fromkeys((*ROLE_PAGES.values(), *guide))
    return Shelf(
        own=_named(guide, own),
        beginnings=_named(guide, begin),
        others=_named(guide, [name for name in listed if name not in {*own, *begin}]),
        instructions=_instructions(viewer, language),
        formulas=_open_to(viewer, RUN_BY | {Role.BOSS}, manual.FORMULAS, language),
    )


def _named(guide: Mapping[str, manual.ManualPage], names: Sequence[str]) -> tuple[manual.ManualPage, ...]:
    return tuple(guide[name] for name in names if name in guide)


def _instructions(viewer: Viewer, language: str) -> tuple[manual.ManualPage, ...]:
    every = _open_to(viewer, RUN_BY, manual.HOWTO, language)
    return tuple(page for page in every if not page.name.startswith(FOR_DEVELOPERS))


def _open_to(viewer: Viewer, roles: frozenset[Role], shelf: str, language: str) -> tuple[manual.ManualPage, ...]:
    """A shelf on the start page of these roles; others reach its pages by links and by searching."""
    return manual.pages(shelf, language) if roles & viewer.roles else ()


def _beside(page: manual.ManualPage, language: str) -> tuple[manual.ManualPage, ...]:
    return tuple(one for one in manual.pages(page.shelf, language) if one.name != page.name)
