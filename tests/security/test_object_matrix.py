"""T1: who may open what. One declarative table of actors and relations against every page, held by the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from omos.people import policy
from omos.people.models import Department, Staff, User
from omos.people.roles import Role, Scope
from omos.people.tests.factories import make_department, make_leave, make_staff
from tests.security.routes import Route, pages

# Routes that only take changes are knocked at by the test of tokens and by their rooms.
NO_PAGE = "takes only changes"
ACTORS = ("STRANGER", "LOCKED", *Role)


@dataclass(frozen=True)
class ObjectPage:
    """A page about somebody's row: its address for a person, the verb it asks for, and how it is asked."""

    name: str
    address: str
    verb: str
    method: str = "get"


# One line for each page about a row that belongs to a person. `{staff}` and `{leave}` are filled in.
OBJECT_PAGES = (
    ObjectPage("person", "/people/{staff}/", "people.view_staff"),
    ObjectPage("edit person", "/people/{staff}/edit/", "people.manage_staff"),
    ObjectPage("reset", "/people/{staff}/reset/", "people.manage_users", "post"),
    ObjectPage("lock", "/people/{staff}/lock/", "people.manage_users", "post"),
    ObjectPage("roles", "/people/{staff}/roles/", "people.manage_users", "post"),
    ObjectPage("depart", "/people/{staff}/depart/", "people.manage_staff", "post"),
    ObjectPage("cancel leave", "/leave/{leave}/cancel/", "people.record_leave", "post"),
)
# Whose row it is, seen from the actor: the narrowest scope that reaches it.
RELATIONS = {
    "own": Scope.OWN,
    "same department": Scope.TEAM,
    "department below": Scope.DEPARTMENT,
    "other department": Scope.ALL,
}


@pytest.fixture
def world(company):
    """Three departments: the actors', one below it, another one."""
    own = make_department("网销部")
    make_department("一组", parent=own)
    make_department("仓储部")
    return own


def browser_of(actor: str) -> tuple[Client, Staff | None]:
    client = Client()
    if actor == "STRANGER":
        return client, None
    staff = make_staff(f"演员 {actor}", role=Role.EDITOR if actor == "LOCKED" else Role(actor))
    user = User.objects.get(login=staff.name)
    client.force_login(user)
    if actor == "LOCKED":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client, staff


def expected_page(actor: str, route: Route) -> str:
    if route.verb is None:
        return "open"
    if actor in {"STRANGER", "LOCKED"}:
        return "sign in"
    return "open" if Role(actor) in _grants(route.verb) else "refused"


def answer_to_page(client: Client, route: Route) -> str:
    response = client.get(route.path, secure=True)
    if response.status_code == 302 and response["Location"].startswith("/sign-in/"):
        return "sign in"
    known = {403: "refused", 401: "sign in", 405: NO_PAGE}
    return known.get(response.status_code, _opened(response.status_code))


def _opened(status: int) -> str:
    # Public pages have answers of their own (429, 410); a page that needs a date or upload says 404 or 422.
    return "open" if status < 500 else f"error {status}"


def _grants(verb: str) -> dict[Role, Scope]:
    return next((dict(one.grants) for one in policy.verbs() if one.code == verb), {})


class TestPages:
    """Actors × pages: open exactly where the policy grants the verb."""

    @pytest.mark.parametrize("actor", ACTORS)
    def test_open_as_the_policy_says(self, world, actor):
        client, _staff = browser_of(actor)

        answers = {route: answer_to_page(client, route) for route in _pages_to_open()}

        wrong = {
            route.name: answer
            for route, answer in answers.items()
            if answer not in {expected_page(actor, route), NO_PAGE}
        }
        assert wrong == {}


def _pages_to_open() -> list[Route]:
    # Signing in and out in the middle would change the actor; readiness answers 503 while nothing is ready.
    left_out = {"people:sign_out", "people:sign_in", "people:sign_in_code", "jobs:readyz"}
    return [route for route in pages() if route.name not in left_out]


class TestObjects:
    """Actors × relations × pages about a row: reachable exactly where the scope reaches the person."""

    @pytest.mark.parametrize("relation", RELATIONS)
    @pytest.mark.parametrize("actor", ACTORS)
    @pytest.mark.parametrize("page", OBJECT_PAGES, ids=lambda page: page.name)
    def test_reach_as_far_as_the_scope(self, world, page, actor, relation):
        client, staff = browser_of(actor)
        owner = _owner(relation, staff)
        address = page.address.format(staff=owner.pk, leave=make_leave(owner, date(2026, 11, 17)).pk)

        response = getattr(client, page.method)(address, secure=True)

        assert _kind_of(response) == _expected(page, actor, relation)


def _owner(relation: str, staff: Staff | None) -> Staff:
    if relation == "own" and staff is not None:
        return staff
    places = {"department below": "一组", "other department": "仓储部"}
    return make_staff("别人", department=Department.objects.get(name=places.get(relation, "网销部")))


def _expected(page: ObjectPage, actor: str, relation: str) -> str:
    if actor in {"STRANGER", "LOCKED"}:
        return "sign in"
    scope = _grants(page.verb).get(Role(actor))
    if scope is None:
        return "refused"
    return "reached" if scope >= RELATIONS[relation] else "not there"


def _kind_of(response: HttpResponse) -> str:
    """What a response means; refusals in the trade (422) and ways back to the page (302) were reached."""
    if response.headers.get("Location", "").startswith("/sign-in/") or response.status_code == 401:
        return "sign in"
    known = {403: "refused", 404: "not there", 200: "reached", 302: "reached", 422: "reached"}
    return known.get(response.status_code, str(response.status_code))
