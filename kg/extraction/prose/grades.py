"""Grades: which words of a sentence are grades, of what, and when they held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extraction.prose.areas import (
    OVERALL,
    AreaWord,
    GradeWord,
    area_words,
    bind,
    graded_in_clause,
)
from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grade_words import grade_words, is_rating
from kg.extraction.prose.grammar import Term, clause_of, moods
from kg.extraction.prose.reading import (
    SentenceReading,
    Time,
    in_same_brackets,
    is_main,
    is_old,
    opens_with,
    says,
    subject_of,
    subtree_words,
    time_of,
)
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern, rules

__all__ = ["OVERALL", "Grade", "domain_terms", "goes_on", "grades_of"]

#: Characters before a date that stands at the head of a sentence.
HEAD_OF_SENTENCE = 12
#: Grades in a row that are a list of all grades.
MIN_LIST = 3
#: Characters after a grade that may say who holds it.
HOLDER = 40
#: What stands between a grade and the name of the council that holds it.
HOLDS = (" ", "’ ", "' ", "” ", '" ')
QUOTE_OPENS = "“‘\"'"
QUOTE_CLOSES = "”’\"'"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the areas that it is given to; no areas if the sentence names none.

    `when` is its date, if told; `councils` are the ranges of the names of councils.  `overall`: the
    sentence says that it is the overall grade.  `main`: it stands in no relative clause.  `held`:
    the sentence says which grade is held, not that it was given: "is rated good".
    """

    grade: str
    areas: tuple[str, ...]
    time: Time
    when: DateMention | None
    councils: tuple[Range, ...]
    start: int
    end: int
    overall: bool
    past_perfect: bool = False
    main: bool = True
    held: bool = False


def domain_terms(text: str, start: int, end: int) -> Iterator[Term]:
    """The names of areas, and grades of several words, each with a word that the parser knows."""
    for rule in rules("grades", "area"):
        if rule.fields["area"] not in ("all", "others", OVERALL):
            for match in rule.regex.finditer(text, start, end):
                yield *match.span(), "adoption"
    for rule in rules("grades", "grade_word"):
        for match in rule.regex.finditer(text, start, end):
            before = text[max(start, match.start() - 12) : match.start()]
            if " " in match[0] and _says("complement", before):
                yield *match.span(), "poor"


def goes_on(sentence: str) -> bool:
    """Whether a sentence goes on from the grade of the one before: "Adoption was also good"."""
    return _says("goes_on", sentence)


def grades_of(reading: SentenceReading, last_grade: str | None) -> tuple[Grade, ...]:
    """The grades that a sentence states; `last_grade` is what "that grade" means at its start."""
    words = grade_words(reading, last_grade)
    if not words or _says("explains", reading.words):
        return ()
    areas = [area for area in area_words(reading) if not _is_excepted(reading, area, words)]
    if _says("respectively", reading.words):
        return _in_order(reading, words, areas)
    bound: dict[int, list[AreaWord]] = {}
    for area in areas:
        index = bind(reading, area, words)
        if index is not None:
            bound.setdefault(index, []).append(area)
    for index in range(len(words) - 1):
        if index in bound and _is_move(reading, words, index):
            # "Adoption has climbed from good to outstanding": the area has the new grade
            bound[index + 1] = [*bound[index], *bound.get(index + 1, ())]
    found = [
        _grade(reading, words, index, tuple(bound.get(index, ())))
        for index in range(len(words))
        if not (
            words[index].refers_back
            and index not in bound
            and not _is_past_grade(reading, words, index)
        )
        and (index in bound or not _is_partial(reading, words[index]))
    ]
    return _without_background((*found, *_also(reading, found)))


