"""What the keywords room offers upwards."""

from django.utils.translation import gettext_lazy as _

from omos.loop.keywords import holdings, queries
from omos.loop.keywords.services import importing
from omos.loop.keywords.tables import PAGE
from omos.office.sheets import parsing
from omos.office.sheets.declare import Field, Importer, Search
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

EVERYBODY = dict.fromkeys(Role, Scope.ALL)

VERBS = (
    Verb("keywords.view", _("See the keyword library and the week's words"), EVERYBODY),
    Verb(
        "keywords.manage",
        _("Change the keyword library"),
        {Role.SUPERVISOR: Scope.ALL, Role.PROMOTER: Scope.ALL, Role.EDITOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb("keywords.plan_week", _("Plan the week's keywords"), {Role.SUPERVISOR: Scope.ALL, Role.PROMOTER: Scope.ALL}),
)
LISTS = (PAGE,)

IMPORTERS = (
    Importer(
        code="keywords",
        label=_("Import keywords"),
        verb="keywords.manage",
        fields=(
            Field(
                "text",
                _("Keyword"),
                aliases=("关键词", "关键字", "词", "keyword"),
                is_required=True,
                parse=importing.word,
                example="布袋除尘器厂家",
            ),
            Field(
                "intent",
                _("Intent"),
                aliases=("意图", "类型"),
                choices=importing.intents,
                unknown_title=_("The intent is none of the four"),
            ),
            Field("group", _("Group"), aliases=("分组", "类别", "词组"), parse=parsing.text(40)),
            Field("landing_page", _("Landing page"), aliases=("落地页", "网址", "URL"), parse=importing.own_page),
            Field(
                "owner",
                _("Owner"),
                aliases=("负责人", "责任人", "员工"),
                choices=importing.owners,
                unknown_title=_("The owner is not on the staff list"),
            ),
            Field("priority", _("Priority"), aliases=("优先级", "重要性"), parse=parsing.whole(low=1, high=5)),
            Field(
                "target_rank",
                _("Rank to reach"),
                aliases=("目标位次", "目标排名"),
                parse=parsing.whole(low=1, high=100),
            ),
            Field("month_searches", _("Searches a month"), aliases=("月搜索量", "搜索量"), parse=parsing.whole(low=0)),
        ),
        key=("text",),
        existing=importing.existing,
        write=importing.write,
        undo=importing.undo_import,
        route="keywords:library",
    ),
)
SEARCHES = (Search("keywords", _("Keyword"), "tag", "keywords.view", queries.search),)
HELD = holdings.HELD
