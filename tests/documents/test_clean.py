"""Cleaning: whatever a reader hands over, offsets are exact and no word is lost."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.clean import assemble, clean_line, join_continued
from kg.documents.raw import RawBlock, RawDocument
from kg.model import BlockKind, Document

SHA = "0" * 64
#: Letters as real files hold them: marks, hyphens of all kinds, control and private-use codes.
LETTERS = st.one_of(
    st.characters(),
    st.sampled_from(
        "abc XYZ.,:;-/ –’•\t\u00ad\ufffe\u2010\ufb01\uf0b7\x00\x0b\x1f\x85\u2028\ufeff"
    ),
)
LINES = st.text(LETTERS, max_size=30)


@st.composite
def raw_documents(draw: st.DrawFn) -> RawDocument:
    """A reader's result: blocks of lines whose pages ascend, or that have no pages."""
    paged = draw(st.booleans())
    page = 1
    blocks = []
    for _ in range(draw(st.integers(0, 8))):
        lines: list[tuple[int | None, str]] = []
        for _ in range(draw(st.integers(1, 3))):
            page += draw(st.integers(0, 1)) * draw(st.integers(0, 2))
            lines.append((page if paged else None, draw(LINES)))
        number = draw(st.one_of(st.none(), st.integers(1, 99).map(str)))
        blocks.append(RawBlock(draw(st.sampled_from(BlockKind)), tuple(lines), number))
    return RawDocument("text/plain", tuple(blocks), pages=page if paged else None)


def bare(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


@given(raw_documents())
def test_blocks_are_exact_ranges_of_the_text(raw: RawDocument) -> None:
    document = assemble(raw, SHA)
    wanted = [
        bare("".join(clean_line(line) for _, line in block.lines))
        for block in join_continued(raw.blocks)
    ]
    quotes = [document.quote(block.start, block.end) for block in document.blocks]
    assert [bare(quote) for quote in quotes] == [words for words in wanted if words]
    assert all(quote == quote.strip() for quote in quotes)
    assert document.text == ("\n\n".join(quotes) + "\n" if quotes else "")


@given(raw_documents())
def test_no_word_is_lost_or_made(raw: RawDocument) -> None:
    kept = bare(assemble(raw, SHA).text)
    given_ = "".join(bare(clean_line(line)) for block in raw.blocks for _, line in block.lines)
    assert sorted(kept) == sorted(given_)


@given(raw_documents())
def test_the_text_holds_no_codes_but_line_ends(raw: RawDocument) -> None:
    document = assemble(raw, SHA)
    kinds = {unicodedata.category(letter) for letter in document.text if letter != "\n"}
    assert not kinds & {"Cc", "Co", "Cs"}
    assert document.text.encode("utf-8").decode("utf-8") == document.text


@given(raw_documents())
def test_pages_ascend_and_hold_their_lines(raw: RawDocument) -> None:
    document = assemble(raw, SHA)
    assert len(document.pages) == (raw.pages or 0)
    assert list(document.pages) == sorted(document.pages)
    if document.pages:
        assert document.pages[0] == 0
        assert document.pages[-1] <= len(document.text) + 1
    else:
        assert document.page_at(0) is None


@given(raw_documents())
def test_an_offset_leads_to_its_block(raw: RawDocument) -> None:
    document = assemble(raw, SHA)
    for block in document.blocks:
        assert document.block_at(block.start) == document.block_at(block.end - 1) == block
        assert document.block_at(block.end) is None
    assert document.block_at(len(document.text) + 5) is None


@given(LINES)
def test_cleaning_twice_changes_nothing(line: str) -> None:
    once = clean_line(line)
    assert clean_line(once) == once


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        ("multi\ufffe", "multi-", "what pdfium gives for a hyphen at a line's end"),
        ("multi\u00ad", "multi-", "a soft hyphen at a line's end was printed"),
        ("under\u00adstand", "understand", "a soft hyphen inside a line was not"),
        ("multi\u2010agency \u2011", "multi-agency -", "other hyphens"),
        ("e\ufb03cient \ufb01le", "efficient file", "ligatures"),
        ("cafe\u0301", "café", "accents are one letter"),
        ("5 \u2500 6 May", "5 – 6 May", "a rule that stands for a dash"),
        ("5 \u2015 6 May", "5 – 6 May", "a bar that stands for a dash"),
        ("5 \u0336 6 May", "5 – 6 May", "a stroke that stands for a dash"),
        ("\u2500\u2500\u2500", "\u2500\u2500\u2500", "a rule is no dash"),
        ("struck\u0336", "struck\u0336", "a stroke through a letter"),
        ("\uf0b7 item", "item", "private use: a bullet of Wingdings"),
        ("\U000f00b7 item", "item", "private use beyond the first plane"),
        ("a\u00a0b\u2003c\u200bd\ufeff", "a b c d", "white space of all kinds"),
        ("a\x00b\x1fc", "a b c", "control codes part words"),
        ("a\ud800b", "a b", "half a surrogate pair"),
        ("½ m² £3", "½ m² £3", "signs that compatibility forms would change stay"),
    ],
)
def test_a_line_is_cleaned(line: str, expected: str, why: str) -> None:
    assert clean_line(line) == expected, why


