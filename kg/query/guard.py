r"""Checks that an untrusted query only reads the graph that it is given.

Two independent parsers must agree on that, because SPARQL engines differ in details, and a keyword
that one of them overlooks could contact another server.  The first is a tokeniser for SPARQL 1.1.
It also limits nesting, drops comments and resolves `\u` escapes, so that nothing is left that
parsers are known to read differently.  The second is rdflib's parser.  Run the text that the guard
returns, not the original.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

from kg.errors import QueryError

__all__ = ["MAX_NESTING", "guarded", "guarded_for_oxigraph", "query_form", "undeclared_prefixes"]

#: Maximum number of open brackets; pyoxigraph overflows its stack at about 2,000.
MAX_NESTING = 128
#: Recursion limit while rdflib parses; its parser recurses about 30 times for each bracket.
RECURSION_LIMIT = 20_000

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

#: Tokens that end a term: a `<` after one of these, in brackets, may mean "less than".
_ENDS_TERM = {
    "blank", "close", "iri", "language", "name", "number", "string", "variable", "word",
}  # fmt: skip
#: Characters that would change tokenisation if this were not an IRI.
_CHANGES_TOKENS = re.compile(r"['#()\[\]]")
#: The start of a token that can only be an IRI.
_CERTAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")

#: A negative decimal up to its point.
_NEGATIVE_DECIMAL = re.compile(r"-([0-9]*)\.(?=[0-9]+(?![0-9eE]))")
_ESCAPED = re.compile(rf"{_ESCAPE}|\\.", re.DOTALL)
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ESCAPES: Mapping[str, str] = {
    '"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t",
}  # fmt: skip

#: Reasons to refuse a keyword.  SERVICE and FROM are also looked for inside words, because parsers
#: read `SERVICESILENT` and `5SERVICE` as two tokens; no other keyword contains them.
_SERVICE = "SERVICE contacts another server"
_FROM = "FROM selects another dataset"
_UPDATES = {
    "add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "using", "with",
}  # fmt: skip
_FORMS = {"ask", "construct", "describe", "select"}
#: A prefix that a parser may read as a keyword followed by a name with an empty prefix.
_KEYWORD_AT_END = re.compile(r"(service(silent)?|from(named)?)$")

#: What must stand in a text for any parser to find one of these keywords in it; LATERAL is
#: Oxigraph's own.
_KEYWORD = re.compile("service|from|lateral")
_NAMED = re.compile(r"[?$:][A-Za-z0-9_]+")

_LINE_END = re.compile(r"\r\n|\r|\n")

_REFUSED_NODES = {"ServiceGraphPattern": _SERVICE, "DatasetClause": _FROM}


def query_form(sparql: str) -> str:
    r"""The form of a query: `select`, `construct`, `describe` or `ask`; "" if it has none.

    >>> query_form("PREFIX ask: <https://example.org/> # select\nCONSTRUCT WHERE { ?s a ask:x }")
    'construct'
    """
    words = (m[0].casefold() for m in _TOKEN.finditer(sparql) if m.lastgroup == "word")
    return next((word for word in words if word in _FORMS), "")


def undeclared_prefixes(sparql: str) -> list[str]:
    """The prefixes that a query uses but does not declare, in the order of the alphabet.

    >>> undeclared_prefixes("PREFIX a: <urn:a:> SELECT * { ?s a:p ex:o }")
    ['ex']
    """
    used = {m["prefix"] for m in _TOKEN.finditer(sparql) if m.lastgroup == "name"}
    return sorted(used - {m["prefix"] for m in _declared(sparql)})


def guarded(sparql: str) -> str:
    """The query without comments and escapes, checked to do nothing but read.

    Slow for long queries and without a time limit, so run it in a process that can be killed.
    Raises QueryError, with the line, for a query that is refused or is not valid SPARQL 1.1.
    """
    text = _tokenized(sparql)
    _parsed(text)
    return text


def guarded_for_oxigraph(sparql: str) -> str:
    """As `guarded`, for a query that Oxigraph parses next, which refuses updates itself.

    rdflib's parser takes longer than most queries do, and is only asked where the letters of
    SERVICE, FROM or LATERAL occur at all, outside variables and the last parts of names, which
    no parser reads as two tokens: without them, none can find one of the keywords.
    """
    text = _tokenized(sparql)
    if _KEYWORD.search(_NAMED.sub("", text).casefold()):
        _parsed(text)
    return text


def _tokenized(sparql: str) -> str:
    prefixes = {m["prefix"] for m in _declared(sparql)}
    parts: list[str] = []
    open_brackets: list[str] = []
    before = ""
    end = 0
    for match in _TOKEN.finditer(sparql):
        kind, token = str(match.lastgroup), match[0]
        if kind == "open":
            open_brackets.append(token)
        elif kind == "close" and open_brackets:
            open_brackets.pop()
        after_term = before in _ENDS_TERM and open_brackets[-1:] == ["("]
        if len(open_brackets) > MAX_NESTING:
            line = _line(sparql, match.start())
            raise QueryError(f"{line}: more than {MAX_NESTING} brackets are open at once")
        try:
            _check(kind, match, prefixes, after_term)
            parts += [sparql[end : match.start()], _resolved(kind, token)]
        except QueryError as error:
            raise QueryError(f"{_line(sparql, match.start())}: {error}") from None
        end = match.end()
        before = before if kind == "comment" else kind
    return "".join([*parts, sparql[end:]])


def _declared(sparql: str) -> Iterator[re.Match[str]]:
    """The prefixed name after each PREFIX keyword."""
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
            raise QueryError(_refused(f"{match[0].upper()} changes the graph"))
    elif kind == "name":
        prefix = match["prefix"]
        keyword = _KEYWORD_AT_END.search(prefix.casefold())
        if keyword and ("" in prefixes or prefix not in prefixes):
            what = _SERVICE if "service" in keyword[0] else _FROM
            raise QueryError(f"{_refused(what)} (if {prefix}: is a prefix, rename it)")
    elif kind == "iri" and after_term and _is_ambiguous(match[0]):
        raise QueryError(
            f"{match[0]} may be an IRI or a comparison with <; "
            "write a space after the <, or the IRI with a prefix"
        )
    elif kind == "escape":
        raise QueryError(f"write the character itself instead of {match[0]}")
    elif kind == "stray":
        raise QueryError(f"malformed at {match[0]}; a string may lack its closing quote")


def _refused(reason: str) -> str:
    return f"refused: {reason}, which queries from outside the library may not do"


def _is_ambiguous(iri: str) -> bool:
    return _CHANGES_TOKENS.search(iri) is not None and not _CERTAIN_IRI.match(iri)


def _resolved(kind: str, token: str) -> str:
    r"""The token without comments, and with `\u` escapes in strings and IRIs resolved."""
    if kind == "comment":
        return ""
    if kind not in {"string", "iri"} or "\\" not in token:
        return token

    def resolve(match: re.Match[str]) -> str:
        if match[0][1] in "'\"" and match[0][1] != token[0]:
            return match[0][1]  # rdflib does not support this escape
        if match[0][1] not in "uU":
            return match[0]
        digits = match[0][2:]
        if not digits:
            raise QueryError(f"{match[0]} must be followed by four or eight hexadecimal digits")
        code = int(digits, 16)
        character = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
        if character is None or (kind == "iri" and _NOT_IN_IRI.match(character)):
            raise QueryError(f"{match[0]} is not a character that is allowed here")
        if kind == "string" and (character == token[0] or character not in "'\""):
            return _ESCAPES.get(character, character)
        return character

    return _ESCAPED.sub(resolve, token)


def _parsed(text: str) -> None:
    """Parse the query with rdflib and check each node; raises QueryError."""
    import pyparsing
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    previous_limit = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        # rdflib would resolve `\\u0041` in a string, although its backslash is escaped, and fails
        # on a negative decimal: it gets blanks there, and an integer
        plain = re.sub(r"\\\\(?=[uU])", "  ", text)
        root = parseQuery(_NEGATIVE_DECIMAL.sub(r"-\g<1>0", plain))
    except pyparsing.ParseBaseException as error:
        near = text[error.loc : error.loc + 30].split("\n", maxsplit=1)[0]
        raise QueryError(
            f"{_line(text, error.loc)}: the query is malformed or not SPARQL 1.1"
            + (f", near {near!r}" if near else "")
        ) from None
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None
    finally:
        sys.setrecursionlimit(previous_limit)
    pending: list[object] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, CompValue):
            if node.name in _REFUSED_NODES:
                raise QueryError(_refused(_REFUSED_NODES[node.name]))
            pending.extend(node.values())
        elif isinstance(node, list | tuple | set | pyparsing.ParseResults):
            pending.extend(node)


def _line(text: str, position: int) -> str:
    """`line N` for a position; a carriage return also ends a line, as it ends a comment."""
    return f"line {len(_LINE_END.findall(text, 0, position)) + 1}"
