"""The posts of an online-marketing department as a company finds them: duties, abilities, standard, role, arrival.

The organisation form starts with the seven posts a small company needs; the others wait to be added to it.
Names and texts are written in the language of the installation when they are created; then they are the company's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from omos.people.models import Headcount
from omos.people.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words


@dataclass(frozen=True)
class DefaultPosition:
    """A post: what it does, what it takes, when it is good, which role it gives, when it must be filled."""

    code: str
    name: Words
    role: Role | None
    duties: tuple[Words, ...] = ()
    abilities: tuple[Words, ...] = ()
    standard: Words | str = ""
    # Days after the website's launch; negative means before.
    arrival_offset_days: int = 0
    base_pay_share: int = 60
    # How many the organisation form starts with; 0 leaves the post out of it.
    wanted: int = 0
    kind: Headcount.Kind = Headcount.Kind.EMPLOYED


DEFAULT_POSITIONS = (
    DefaultPosition(
        "MANAGER",
        _("Online marketing manager"),
        Role.SUPERVISOR,
        duties=(
            _("Plan the structure of the website: what visitors see, what editors use, the customer-service centre"),
            _("Plan the columns and bring the key ones forward"),
            _("Set page layout, functions and requirements, and accept the work of designers and programmers"),
            _("Plan online and offline campaigns, members' and group campaigns, and their publicity"),
            _("Improve ease of use from what visitors really do"),
            _("Set goals, plan the week, check the day's reports, appraise and coach the team"),
            _("Answer for the operations plan, the paid budget and what they bring"),
        ),
        abilities=(
            _("Thinks in goals and steers by figures"),
            _("Knows search, paid promotion, content and social media from own work"),
            _("Leads: divides work by skill, coaches, settles conflicts"),
            _("Speaks and writes clearly, with staff, boss and suppliers"),
        ),
        standard=_("The month goal of the department, reached within its paid budget, day after day closed on the day"),
        arrival_offset_days=-20,
        wanted=1,
    ),
    DefaultPosition(
        "PROMOTER",
        _("Online promoter"),
        Role.PROMOTER,
        duties=(
            _("Set and watch the strategy of every promotion platform, paid and free"),
            _("Keep the accounts in order every day and note what the platforms' people advise"),
            _("Find new ways of promotion, try them, measure them"),
            _("Report clicks, inquiries and cost of every channel, and change what does not pay"),
        ),
        abilities=(
            _("Masters the consoles of the platforms without looking things up"),
            _("Reads figures and draws conclusions"),
            _("Writes copy that is clicked and landing pages that are answered"),
            _("Learns new platforms quickly"),
            _("Has media contacts and keeps them"),
        ),
        standard=_("Valid inquiries of the month at the agreed cost each"),
        arrival_offset_days=-7,
        wanted=1,
    ),
    DefaultPosition(
        "EDITOR",
        _("Website editor"),
        Role.EDITOR,
        duties=(
            _("Enter product and news pages before the launch, and keep them true"),
            _("Write original articles for the week's keywords"),
            _("Collect and publish pictures and videos"),
            _("Place articles outside as well: blogs, question and answer pages, trade portals"),
        ),
        abilities=(
            _("Writes clear, correct, original Chinese"),
            _("Understands the product and what customers ask"),
            _("Knows how search engines read a page"),
        ),
        standard=_("200 articles a month, published, original, with their keyword, passed at the first check"),
        arrival_offset_days=-20,
        wanted=1,
    ),
    DefaultPosition(
        "ONLINE_SALES",
        _("Online sales"),
        Role.SALES,
        duties=(
            _("Call new valid inquiries first, within minutes"),
            _("Follow every customer up to an order or a named reason for none"),
            _("Quote by the company's prices and discounts"),
            _("Enter every contact on the day"),
        ),
        abilities=(
            _("Sells by phone and WeChat"),
            _("Knows the products and their use"),
            _("Keeps at it in a friendly way"),
        ),
        standard=_("Won deals and cash received of the month; no inquiry left without a next step"),
        arrival_offset_days=7,
        wanted=1,
    ),
    DefaultPosition(
        "SERVICE",
        _("Website customer service"),
        Role.SERVICE,
        duties=(
            _("Answer chats, calls and messages at once"),
            _("Find out the need and get a usable contact"),
            _("Judge inquiries valid or not, with the reason, and hand them to sales"),
            _("Take complaints and see them mended"),
        ),
        abilities=(
            _("Types fast and writes kindly"),
            _("Asks the right questions"),
            _("Stays calm with difficult people"),
        ),
        standard=_("First answer within 30 seconds, contact from four in ten conversations, every inquiry judged"),
        wanted=1,
    ),
    DefaultPosition(
        "PROGRAMMER",
        _("Website programmer"),
        None,
        duties=(
            _("Build and keep the website: fast, stable, safe"),
            _("Put statistics and forms in place and mend faults at once"),
        ),
        abilities=(_("Masters the website's system and database"), _("Thinks of search engines when building")),
        standard=_("The website answers within two seconds and is never down unnoticed"),
        arrival_offset_days=-20,
        wanted=1,
        kind=Headcount.Kind.OUTSOURCED,
    ),
    DefaultPosition(
        "DESIGNER",
        _("Website designer"),
        Role.EDITOR,
        duties=(
            _("Design pages, pictures and advertisements that sell"),
            _("Keep the look of the brand the same everywhere"),
        ),
        abilities=(_("Masters design and simple video tools"), _("Understands what makes visitors ask")),
        standard=_("Requests done within the agreed time and accepted at the first look"),
        arrival_offset_days=-20,
        wanted=1,
        kind=Headcount.Kind.PART_TIME,
    ),
    DefaultPosition(
        "SEO",
        _("SEO specialist"),
        Role.PROMOTER,
        duties=(
            _("Bring the week's keywords to the first page: structure, speed, titles, inner links"),
            _("Submit pages, watch indexing and ranks, find out why a page is missing"),
            _("Win good links and exchange links"),
        ),
        abilities=(_("Knows how engines crawl, index and rank"), _("Works patiently by the plan")),
        standard=_("Core keywords on the first page and pages indexed, as the month goal says"),
        arrival_offset_days=-7,
    ),
    DefaultPosition(
        "PAID",
        _("Paid promotion specialist"),
        Role.PROMOTER,
        duties=(
            _("Spend the day's budget on words that bring valid inquiries"),
            _("Add negative keywords and test creatives every day"),
            _("Watch cost per click and per valid inquiry, keyword by keyword"),
        ),
        abilities=(_("Masters the advertising consoles"), _("Calculates before spending")),
        standard=_("Valid inquiries at the agreed cost each, never over the month's budget"),
        arrival_offset_days=-7,
    ),
    DefaultPosition(
        "NEW_MEDIA",
        _("New media specialist"),
        Role.PROMOTER,
        duties=(
            _("Keep the social accounts alive: short videos, posts, answers"),
            _("Make theme videos with the departments that know the subject"),
            _("Answer comments and report bad ones at once"),
        ),
        abilities=(_("Shoots and cuts short videos"), _("Feels what people share")),
        standard=_("One short video each workday, and inquiries that name the account"),
    ),
    DefaultPosition(
        "FOLLOW_ON",
        _("Follow-on sales"),
        Role.SALES,
        duties=(
            _("Sell again and more to those who asked or bought before"),
            _("Call customers after each purchase and ask how it works"),
            _("Keep groups and care plans of customers up to date"),
        ),
        abilities=(_("Builds trust over time"), _("Knows each customer's history before calling")),
        standard=_("Repeat revenue of the month; no buyer without a call in 90 days"),
    ),
    DefaultPosition(
        "HR",
        _("Human resources"),
        Role.ADMIN,
        duties=(
            _("Keep staff, leave and positions true"),
            _("Find and choose people by the standard of the post"),
            _("Keep the appraisal sheets and their time-table"),
        ),
        abilities=(_("Is discreet and exact"),),
        standard=_("Posts filled by their arrival date"),
        base_pay_share=100,
    ),
    DefaultPosition(
        "BOSS",
        _("General manager"),
        Role.BOSS,
        duties=(_("Sets the company's goals, approves budget and appraisals, removes obstacles"),),
        base_pay_share=100,
    ),
    DefaultPosition(
        "ADMINISTRATOR",
        _("System administrator"),
        Role.ADMIN,
        duties=(_("Invites people, gives roles, keeps settings, calendar and backups"),),
        base_pay_share=100,
    ),
)

# What the source's example of 2011–2013 paid a month, in yuan; never a default, wages have long moved on.
OLD_PAY_EXAMPLES: dict[str, tuple[int, int]] = {
    "MANAGER": (4500, 6000),
    "PROMOTER": (3000, 4000),
    "EDITOR": (2000, 2500),
}