def _without_background(grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
    """Grades, those in the past perfect as earlier ones beside one that is not.

    "It had been inadequate but is now good"; in "it was told that it had been rated good" the
    past perfect is only reported speech.
    """
    now = [grade for grade in grades if grade.time is Time.NOW]
    if any(grade.when is None for grade in now):
        # "good overall, after telling it that it required improvement in 2017"
        dated = [g for g in now if g.when is not None and g.when.form == "year"]
        grades = tuple(replace(g, time=Time.EARLIER) if g in dated else g for g in grades)
        now = [grade for grade in grades if grade.time is Time.NOW]
    if {grade.past_perfect for grade in now} != {True, False}:
        return grades
    return tuple(
        replace(grade, time=Time.EARLIER) if grade in now and grade.past_perfect else grade
        for grade in grades
    )


def _is_partial(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether a grade is of a part that is no area: "parts of the service were inadequate"."""
    clause = clause_of(word.head)
    graded = [subject_of(clause), *(child for child in clause.children if child.dep_ == "dobj")]
    # the parse may take the grade for an adjective of what it grades
    words = (
        subtree_words(reading, each).split(reading.text[word.start : word.end])[0]
        for each in graded
        if each
    )
    return any(_says("partial", each.strip()) for each in words)


def _is_excepted(reading: SentenceReading, area: AreaWord, words: Sequence[GradeWord]) -> bool:
    """Whether an area is an exception without its own grade: "all services except adoption"."""
    return _says("except", reading.before(area.start, 40)) and graded_in_clause(area, words) is None


def _is_move(reading: SentenceReading, words: Sequence[GradeWord], index: int) -> bool:
    """Whether a grade and the next are the old one and the new one of a move."""
    between = reading.text[words[index].end : words[index + 1].start]
    return _moved_from(reading, words, index) and _says("to_between", between)


def _in_order(
    reading: SentenceReading, words: Sequence[GradeWord], areas: Sequence[AreaWord]
) -> tuple[Grade, ...]:
    """Grades that are given to areas "respectively"; none if their numbers differ."""
    if len(words) != len(areas):
        return ()
    return tuple(_grade(reading, words, k, (area,)) for k, area in enumerate(areas))


def _also(reading: SentenceReading, found: Sequence[Grade]) -> Iterator[Grade]:
    """The same grade at another time: "remains good, as in 2020"; "in 2013, then again in 2015"."""
    for date in reading.dates:
        before = [grade for grade in found if grade.end <= date.start]
        old = bool(before) and (before[-1].time is Time.EARLIER or is_old(date, reading.today))
        if old and _is_also(reading, date):
            yield replace(before[-1], time=Time.EARLIER, when=date, areas=(), overall=True)


def _grade(
    reading: SentenceReading, words: Sequence[GradeWord], index: int, areas: tuple[AreaWord, ...]
) -> Grade:
    word = words[index]
    date = _grade_date(reading, words, index)
    if date is not None and _is_undated(reading, word, date):
        date = None
    time = _time_of_grade(reading, words, index, date)
    if time is Time.EARLIER and _says("repeated", reading.words):
        date = None
    councils = reading.council_before(word.start) or reading.councils_of(word.head)
    if councils and says("compared", reading.before(councils[0][0], 60)):
        time = Time.GENERAL
    if time is Time.NOW and _is_held(reading, word):
        time = Time.EARLIER
    starts = [word.start, *(area.start for area in areas)]
    ends = [word.end, *(area.end for area in areas)]
    named = tuple(dict.fromkeys(area.area for area in areas))
    return Grade(
        word.grade,
        tuple(area for area in named if area != OVERALL),
        time,
        date,
        councils,
        min(starts),
        max(ends),
        OVERALL in named,
        "past-perfect" in moods(word.head),
        is_main(word.head),
        _is_present_passive(clause_of(word.head)) and not _says("reports", reading.words),
    )


def _is_present_passive(verb: Token) -> bool:
    """Whether a clause says how something is rated: "is rated", not "has been" or "was rated"."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    return (
        verb.tag_ == "VBN"
        and any(a.dep_ == "auxpass" for a in auxiliaries)
        and all(a.tag_ in ("VBZ", "VBP") and a.lower_ not in ("has", "have") for a in auxiliaries)
    )


def _is_purpose(head: Token) -> bool:
    """Whether a grade is only what something is done for: "there is work to do to be good"."""
    verb = clause_of(head)
    if verb == head or is_rating(verb.head):
        return False
    for above in (verb, *verb.ancestors):
        if not any(child.lower_ == "to" and child.dep_ == "aux" for child in above.children):
            return False
        if above.dep_ == "advcl":
            return True
        if above.dep_ in ("acl", "relcl"):
            return _says("purpose", above.head.text)
    return False


def _is_undated(reading: SentenceReading, word: GradeWord, date: DateMention) -> bool:
    """Whether a date is not when a grade was given, though it stands by it.

    "Poor in 2015, it is now good"; "in the latest report, of 2025, it was rated good".
    """
    old = is_old(date, reading.today)
    if old and date.end <= word.start:
        return _says("now_between", reading.text[date.end : word.start])
    newest = date.form == "year" and says("newest", reading.before(date.start))
    return newest and not (old and reading.dated)


def _time_of_grade(
    reading: SentenceReading, words: Sequence[GradeWord], index: int, date: DateMention | None
) -> Time:
    """When a grade held: by its clause, then by the words right before and after it."""
    word = words[index]
    time = time_of(reading, word.head, date, of_grade=True)
    if _is_purpose(word.head) or _hoped_before(reading, word):
        return Time.UNREAL
    if time not in (Time.NOW, Time.EARLIER):
        return time
    if _moved_from(reading, words, index):
        return Time.EARLIER
    if time is Time.EARLIER:
        new = len(words) > 1 and date is None and _moved_to(reading, words, index)
        return Time.NOW if new else time
    before = (
        (date is not None and date.form == "after")
        or _says("years_from", reading.before(word.start, 120))
        or _is_before_year(reading, word)
    )
    return (
        Time.EARLIER if before or says("generic_one_of", reading.before(word.start, 200)) else time
    )


def _is_before_year(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether a grade came before a year: "founded in 2018 after it was rated inadequate"."""
    clause = clause_of(word.head)
    if clause.dep_ != "advcl" or not opens_with(clause, ("after",)):
        return False
    dates = reading.dates_of(clause.head)
    return any(d.form == "year" and (not reading.dated or is_old(d, reading.today)) for d in dates)


def _is_held(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether a grade only describes who or what holds it: "an 'inadequate' department"."""
    after = reading.text[word.end : word.end + HOLDER]
    if _says("lifted", after):
        return True
    if any(reading.text[word.end : start] in HOLDS for start, _ in reading.councils):
        return True
    return _says("held_by", after) or _describes(reading, word)


def _describes(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether a grade in quotation marks is an adjective of a noun: "its 'inadequate' decade"."""
    noun = word.head.head
    return (
        reading.text[word.start - 1 : word.start] in QUOTE_OPENS
        and word.head.dep_ == "amod"
        and noun.pos_ == "NOUN"
        and reading.sentence.starts[noun.i] >= word.end
        and not says("rating_noun", noun.text)
        and not says("graded_noun", noun.text)
    )


def _is_past_grade(reading: SentenceReading, words: Sequence[GradeWord], index: int) -> bool:
    """Whether "that grade" stands with an old date: "That grade was won in November 2018"."""
    date = _grade_date(reading, words, index)
    return date is not None and is_old(date, reading.today)


def _grade_date(
    reading: SentenceReading, words: Sequence[GradeWord], index: int
) -> DateMention | None:
    """The date of a grade: of the dates of its clause, one that is no other grade's."""
    word = words[index]
    attached = [
        date
        for date in reading.dates
        if says("attached", reading.text[word.end : date.start].lstrip("”’\"'") or "-")
        or (date.end <= word.start and _says("when_clause", reading.text[date.end : word.start]))
        or _is_before_verb(reading, date, word)
        or _is_dated_as(reading, date, word)
    ]
    if _moved_from(reading, words, index):
        # "it lost its good rating in March": that is when it was lost
        attached = [d for d in reading.dates if _says("lost_in", reading.text[word.end : d.start])]
        return next((date for date in attached if date.end > word.end), None)
    near = [
        date
        for date in (*attached, *reading.dates_of(word.head))
        if not _is_also(reading, date)
        and in_same_brackets(reading.text, word.start, date.start)
        and (date.form != "after" or opens_with(clause_of(word.head), ("after", "since")))
    ]
    first = pattern("grades", "first_since", ignore_case=True).search(
        reading.text, reading.sentence.start, reading.sentence.end
    )
    if first is not None and first.end() > word.start:
        # "the first good grade since 2013", not "the first visit since it was graded in 2013"
        return None
    claims = {date: _claimant(reading, words, date) for date in near}
    return min(
        (date for date, claimant in claims.items() if claimant in (None, index)),
        key=lambda date: _distance(word, date),
        default=None,
    )


def _is_before_verb(reading: SentenceReading, date: DateMention, word: GradeWord) -> bool:
    """Whether a date stands right before the verb: "an inspection in 2015 found it inadequate"."""
    verbs = (word.head, *word.head.ancestors)
    starts = [reading.sentence.starts[verb.i] for verb in verbs if verb.pos_ == "VERB"]
    return any(date.end < start < date.end + 3 for start in starts) and date.end < word.start


def _is_dated_as(reading: SentenceReading, date: DateMention, word: GradeWord) -> bool:
    """Whether a date is that of the grade right after it: "and then in 2015 as good"."""
    return date.end < word.start and _says("dated_as", reading.text[date.end : word.start])


def _claimant(
    reading: SentenceReading, words: Sequence[GradeWord], date: DateMention
) -> int | None:
    """The grade that a date belongs to: "in May 2021, when ...", "good in 2017", or the nearest.

    None for a date at the head of the sentence, which belongs to all.
    """
    for k, word in enumerate(words):
        if _is_dated_as(reading, date, word):
            return k
    for k, word in enumerate(words):
        if date.end <= word.start and _says("when_clause", reading.text[date.end : word.start]):
            return k
        if date in reading.before_when(clause_of(word.head)):
            return k
        if says("attached", reading.text[word.end : date.start].lstrip("”’\"'")):
            return k
    if date.start < words[0].start and date.start - reading.sentence.start < HEAD_OF_SENTENCE:
        return None
    own = [k for k, word in enumerate(words) if date in reading.dates_of(word.head)]
    return min(own or range(len(words)), key=lambda k: _distance(words[k], date))


def _hoped_before(reading: SentenceReading, word: GradeWord) -> bool:
    """Whether the words before a grade say that it is not reached: "on its way to good"."""
    after = reading.text[word.end : word.end + HOLDER]
    return _says("not_reached", reading.before(word.start, 40)) or _says("one_day", after)


def _is_also(reading: SentenceReading, date: DateMention) -> bool:
    """Whether a date is one at which the same held: "as in 2020"."""
    before = reading.before(date.start, 40)
    after = reading.text[date.end : reading.sentence.end]
    return _says("also", before) or (_says("and_year", before) and _says("and_year_ends", after))


def _distance(word: GradeWord, date: DateMention) -> int:
    """How far a date is from a grade; one that follows is nearer than one that precedes."""
    return date.start - word.end if date.start >= word.end else 2 * (word.start - date.end) + 10


def _moved_from(reading: SentenceReading, words: Sequence[GradeWord], index: int) -> bool:
    """Whether a grade is what the council moved from: "from inadequate to good"."""
    before = reading.before(words[index].start, 30)
    return bool(_says("moved_from", before))


def _moved_to(reading: SentenceReading, words: Sequence[GradeWord], index: int) -> bool:
    """Whether a grade is what the council moved to, next to one that it moved from."""
    before = reading.before(words[index].start, 30)
    after = reading.text[words[index].end : words[index].end + 30]
    return _says("moved_to", before) or _says("moved_up", after)


def _says(name: str, words: str) -> bool:
    return bool(pattern("grades", name, ignore_case=True).search(words))
