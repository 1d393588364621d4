"""Words of the components page that its template hands to components."""

from __future__ import annotations

from django.utils.translation import pgettext as _


def words() -> dict[str, str]:
    """Every word by its key."""
    return _of_figures() | _of_work()


def _of_figures() -> dict[str, str]:
    return {
        "handed_in": _("sample", "handed in"),
        "period": _("sample", "Period"),
        "goals": _("sample", "Goals"),
        "baidu_clicks_35_dearer": _("sample", "Baidu clicks 35% dearer: 9.50 → 12.83 yuan"),
        "since_11_09_about": _("sample", "Since 11-09 · about 2,100 yuan more by the end of the month"),
        "look_into_it": _("sample", "Look into it"),
        "the_inquiry_form_was": _("sample", "The inquiry form was broken for 26 hours, about 7 inquiries"),
        "after_the_change_of": _("sample", "After the change of 11-11 · mended 11-12 17:10"),
        "review": _("sample", "Review"),
        "rank_unknown_the_engine": _("sample", "Rank unknown: the engine asked for a captcha"),
        "counts_against_nobody_tried": _("sample", "Counts against nobody · tried again at 18:00"),
        "keyword_plan": _("sample", "Keyword plan"),
        "n42_words_ready_6": _("sample", "42 words ready, 6 without landing page"),
        "fill_and_publish": _("sample", "Fill and publish"),
        "course_of_revenue": _("sample", "Course of revenue"),
        "team_today": _("sample", "Team today"),
        "planned_33_handed_in": _("sample", "planned 33 · handed in 29"),
        "day_closing": _("sample", "Day closing"),
        "states_categories_figures": _("sample", "States, categories, figures"),
        "passed": _("sample", "passed"),
        "failed": _("sample", "failed"),
        "late": _("sample", "late"),
        "unknown": _("sample", "unknown"),
        "in_use": _("sample", "in use"),
        "trial_month": _("sample", "trial month"),
        "yes": _("sample", "yes"),
        "no": _("sample", "no"),
    }


def _of_work() -> dict[str, str]:
    return {
        "warning": _("sample", "warning"),
        "views": _("sample", "Views"),
        "import": _("sample", "Import"),
        "n4_people_3_days": _("sample", "4 people / 3 days"),
        "load": _("sample", "Load"),
        "hours_capacity": _("sample", "hours / capacity"),
        "weekly_work_plan": _("sample", "Weekly work plan"),
        "calendar_of_day_closings": _("sample", "Calendar of day closings"),
        "website_visits": _("sample", "Website visits"),
        "goals_reached_by_month": _("sample", "Goals reached by month"),
        "evidence_by_channel": _("sample", "Evidence by channel"),
        "what_made_the_gap": _("sample", "What made the gap"),
        "funnel": _("sample", "Funnel"),
        "when_they_ask": _("sample", "When they ask"),
        "history_of_ranks": _("sample", "History of ranks"),
        "form": _("sample", "Form"),
        "save_1_word": _("sample", "Save 1 word"),
        "funnel_without_script": _("sample", "Funnel without script"),
        "nothing_to_show": _("sample", "Nothing to show"),
        "no_keywords_yet": _("sample", "No keywords yet"),
        "bring_your_list_from": _("sample", "Bring your list from Excel; 1,000 rows take a minute."),
        "import_keywords": _("sample", "Import keywords"),
        "all_seen": _("sample", "All seen"),
        "writing_keywords": _("sample", "Writing keywords"),
        "you_may_leave_this": _("sample", "You may leave this page"),
        "why_5": _("sample", "Why 5?"),
        "moved_3_words_to": _("sample", "Moved 3 words to another group"),
    }
