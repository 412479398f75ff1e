"""What strangers send: every file is a document or a failure, and nobody else is asked anything."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from files import changed
from kg.builds.build import Report, build
from kg.cli import main
from kg.curation.curation_file import read as read_decisions
from kg.documents.containers import contents, entry
from kg.documents.readers import read
from kg.documents.sources import find_sources
from kg.errors import DocumentError, InputError, KgError, QueryError, UsageError
from kg.exports.files import export
from kg.harvest.entries import Provider
from kg.harvest.listing import provider_page, search_page
from kg.harvest.site import load_site
from kg.printable import printable
from kg.query.guard import guarded
from kg.query.library import find, load
from kg.query.sandbox import ask
from kg.store.graph import open_graph
from office import office_files

HERE = Path(__file__).parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]

NAUGHTY: list[str] = json.loads((HERE.parent / "data" / "naughty-strings.json").read_text("utf-8"))


def account(trial: Any, folder: Path, report: Report) -> None:
    """Every file of a folder is in the report once; what the report blames on kg is a crash."""
    given = sorted(
        os.fsencode(p.relative_to(folder).as_posix()).decode("utf-8", "replace")
        for p in folder.rglob("*")
        if p.is_file()
    )
    told = sorted(
        [name for one in report.documents for name in one["files"]]
        + [failure.name for failure in report.failures]
        + list(report.ignored)
    )
    trial.tried += len(given)
    if given != told:
        trial.lost += sorted(set(given) ^ set(told)) or ["a file is told of twice"]
    for failure in report.failures:
        if "kg failed" in failure.reason or "ended" in failure.reason:
            trial.crashed.append(f"{failure.name}: {failure.reason}")
        if "longer than" in failure.reason:
            trial.hung.append(f"{failure.name}: {failure.reason}")


def built(trial: Any, docs: Path, out: Path, jobs: int) -> None:
    """Build a folder, and account for each of its files."""
    try:
        report = build([docs], out, jobs=jobs)
    except InputError as error:
        trial.lost.append(f"nothing was built: {error}")
    else:
        account(trial, docs, report)


# --- T1, T2: files that were tampered with ---


def mutated(  # noqa: C901 - a change a case
    data: bytes, others: list[bytes], chance: random.Random
) -> bytes:
    """Bytes with a few random changes."""
    out = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(out) or 1)
        size = chance.choice((1, 4, 32, 256, 4096))
        match chance.randrange(8):
            case 0:
                out[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                out[place : place + size] = chance.randbytes(min(size, 64))
            case 2:
                del out[place : place + size]
            case 3:
                out[place:place] = out[place : place + size]
            case 4:
                del out[place:]
            case 5:  # a number becomes another
                numbers = list(re.finditer(rb"\d+", bytes(out[place : place + 2000])))
                if numbers:
                    one = chance.choice(numbers)
                    new = chance.choice((b"0", b"-1", b"65536", b"4294967296", b"99999999999"))
                    out[place + one.start() : place + one.end()] = new
            case 6:  # a name becomes another
                for word in (
                    b"/Length",
                    b"/Kids",
                    b"/Font",
                    b"/Filter",
                    b"obj",
                    b"<p",
                    b"</div",
                    b"<table",
                ):
                    if chance.random() < 0.3:
                        out = bytearray(
                            bytes(out).replace(
                                word, chance.choice((b"", b"/Pages", b"<a", b"<<")), 1
                            )
                        )
            case _:
                other = chance.choice(others)
                first = chance.randrange(len(other))
                out[place:place] = other[first : first + size]
    return bytes(out)


def mutants(folder: Path, pattern: str, number: int, examples: Path) -> Path:
    """A folder with this many tampered copies of examples."""
    folder.mkdir()
    chance = random.Random(1)
    paths = sorted(p for p in (examples / "corpus").iterdir() if re.search(pattern, p.name))
    seeds = [path.read_bytes() for path in paths]
    for n in range(number):
        path, data = chance.choice(list(zip(paths, seeds, strict=True)))
        (folder / f"{n}{path.suffix}").write_bytes(mutated(data, seeds, chance))
    return folder


def test_pdf(trial: Any, full: bool, examples: Path, tmp_path: Path) -> None:
    """T1 malicious PDF."""
    if full:
        for part in range(10):
            docs = mutants(tmp_path / f"docs{part}", r"\.pdf$", 0, examples)
            paths = sorted((examples / "corpus").glob("*.pdf"))
            seeds = [path.read_bytes() for path in paths]
            chance = random.Random(part)
            for n in range(105):
                (docs / f"{n}.pdf").write_bytes(mutated(chance.choice(seeds), seeds, chance))
            built(trial, docs, tmp_path / f"out{part}", jobs=2)
    else:
        built(trial, mutants(tmp_path / "docs", r"\.pdf$", 12, examples), tmp_path / "out", jobs=1)


TAGS = (
    '<img src="{url}"><script src="{url}"></script><link rel=stylesheet href="{url}">',
    '<iframe src="{url}"></iframe><object data="{url}"></object><meta http-equiv=refresh content="0;url={url}">',
    '<!DOCTYPE html [<!ENTITY x SYSTEM "{url}">]><p>&x;</p>',
    '<base href="{url}"><a href="javascript:fetch(1)">x</a><svg onload="fetch(1)">',
)


def test_html(
    trial: Any, full: bool, examples: Path, tmp_path: Path, canary: tuple[str, list[str]]
) -> None:
    """T2 malicious HTML."""
    url, asked = canary
    docs = mutants(tmp_path / "docs", r"\.html$", 510 if full else 8, examples)
    chance = random.Random(2)
    for path in docs.iterdir():
        data = path.read_bytes()
        place = chance.randrange(len(data) or 1)
        tag = chance.choice(TAGS).replace("{url}", url).encode()
        path.write_bytes(data[:place] + tag + data[place:])
    built(trial, docs, tmp_path / "out", jobs=2 if full else 1)
    trial.leaked += asked


# --- T18, T19: office files, messages and archives ---


def opened(path: Path) -> None:
    """What a file holds, and its text: read, or refused in one line."""
    try:
        held = contents(path, path.name)
        for one in held.entries:
            with suppress(DocumentError):
                read(entry(path, one.inside), one.inside[-1], "0" * 64)
        read(path.read_bytes(), path.name, "0" * 64)
    except DocumentError as error:
        assert "\n" not in str(error)


def test_office(trial: Any, full: bool, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """T18 office files, messages and archives that were tampered with."""
    url, asked = canary
    seeds = office_files(extra=f"<img src='{url}'/>")
    chance = random.Random(18)
    for n in range(2_000 if full else 90):
        name, data = chance.choice(list(seeds.items()))
        if (
            zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.7
        ):  # a part, not the archive
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                part = chance.choice(archive.namelist())
                inner = mutated(archive.read(part), list(seeds.values()), chance)
            data = changed(data, {part: inner})
        else:
            data = mutated(data, list(seeds.values()), chance)
        path = tmp_path / f"{n}-{name}"
        path.write_bytes(data)
        trial.tried += 1
        try:
            opened(path)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a crash
            trial.crashed.append(f"{path.name}: {type(error).__name__}: {error}")
        path.unlink()
    trial.leaked += asked


def test_office_entities(trial: Any, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """T19 entities in office files."""
    url, asked = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    for dtd in (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]>',
        f'<!DOCTYPE r SYSTEM "{url}" [<!ENTITY x "x">]>',
        f'<!DOCTYPE r [<!ENTITY a0 "ha">{laughs}<!ENTITY x "&a8;">]>',
    ):
        for name, data in office_files(dtd, "&x;").items():
            trial.tried += 1
            try:
                text = read(data, name, "0" * 64).text
            except DocumentError:
                continue
            if "the secret" in text:
                trial.leaked.append(f"{name}: another file")
            if len(text) > 10_000:
                trial.crashed.append(f"{name}: swells to {len(text):,} characters")
    trial.leaked += asked


# --- T3, T4, T5, T8: graphs and queries ---

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
XML = '<?xml version="1.0"?><!DOCTYPE r [{dtd}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{body}</rdf:RDF>'


def test_xml(trial: Any, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """T3 entities in RDF/XML and TriX."""
    url, asked = canary
    texts = [
        XML.format(dtd=f'<!ENTITY a0 "ha">{LAUGHS}', body="&a9;"),
        XML.format(dtd='<!ENTITY x SYSTEM "file:///etc/passwd">', body="&x;"),
        XML.format(dtd=f'<!ENTITY x SYSTEM "{url}">', body="&x;"),
        XML.format(dtd=f'<!ENTITY % x SYSTEM "{url}"> %x;', body=""),
        XML.format(dtd="", body=""),
        f'<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><uri>{url}</uri></graph></TriX>',
    ]
    for number, text in enumerate(texts):
        for name in (
            "a.rdf",
            "a.xml",
            "a.trix",
            "a.owl",
            "a.ttl",
            "a.nt",
            "a.nq",
            "a.trig",
            "a.jsonld",
        ):
            path = tmp_path / f"{number}{name}"
            path.write_text(text, encoding="utf-8")
            refused(trial, path)
    trial.leaked += asked


def refused(trial: Any, path: Path) -> None:
    """Opening a file has to fail in one line."""
    trial.tried += 1
    done = CliRunner().invoke(main, ["query", "councils", "--graph", str(path)])
    if done.exit_code != 1 or not done.output.startswith("kg: ") or done.output.count("\n") != 1:
        trial.crashed.append(f"{path.name}: {done.exit_code} {done.output[:200]}")


def test_contexts(trial: Any, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """T4 JSON-LD that asks for its context."""
    url, asked = canary
    secret = tmp_path / "secret.jsonld"
    secret.write_text('{"@context": {"a": "http://example.org/a"}}', encoding="utf-8")
    for address in (
        url,
        url.replace("http", "https"),
        secret.as_uri(),
        str(secret),
        "secret.jsonld",
        "data:application/ld+json,{}",
    ):
        for context in (
            address,
            [address],
            [{"a": "http://example.org/a"}, address],
            {"@import": address},
            {"t": {"@id": "http://example.org/t", "@context": address}},
        ):
            path = tmp_path / "a.jsonld"
            node = {"@context": context, "@id": "http://example.org/x", "t": {"a": "b"}, "a": "c"}
            path.write_text(json.dumps(node), encoding="utf-8")
            trial.tried += 1
            try:
                with open_graph(path) as graph:
                    if any(
                        "example.org/a" in str(quad.predicate) for quad in graph.store
                    ) and context in (address, [address]):
                        trial.leaked.append(f"{address} was read")
            except KgError as error:
                if "\n" in str(error):
                    trial.crashed.append(str(error))
    trial.leaked += asked


def test_evasions(
    trial: Any, full: bool, tmp_path: Path, canary: tuple[str, list[str]], tricks: list[str]
) -> None:
    """T5 queries that ask other servers, or change a graph."""
    url, asked = canary
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert len(tricks) >= 60
    through = random.Random(1).sample(tricks, 3) if not full else tricks
    for sparql in tricks:
        text = sparql.replace("CANARY", url)
        trial.tried += 1
        try:
            guarded(text)
            trial.leaked.append(text)
        except QueryError:
            pass
        if sparql in through:
            try:
                ask(str(path), text, 10, 100)
                trial.leaked.append(text)
            except QueryError as error:
                if "\n" in str(error):
                    trial.crashed.append(text)
    trial.leaked += asked


def test_heavy_queries(trial: Any, full: bool, tmp_path: Path) -> None:
    """T8 queries without end."""
    path = tmp_path / "a.nt"
    path.write_text(
        "".join(f"<urn:a{n}> <urn:p> <urn:a{n + 1}> .\n" for n in range(600)), encoding="utf-8"
    )
    product = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    heavy = [
        f"SELECT (COUNT(*) AS ?n) {{ {product} }}",
        f"SELECT * {{ {product} FILTER(?a0 = ?c5 && false) }}",
        "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|^<urn:p>)* ?b . ?b (<urn:p>|^<urn:p>)* ?c }",
        "SELECT * " + "{" * 2300 + "}" * 2300,
        "SELECT (" + "(" * 4800 + "1" + ")" * 4800 + " AS ?x) {}",
        "SELECT * { FILTER(" + "||".join(["true"] * 9500) + ") }",
        "SELECT * {" + "UNION".join(["{}"] * 6700) + "}",
    ]
    for sparql in heavy if full else heavy[3:5]:
        trial.tried += 1
        try:
            ask(str(path), sparql, 3, 1000)
        except KgError as error:
            if "\n" in str(error):
                trial.crashed.append(str(error))


# --- T10, T15, T16: names and texts ---

PATHS = [
    *(("../" * n + name) for n in (1, 2, 5, 12) for name in ("etc/passwd", "pwned.html", "pwned.txt")),
    *(("..\\" * n + "pwned.txt") for n in (1, 2, 5)),
    "/etc/passwd", "//etc/passwd", "\\\\server\\share", "C:\\pwned.txt", "C:pwned", "file:///etc/passwd",
    "..%2f..%2fpwned", "%2e%2e/pwned", "..%c0%af..%c0%afpwned", "%252e%252e%252fpwned", "....//....//pwned",
    "..;/pwned", "..\u2215pwned", "\u2025/pwned", "\uff0e\uff0e\uff0fpwned", "a/../../pwned", "a\0.pdf", "~/pwned",
    "$HOME/pwned", "`pwned`", "$(pwned)", "|pwned", "pwned;ls", "CON", "NUL", "aux.txt", "COM1.pdf", "pwned.",
    "pwned ", " pwned", ".", "..", "...", "-rf", "--output", "a" * 300, "e\u0301.txt", "\u00e9.txt", "\u202etxt.fdp",
    "\x1b]8;;http://pwned\x07", "\r\npwned", "pwned\n", "<script>", "'; DROP ALL; --", "{{7*7}}", "%s%s%n",
]  # fmt: skip


def everything(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


def test_paths(  # noqa: C901 - each name in each place
    trial: Any, full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T10 names that lead elsewhere."""
    assert len(PATHS) >= 50
    docs = tmp_path / "in" / "docs"
    docs.mkdir(parents=True)
    monkeypatch.chdir(docs)
    (tmp_path / "secret.txt").write_text("not for the graph", encoding="utf-8")
    if os.name != "nt":
        (docs / "link.txt").symlink_to(tmp_path / "secret.txt")
        (docs / "up").symlink_to(tmp_path)
    rows = ["file,title,url"]
    for number, path in enumerate(PATHS if full else PATHS[::10]):
        words = path.replace("\0", "").replace('"', '""')
        (docs / f"{number}.md").write_text(
            f"# {path}\n\nDerby City Council and {path}.\n", encoding="utf-8"
        )
        rows.append(f'{number}.md,"{words}",')
        with suppress(OSError, ValueError):  # some are no name for a file here
            if not re.search(r"[/\\]", path):
                (docs / f"{path[:60]}.txt").write_text("Derby works well.", encoding="utf-8")
    outside = [p for p in (docs.parent.iterdir()) if p != docs]
    manifest = tmp_path / "in" / "m.csv"
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    before = everything(tmp_path)
    out = tmp_path / "in" / "out"
    report = build([docs], out, manifest=manifest)
    trial.tried = len(PATHS)
    for made in everything(tmp_path) - before:
        inside = made.startswith("in/out")
        if not inside or not re.fullmatch(r"[\w./-]+", made):
            trial.leaked.append(made)
    with open_graph(out) as graph:
        if "not for the graph" in "".join(map(str, graph.store)):
            trial.leaked.append("a link was followed")
    runner = CliRunner()
    for path in PATHS:
        for command in (["query", path, "--explain"], ["remove", path, "--graph", str(out)]):
            done = runner.invoke(
                main, [*command[:1], "--", *command[1:2]] if path.startswith("-") else command
            )
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                trial.crashed.append(f"{command[0]} {path!r}: {done.exception!r}")
            if done.exit_code == 0 and not path.endswith("etc/passwd"):  # a file that one names
                trial.leaked.append(f"{command[0]} {path!r}")
    assert not outside and report.failures is not None


