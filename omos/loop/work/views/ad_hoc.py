"""Ad-hoc work and the list of categories."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from omos.loop.work import services
from omos.loop.work.forms import AdHocForm, CategoryForm
from omos.loop.work.models import WorkCategory
from omos.people import queries as people
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today


@needs("work.assign_ad_hoc")
def ad_hoc(request: ViewerRequest) -> HttpResponse:
    """Give somebody work outside the weekly plan."""
    staff = people.staff_in_scope(viewer=request.viewer, verb="work.assign_ad_hoc").order_by(
        "position__sort_order", "id"
    )
    if request.method != "POST":
        tomorrow = today() + timedelta(days=1)
        form = AdHocForm(people=staff, initial={"due_date": tomorrow, "staff": request.GET.get("staff")})
        return render(request, "work/ad_hoc.html", {"form": form})
    form = AdHocForm(request.POST, people=staff)
    if form.is_valid():
        assignment = services.assign_ad_hoc(work=form.work(), actor=request.viewer, now=now())
        messages.success(
            request, _("%(code)s given to %(name)s.") % {"code": assignment.code, "name": assignment.staff.name}
        )
        return redirect("work:week")
    return render(request, "work/ad_hoc.html", {"form": form}, status=422)


@needs("work.manage_categories")
def categories(request: ViewerRequest) -> HttpResponse:
    """All kinds of countable work."""
    rows = WorkCategory.objects.select_related("position").order_by("sort_order", "id")
    return render(request, "work/categories.html", {"categories": rows})


@needs("work.manage_categories")
def category(request: ViewerRequest, category_id: int | None = None) -> HttpResponse:
    """Add or change one category."""
    row = get_object_or_404(WorkCategory, pk=category_id) if category_id else WorkCategory()
    form = CategoryForm(request.POST or None, instance=row)
    if request.method != "POST":
        return render(request, "work/category.html", {"form": form, "category": row})
    if form.is_valid():
        try:
            services.save_category(category=form.instance, actor=request.viewer, now=now())
        except services.CategoryRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("work:categories")
    return render(request, "work/category.html", {"form": form, "category": row}, status=422)
