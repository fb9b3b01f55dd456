"""The list of pages as XML, apart from any request."""

from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.web.sitemap import SitemapEntry, newest_of, sitemap_index_xml, sitemap_xml, split

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DAY = date(2026, 11, 22)


def xml(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # Our own answer, not a stranger's.


def test_an_address_with_signs_that_xml_means_something_by_is_read_back_whole():
    url = 'https://x.org/a?b=1&c=<2>"'
    tree = xml(sitemap_xml([SitemapEntry(url, DAY, (("es", url),))]))
    entry = tree.find("s:url", NAMES)
    assert entry.findtext("s:loc", None, NAMES) == url
    assert entry.find("x:link", NAMES).attrib == {"rel": "alternate", "hreflang": "es", "href": url}


def test_a_page_without_a_day_has_none():
    assert "lastmod" not in sitemap_xml([SitemapEntry("https://x.org/", None)])
    assert "<lastmod>2026-11-22</lastmod>" in sitemap_xml([SitemapEntry("https://x.org/", DAY)])


def test_the_list_of_files_is_dated_by_the_newest_page_of_each():
    entries = [SitemapEntry("https://x.org/1", None), SitemapEntry("https://x.org/2", DAY)]
    assert newest_of(entries) == DAY
    assert newest_of(entries[:1]) is None
    tree = xml(sitemap_index_xml([SitemapEntry("https://x.org/sitemap-1.xml", newest_of(entries))]))
    assert tree.findtext("s:sitemap/s:lastmod", None, NAMES) == "2026-11-22"


@given(count=st.integers(0, 400), most=st.integers(1, 90))
def test_files_hold_every_entry_once_in_order_and_none_is_too_long(count: int, most: int):
    entries = [SitemapEntry(f"https://x.org/{number}", None) for number in range(count)]
    parts = split(entries, most)
    assert [entry for part in parts for entry in part] == entries
    assert parts
    assert all(len(part) <= most for part in parts)
    assert len(parts) == max(1, -(-count // most))