def test_naughty_strings(trial: Any, full: bool, tmp_path: Path) -> None:
    """T16 naughty strings as names, titles and text."""
    strings = NAUGHTY if full else NAUGHTY[::60]
    docs = tmp_path / "docs"
    docs.mkdir()
    rows = ["file,title,publisher"]
    for number, string in enumerate(strings):
        text = (
            f"# Focused visit to Derby City Council: {string}\n\n"
            f"The inspectors on 5 and 6 February 2019 were Norma {string}, HMI, and Nick Tracey, HMI.\n\n"
            f"The ‘{string}’ programme is good. Managers failed to act on {string}.\n\n{string}\n"
        )
        (docs / f"{number}.md").write_bytes(text.encode("utf-8", "replace"))
        cell = string.replace('"', '""').replace("\0", "")
        rows.append(f'{number}.md,"{cell}","{cell}"')
    manifest = tmp_path / "m.csv"
    manifest.write_bytes(("\n".join(rows) + "\n").encode("utf-8", "replace"))
    try:
        report = build([docs], tmp_path / "out", manifest=manifest, jobs=2 if full else 1)
    except InputError:  # a manifest may be refused; documents then go without
        report = build([docs], tmp_path / "out", jobs=2 if full else 1)
    account(trial, docs, report)
    with open_graph(tmp_path / "out") as graph:
        quads = graph.quads()
        for extension in ("nq", "trig", "jsonld"):
            export(graph, str(tmp_path / f"all.{extension}"))
            with open_graph(tmp_path / f"all.{extension}") as again:
                if again.quads() != quads:
                    trial.lost.append(f"export and import as {extension}")
    selectors = ox.Store()
    selectors.extend(quads)
    for name in (tmp_path / "out" / "texts").iterdir():
        text = name.read_text("utf-8")
        if "\ud800" in text:
            trial.lost.append(name.name)


