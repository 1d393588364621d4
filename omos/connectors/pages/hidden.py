from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from omos.connectors.pages.colours import same_colour
from omos.connectors.pages.flow import one_line
from omos.connectors.pages.stylesheet import Rule, declarations_of, rules_of

_UNSEEN_TAGS = (
    "head, script, style, template, noscript, iframe, object, embed, video, audio, canvas, noembed, noframes, "
    "datalist, svg style, svg script, svg defs, svg title, svg desc, svg metadata, math annotation, "
    "dialog:not([open]), [hidden], input[type=hidden]"
)
_HIDING = frozenset(
    (
        *("display", "visibility", "font-size", "opacity", "text-indent", "position", "left", "top", "right"),
        *(
            "bottom",
            "transition",
            "animation",
            "clip",
            "clip-path",
            "height",
            "max-height",
            "width",
            "max-width",
            "overflow",
        ),
    )
)
_COLOURING = frozenset({"color", "background", "background-color"})
_FAR = re.compile(r"^-\s*(\d+(?:\.\d+)?)(px|em|rem|pt|vw|vh|%)?")
_NOTHING = re.compile(r"^0(?:\.0*)?(?:px|em|rem|pt|%|vw|vh)?$")
_CLIPPED = re.compile(r"^(?:rect\(\s*0|inset\(\s*(?:50|100)%)")
# A page whose root is hidden is shown by its script when ready: hiding all of it hides nothing from a reader.
_ROOTS = frozenset({"html", "body"})
# Rules times elements: what a page may cost before its remaining rules are left alone.
_MOST_LOOKS = 20_000_000
_HIDDEN_PIECES = 100
_HIDDEN_LETTERS = 5000

Styles = dict[int, tuple[LexborNode, dict[str, str]]]


def remove_hidden(tree: LexborHTMLParser, host: str, elements: int) -> str:
    """Take out of a page what a reader does not see; what was hidden by style comes back as text, cut short.

    ``elements`` is about how many there are: it bounds the cost of the style rules.
    """
    styles = _styles(tree, elements)
    for node in tree.css(_UNSEEN_TAGS):
        node.decompose()
    hidden = [node for node, style in styles.values() if _is_hidden(node, style, host, styles)]
    told = [one_line(node.text(separator=" ")) for node in hidden[:_HIDDEN_PIECES]]
    for node in hidden:
        node.remove()
    return "\n".join(text for text in told if text)[:_HIDDEN_LETTERS]


def _styles(tree: LexborHTMLParser, elements: int) -> Styles:
    """What embedded sheets and style attributes declare, by element, the stronger rule winning."""
    rules = _embedded_rules(tree)
    looks = max(_MOST_LOOKS // elements, 20)
    styles: Styles = {}
    for wanted in (_HIDING, _COLOURING):
        for rule in [rule for rule in rules if rule.about(wanted)][:looks]:
            for node in _matching(tree, rule.selector):
                _lay_over(styles, node, rule.about(wanted))
    for node in tree.css("[style]"):
        _lay_over(styles, node, declarations_of(node.attributes.get("style") or ""))
    return styles


def _embedded_rules(tree: LexborHTMLParser) -> list[Rule]:
    rules = rules_of("\n".join(node.text() for node in tree.css("style:not([media*=print])")))
    # Stable: equal weights keep the order of the sheet.
    return sorted(rules, key=lambda each: each.weight)


def _matching(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError):
        return []


def _lay_over(styles: Styles, node: LexborNode, declarations: dict[str, str]) -> None:
    style = styles.setdefault(node.mem_id, (node, {}))[1]
    for name, value in declarations.items():
        if "!important" in value or "!important" not in style.get(name, ""):
            style[name] = value


def _is_hidden(node: LexborNode, style: dict[str, str], host: str, styles: Styles) -> bool:
    if node.tag in _ROOTS or _is_shown_by_script(node, host):
        return False
    plain = {name: value.replace("!important", "").strip() for name, value in style.items()}
    return _is_switched_off(plain) or _is_out_of_sight(plain) or _is_without_contrast(node, styles)


def _is_shown_by_script(node: LexborNode, host: str) -> bool:
    # WeChat serves every article's body invisible and shows it by script.
    return node.attributes.get("id") == "js_content" and host == "mp.weixin.qq.com"


def _is_switched_off(style: dict[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or bool(_NOTHING.match(style.get("font-size", "")))
        # Something faded out that has a transition or animation is about to appear.
        or (bool(_NOTHING.match(style.get("opacity", ""))) and not {"transition", "animation"} & style.keys())
    )


def _is_out_of_sight(style: dict[str, str]) -> bool:
    if _is_far(style.get("text-indent", "")):
        return True
    if style.get("position") in {"absolute", "fixed"}:
        return any(_is_far(style.get(side, "")) for side in ("left", "top", "right", "bottom")) or any(
            bool(_CLIPPED.match(style.get(name, ""))) for name in ("clip", "clip-path")
        )
    boxed = any(_NOTHING.match(style.get(name, "")) for name in ("height", "max-height", "width", "max-width"))
    return boxed and style.get("overflow") in {"hidden", "clip"}


def _is_far(value: str) -> bool:
    found = _FAR.match(value)
    if not found:
        return False
    size, unit = float(found.group(1)), found.group(2) or "px"
    return size >= {"px": 500, "pt": 400, "%": 100, "vw": 90, "vh": 90}.get(unit, 40)


def _is_without_contrast(node: LexborNode, styles: Styles) -> bool:
    """True when the text has the colour of the ground it stands on, and both are declared in the page."""
    colour = styles[node.mem_id][1].get("color")
    return bool(colour) and same_colour(colour, _ground(node, styles))


def _ground(node: LexborNode, styles: Styles) -> str | None:
    current: Any = node
    while current is not None:
        ground = _own_ground(current, styles)
        if ground:
            return ground
        # A class may colour the ground in a sheet of its own file, which is not read.
        if current is not node and (current.attributes.get("class") or current.attributes.get("id")):
            return None
        current = current.parent if current.tag != "html" else None
    return None


def _own_ground(node: LexborNode, styles: Styles) -> str:
    style = styles.get(node.mem_id, (node, {}))[1]
    return style.get("background-color") or style.get("background") or node.attributes.get("bgcolor") or ""
