"""A parsed page → the element that holds its main content, with everything else taken out of it.

What is furniture is told by the page's own words for it: elements (`nav`, `footer`, `aside`), roles, hidden marks and
the names of classes; then by boxes that hold little but links. What is left over in doubt stays: a missing sentence
cannot be cited, a stray line can be ignored.
"""

import copy
import re
from collections.abc import Callable
from typing import Any

_NOT_TEXT = re.compile(
    "script|style|template|noscript|svg|math|iframe|object|embed|canvas|audio|video|map|head|link|meta"
    "|button|input|select|textarea|dialog|nav|footer|aside|menu"
)
_ROLE = re.compile("navigation|banner|contentinfo|complementary|search|dialog|alertdialog|menu|menubar|toolbar")
_FURNITURE = re.compile(
    r"(?i)(^|[-_ ])(cookies?|consent|gdpr|breadcrumbs?|sidebar|share|sharing|social|newsletter|subscribe|related"
    r"|comments?|nav|navbar|navigation|menu|footer|advert\w*|ads?|promo|popup|modal|skip-?link|pagination|pager|toolbar"
    r"|masthead|screen-reader-text|sr-only|visually-hidden|site-header)($|[-_ ])"
)
_HIDING = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![\d.])|opacity\s*:\s*0(?![\d.])"
)
_BOX = re.compile("div|ul|ol|section|table|td|p|dl|header|form")
_MOST_LINK_SHARE = 0.6
_LEAST_LINKS = 3
_LARGE_SHARE = 0.5
_MAIN_SHARE = 0.6


def main_content(root: Any) -> Any:
    """A copy of the element of `root` that holds the main content, without what is not content."""
    body = root.find("body")
    body = copy.deepcopy(root if body is None else body)
    drop_unseen(body)
    whole = _words(body)
    _drop(body, lambda each: _is_furniture(each, whole))
    whole = _words(body)
    _drop(body, lambda each: _is_named_furniture(each, whole))
    _drop(body, lambda each: _is_link_box(each, whole))
    return _narrowed(body)


def drop_unseen(body: Any) -> None:
    """Take out of `body` what a reader of the page does not see as its text: scripts, controls, hidden elements."""
    _drop(body, lambda each: bool(_NOT_TEXT.fullmatch(each.tag)) or _is_hidden(each))


def _drop(body: Any, is_unwanted: Callable[[Any], bool]) -> None:
    for element in [each for each in body.iterdescendants() if isinstance(each.tag, str) and is_unwanted(each)]:
        if element.getparent() is not None:
            element.drop_tree()


def _is_furniture(element: Any, whole: int) -> bool:
    """By its role, or a page's header or form, as long as it is not around half of the page."""
    if _ROLE.fullmatch(element.get("role", "")):
        return True
    outer = element.tag == "header" and not _inside(element, ("article", "main"))
    return (outer or element.tag == "form") and _words(element) < _LARGE_SHARE * whole


def _inside(element: Any, tags: tuple[str, ...]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDING.search(element.get("style", "")))
    )


def _words(element: Any) -> int:
    return sum(len(text.split()) for text in element.itertext())


def _is_named_furniture(element: Any, whole: int) -> bool:
    """By a class or id that says so, as long as it is not around half of the page."""
    if element.tag in ("body", "main", "article") or not re.fullmatch(r"[a-z]+\d?", element.tag):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_FURNITURE.search(names)) and _words(element) < _LARGE_SHARE * whole and not _holds_content(element)


def _holds_content(element: Any) -> bool:
    return any(each.tag in ("main", "article", "h1") for each in element.iterdescendants())


def _is_link_box(element: Any, whole: int) -> bool:
    """A box with little in it but links; lists of sources in running text have more words around them."""
    if not _BOX.fullmatch(element.tag):
        return False
    links = [each for each in element.iterdescendants("a") if each.get("href")]
    if len(links) < _LEAST_LINKS:
        return False
    words = _words(element)
    linked = sum(_words(link) for link in links)
    return words < _LARGE_SHARE * whole and linked > _MOST_LINK_SHARE * words and linked < 12 * len(links)


def _narrowed(body: Any) -> Any:
    """The one `main`, and in it the one `article`, that hold most of the words; else the body."""
    content = body
    for path in (".//main | .//*[@role='main']", ".//article"):
        inner = [each for each in content.xpath(path) if _words(each) >= _MAIN_SHARE * _words(content)]
        if inner:
            content = inner[0]
    return content