def test_terminal(trial: Any) -> None:
    """T15 escapes for the terminal."""
    more = [
        "\x1b]52;c;cHduZWQ=\x07",
        "\x1b[2J",
        "\x9b31m",
        "\u202e",
        "\u2066x",
        "\x07",
        "\x08",
        "a\rb",
    ]
    for string in (*NAUGHTY, *more):
        trial.tried += 1
        if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(string)):
            trial.leaked.append(repr(string))


#: A page of results and a council's page in one, and a curation file, to be tampered with.
LISTING = b"""<html><head><link rel="canonical" href="https://reports.ofsted.gov.uk/provider/44/80480"></head><body>
<p class="results-count">Showing 1 to 10 of 163 results</p>
<ul><li class="search-result"><h3 class="search-result__title"><a href="/provider/44/80480">Derby</a></h3></li></ul>
<ul><li class="timeline__day"><a class="publication-link" href="https://files.ofsted.gov.uk/v1/file/50000001">
<span class="nonvisual">Inspection, pdf - 05 February 2019</span></a></li></ul>
<a class="pagination__next" href="/search?start=10">Next</a></body></html>"""
CURATION = b"""decisions:
- same: [person/ann-lee, person/anne-lee]
  by: A. Clerk
  on: 2026-11-28
- rename: programme/E06000015/star
  to: Star Project
- drop: {document: '0123456789abcdef', start: 1, end: 20}
- remove: person/ann-lee
- finding: finding/0123456789abcdef/p1-2-30
  kind: weakness
  themes: [workforce]
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_of_files_on_the_terminal(trial: Any, tmp_path: Path) -> None:
    """T15 escapes in the names of files."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "good.md").write_text("# Note\n\nDerby City Council is good.\n", encoding="utf-8")
    for number, mark in enumerate(("\x1b[2J", "\x1b]52;c;cHduZWQ=\x07", "\u202e", "\r", "\x9b31m")):
        (docs / f"{number}{mark}.pdf").write_bytes(b"no PDF")
        (docs / f"{number}{mark}.xyz").write_bytes(b"no document")
        trial.tried += 2
    for words in (
        ["build", docs, "-o", tmp_path / "out"],
        ["query", docs / "0\x1b[2J.rq"],
        ["remove", "0\x1b[2J.pdf", "--graph", tmp_path / "out"],
    ):
        done = CliRunner().invoke(main, [str(word) for word in words], color=True)
        found = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.output)
        trial.leaked += [f"{words[0]}: {mark!r}" for mark in found]


