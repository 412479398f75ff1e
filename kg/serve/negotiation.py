"""Which of the formats on offer a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException

from kg.serve.forms import Form

__all__ = ["best", "chosen"]


def chosen(accept: str | None, forms: Sequence[Form]) -> Form:
    """The form that an Accept header asks for; raises HTTPException if it allows none of them."""
    form = best(accept, forms)
    if form is None:
        offers = ", ".join(form.media for form in forms)
        raise HTTPException(406, f"none of the accepted formats is on offer; these are: {offers}")
    return form


def best(accept: str | None, forms: Sequence[Form]) -> Form | None:
    """The form with the highest quality, the first of several; None if none is acceptable.

    >>> forms = (Form("csv", "text/csv"), Form("json", "application/json"))
    >>> best("application/*;q=0.5, text/csv;q=0.4", forms).name
    'json'
    """
    ranges = _ranges(accept or "*/*")
    quality = {form: _quality(form, ranges) for form in forms}
    top = max(quality.values(), default=0.0)
    return next((form for form in forms if quality[form] == top), None) if top > 0 else None


def _ranges(accept: str) -> Mapping[str, float]:
    """The media ranges of a header with their qualities; one that can't be read counts as 0."""
    ranges = {}
    for entry in accept.split(","):
        media, *parameters = (part.strip().lower() for part in entry.split(";"))
        weights = [p.removeprefix("q=") for p in parameters if p.startswith("q=")]
        ranges[media] = _weight(weights[0]) if weights else 1.0
    return ranges


def _weight(text: str) -> float:
    digits = text.replace(".", "", 1)
    return min(float(text), 1.0) if digits.isascii() and digits.isdigit() else 0.0


def _quality(form: Form, ranges: Mapping[str, float]) -> float:
    """The quality of a form, which its most specific range decides."""
    return max(_quality_of(media, ranges) for media in (form.media, *form.also))


def _quality_of(media: str, ranges: Mapping[str, float]) -> float:
    plain = media.partition(";")[0]
    for name in (plain, f"{plain.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
