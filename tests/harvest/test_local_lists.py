"""Lists of the user's own: a folder, a CSV file, a sitemap."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, KgError, UsageError
from kg.harvest.harvest import harvest
from kg.harvest.local_lists import from_csv, from_folder, from_sitemap
from kg.harvest.site import load_site
from kg.harvest.sources import source_of
from kg.harvest.wanted import Wanted
from publisher import Publisher, Run, pdf

SITE = load_site()


@pytest.mark.parametrize(
    ("name", "council", "published", "kind", "why"),
    [
        ("medway-2024-05-31.pdf", "Medway", "2024-05-31", "", "a council and a day"),
        ("2024-05-31_focused-visit_Medway.PDF", "Medway", "2024-05-31", "focused-visit", "in any order"),
        ("ilacs-80486-2014-07-07.pdf", "Barking and Dagenham", "2014-07-07", "ilacs", "a number"),
        ("jtai-bath-and-north-east-somerset-2022-04-19.pdf", "Bath and North East Somerset", "2022-04-19", "jtai", "a long name"),
        ("send-medway-2024-05-31.pdf", "Medway", "2024-05-31", "area-send", "a kind in lower case"),
        ("scan0042.pdf", "", "", "", "nothing"),
        ("medway-2024-02-30.pdf", "Medway", "", "", "no such day"),
        ("medway-and-kent-2024-05-31.pdf", "", "2024-05-31", "", "two councils"),
        ("ilacs-11111-2014-07-07.pdf", "", "2014-07-07", "ilacs", "nobody's number"),
    ],
)  # fmt: skip
def test_names_of_files(
    tmp_path: Path, name: str, council: str, published: str, kind: str, why: str
) -> None:
    (tmp_path / "some" / "where").mkdir(parents=True)
    (tmp_path / "some" / "where" / name).write_bytes(b"")
    listing = from_folder(tmp_path, SITE)
    (entry,) = listing.entries
    assert (entry.provider.name, entry.published, entry.type) == (council, published, kind), why
    assert any("without a council: 1" in note for note in listing.notes) == (not council)
    assert any("without a publication date: 1" in note for note in listing.notes) == (not published)


def test_a_folder_is_taken_over(tmp_path: Path, run: Run) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "medway-2024-05-31.pdf").write_bytes(pdf("a"))
    (given / "broken-2024-05-31.pdf").write_bytes(b"<html>")
    report = run(listed_in=str(given))
    assert report.new == ("medway/2024-05-31-document-medway.pdf",)
    ((_, reason),) = report.failed
    assert reason.endswith("an HTML page, not a PDF: perhaps an error page; not saved")
    (given / "broken-2024-05-31.pdf").write_bytes(pdf("b"))
    assert run(listed_in=str(given)).complete
    assert run(listed_in=str(given)).new == ()


def test_a_folder_is_not_harvested_into_itself(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("a"))
    for target in (tmp_path, tmp_path / "reports", tmp_path.parent):
        with pytest.raises(UsageError, match="or the other way round"):
            harvest(target, Wanted(), listed_in=str(tmp_path))


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("url\nhttps://kg.example/5.pdf\n", ("", "", "", ""), "addresses alone"),
        ("file,url,published,title,publisher,provider,type\nx,https://kg.example/5.pdf,2024-05-31,T,P,Medway,jtai\n", ("Medway", "2024-05-31", "jtai", "T"), "a manifest"),
        ("local_authority,inspection_link,publication_date\nMedway,https://kg.example/5.pdf,31/05/24\n", ("Medway", "2024-05-31", "", ""), "other names, a short year"),
        ("council,link,title,published\nMedway,https://kg.example/5.pdf,Focused visit to Medway,31 May 2024\n", ("Medway", "2024-05-31", "focused-visit", "Focused visit to Medway"), "a kind in the title"),
        ("url,published\nhttps://kg.example/5.pdf,soon\n", ("", "", "", ""), "no date"),
    ],
)  # fmt: skip
def test_rows(tmp_path: Path, text: str, expected: tuple[str, ...], why: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    (entry,) = from_csv(path, SITE).entries
    assert (entry.provider.name, entry.published, entry.type, entry.title) == expected, why
    assert source_of(str(path), None, SITE).hosts == {"kg.example"}


def test_rows_without_an_address_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('url\nhttps://kg.example/5.pdf\n""\nfile:///etc/passwd\n', encoding="utf-8")
    listing = from_csv(path, SITE)
    assert len(listing.entries) == 1
    assert "list.csv: 2 rows without a web address" in listing.notes


@pytest.mark.parametrize(
    ("name", "content", "says", "why"),
    [
        ("a.csv", b"", "no column of addresses", "an empty table"),
        ("a.csv", b"colour\nblue\n", "no column of addresses", "no addresses"),
        ("a.csv", b"url\nblue\n", "no row has a web address", "no address in any row"),
        ("a.csv", b"url\n\xff\n", "can't be read", "no text"),
        ("a.xml", b"<html>", "not a sitemap", "no XML"),
        ("a.xml", b"<urlset/>", "lists no document among 0 addresses", "an empty sitemap"),
        ("a.xml", b"<urlset><url><loc>https://kg.example/help</loc></url></urlset>", "lists no document among 1", "only pages"),
        ("a.txt", b"", "give a folder, a .csv file, or a sitemap", "another file"),
        ("none", None, "no such file or folder", "nothing"),
    ],
)  # fmt: skip
def test_lists_that_are_none(
    tmp_path: Path, name: str, content: bytes | None, says: str, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(KgError, match=says) as error:
        source_of(str(tmp_path / name), None, SITE)
    assert name in str(error.value), why


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="contains no PDF file"):
        from_folder(tmp_path, SITE)


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{0}/sitemap-1.xml</loc></sitemap><sitemap><loc>{0}/sitemap-2.xml</loc></sitemap>
</sitemapindex>"""


def sitemap(*urls: str) -> bytes:
    return SITEMAP.format("".join(f"<url><loc>{url}</loc></url>" for url in urls)).encode()


def test_a_sitemap_and_an_index_of_sitemaps(run: Run, small: Publisher) -> None:
    pages = {
        "/sitemap.xml": INDEX.format(small.url).encode(),
        "/sitemap-1.xml": sitemap(f"{small.url}/v1/file/50000001", f"{small.url}/help"),
        "/sitemap-2.xml": sitemap(f"{small.url}/v1/file/50000002"),
    }
    small.script = lambda _, path: (200, {}, pages[path]) if path in pages else None
    report = run(listed_in=f"{small.url}/sitemap.xml")
    assert report.new == tuple(
        f"unknown-council/undated-document-{number}.pdf" for number in (50000001, 50000002)
    )
    assert f"{small.url}/sitemap-1.xml: 1 addresses that are not documents" in report.notes
    assert run(listed_in=f"{small.url}/sitemap.xml").new == ()


def test_a_sitemap_with_entities_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://kg.example/secret.pdf", encoding="utf-8")
    xml = (
        f'<!DOCTYPE u [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        "<urlset><url><loc>&e;</loc></url><url><loc>https://kg.example/a.pdf</loc></url></urlset>"
    )
    listing = from_sitemap(xml.encode(), "a.xml", SITE)
    assert [entry.url for entry in listing.entries] == ["https://kg.example/a.pdf"]