def test_listings_that_were_tampered_with(trial: Any, full: bool) -> None:
    """T20 a publisher's pages that were tampered with."""
    site, chance = load_site(), random.Random(4)
    council = Provider("Derby", "https://reports.ofsted.gov.uk/provider/44/80480", "80480")
    for number in range(3_000 if full else 60):
        page = mutated(
            LISTING, [LISTING, b"<base href='javascript:x'>", b"\x1b[2J&#x202e;"], chance
        )
        trial.tried += 2
        try:
            results = search_page(page, council.page, site)
            entries = provider_page(page, council, site).entries
        except KgError:
            continue
        except Exception as error:  # noqa: BLE001
            trial.crashed.append(f"{number}: {error!r}")
            continue
        said = [one.name for one in results.providers] + [entry.title for entry in entries]
        trial.leaked += [repr(text) for text in said if text != printable(text)]


def test_curation_of_strangers(trial: Any, full: bool, tmp_path: Path) -> None:
    """T21 other people's curation files."""
    swell = b"a: &a [x, x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(9))
    fixed = [
        swell,
        b"!!python/object/apply:os.system ['id']",
        b"decisions: " + b"[" * 5_000,
        b"\xff\xfe",
        b"decisions: {a: 1}",
    ]
    chance = random.Random(6)
    for number in range(3_000 if full else 60):
        data = (
            fixed[number]
            if number < len(fixed)
            else mutated(CURATION, [CURATION, b"*a", b"!!map {"], chance)
        )
        path = tmp_path / "curation.yaml"
        path.write_bytes(data)
        trial.tried += 1
        try:
            read_decisions(path)
        except KgError as error:
            if "\n" in str(error):
                trial.crashed.append(f"{number}: {error}")
        except Exception as error:  # noqa: BLE001
            trial.crashed.append(f"{number}: {data[:80]!r}: {error!r}")


