"""A page as a tree, so that tests speak of elements and visible text and not of markup."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNSEEN = frozenset({"script", "style", "head", "template"})


class Element:
    """One element: its tag, attributes (None where written without a value) and children in order."""

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element | str] = []

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str | None = None, **attrs: str) -> list[Element]:
        """Elements within this one that have the tag and the attributes; `cls` means one of its classes."""
        wanted_class = attrs.pop("cls", None)
        wanted = {name.replace("_", "-"): value for name, value in attrs.items()}
        return [
            e
            for e in self.walk()
            if e is not self
            and tag in (None, e.tag)
            and all(e.attrs.get(name) == value for name, value in wanted.items())
            and (wanted_class is None or wanted_class in (e.attrs.get("class") or "").split())
        ]

    def one(self, tag: str | None = None, **attrs: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements {tag} {attrs}"
        return found[0]

    def texts(self) -> Iterator[str]:
        """The pieces of text that a person sees, one per text node."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield from child.texts()

    @property
    def text(self) -> str:
        """What a person reads, with spaces as a browser collapses them."""
        return " ".join("".join(self.texts()).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {}, None)
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in <{tag}>: {names}"
        element = Element(tag, dict(attrs), self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    """The tree of a page or a fragment.

    Raises: AssertionError if an element is not closed where it should be, or an attribute stands twice.
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.here is builder.root, f"<{builder.here.tag}> is never closed"
    return builder.root
