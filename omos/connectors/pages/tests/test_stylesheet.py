"""Embedded style sheets: the simple rules that hold on a screen, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.stylesheet import MOST_RULES, Rule, declarations_of, rules_of


def selectors(sheet: str) -> list[str]:
    return [rule.selector for rule in rules_of(sheet)]


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (".a{display:none}", [".a"]),
        (".a, #b ,p{display:none}", [".a", "#b", "p"]),
        ("div p{x:y} ul > li{x:y} h1 + p{x:y}", ["div p", "ul > li", "h1 + p"]),
        ("@media screen{.a{x:y}}", [".a"]),
        ("@media all{.a{x:y}} .b{x:y}", [".a", ".b"]),
        ("@supports (display:grid){.a{x:y}}", [".a"]),
        ("@layer base{.a{x:y}}", [".a"]),
        ('[data-x="1"]{x:y}', ['[data-x="1"]']),
        (".中文{x:y}", [".中文"]),
        ("/* .a{x:y} */ .b{x:y}", [".b"]),
        (".a{x:y", [".a"]),
    ],
)
def test_simple_rules_are_found(sheet: str, found: list[str]) -> None:
    assert selectors(sheet) == found


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print{.a{x:y}}",
        "@media (max-width:600px){.a{x:y}}",
        "@font-face{font-family:x}",
        "@keyframes x{from{opacity:0}}",
        "@import url(x.css);",
        ".a:hover{x:y}",
        ".a::before{x:y}",
        "body div ul li{x:y}",
        f".{'a' * 300}{{x:y}}",
        "",
        "}}}}",
        "{{{{",
        "/* never closed .a{x:y}",
    ],
)
def test_rules_that_say_little_are_left_alone(sheet: str) -> None:
    assert selectors(sheet) == []


def test_layers_below_layers_are_read_three_deep() -> None:
    nested = "@layer a{" * 3 + ".in{x:y}" + "}" * 3
    deeper = "@layer a{" * 4 + ".in{x:y}" + "}" * 4

    assert selectors(nested) == [".in"]
    assert selectors(deeper) == []


def test_the_heavier_selector_weighs_more() -> None:
    rules = rules_of("p{x:y} .a{x:y} p.a{x:y} #a{x:y} #a .b{x:y}")

    weights = [rule.weight for rule in rules]
    assert weights == sorted(weights)


def test_there_is_an_end_to_rules() -> None:
    assert len(rules_of(".a{x:y}" * (MOST_RULES * 3))) == MOST_RULES


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("display:none", {"display": "none"}),
        (" Display : NONE ; color:RED ", {"display": "none", "color": "red"}),
        ("x:1;x:2", {"x": "2"}),
        ("x:1!important;x:2", {"x": "1!important"}),
        ("x:1!important;x:2 !important", {"x": "2 !important"}),
        ("nonsense;;:;", {"": ""}),
        ("background:url(data:a)", {"background": "url(data:a)"}),
        ("", {}),
    ],
)
def test_the_last_declaration_wins_unless_an_earlier_one_is_important(block: str, found: dict[str, str]) -> None:
    assert declarations_of(block) == found


def test_a_rule_tells_what_it_says_about_some_properties() -> None:
    rule = Rule(".a", {"color": "red", "left": "0"}, (0, 1, 0))

    assert rule.about(frozenset({"left", "top"})) == {"left": "0"}
    assert rule.about(frozenset({"top"})) == {}


@given(st.text(alphabet="{}@;:/*.#a \n'\"\\", max_size=300))
def test_any_text_is_read(sheet: str) -> None:
    assert len(rules_of(sheet)) <= MOST_RULES


@given(st.text(max_size=200))
def test_names_and_values_of_declarations_are_plain(block: str) -> None:
    found = declarations_of(block)

    assert all(name == name.strip() and ";" not in value for name, value in found.items())