# --- T11, T12: what swells ---

DOCX_NAMES = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def archive(parts: Iterable[tuple[str, bytes]], example: bytes) -> bytes:
    """A Word file with more parts, or others."""
    out = io.BytesIO()
    new = dict(parts)
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
        zipfile.ZipFile(io.BytesIO(example)) as old,
    ):
        for name in old.namelist():
            if name not in new:
                to.writestr(name, old.read(name))
        for name, data in new.items():
            to.writestr(name, data)
    return out.getvalue()


def pages(number: int) -> bytes:
    """A PDF of empty pages."""
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(number))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (number, kids),
    ]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * number
    body = b"".join(b"%d 0 obj%sendobj\n" % (n, one) for n, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def stream_bomb(size: int) -> bytes:
    """A PDF whose page swells when it is unpacked, twice."""
    import zlib

    packed = zlib.compress(zlib.compress(b"BT (a) Tj ET " * (size // 13), 9), 9)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>"
        % (len(packed), packed)
    )


def lying(example: bytes) -> bytes:
    """A Word file whose directory says that its parts are small."""
    data = bytearray(archive([("word/x.xml", bytes(120_000_000))], example))
    for match in list(re.finditer(rb"PK\x01\x02", bytes(data))):
        data[match.start() + 24 : match.start() + 28] = struct.pack("<I", 10)
    return bytes(data)


def bombs(example: bytes, url: str) -> dict[str, Callable[[], bytes]]:
    """Files that swell, or are too large, by name; each is made when it is called."""
    zeros = bytes(30_000_000)
    head = b'<?xml version="1.0"?><!DOCTYPE d [%s]>'
    word = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    deep = b"<w:p>" * 100_000
    laughs = (
        head % (b'<!ENTITY a0 "ha">' + LAUGHS.encode())
        + word % b"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
    )
    outside = (
        head % f'<!ENTITY x SYSTEM "{url}">'.encode()
        + word % b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    )
    local = (
        head % b'<!ENTITY x SYSTEM "file:///etc/passwd">'
        + word % b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    )
    plain = b"Derby City Council is good. "
    return {
        "zeros.docx": lambda: archive([(f"word/{n}.xml", zeros) for n in range(5)], example),
        "one-large.docx": lambda: archive([("word/document.xml", b" " * 150_000_000)], example),
        "nested.docx": lambda: archive([("word/a.zip", archive([("b", zeros)], example))], example),
        "entries.docx": lambda: archive([(f"word/{n}", b"x") for n in range(3_000)], example),
        "entries-many.docx": lambda: archive([(f"w{n}", b"") for n in range(20_000)], example),
        "lying.docx": lambda: lying(example),
        "cut.docx": lambda: example[: len(example) // 2],
        "tail.docx": lambda: example[-2000:],
        "doubled.docx": lambda: example + example,
        "laughs.docx": lambda: archive([("word/document.xml", laughs)], example),
        "outside.docx": lambda: archive([("word/document.xml", outside)], example),
        "local.docx": lambda: archive([("word/document.xml", local)], example),
        "deep.docx": lambda: archive([("word/document.xml", word % deep)], example),
        "long-paragraph.docx": lambda: archive([("word/document.xml", word % (b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % (plain * 500_000)))], example),
        "packed.txt": lambda: gzip.compress(zeros),
        "packed.html": lambda: gzip.compress(zeros),
        "pages.pdf": lambda: pages(5_000),
        "pages-claimed.pdf": lambda: pages(3).replace(b"/Count 3", b"/Count 2000000000"),
        "loop.pdf": lambda: pages(3).replace(b"/Kids[3 0 R", b"/Kids[2 0 R"),
        "stream.pdf": lambda: stream_bomb(300_000_000),
        "deep.html": lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x",
        "deep-b.html": lambda: b"<html><body>" + b"<b><i>" * 300_000 + b"x",
        "attributes.html": lambda: b"<html><body><p " + b"a=1 " * 500_000 + b">x</p>",
        "table.html": lambda: b"<html><body><table>" + b"<tr><td>" * 200_000,
        "large.html": lambda: b"<html><body><p>" + b"x " * 11_000_000,
        "long-text.txt": lambda: plain * 400_000,
        "one-word.txt": lambda: b"a" * 12_000_000,
        "lines.txt": lambda: b"\n".join([b"x"] * 6_000_000),
        "brackets.md": lambda: b"[" * 1_000_000,
        "stars.md": lambda: b"*a **b " * 1_600_000,
        "hashes.md": lambda: b"# x\n" * 3_000_000,
        "dots.txt": lambda: b". " * 5_500_000,
    }  # fmt: skip


SMALL = (
    "entries.docx",
    "lying.docx",
    "laughs.docx",
    "outside.docx",
    "pages.pdf",
    "deep.html",
    "cut.docx",
)


def test_bombs(
    trial: Any, full: bool, examples: Path, tmp_path: Path, canary: tuple[str, list[str]]
) -> None:
    """T11, T12 zip bombs and oversized files."""
    url, asked = canary
    example = (examples / "corpus" / "buckinghamshire-improvement-note.docx").read_bytes()
    docs = tmp_path / "docs"
    docs.mkdir()
    files = bombs(example, url)
    assert len(files) >= 30
    for name, made in files.items():
        if full or name in SMALL:
            (docs / name).write_bytes(made())
    (docs / "good.md").write_text("# Note\n\nDerby City Council is good.\n", encoding="utf-8")
    with (docs / "huge.txt").open("wb") as file:  # takes no room on the disk
        file.truncate(1_000_000_000)
    script = "import resource, sys; from pathlib import Path; from kg.builds.build import build; build([Path(sys.argv[1])], Path(sys.argv[2])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    if os.name == "nt":
        built(trial, docs, tmp_path / "out", jobs=1)
    else:
        done = subprocess.run(
            [sys.executable, "-c", script, docs, tmp_path / "out"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            trial.crashed.append(done.stderr[-500:])
        elif int(done.stdout) > 1_000_000:
            trial.crashed.append(f"the build itself took {int(done.stdout):,} kB")
        report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
        told = {one["file"]: "" for one in report["documents"]} | {
            f["name"]: f["reason"] for f in report["failures"]
        }
        trial.tried += len(list(docs.iterdir()))
        trial.lost += sorted({p.name for p in docs.iterdir()} ^ set(told))
        trial.crashed += [
            f"{n}: {r}" for n, r in told.items() if "kg failed" in r or "report it" in r
        ]
    with open_graph(tmp_path / "out") as graph:
        said = "".join(str(quad.object) for quad in graph.store)
    if "root:" in said:
        trial.leaked.append("/etc/passwd was read")
    trial.leaked += asked


def test_packed_graphs(trial: Any, tmp_path: Path) -> None:
    """T11 packed graphs that swell."""
    line = b"<urn:a> <urn:b> <urn:c> .\n"
    swollen = gzip.compress(line * 5_000_000, 1)
    for name, data in (
        ("lines.nt.gz", swollen),
        ("blank.ttl.gz", gzip.compress(bytes(0) + b" " * 200_000_000, 1)),
        ("members.nq.gz", gzip.compress(b"\n" * 3_000_000, 9) * 100),
        ("cut.nt.gz", swollen[:1000]),
        ("none.nt.gz", b"no archive"),
    ):
        (tmp_path / name).write_bytes(data)
        refused(trial, tmp_path / name)


# --- what holds of any bytes ---


@settings(max_examples=60)
@given(
    st.binary(max_size=2000), st.sampled_from(["a.pdf", "a.html", "a.docx", "a.md", "a.txt", "a"])
)
def test_any_bytes_are_a_document_or_a_reason(data: bytes, name: str) -> None:
    try:
        document = read(data, name, "0" * 64)
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        for block in document.blocks:
            assert document.quote(block.start, block.end).strip()


CORPUS = sorted((HERE / "corpus").iterdir()) if (HERE / "corpus").is_dir() else []
NAMES = ("a.pdf", "a.html", "a.docx", "a.md", "a.txt", "a")
OFFICE_NAMES = ("a.odt", "a.rtf", "a.pptx", "a.xlsx", "a.eml", "a.msg", "a.mhtml", "a.zip")


@pytest.mark.parametrize("path", CORPUS, ids=[path.name for path in CORPUS])
def test_what_fuzzing_found(path: Path) -> None:
    """Inputs that reached code which no example reaches, and those that broke something once."""
    data = path.read_bytes()
    if path.name.startswith(("reader", "office")):
        names = NAMES if path.name.startswith("reader") else OFFICE_NAMES
        try:
            read(data[1:], names[data[0] % len(names)], "0" * 64)
        except DocumentError as error:
            assert "\n" not in str(error)
        return
    text = data.decode("utf-8", "replace")
    try:
        if path.name.startswith("header"):
            load("-", io.StringIO(text))
        else:
            assert guarded(guarded(text)) == guarded(text)
    except (QueryError, UsageError) as error:
        assert "\n" not in str(error)


def test_names_that_are_no_queries_and_no_sources(tmp_path: Path) -> None:
    for path in PATHS:
        with pytest.raises(UsageError):
            find(path)
    with pytest.raises(UsageError):
        load("a" * 300, io.StringIO())
    with pytest.raises(InputError):
        find_sources([tmp_path / "none"])