def made(*blocks: RawBlock, pages: int | None = None) -> Document:
    """A document of raw blocks."""
    return assemble(RawDocument("text/plain", blocks, pages=pages), SHA)


def block(*lines: str, kind: BlockKind = BlockKind.PARAGRAPH, page: int = 1) -> RawBlock:
    """A raw block whose lines stand on one page."""
    return RawBlock(kind, tuple((page, line) for line in lines))


@pytest.mark.parametrize(
    ("lines", "expected", "why"),
    [
        (("The council", "did X."), "The council did X.", "a space between lines"),
        (("a multi-", "agency hub"), "a multi-agency hub", "a hyphen takes none"),
        (("a multi\ufffe", "agency hub"), "a multi-agency hub", "nor one of pdfium's"),
        (
            ("for chil\ufffedren, and all children",),
            "for children, and all children",
            "112: a hyphen that parts a word goes, if the word stands elsewhere",
        ),
        (("for chil\ufffedren",), "for chil-dren", "112: not if it stands nowhere"),
        (
            ("the well\ufffebeing of all, wellbeing of being well",),
            "the well-being of all, wellbeing of being well",
            "112: not between two words",
        ),
        (
            ("the non-chil\ufffedren and children",),
            "the non-chil-dren and children",
            "112: not in a word with another hyphen",
        ),
        (("and/", "or"), "and/or", "nor a slash"),
        (("in Stoke-on-", "Trent"), "in Stoke-on-Trent", "whatever follows: a name"),
        (("the 2017-", "2018 plan"), "the 2017-2018 plan", "or a number"),
        (("it is good -", "however, not all"), "it is good - however, not all", "a dash does"),
        (("pre-", "and post-birth"), "pre- and post-birth", "so does a hyphen left hanging"),
        (("The council", " ", "did X."), "The council did X.", "an empty line between"),
    ],
)
def test_lines_are_joined(lines: tuple[str, ...], expected: str, why: str) -> None:
    assert made(block(*lines)).text == expected + "\n", why


def test_many_parted_words_are_joined_in_time() -> None:
    names = ["".join(chr(97 + n // 26**k % 26) for k in range(3)) * 2 for n in range(2000)]
    lines = [*(f"so {name[:3]}\ufffe{name[3:]}x and" for name in names), *(f"{n}x" for n in names)]
    start = time.process_time()
    text = made(block(*lines)).text
    assert time.process_time() - start < 2, "each word is not looked for in the whole text"
    assert f"so {names[7]}x and" in text


SPLIT = ("Help is there for children", "who need it.")


@pytest.mark.parametrize(
    ("blocks", "expected", "why"),
    [
        (
            [block(SPLIT[0]), block(SPLIT[1], page=2)],
            ["Help is there for children who need it."],
            "a sentence over a page's end",
        ),
        (
            [block(SPLIT[0]), block("Note.", kind=BlockKind.FOOTNOTE), block(SPLIT[1], page=2)],
            ["Help is there for children who need it.", "Note."],
            "a footnote between the halves goes behind them",
        ),
        (
            [block(SPLIT[0], kind=BlockKind.BULLET), block(SPLIT[1])],
            ["Help is there for children who need it."],
            "an item goes on too",
        ),
        (
            [block("Help is there for children."), block("who need it.")],
            ["Help is there for children.", "who need it."],
            "a full stop ends it",
        ),
        (
            [block(SPLIT[0]), block("who need it.", kind=BlockKind.BULLET)],
            ["Help is there for children", "who need it."],
            "an item begins anew",
        ),
        (
            [block("Help for children", kind=BlockKind.HEADING), block("who need it.")],
            ["Help for children", "who need it."],
            "a heading does not run on",
        ),
        (
            [block(SPLIT[0]), RawBlock(BlockKind.PARAGRAPH, ((2, "who need it."),), "44")],
            ["Help is there for children", "who need it."],
            "a numbered paragraph begins anew",
        ),
        (
            [block("Manchester"), block("www.example.org")],
            ["Manchester", "www.example.org"],
            "short lines are no sentence",
        ),
        (
            [
                block("The board commissioned a play for all schools and uses Looking"),
                block("Out for Somebody, an online tool, to make the risks known.", page=2),
            ],
            [
                (
                    "The board commissioned a play for all schools and uses Looking Out for Somebody, "
                    "an online tool, to make the risks known."
                )
            ],
            "a page may end inside a name: prose without a full stop goes on there",
        ),
        (
            [block("Leadership, management and governance"), block("Good", page=2)],
            ["Leadership, management and governance", "Good"],
            "but a row of a table is no prose",
        ),
        (
            [block("Help for children, families,"), block("Schools and partners.")],
            ["Help for children, families, Schools and partners."],
            "a comma goes on, whatever follows",
        ),
    ],
)
def test_sentences_run_on(blocks: list[RawBlock], expected: list[str], why: str) -> None:
    document = made(*blocks, pages=2)
    assert [document.quote(b.start, b.end) for b in document.blocks] == expected, why


def test_each_part_of_a_joined_sentence_keeps_its_page() -> None:
    document = made(block(SPLIT[0]), block(SPLIT[1], page=2), pages=3)
    assert document.page_at(document.text.index("children")) == 1
    assert document.page_at(document.text.index("who")) == 2
    assert document.pages[2] >= document.blocks[-1].end
