"""Company and websites."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, needs
from omos.people.forms.company import CompanyForm, WebsiteForm
from omos.people.models import Website
from omos.people.views import answers
from omos.people.views.answers import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_company")
def company(request: ViewerRequest) -> HttpResponse:
    """Names, industry, time zone, trial month; and the list of websites."""
    found = queries.company()
    form = CompanyForm(request.POST or None, initial=CompanyForm.initial_of(found) if found else {})

    def save() -> HttpResponse:
        services.save_company(
            details=form.details(is_demo=bool(found and found.is_demo)),
            row_version=form.cleaned_data["row_version"],
            actor=request.viewer,
            now=clock.now(),
        )
        return answers.saved(request, _("Company saved."), "people:company")

    counting_from = found.scores_count_from if found else None
    context = {
        "company": found,
        "websites": tuple(queries.all_websites()),
        "is_trial": counting_from is None or counting_from > clock.today(),
    }
    return form_page(request, form, "people/company.html", save, refusals=services.CompanyRefused, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_company")
def website(request: ViewerRequest, website_id: int | None = None) -> HttpResponse:
    """Add a website, or change one."""
    found = queries.all_websites().filter(pk=website_id).first() if website_id else None
    if website_id and found is None:
        raise Http404
    form = WebsiteForm(request.POST or None, initial=_initial(found))

    def save() -> HttpResponse:
        services.save_website(details=form.details(), website_id=website_id, actor=request.viewer, now=clock.now())
        words = _("%(domain)s saved.") % {"domain": form.cleaned_data["domain"]}
        return answers.saved(request, words, "people:company")

    context = {"website": found}
    return form_page(
        request, form, "people/website.html", save, refusals=services.CompanyRefused, field="domain", context=context
    )


@require_POST
@needs("people.put_away_first_steps")
def put_away_first_steps(request: ViewerRequest) -> HttpResponse:
    """Take the first steps off the homes."""
    services.put_away_first_steps(actor=request.viewer, now=clock.now())
    return redirect("/")


def _initial(saved: Website | None) -> dict[str, object]:
    if saved is not None:
        return WebsiteForm.initial_of(saved)
    return {"time_zone": clock.company_time_zone(), "is_active": True}
