r"""What a query from outside the library may do: read the graph that it was given, and no more.

Two readers have to agree that it asks for nothing else, for engines differ in small things, and a
word that one of them overlooks is a request to a stranger's server.  The first cuts the text into
tokens as SPARQL 1.1 has them; it also bounds nesting, drops comments and resolves `\u` escapes, so
that nothing is left that two parsers are known to read differently.  The second is rdflib's parser.
The text that comes out is the one to run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

from kg.errors import QueryError

__all__ = ["DEEPEST", "form", "guarded"]

#: How many brackets may stand open at once: pyoxigraph overflows its stack at some 2,000.
DEEPEST = 128
#: rdflib's parser calls itself some thirty times a bracket.
RECURSION = 20_000

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN = re.compile(
    rf"""
      (?P<comment> \#[^\n\r]*)
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
                | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\n\r]|\\[^\n\r])*"
                | '(?:[^'\\\n\r]|\\[^\n\r])*')
    | (?P<iri> <(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*>)
    | (?P<escape> {_ESCAPE})
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank> _:\w(?:[\w.-]*[\w-])?)
    | (?P<variable> [?$]\w+)
    | (?P<name> (?P<prefix>(?:[^\W\d_](?:[\w.-]*[\w-])?)?):
        (?:(?:[\w:]|%[0-9A-Fa-f]{{2}}|\\[-_~.!$&'()*+,;=/?\#@%])
           (?:(?:[\w:.-]|%[0-9A-Fa-f]{{2}}|\\[-_~.!$&'()*+,;=/?\#@%])*
              (?:[\w:-]|%[0-9A-Fa-f]{{2}}|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
    | (?P<number> [0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<word> \w+)
    | (?P<open> [(\[{{])
    | (?P<close> [)\]}}])
    | (?P<stray> ["'\\])
    | (?P<other> [^\s])
    """,
    re.DOTALL | re.VERBOSE,
)

#: A term ends here, so that a `<` behind it in brackets may be "less than".
_ENDS_TERM = {
    "blank", "close", "iri", "language", "name", "number", "string", "variable", "word",
}  # fmt: skip
#: What would shift every later token if an IRI were none.
_SHIFTY = re.compile(r"['#()\[\]]")
#: Nothing but an IRI begins so.
_SURELY_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")

_ESCAPED = re.compile(rf"{_ESCAPE}|\\.", re.DOTALL)
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_WRITTEN: Mapping[str, str] = {
    '"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t",
}  # fmt: skip

#: Words by what they do.  The first two are found inside a word too: `SERVICESILENT` is read as
#: two, and so is `5SERVICE`; no other keyword holds them.
_SERVICE = "SERVICE asks another server"
_FROM = "FROM names another data set"
_UPDATES = {
    "add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "using", "with",
}  # fmt: skip
_FORMS = {"ask", "construct", "describe", "select"}
#: A prefix that ends so may be read as the keyword before a name without a prefix.
_KEYWORD_AT_END = re.compile(r"(service(silent)?|from(named)?)$")

_LINE_END = re.compile(r"\r\n|\r|\n")

_REFUSED_NODES = {"ServiceGraphPattern": _SERVICE, "DatasetClause": _FROM}


def form(sparql: str) -> str:
    r"""What a query gives: `select`, `construct`, `describe` or `ask`; empty when it says none.

    >>> form("PREFIX ask: <https://example.org/> # select\nCONSTRUCT WHERE { ?s a ask:x }")
    'construct'
    """
    words = (m[0].casefold() for m in _TOKEN.finditer(sparql) if m.lastgroup == "word")
    return next((word for word in words if word in _FORMS), "")


def guarded(sparql: str) -> str:
    """The query without comments and escapes, once it is known to do no more than read.

    Slow for long queries, and without a limit of its own: run it where it can be stopped.
    Raises QueryError, with the line, for what is refused and for what is no SPARQL 1.1 query.
    """
    text = _tokenized(sparql)
    _parsed(text)
    return text


def _tokenized(sparql: str) -> str:
    prefixes = {m["prefix"] for m in _declared(sparql)}
    parts: list[str] = []
    opened: list[str] = []
    before = ""
    end = 0
    for match in _TOKEN.finditer(sparql):
        kind, token = str(match.lastgroup), match[0]
        if kind == "open":
            opened.append(token)
        elif kind == "close" and opened:
            opened.pop()
        after_term = before in _ENDS_TERM and opened[-1:] == ["("]
        if len(opened) > DEEPEST:
            line = _line(sparql, match.start())
            raise QueryError(f"{line}: more than {DEEPEST} brackets are open at once")
        try:
            _check(kind, match, prefixes, after_term)
            parts += [sparql[end : match.start()], _resolved(kind, token)]
        except QueryError as error:
            raise QueryError(f"{_line(sparql, match.start())}: {error}") from None
        end = match.end()
        before = before if kind == "comment" else kind
    return "".join([*parts, sparql[end:]])


def _declared(sparql: str) -> Iterator[re.Match[str]]:
    """The prefixed name behind each PREFIX."""
    after = False
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup == "comment":
            continue
        if after and match.lastgroup == "name":
            yield match
        after = match.lastgroup == "word" and match[0].casefold().endswith("prefix")


def _check(kind: str, match: re.Match[str], prefixes: set[str], after_term: bool) -> None:
    """Raises QueryError for a token that is refused."""
    if kind == "word":
        word = match[0].casefold()
        if "service" in word:
            raise QueryError(_refused(_SERVICE))
        if "from" in word:
            raise QueryError(_refused(_FROM))
        if word in _UPDATES:
            raise QueryError(_refused(f"{match[0].upper()} changes a graph"))
    elif kind == "name":
        prefix = match["prefix"]
        keyword = _KEYWORD_AT_END.search(prefix.casefold())
        if keyword and ("" in prefixes or prefix not in prefixes):
            what = _SERVICE if "service" in keyword[0] else _FROM
            raise QueryError(f"{_refused(what)} (if {prefix}: is a prefix, give it another name)")
    elif kind == "iri" and after_term and _unsure(match[0]):
        raise QueryError(
            f"{match[0]} may be an IRI or begin with 'less than': "
            "write a blank after the <, or the IRI with a prefix"
        )
    elif kind == "escape":
        raise QueryError(f"write the character itself instead of {match[0]}")
    elif kind == "stray":
        raise QueryError(f"malformed at {match[0]}: a string without its end, perhaps")


def _refused(what: str) -> str:
    return f"refused: {what}, which a query from outside the library may not"


def _unsure(iri: str) -> bool:
    return _SHIFTY.search(iri) is not None and not _SURELY_IRI.match(iri)


def _resolved(kind: str, token: str) -> str:
    r"""The token as it is run: a comment gone, `\u` escapes in strings and IRIs resolved."""
    if kind == "comment":
        return ""
    if kind not in {"string", "iri"} or "\\" not in token:
        return token

    def resolve(match: re.Match[str]) -> str:
        if match[0][1] in "'\"" and match[0][1] != token[0]:
            return match[0][1]  # rdflib knows no such escape
        if match[0][1] not in "uU":
            return match[0]
        digits = match[0][2:]
        if not digits:
            raise QueryError(f"{match[0]} without four or eight hexadecimal digits is no escape")
        code = int(digits, 16)
        character = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
        if character is None or (kind == "iri" and _NOT_IN_IRI.match(character)):
            raise QueryError(f"{match[0]} stands for no character that may be here")
        if kind == "string" and (character == token[0] or character not in "'\""):
            return _WRITTEN.get(character, character)
        return character

    return _ESCAPED.sub(resolve, token)


def _parsed(text: str) -> None:
    """Have rdflib parse the query and look at every node of it."""
    import pyparsing
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION)
    try:
        # rdflib resolves escapes wherever it sees them: `\\u0041` in a string is none.
        root = parseQuery(re.sub(r"\\\\(?=[uU])", r"\\\\ ", text))
    except pyparsing.ParseBaseException as error:
        near = text[error.loc : error.loc + 30].split("\n", maxsplit=1)[0]
        raise QueryError(
            f"{_line(text, error.loc)}: the query is malformed, or no SPARQL 1.1"
            + (f", near {near!r}" if near else "")
        ) from None
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None
    finally:
        sys.setrecursionlimit(usual)
    rest: list[object] = [root]
    while rest:
        node = rest.pop()
        if isinstance(node, CompValue):
            if node.name in _REFUSED_NODES:
                raise QueryError(_refused(_REFUSED_NODES[node.name]))
            rest.extend(node.values())
        elif isinstance(node, list | tuple | set | pyparsing.ParseResults):
            rest.extend(node)


def _line(text: str, position: int) -> str:
    """The line of a position; a carriage return ends one too, as it ends a comment."""
    return f"line {len(_LINE_END.findall(text, 0, position)) + 1}"
