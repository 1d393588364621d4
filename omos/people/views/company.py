"""Company and websites."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, needs
from omos.people.forms.company import CompanyForm, WebsiteForm
from omos.people.models import Website


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_company")
def company(request: ViewerRequest) -> HttpResponse:
    """Names, industry, time zone, trial month; and the list of websites."""
    saved = queries.company()
    initial = CompanyForm.initial_of(saved) if saved else {}
    form = CompanyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_company(
                details=form.details(is_demo=bool(saved and saved.is_demo)),
                row_version=form.cleaned_data["row_version"],
                actor=request.viewer,
                now=clock.now(),
            )
        except services.CompanyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Company saved."))
            return redirect("people:company")
    context = {
        "form": form,
        "company": saved,
        "websites": tuple(queries.all_websites()),
        "is_trial": saved is None or saved.scores_count_from is None or saved.scores_count_from > clock.today(),
    }
    return render(request, "people/company.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_company")
def website(request: ViewerRequest, website_id: int | None = None) -> HttpResponse:
    """Add a website, or change one."""
    saved = queries.all_websites().filter(pk=website_id).first() if website_id else None
    if website_id and saved is None:
        raise Http404
    form = WebsiteForm(request.POST or None, initial=_initial(saved))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_website(details=form.details(), website_id=website_id, actor=request.viewer, now=clock.now())
        except services.CompanyRefused as refusal:
            form.add_error("domain", str(refusal))
        else:
            messages.success(request, _("%(domain)s saved.") % {"domain": form.cleaned_data["domain"]})
            return redirect("people:company")
    context = {"form": form, "website": saved}
    return render(request, "people/website.html", context, status=422 if form.is_bound else 200)


def _initial(saved: Website | None) -> dict[str, object]:
    if saved is not None:
        return WebsiteForm.initial_of(saved)
    return {"time_zone": clock.company_time_zone(), "is_active": True}
