"""Since when a post is held, and what says nothing of it."""

from __future__ import annotations

import pytest

from leaders import CHAIR, CHIEF, DCS, OTHER, facts_of, joint, single

TENURES = [
    ("The DCS has been in post since March 2014.", DCS, "2014-03"),
    ("The LSCB chair has been in post since February 2016.", CHAIR, "2016-02"),
    ("The interim director of children’s services (DCS) has been in post since 1 September 2015.", DCS, "2015-09-01"),
    ("The chief executive took up post in January 2015.", CHIEF, "2015-01"),
    ("The chief executive took up her role in early 2015.", CHIEF, "2015"),
    ("A new chief executive was appointed in October 2015.", CHIEF, "2015-10"),
    ("In February 2016, a new chief executive was appointed.", CHIEF, "2016-02"),
    ("Since the appointment of an interim DCS in March 2016, leaders have done more.", DCS, "2016-03"),
    ("Since March 2016, with the appointment of the current DCS, leaders have done more.", DCS, "2016-03"),
    ("Since their appointment in June 2016, the DCS has done more.", DCS, "2016-06"),
    ("The DCS, newly in post in 2016, has done more.", DCS, "2016"),
    ("The DCS also leads adult services. She has been in post since March 2013.", DCS, "2013-03"),
    ("The DCS, who reports to the chief executive, has been in post since May 2013.", DCS, "2013-05"),
    ("The chief executive has served in this role since the autumn of 2012.", CHIEF, "2012"),
    ("The DCS, who was appointed in September 2013, is now driving work, with the support of the chief executive.", DCS, "2013-09"),  # 93
    ("The DCS was permanently appointed in September 2016, after 11 months as assistant director for social care.", DCS, "2016-09"),  # 94
    ("The DCS was appointed in October 2015 and a service manager has been in post since February 2016.", DCS, "2015-10"),  # 95
    ("The DCS, in post since October 2015, and two heads of service who have been in post since February 2016 know it.", DCS, "2015-10"),  # 95
    ("The DCS was appointed in 2013. The DCS has been in post since July 2013.", DCS, "2013-07"),  # 96
    ("The DCS has been in post since July 2013. The DCS, appointed in 2013, knows it.", DCS, "2013-07"),  # 96
    ("The DCS has been in post since July 2013. The DCS, appointed in 2012, knows it.", DCS, "2013-07"),
    ("Appointed in June 2018, the DCS has done more.", DCS, "2018-06"),
    ("The appointment in August 2014 of a highly experienced DCS has helped.", DCS, "2014-08"),
    ("The chief executive and two service managers have been in post since May 2020.", CHIEF, "2020-05"),
    ("The DCS, who works with experienced team managers, was appointed in May 2020.", DCS, "2020-05"),
    ("The DCS, supported by but independent of the members, took up post in May 2020.", DCS, "2020-05"),
    ("The principal social worker commenced in post in May 2016.", OTHER, "2016-05"),
]  # fmt: skip


NO_TENURES = [
    "The DCS will take up post in May 2017.",
    "The DCS and two team managers, who were appointed in May 2016, know it.",
    "The DCS, who works with team managers, who were appointed in May 2016, knows it.",
    "A new chair of the LSCB has been appointed and is due to take up post in January 2017.",
    "The chair of the LSCB retired in August 2014.",
    "The DCS has led the improvement work since the inspection in 2014.",
    "The chair of the adoption panel has been in post since May 2012.",
    "An additional team manager was appointed in May 2016.",
]


@pytest.mark.parametrize(("text", "role", "since"), TENURES, ids=lambda value: value[:60])
def test_since_when(text: str, role: str, since: str) -> None:
    found = facts_of(single(text)).leaders
    assert [(one.role, one.since.iso if one.since else None) for one in found] == [(role, since)]


@pytest.mark.parametrize("text", NO_TENURES)
def test_since_nothing(text: str) -> None:
    assert facts_of(single(text)).leaders == ()


def test_a_date_belongs_to_the_one_who_is_named_in_the_post() -> None:
    text = joint(
        "Jane Rowley, Chair of Derby Safeguarding Children Board",
        "The board is strong. The chair, who was appointed in February 2016, has had an impact.",
    )
    (one,) = facts_of(text).leaders
    assert (one.name, one.since and one.since.iso) == ("Jane Rowley", "2016-02")
    assert [words.states for words in one.also] == [("since",)]
