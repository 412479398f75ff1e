"""The gazetteer: councils by name, code and date; programmes, organisations and labels."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from kg.errors import UsageError
from kg.gazetteer import Council, Gazetteer, fold, organisations, programmes
from kg.rdf.iris import expand, thing
from kg.reference_data import concept_labels, read_reference

GAZETTEER = Gazetteer.load()
TODAY = [council for council in GAZETTEER.councils.values() if council.abolished is None]
ABOLISHED = [council for council in GAZETTEER.councils.values() if council.abolished]


def test_it_is_read_once() -> None:
    assert Gazetteer.load() is GAZETTEER


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("county", 21),
        ("unitary", 63),
        ("metropolitan-district", 36),
        ("london-borough", 33),
    ],
)
def test_every_council_of_today_is_there(kind: str, number: int) -> None:
    """153 in all, the City of London among the boroughs, the Isles of Scilly among unitaries."""
    assert sum(council.kind == kind for council in TODAY) == number


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("E12000001", 12),
        ("E12000002", 24),
        ("E12000003", 15),
        ("E12000004", 10),
        ("E12000005", 14),
        ("E12000006", 11),
        ("E12000007", 33),
        ("E12000008", 19),
        ("E12000009", 15),
    ],
)
def test_every_region_has_its_councils(code: str, number: int) -> None:
    assert sum(council.region == code for council in TODAY) == number


def test_every_council_of_today_has_its_codes_and_ten_neighbours() -> None:
    for council in TODAY:
        assert council.la_code is not None
        assert council.urn is not None
        assert len(set(council.neighbours)) == 10, council.name
        for other in council.neighbours:
            assert other != council.gss
            assert GAZETTEER.councils[other].abolished is None


def test_neighbours_have_the_same_order_in_the_graph() -> None:
    """RDF keeps no order of values, so a text has it."""
    order = expand("kg:neighboursInOrder")
    for council in TODAY:
        (codes,) = read_reference("councils")[thing("council", council.gss)][order]
        assert tuple(codes.split()) == council.neighbours, council.name


def test_codes_and_official_names_belong_to_one_council() -> None:
    for values in (
        [council.la_code for council in TODAY],
        [council.urn for council in TODAY],
        [council.official_name for council in GAZETTEER.councils.values()],
        [council.name for council in TODAY],
        [code for c in GAZETTEER.councils.values() for code in (c.gss, *c.former_codes)],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


@pytest.mark.parametrize(
    ("gss", "name", "ended", "successors"),
    [
        ("E06000028", "Bournemouth Borough Council", "2019-04-01", ["E06000058"]),
        ("E06000029", "Borough of Poole", "2019-04-01", ["E06000058"]),
        ("E10000002", "Buckinghamshire County Council", "2020-04-01", ["E06000060"]),
        (
            "E10000006",
            "Cumbria County Council",
            "2023-04-01",
            ["E06000063", "E06000064"],
        ),
        ("E10000009", "Dorset County Council", "2019-04-01", ["E06000059"]),
        (
            "E10000021",
            "Northamptonshire County Council",
            "2021-04-01",
            ["E06000061", "E06000062"],
        ),
        ("E10000023", "North Yorkshire County Council", "2023-04-01", ["E06000065"]),
        ("E10000027", "Somerset County Council", "2023-04-01", ["E06000066"]),
    ],
)
def test_abolished_councils_lead_to_their_successors(
    gss: str, name: str, ended: str, successors: list[str]
) -> None:
    council = GAZETTEER.councils[gss]
    assert council.official_name == name
    assert council.abolished == dt.date.fromisoformat(ended)
    assert list(council.successors) == successors
    for successor in successors:
        assert gss in GAZETTEER.councils[successor].predecessors
        assert GAZETTEER.councils[successor].formed == council.abolished


def test_no_other_council_is_abolished() -> None:
    assert len(ABOLISHED) == 8
    assert len(TODAY) == 153


def test_a_name_means_one_council_or_two_of_the_same_name() -> None:
    for name, codes in GAZETTEER.names().items():
        assert len({GAZETTEER.code_at(gss, None) for gss in codes}) == 1, name


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("Bedford", "Bedford Borough Council"),
        ("Bedford Borough", "Bedford Borough Council"),
        ("Central Bedfordshire", "Central Bedfordshire Council"),
        ("Bexley London Borough", "London Borough of Bexley"),
        ("London Borough of Bexley", "London Borough of Bexley"),
        (
            "City of Bradford Metropolitan Borough Council",
            "City of Bradford Metropolitan District Council",
        ),
        (
            "Bradford Metropolitan District Council",
            "City of Bradford Metropolitan District Council",
        ),
        ("Bradford Council", "City of Bradford Metropolitan District Council"),
        ("BCP", "Bournemouth, Christchurch and Poole Council"),
        ("BCP Council", "Bournemouth, Christchurch and Poole Council"),
        (
            "Bournemouth, Christchurch & Poole",
            "Bournemouth, Christchurch and Poole Council",
        ),
        ("Hull", "Hull City Council"),
        ("Hull City Council", "Hull City Council"),
        ("Kingston upon Hull City Council", "Hull City Council"),
        ("Kingston-upon-Thames", "Royal Borough of Kingston upon Thames"),
        (
            "Royal Borough of Kingston-upon-Thames",
            "Royal Borough of Kingston upon Thames",
        ),
        ("Telford & Wrekin", "Telford and Wrekin Council"),
        (
            "Royal Borough of Kensington & Chelsea",
            "Royal Borough of Kensington and Chelsea",
        ),
        (
            "Royal Borough of Windsor and Maidenhead",
            "Royal Borough of Windsor and Maidenhead",
        ),
        ("RBWM", "Royal Borough of Windsor and Maidenhead"),
        ("B&NES", "Bath and North East Somerset Council"),
        ("Bath & North East Somerset Council", "Bath and North East Somerset Council"),
        ("Cheshire West & Chester", "Cheshire West and Chester Council"),
        ("County Durham", "Durham County Council"),
        ("Durham County Council", "Durham County Council"),
        ("Southend", "Southend-on-Sea City Council"),
        ("Southend on Sea Borough Council", "Southend-on-Sea City Council"),
        ("St. Helens", "St Helens Borough Council"),
        ("Stoke on Trent", "Stoke-on-Trent City Council"),
        ("Redcar & Cleveland", "Redcar and Cleveland Borough Council"),
        ("Wolverhampton City Council", "City of Wolverhampton Council"),
        ("Doncaster Metropolitan Borough Council", "City of Doncaster Council"),
        ("Derbyshire County Council", "Derbyshire County Council"),
        ("Derby City Council", "Derby City Council"),
        ("Council of the Isles of Scilly", "Council of the Isles of Scilly"),
        ("City of York Council", "City of York Council"),
        ("Milton Keynes Council", "Milton Keynes City Council"),
        ("Wiltshire County Council", "Wiltshire Council"),
        ("Westminster City Council", "Westminster City Council"),
    ],
)
def test_documents_name_a_council_in_many_ways(name: str, official: str) -> None:
    (gss,) = {GAZETTEER.code_at(code, None) for code in GAZETTEER.names()[name]}
    assert GAZETTEER.councils[gss].official_name == official


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Bedfordshire", "a county without a council since 2009"),
        ("Derby County", "a football club"),
        ("Leicester City", "a football club"),
        ("Stockport County", "a football club"),
        ("Cheshire", "two councils share it"),
        ("Sussex", "two councils share it"),
        ("Berkshire", "six councils share it"),
        ("Christchurch", "a district, and no council since 2019"),
        ("Windsor", "a place and a family"),
        ("London", "not one council"),
    ],
)
def test_some_names_are_of_no_council(name: str, why: str) -> None:
    assert name not in GAZETTEER.names(), why


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Hull", True),
        ("Bexley", True),
        ("Newcastle", True),
        ("Telford & Wrekin", True),
        ("Hull City Council", False),
        ("London Borough of Bexley", False),
        ("City of Bradford Metropolitan District Council", False),
        ("Bedford Borough", False),
    ],
)
def test_short_names_may_mean_the_place(name: str, place: bool) -> None:
    assert (name in GAZETTEER.place_names) is place
    assert name in GAZETTEER.names()


@pytest.mark.parametrize(
    ("gss", "when", "then", "why"),
    [
        ("E06000060", "2018-06-01", "E10000002", "Buckinghamshire was a county"),
        ("E10000002", "2018-06-01", "E10000002", "it is already the right one"),
        ("E10000002", "2022-06-01", "E06000060", "Buckinghamshire is unitary"),
        ("E10000002", "2020-03-31", "E10000002", "its last day"),
        ("E10000002", "2020-04-01", "E06000060", "the first day of its successor"),
        ("E10000002", None, "E06000060", "no date: the council of today"),
        ("E06000066", "2015-01-01", "E10000027", "Somerset"),
        ("E06000065", "2015-01-01", "E10000023", "North Yorkshire"),
        ("E06000059", "2016-01-01", "E10000009", "Dorset"),
        (
            "E10000006",
            "2024-01-01",
            "E10000006",
            "Cumbria's successors have other names",
        ),
        ("E06000063", "2015-01-01", "E06000063", "nor did Cumberland have a namesake"),
        ("E06000055", "2017-01-01", "E06000055", "Bedford has not changed since"),
        ("E09000004", None, "E09000004", "nor has Bexley"),
    ],
)
def test_a_name_means_the_council_of_its_time(
    gss: str, when: str | None, then: str, why: str
) -> None:
    date = None if when is None else dt.date.fromisoformat(when)
    assert GAZETTEER.code_at(gss, date) == then, why


@pytest.mark.parametrize(
    ("code", "gss", "why"),
    [
        ("E06000055", "E06000055", "a GSS code"),
        ("e06000055", "E06000055", "in small letters"),
        ("E08000020", "E08000037", "Gateshead's former code"),
        ("E06000048", "E06000057", "Northumberland's former code"),
        ("E08000016", "E08000038", "Barnsley's former code"),
        ("E08000019", "E08000039", "Sheffield's former code"),
        ("E10000002", "E10000002", "an abolished council is itself"),
        ("822", "E06000055", "an LA code"),
        ("825", "E06000060", "an LA code that passed on: the council of today"),
        ("835", "E10000009", "an LA code that ended with its council"),
        ("80428", "E06000055", "a URN"),
        (" 822 ", "E06000055", "with space around it"),
    ],
)
def test_a_code_finds_its_council(code: str, gss: str, why: str) -> None:
    council = GAZETTEER.by_code(code)
    assert council is not None, why
    assert council.gss == gss, why


@pytest.mark.parametrize("code", ["", "E99999999", "000", "Bedford"])
def test_an_unknown_code_finds_none(code: str) -> None:
    assert GAZETTEER.by_code(code) is None


@pytest.mark.parametrize(
    ("text", "gss"),
    [
        ("bedford", "E06000055"),
        ("Bedford borough council", "E06000055"),
        ("telford and wrekin", "E06000020"),
        ("The London Borough of Bexley", "E09000004"),
        ("St Helen’s", "E08000013"),
        ("stoke on trent", "E06000021"),
        ("Dorset", "E06000059"),
        ("Northants", "E10000021"),
        ("E08000016", "E08000038"),
        ("822", "E06000055"),
        ("https://w3id.org/inspection-kg/id/council/E06000055", "E06000055"),
        ("<https://w3id.org/inspection-kg/id/council/E06000055>", "E06000055"),
    ],
)
def test_a_parameter_is_resolved(text: str, gss: str) -> None:
    assert GAZETTEER.resolve(text).gss == gss


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Bedfordshire", "Central Bedfordshire Council"),
        ("Lestershire", "Leicestershire County Council"),
        ("", ""),
        ("https://w3id.org/inspection-kg/id/council/E99999999", ""),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_names(text: str, suggested: str) -> None:
    with pytest.raises(UsageError, match=r"^Unknown council ") as caught:
        GAZETTEER.resolve(text)
    assert suggested in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_councils_of_one_name_are_refused() -> None:
    """No name of the reference data does so; two councils that share one show the message."""
    first, second = GAZETTEER.councils["E06000055"], GAZETTEER.councils["E06000056"]
    both = {c.gss: _renamed(c) for c in (first, second)}
    with pytest.raises(
        UsageError, match=r"may be Bedford Borough Council \(E06000055\) or Central Bedfordshire"
    ):
        Gazetteer(both, GAZETTEER.name_forms).resolve("Beds")


def _renamed(council: Council) -> Council:
    return Council(**{**vars(council), "other_names": ("Beds",)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Telford & Wrekin", "telford and wrekin"),
        ("Stoke-on-Trent", "Stoke on Trent"),
        ("St. Helen's", "St Helens"),
        ("The  Royal Borough", "royal borough"),
        ("Children’s Trust", "Children's Trust"),
    ],
)
def test_names_are_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_programmes_have_their_own_names_and_a_kind() -> None:
    known = {programme.slug: programme for programme in programmes()}
    assert len(known) >= 150
    assert {p.kind for p in known.values()} <= set(concept_labels("programme-kind"))
    names = [fold(name) for p in known.values() for name in {p.name, *p.other_names}]
    spelt = {(fold(name), p.slug) for p in known.values() for name in (p.name, *p.other_names)}
    assert len(spelt) == len(set(names)), "a name leads to two programmes"
    assert known["signs-of-safety"].kind == "practice-model"
    assert "MST" in known["multisystemic-therapy"].other_names


@pytest.mark.parametrize(
    ("slug", "written", "expected", "why"),
    [
        ("staying-put", "staying put", True, "no everyday words: any case will do"),
        ("staying-put", "Staying Put", True, "as it is written"),
        ("pause", "Pause", True, "as it is written"),
        ("pause", "PAUSE", True, "as another name is written"),
        ("pause", "pause", False, "an everyday word"),
        ("frontline", "frontline", False, "an everyday word"),
        ("multisystemic-therapy", "MST", True, "an abbreviation"),
        ("multisystemic-therapy", "mst", False, "abbreviations keep their capitals"),
        ("chelseas-choice", "Chelsea’s choice", True, "with a curly apostrophe"),
        ("adoption-now", "adoption now", False, "words that meet in a sentence"),
    ],
)
def test_everyday_words_are_no_programmes(
    slug: str, written: str, expected: bool, why: str
) -> None:
    (programme,) = (p for p in programmes() if p.slug == slug)
    assert programme.matches(written) is expected, why


def test_organisations_have_their_own_names_and_a_kind() -> None:
    known = {organisation.slug: organisation for organisation in organisations()}
    assert {o.kind for o in known.values()} <= set(concept_labels("organisation-kind"))
    spelt = {(fold(name), o.slug) for o in known.values() for name in (o.name, *o.other_names)}
    assert len(spelt) == len({name for name, _ in spelt}), "a name leads to two organisations"
    assert known["care-quality-commission"].kind == "inspectorate"
    assert known["national-institute-for-health-and-care-excellence"].matches("NICE")
    assert not known["national-institute-for-health-and-care-excellence"].matches("nice")


@pytest.mark.parametrize(
    ("slug", "councils"),
    [
        ("achieving-for-children", ["E06000040", "E09000021", "E09000027"]),
        ("birmingham-childrens-trust", ["E08000025"]),
        ("doncaster-childrens-services-trust", ["E08000017"]),
        ("northamptonshire-childrens-trust", ["E06000061", "E06000062"]),
        ("sandwell-childrens-trust", ["E08000028"]),
        ("slough-children-first", ["E06000039"]),
        ("together-for-children", ["E08000024"]),
    ],
)
def test_trusts_deliver_for_councils(slug: str, councils: list[str]) -> None:
    (trust,) = (o for o in organisations() if o.slug == slug)
    assert trust.kind == "childrens-trust"
    assert sorted(trust.delivers_for) == councils
    assert set(trust.delivers_for) <= set(GAZETTEER.councils)


@pytest.mark.parametrize(
    ("scheme", "token", "label"),
    [
        ("grade", "requires-improvement", "requires improvement"),
        ("grade", "requires-improvement", "require improvement"),
        ("area", "leadership", "Leadership, management and governance"),
        ("area", "in-care", "The experiences and progress of children in care"),
        ("post-role", "director-of-childrens-services", "DCS"),
        (
            "post-role",
            "director-of-childrens-services",
            "corporate director, children and families",
        ),
        ("post-role", "lscb-chair", "chair of the LSCB"),
        ("inspection-type", "joint-targeted-area", "JTAI"),
    ],
)
def test_concepts_carry_the_words_of_documents(scheme: str, token: str, label: str) -> None:
    assert label in concept_labels(scheme)[token]


@pytest.mark.parametrize("scheme", ["grade", "area", "inspection-type", "post-role", "region"])
def test_a_label_means_one_concept_of_its_scheme(scheme: str) -> None:
    labels = Counter(
        label.casefold() for group in concept_labels(scheme).values() for label in group
    )
    assert [label for label, times in labels.items() if times > 1] == []


def test_the_preferred_label_comes_first() -> None:
    assert concept_labels("grade")["requires-improvement"][0] == "Requires improvement to be good"


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UsageError, match=r"Unknown concept scheme 'colour'\. Known: area, "):
        concept_labels("colour")


# --- addresses ---


@pytest.mark.parametrize(
    ("address", "expected", "why"),
    [
        ("https://www.medway.gov.uk/news/article/12", "E06000035", "its site"),
        ("medway.gov.uk", "E06000035", "a bare host"),
        ("HTTP://WWW.MEDWAY.GOV.UK", "E06000035", "in capitals"),
        ("https://democracy.medway.gov.uk/mgAi.aspx?ID=1", "E06000035", "a part of its site"),
        (
            "https://medway.moderngov.co.uk/ieListMeetings.aspx",
            "E06000035",
            "committee pages of a host",
        ),
        ("more at www.medway.gov.uk.", "E06000035", "within a sentence"),
        ("https://www.notmedway.gov.uk", None, "a name that only ends alike"),
        ("https://www.gov.uk/government/news", None, "the government's site"),
        ("https://nowhere.moderngov.co.uk", None, "committee pages of no council of ours"),
        ("https://www.medway.nhs.uk", None, "another domain"),
        ("https://example.org/medway.gov", None, "no such domain"),
        ("", None, "nothing"),
    ],
)
def test_the_council_of_an_address(address: str, expected: str | None, why: str) -> None:
    assert GAZETTEER.at_address(address) == expected, why


def test_no_two_councils_of_today_have_one_site() -> None:
    sites = Counter(council.website for council in TODAY if council.website)
    assert [site for site, count in sites.items() if count > 1] == []


def test_each_council_is_found_at_its_site() -> None:
    for council in TODAY:
        if council.website:
            found = GAZETTEER.at_address(f"https://www.{council.website}/a")
            assert found is not None
            # the site of a council may be that of the one of the same name before it
            assert GAZETTEER.code_at(found, None) == council.gss
