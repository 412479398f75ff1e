"""Findings by clause, negation, hedge, comparison and place: a table of cases with a reason each.

All sentences are written for the project; each goes through reading and extraction as a document.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.documents.readers import read
from kg.extraction.findings import trend_of
from kg.extraction.pipeline import extract
from kg.model import Document, Finding
from reports import document, facts_of, ilacs

S, W, M, R = "strength", "weakness", "mixed", "recommendation"
UP, DOWN = "improving", "declining"
HEAD = """# Derby City Council

## Inspection of children’s social care services

Inspection dates: 8 to 19 July 2024

Lead inspector: Norma Penfold, His Majesty’s Inspector

"""
JOINT = """12 April 2024

Ms Sue Harling
Director of Children’s Services
Derby City Council

# Joint targeted area inspection of the multi-agency response to neglect in Derby

This letter to all the service leaders in the area outlines our findings about the joint targeted
area inspection of Derby, from 4 to 8 March 2024.

Dear partners

"""


def found(body: str, head: str = HEAD) -> tuple[Document, tuple[Finding, ...]]:
    """A report with this body, and what it finds."""
    document = read((head + body).encode(), "a.md", "0" * 64)
    return document, extract(document).findings


def kinds(body: str, head: str = HEAD) -> list[str]:
    """The kinds of its findings, in the order of the text."""
    return [one.kind for one in found(body, head)[1]]


@dataclass(frozen=True)
class Case:
    """A sentence, the kinds of its findings in order, why, and the trend of each."""

    text: str
    kinds: tuple[str, ...]
    why: str
    trends: tuple[str | None, ...] = ()


def case(text: str, kinds_: str | tuple[str, ...], why: str, *trends: str | None) -> Case:
    """A case; one kind may stand alone, and trends are all None unless they are given."""
    expected = (kinds_,) if isinstance(kinds_, str) else kinds_
    return Case(text, expected, why, trends or (None,) * len(expected))


BOTH, BACK = (S, W), (W, S)

CONTRASTS = [
    case("Although visits are frequent and purposeful, plans are too vague to drive change.", BOTH, "Although X, Y"),
    case("Although plans are often too long, social workers know children very well.", BACK, "Although, the weakness first"),
    case("While early help is well established across the city, the quality of assessments is inconsistent.", BOTH, "While X, Y"),
    case("Whilst staff are warm and committed, their supervision is not yet regular or reflective.", BOTH, "Whilst"),
    case("Though referrals are screened promptly, decisions are not always recorded.", BOTH, "Though"),
    case("However, while strategy meetings are timely, too many are held without health colleagues.", BOTH, "a lead-in before the turn"),
    case("This means that although children are seen alone, their views do not consistently shape their plans.", BOTH, "a turn behind ‘means that’"),
    case("Most assessments are thorough and analytical, but some take far too long.", BOTH, "X, but Y"),
    case("Social workers build trusting relationships with children but plans are not updated often enough.", BOTH, "but without a comma, with a subject"),
    case("Carers receive good training and strong support, but are not always given enough information about children.", BOTH, "the second half has no subject of its own"),
    case("The virtual school is ambitious for children, yet too many young people miss days at school.", BOTH, "X, yet Y"),
    case("Personal advisers are persistent and kind, although pathway plans lack detail.", BOTH, "X, although Y"),
    case("Thresholds are well understood by partners; however, the response at weekends is too slow.", BOTH, "X; however, Y"),
    case("Leaders know their services well – but the pace of improvement is too slow for many children.", BOTH, "a dash before but"),
    case("Most foster carers feel well supported, whereas kinship carers do not receive sufficient help.", BOTH, "whereas"),
    case("Health assessments are often late, but children’s health needs are met well once they are seen.", BACK, "a weakness, then a strength"),
    case("Plans are clear about risk, but they lack timescales, although reviews are regular.", BOTH, "nested contrast is cut once"),
    case("While assessments are timely, purposeful and child centred, the plans that follow are weak.", BOTH, "commas inside the first half"),
    case("Although the board meets regularly, in some areas its challenge is ineffective.", BOTH, "a lead-in of its own in the second half"),
    case("Staff are not only skilled and committed, but they are also very well supported.", S, "not only ... but also is no contrast"),
    case("There is a small but highly effective team that supports adopters very well.", S, "but between two words"),
    case("Leaders are proud of their services but not complacent.", S, "two strengths"),
    case("Supervision is irregular and too often lacks reflection, and recording is poor.", W, "and is no turn"),
    case("Despite high demand, social workers respond promptly and skilfully to children’s needs.", S, "Despite: what follows is found"),
    case("Despite considerable investment, the quality of plans remains too variable.", W, "Despite: background is praise"),
    case("Screening is ineffective, despite much training for staff.", W, "despite at the end"),
    case("Notwithstanding the pressures of recruitment, morale is high and staff feel valued.", S, "notwithstanding"),
    case("Staff speak positively of managers, while children benefit from stable and trusting relationships.", S, "while between two strengths"),
]  # fmt: skip

NEGATIONS = [
    case("Applications to court are made with no unnecessary delay.", S, "no delay"),
    case("Children are seen by a doctor without delay.", S, "without delay"),
    case("There is no drift in planning for children who need permanence.", S, "no drift"),
    case("Children do not experience needless delay while their needs are assessed.", S, "do not experience delay"),
    case("Families do not have to repeat their story to each new professional.", S, "do not have to"),
    case("Families do not wait for the help that they need.", S, "do not wait"),
    case("Referrals are not delayed by the checks that are made.", S, "not delayed"),
    case("Children rarely have to change school when they move home.", S, "rarely, of trouble"),
    case("Placements seldom break down.", S, "seldom, of trouble"),
    case("Few children experience a change of social worker.", S, "few, of trouble"),
    case("Very few care leavers live in unsuitable accommodation.", S, "very few, of trouble"),
    case("No children wait for an allocated social worker.", S, "no children wait"),
    case("There are no unallocated cases in any team.", S, "no unallocated cases"),
    case("There is no evidence of drift or delay in children’s cases.", S, "no evidence of trouble"),
    case("Placement breakdowns are rare.", S, "trouble is rare"),
    case("Delay is avoided through careful tracking by managers.", S, "delay is avoided"),
    case("Leaders are not complacent and seek out challenge.", S, "not complacent"),
    case("Children are rarely asked what they think of their plans.", W, "rarely, of what is good"),
    case("Plans are seldom updated after a review.", W, "seldom, of what is good"),
    case("Few children take part in their reviews.", W, "few, of what is good"),
    case("Few care leavers know what they are entitled to.", W, "few know"),
    case("Too few children benefit from life-story work.", W, "too few"),
    case("The partnership does not yet have a shared understanding of neglect.", W, "not yet"),
    case("Supervision does not always take place as often as it should.", W, "does not always"),
    case("Risk is not consistently identified in strategy discussions.", W, "not consistently"),
    case("There is little evidence that children’s views make a difference.", W, "little evidence"),
    case("There is limited evidence of management oversight on children’s records.", W, "limited evidence"),
    case("Children cannot always see a social worker whom they know.", W, "cannot always"),
    case("Managers have yet to agree a strategy for neglect.", W, "have yet to"),
    case("Some plans lack clear timescales.", W, "lack"),
    case("The rationale for decisions is unclear in many records.", W, "unclear"),
    case("Challenge by independent reviewing officers is less evident.", W, "less evident"),
    case("Managers’ oversight of this work is too limited.", W, "too limited"),
    case("Opportunities to help families early are missed.", W, "missed opportunities"),
    case("Services for young carers are underdeveloped.", W, "underdeveloped"),
    case("The quality of return home interviews varies too widely.", W, "varies"),
    case("Some records are not up to date and lack analysis.", W, "not up to date"),
    case("More needs to be done to help care leavers to find work.", W, "more needs to be done"),
    case("Further work is required to embed the new model across all teams.", W, "further work is required"),
    case("The recording of supervision needs to be improved.", W, "needs to be improved"),
]  # fmt: skip

RISKS = [
    case("Children at risk of harm are identified quickly and kept safe.", S, "risk, but dealt with"),
    case("The risks of exploitation are well understood and reduced by skilful work.", S, "risks, understood"),
    case("When children go missing, prompt and effective action makes them safer.", S, "missing, but helped"),
    case("Allegations against professionals are dealt with thoroughly and swiftly.", S, "allegations, dealt with"),
    case("Domestic abuse is identified early and families receive effective help.", S, "abuse, helped"),
    case("Social workers respond swiftly to concerns about neglect and children are protected well.", S, "neglect, helped"),
    case("Homeless young people are offered suitable accommodation promptly.", S, "homeless, helped"),
    case("Weaknesses that leaders found in the service have been addressed swiftly.", S, "weaknesses, addressed"),
    case("Leaders have an excellent understanding of where further improvement is needed.", S, "leaders know what is needed"),
]  # fmt: skip

HEDGES = [
    case("It is too soon to evaluate the impact.", (), "nothing is judged: none by most labels"),
    case("However, it is too early to see the impact of this.", (), "too early"),
    case("It is too early to assess the effect of the new team on children’s lives.", (), "too early, at length"),
    case("These changes are too recent to measure at this visit.", (), "too recent"),
    case("The new service is well designed and welcomed by families, although it is too early to see its impact.", S, "a hedge behind a strength"),
    case("Although it is too soon to measure the impact, the new team is already helping families well.", S, "a hedge before a strength"),
    case("The quality of plans is variable.", W, "variable is a weakness"),
    case("Practice is inconsistent between teams.", W, "inconsistent is a weakness"),
]  # fmt: skip

COMPARISONS = [
    case("Practice has improved since the last inspection.", S, "better than last time", UP),
    case("Since the previous inspection, services for care leavers have been strengthened and are good.", S, "strengthened since", UP),
    case("The timeliness of assessments has improved and most are now thorough.", S, "has improved", UP),
    case("The quality of supervision is improving steadily.", S, "is improving", UP),
    case("Social workers’ caseloads have fallen and are now manageable.", S, "loads have fallen", UP),
    case("The number of children placed far from home has reduced as a result of strong commissioning.", S, "trouble has become less", UP),
    case("Staff turnover has reduced.", S, "turnover has become less", UP),
    case("There has been significant improvement in the quality of assessments.", S, "significant improvement", UP),
    case("Caseloads have risen sharply and social workers cannot see children often enough.", W, "loads have risen", DOWN),
    case("Waiting times have increased for children who need therapy.", W, "waits have increased", DOWN),
    case("The quality of services for children in need has deteriorated.", W, "deteriorated", DOWN),
    case("Services for care leavers have declined since the last inspection.", W, "declined", DOWN),
    case("Timeliness of health assessments has slipped and too many are late.", W, "slipped", DOWN),
    case("Progress made at the time of the last visit has not been sustained, and plans are weak.", W, "not sustained", DOWN),
    case("Fewer care leavers are in education, employment or training than nationally.", W, "fewer, of what is good"),
    case("Fewer children experience placement moves than in similar areas.", S, "fewer, of trouble"),
    case("Attendance at school is below the national average.", W, "below others"),
    case("Re-referrals are higher than in similar authorities.", W, "above others, of trouble"),
    case("More posts are vacant than leaders would like.", W, "vacant posts"),
    case("Caseloads remain too high in some teams.", W, "remains: no movement"),
    case("Staff turnover remains high and children have too many changes of social worker.", W, "remains high"),
    case("Supervision is regular and remains a strength of the service.", S, "remains a strength: no movement"),
    case("Senior leaders are committed to improving outcomes for children and work well together.", S, "improving as an aim is no trend"),
    case("Practice has improved since the last visit, but caseloads are too high.", BOTH, "a trend of one half", UP, None),
    case("Although supervision has improved, its quality has deteriorated in two teams.", BOTH, "a trend of each half", UP, DOWN),
]  # fmt: skip

SILENT = [
    case("Local authorities must provide sufficient accommodation for children in their care.", (), "a duty of every council"),
    case("Statutory guidance requires that children in care have a health assessment each year.", (), "guidance"),
    case("Local authorities have a duty to promote the education of children in care.", (), "a duty"),
    case("Inspectors met with foster carers and reviewed children’s records.", (), "how the inspection was done"),
    case("They also looked at the local authority’s performance management information.", (), "method, in they"),
    case("The next monitoring visit is scheduled for the end of February and will focus on care leavers.", (), "what is to come"),
    case("Ofsted will take the findings from this focused visit into account when planning the next one.", (), "what is to come"),
    case("The inspection focused on children in need of help and protection.", (), "what was inspected"),
    case("The previous inspection of the service was in January 2021.", (), "when the last one was"),
    case("There are 304 children looked after by the council.", (), "a number"),
    case("The experiences and progress of children in care: good", (), "a heading with its grade"),
    case("Overall effectiveness Requires improvement", (), "a row of the table of judgements"),
    case("The experiences and progress of care leavers is inadequate", (), "a heading that is almost a sentence"),
    case("This includes the following actions:", (), "a stem"),
    case("Tomas is a 12-year-old boy who lives with his mother and sister.", (), "a family's story"),
    case("There is a history of domestic abuse and the mother has separated from the father.", (), "a family's story"),
    case("Tomas’s social worker visits him often and has helped him to feel safe and understood.", S, "a family's story in which practice is judged"),
    case("The local authority should ensure that plans are clear.", R, "what a council should do"),
    case("The local area partnership must work jointly to make improvements to its plans.", R, "this says to what"),
    case("This was the second focused visit since the inspection of services for children in May 2023.", (), "which visit this was"),
    case("This was the first visit since the inspection, and services have improved greatly.", S, "which visit this was, and more", UP),
]  # fmt: skip

# What a reading of real reports found turned round; the numbers are those of that reading's list.
TURNED = [
    case("Supervision is often not of good enough quality to ensure that children do not experience delay.", W, "9: a fault before the delay that it should avoid"),
    case("Care workers do not receive regular supervision, and it does not help them to act without delay.", W, "1: not received"),
    case("Some workers have caseloads that are too high, and this is reducing the quality of their work.", W, "2: the loads reduce something else"),
    case("There are insufficient programmes for parents who are not subject to a court order.", W, "5: not subject to, of no trouble"),
    case("Children do not always get help, and there is no evidence that missing episodes are reducing.", W, "7: no evidence that trouble becomes less"),
    case("The policy is not subject to a rigorous evaluation of its impact.", W, "11: not subject to what is good"),
    case("There remains more work to do to ensure that children do not experience drift.", W, "13: more work to do before the drift"),
    case("Unfortunately, work programmes for care leavers have reduced.", W, "14: unfortunately"),
    case("Vacancies in two teams have reduced social worker capacity.", W, "15: they have reduced something"),
    case("The council continues to have high use of agency staff.", W, "24: a high load"),
    case("Most social workers have very high and complex caseloads.", W, "25: a high load, two adjectives"),
    case("Suspensions are also very high.", W, "27: trouble is high"),
    case("The percentage of questionnaires completed is much lower than comparators.", W, "28: lower than others, of what is good"),
    case("The leadership team has experienced significant turnover this year.", W, "29: turnover"),
    case("Many new staff are from overseas or inexperienced.", W, "30: inexperienced"),
    case("Where this is not the case, there is a robust and prompt response.", S, "31: the condition is not what is found"),
    case("Challenge by managers is not sufficiently rigorous to ensure that plans progress without delay.", W, "3: not rigorous enough to avoid delay"),
    case("Reviewing officers do not always provide effective scrutiny.", W, "4: not always"),
    case("Care planning does not always look at all needs, and challenge is ineffective in some cases.", W, "6: not always, and ineffective"),
    case("Plans to return children home are not sufficiently informed by assessments.", W, "8: not sufficiently"),
    case("In too many cases, risk is not subject to timely interventions.", W, "10: too many cases, of what is good"),
    case("The process is further weakened because reviews are not subject to managers’ sign-off.", W, "12: weakened"),
    case("Practitioners have high caseloads that also have significant complexity.", W, "26: a high load in a longer sentence"),
    case("The partnership has no firm grip on the outcomes of plans.", W, "has no, of what is good"),
    case("This was an area for improvement at the last inspection that has now been addressed effectively.", S, "a remark that says what has become of it", UP),
    case("Plans progress well, and are reviewed regularly, so that there is no drift or delay.", S, "praise before what it avoids"),
    case("Leaders have acted to reduce high caseloads, and staff speak well of this.", S, "a high load that leaders have reduced"),
    case("Caseloads have reduced, and staff value this.", S, "loads that have become less", UP),
    case("Whilst early help gives good support to families, a coherent, overarching approach is not yet in place.", BOTH, "52: a comma between two adjectives"),
    case("Although there is a shift in emphasis, at a strategic level, to a clear focus on risk, this has not yet led to better practice.", BOTH, "53: a phrase with a comma on both sides"),
    case("The scorecard, while under development, is not yet in place.", W, "54: ‘while’ without a verb opens no clause"),
    case("Leaders listen to children, including those who have much to say but not necessarily the voice to say it.", S, "56: ‘not necessarily’ and a noun is no clause"),
]  # fmt: skip

# Sentences that look like those of the table above, and are right as they stand.
ALIKE = [
    case("Children who are not in school are seen without delay.", S, "what is not so is said of the children"),
    case("Children from poor families do not experience delay.", S, "poor families"),
    case("For children with poor attendance, there is no delay in support.", S, "poor attendance"),
    case("Workers hold high aspirations and caseloads are manageable.", S, "high is said of aspirations"),
    case("The high vacancy rate has been eliminated.", S, "a load that is gone"),
    case("Even new social workers with heavy caseloads say that they are well supported.", S, "what they say is praise"),
    case("Leaders have no formal complaints from parents.", S, "no, of trouble"),
    case("There are no dedicated waiting lists because every child is seen at once.", S, "no, of waiting"),
    case("Caseloads have reduced pressure on staff.", S, "less pressure", UP),
    case("Falling turnover has affected children positively.", S, "an effect that is good"),
    case("Social workers are no longer inexperienced and children are well supported.", S, "no longer"),
    case("Managers ask social workers to prepare an action plan for each child, and this works very well.", S, "a plan for a child is no procedure"),
    case("This response should be commended: children are now seen quickly.", S, "a response that is praised"),
    case("A monitoring reinspection will take place soon because practice is weak.", W, "why it takes place"),
    case("This was an area for improvement at the last inspection and practice remains weak.", W, "what has not become of it"),
    case("This is a recommendation from the last inspection that has not been met.", W, "what has not become of it, in a relative clause"),
    case("There are no areas of practice in which improvement has not been made.", W, "no, and not: as the classifier reads it"),
    case("Children’s confidence is low because waiting times have increased.", W, "confidence is not what has increased", DOWN),
    case("An increase in the number of children waiting for adoption is a concern.", W, "waiting for adoption", DOWN),
    case("Plans to continue to improve services are in place and working well.", S, "what goes on", UP),
]  # fmt: skip

# Movements that are none, or that go the other way.
MOVEMENTS = [
    case("Too many plans are weak, although the number of interviews has increased.", BACK, "more of them is better", None, UP),
    case("Oversight has increased, yet too many plans are still weak.", BOTH, "more oversight is better", UP, None),
    case("A parent who has declined support is not contacted often enough.", W, "declined something"),
    case("Efforts to raise awareness have not led to an increase in the number of notifications, which is too low.", W, "no increase"),
    case("Skilful work is reducing risks for many children.", S, "risks of children, not of the service"),
    case("There is a clear, continuous improvement cycle, which staff value.", S, "a cycle of improvement"),
    case("Policies are regularly improved and updated, and staff know them well.", S, "a habit"),
    case("One young person told inspectors how her well-being has improved with skilful help.", S, "one young person"),
    case("Case tracking is weakened by the lack of good systems.", W, "weak, not weaker"),
    case("Too many children are slipping through the cracks.", W, "slipping through, not back"),
    case("The plan does not say how it will prevent a decline in attendance, and is weak.", W, "a decline that should not come"),
    case("Some audits are weak and do not look at whether risks are reducing.", W, "whether"),
    case("Staff are passionate about required improvements in services and are well led.", S, "improvements to come"),
    case("Waiting lists are rising and children wait too long.", W, "loads that rise", DOWN),
    case("Children do not become looked after unless it is necessary.", S, "not, unless"),
    case("In only a very few cases could services have been provided sooner.", S, "only a very few cases"),
    case("Timeliness of reviews has declined.", W, "fewer is worse", DOWN),
    case("Practice has continued to improve and is good.", S, "goes on", UP),
]  # fmt: skip

# What is no finding, wherever it stands.
NOTHING = [
    case("Requires improvement", (), "32, 33: a cell of the table of judgements"),
    case("Areas for priority action", (), "the head of a table"),
    case("(Paras 58, 62, 64 and 65)", (), "38: where something stands"),
    case("No areas were identified for immediate improvement.", (), "39: nothing is asked"),
    case("Where possible, we have used that term in this report.", (), "40: a footnote"),
    case("Pseudonym used to protect confidentiality.", (), "a footnote of a study"),
    case("This was a recommendation at the last inspection.", (), "41: a remark on an item"),
    case("The director should send the written statement of action to the inspectorates by May.", (), "46: procedure"),
    case("The response should set out the actions for the partnership.", (), "47: procedure"),
    case("The next full area SEND inspection will be within approximately five years.", (), "what is to come"),
    case("The local area partnership must work jointly to make improvements.", (), "an outcome of area SEND, no item"),
    case("As a result, HMCI requires the partnership to prepare and submit a priority action plan.", (), "procedure of area SEND"),
]  # fmt: skip

# Words that find fault, of what is past, put right, or only a condition; and the same words outright.
SCOPE = [
    case("When plans are not effective in reducing risk, managers act promptly and well.", S, "a condition"),
    case("Prompt and skilful use is made of meetings if plans are not effective in reducing risk.", S, "a condition behind"),
    case("Proceedings are started appropriately when progress is too slow for the child.", S, "a condition with ‘when’"),
    case("Leaders have tackled the inconsistent recording, and staff feel well supported.", S, "a fault that is put right"),
    case("Leaders have acted skilfully and have addressed the decline in performance of that time.", S, "a decline that is put right"),
    case("Following this deterioration, senior leaders took bold and effective action.", S, "what came before"),
    case("Leaders have skilfully improved quality assurance, which had deteriorated.", S, "past in the past", UP),
    case("This contrasts well with the variable quality of support provided before, and families are pleased.", S, "a contrast with the past"),
    case("The new team has strengthened plans and reduced previous over-reliance on agency staff.", S, "an earlier fault", UP),
    case("Young people are helped very well to be independent, without becoming overreliant on staff.", S, "without becoming"),
    case("Inspectors saw no skilled workers who fail to listen, and families are well supported.", S, "saw no"),
    case("Managers are alert to, and are tackling, problems of a lack of staff.", S, "a comma after the verb"),
    case("Children do not stay on plans for too long and they benefit from excellent help.", S, "not for too long"),
    case("Personal advisers rarely change, so that young people have trusting relationships.", S, "rarely change"),
    case("Children hardly ever have to move, which helps them to settle well.", S, "hardly ever have to"),
    case("Progress is good since the inspection of 2018, when services were judged to require improvement.", S, "a grade of the past", UP),
    case("Leaders know services very well and understand that more work is required.", S, "leaders understand"),
    case("The plans to address these problems have stalled.", W, "plans that have stalled: not better, not worse"),
    case("Work to address this is inconsistent.", W, "the work itself is at fault"),
]  # fmt: skip

# What is said outright, in the main clause.
OUTRIGHT = [
    case("Performance data is unreliable.", W, "data is unreliable"),
    case("Workers respond skilfully where neglect is a concern.", S, "a concern about children"),
    case("The headteacher attends all reviews of children whose progress is of concern.", S, "children whose progress is of concern"),
    case("At the time of this visit there were significant capacity issues throughout the services.", W, "there were issues"),
    case("Inspectors had serious concerns about the response to vulnerable children.", W, "serious concerns"),
    case("Families of children in the area face significant delays.", W, "face delays"),
    case("Parents and settings have concerns about access to therapies.", W, "have concerns about"),
    case("After inspectors raised concerns about two children, managers took swift and decisive action.", S, "what made them act"),
    case("Children in receipt of plans experience similarly lengthy delays.", W, "lengthy delays"),
    case("Careful planning ensures that children experience minimal delays and settle well.", S, "minimal delays"),
    case("Teams are struggling to respond in time to the many families who value their warmth.", W, "are struggling"),
    case("Social workers give patient and skilful help to parents who are struggling to cope.", S, "parents who struggle"),
    case("The participation strategy does not ensure that children have a say in services.", W, "does not ensure"),
    case("Care proceedings are not completed in good time.", W, "not completed"),
    case("Children who do not have a plan are very well supported by skilful workers.", S, "children who do not"),
    case("The council does not use bed and breakfast accommodation for young people.", S, "what is good not to use"),
    case("Only 52% of health assessments were completed on time.", W, "only so many"),
    case("Only 4% of children had three or more homes, which is excellent stability.", S, "only so many, of trouble"),
    case("Leaders have been slow to tackle these issues.", W, "slow to"),
    case("Staff changes have hindered good progress.", W, "hindered"),
    case("Worryingly, demand is outstripping the good capacity that there is.", W, "worryingly"),
    case("More positively, records show that risk to children is reducing.", S, "more positively", UP),
    case("The response to young people who present as homeless is effective.", S, "plain praise"),
    case("Responses to homeless young people are too often slow, and oversight is rarely effective.", W, "praise that is taken away"),
    case("There was a seamless handover to daytime services and a response to risk of harm.", S, "a seamless handover"),
    case("The number of inappropriate referrals has reduced significantly.", S, "fewer of them is better", UP),
    case("The adoption panel needs to make sure that it meets more often.", R, "what a body needs to do"),
    case("Carers know very well what action they must take if a child goes missing.", S, "what carers must do"),
    case("They also looked at the council’s data on delays and children’s records.", (), "method, with delays in it"),
    case("Inspectors looked at the records of two children and found that these were excellent.", S, "looked at, and found"),
]  # fmt: skip

# A sentence that the one before turns round.
TURNS = [
    ("Too many plans are poor. However, most advisers do know their care leavers well.", (W, S), "against a shortfall"),
    ("Plans are excellent. However, some recording takes place after the visit.", (S, W), "against praise"),
    ("Too many plans are poor. However, the quality of recording is weak as well.", (W, W), "another shortfall"),
]  # fmt: skip

# What is no change, or one for the better.
NO_MOVE = [
    case("Oversight of plans has increased, although visits are too late.", BOTH, "more oversight is better", UP, None),
    case("Too many plans are poor, and rates of pay are lower than in other areas.", W, "lower than elsewhere, not than before"),
    case("Too many plans are poor, and attendance is lower than they would want it to be.", W, "lower than they would want"),
    case("Attendance is lower than at the last inspection, and too low.", W, "lower than before", DOWN),
    case("Too many offers of interviews are declined by children.", W, "declined by"),
    case("Workers cannot always be sure that risks are reducing.", W, "not sure that"),
    case("It is not clear whether waiting times have increased.", W, "whether"),
    case("Young people’s circumstances have deteriorated because plans are poor.", W, "a child's circumstances"),
    case("Weak plans have not yet led to a reduction in caseloads.", W, "not yet led to"),
    case("The re-referral rate, which is too high, has since risen again.", W, "has since risen", DOWN),
    case("Effective tools help staff to assess whether outcomes are improving.", S, "whether, in a strength"),
    case("Leaders recognise very well the areas that need further improvement.", S, "needed, not made"),
    case("Leaders have good plans to achieve the necessary improvements in services.", S, "planned, not made"),
    case("The council has sustained good services for children since the last inspection.", S, "sustained, not better"),
    case("Services have been enhanced and sustained since the last inspection, and are excellent.", S, "enhanced", UP),
    case("Children make positive progress towards early permanence.", S, "children's own progress"),
    case("Leaders make good progress towards their aims, and have made improvements in all teams.", S, "progress and improvements", UP),
    case("Skilled direct work with families is reducing risk for children.", S, "less risk for children"),
    case("Although referral rates have increased, managers respond swiftly and skilfully.", S, "more demand"),
    case("Skilful fostering work has led to an increase in the number of carers.", S, "more carers", UP),
    case("There has been an increase in the number of unaccompanied children, who receive strong support.", S, "more demand, counted"),
    case("Managers actively consider whether families now benefit from the help.", S, "whether they now do"),
    case("Leaders have firmly embedded a culture of learning and improvement in all that they do.", S, "a culture of improvement"),
    case("A board monitors improvements in services very effectively.", S, "improvements are monitored"),
    case("Being a partner in sector-led improvement since 2018 gives staff excellent opportunities.", S, "sector-led improvement"),
    case("The stability of placements for children is deteriorating.", W, "is deteriorating", DOWN),
    case("The timeliness of weak plans has shown some deterioration.", W, "some deterioration", DOWN),
    case("Despite an increase in capacity, visits to children are still too late.", W, "more capacity is better"),
    case("The number of young people offending has declined from 14% to 4%.", S, "fewer is better", UP),
    case("This has resulted in a decline in persistent absence among pupils with poor attendance.", S, "a decline of trouble"),
    case("The speed with which complaints are dealt with has declined.", W, "it is the speed that has declined"),
    case("There has been a decline in the quality of plans, which are weak.", W, "a decline of what is good", DOWN),
    case("They have undertaken reviews to understand the reason for the increase in re-referral rates.", S, "a rise that is looked into"),
]  # fmt: skip

CASES = (
    CONTRASTS
    + NEGATIONS
    + RISKS
    + HEDGES
    + COMPARISONS
    + SILENT
    + TURNED
    + ALIKE
    + MOVEMENTS
    + NOTHING
    + SCOPE
    + OUTRIGHT
    + NO_MOVE
)


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len({one.text for one in CASES}) == len(CASES) >= 100


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.why)
def test_sentences(one: Case) -> None:
    document, findings = found(f"## Findings\n\n4. {one.text}\n\n5. The city lies on a river.")
    own = [f for f in findings if document.quote(f.evidence.start, f.evidence.end) in one.text]
    assert tuple(f.kind for f in own) == one.kinds, one.why
    assert tuple(f.trend for f in own) == one.trends, one.why


@pytest.mark.parametrize(("text", "expected", "why"), TURNS)
def test_however_turns_the_sentence_before_round(
    text: str, expected: tuple[str, ...], why: str
) -> None:
    assert tuple(kinds(f"## Findings\n\n{text}\n")) == expected, why


@pytest.mark.parametrize("one", NOTHING, ids=lambda one: one.why)
def test_nothing_is_asked_for_by_what_is_no_finding(one: Case) -> None:
    assert kinds(f"## What needs to improve?\n\n- {one.text}") == [], one.why


@pytest.mark.parametrize("one", [c for c in CONTRASTS if len(c.kinds) == 2], ids=lambda c: c.why)
def test_halves_have_clean_ranges_and_their_own_themes(one: Case) -> None:
    document, (first, second) = found(f"## Findings\n\n4. {one.text}")
    quotes = [document.quote(f.evidence.start, f.evidence.end) for f in (first, second)]
    assert first.evidence.end < second.evidence.start
    assert all(quote[0].isalpha() for quote in quotes)
    assert quotes[0][-1].isalpha()
    assert quotes[1].endswith(".")
    assert not quotes[0].startswith(("Although", "While", "However", "Though", "This means"))
    assert first.themes and second.themes


# --- ranges ---


def test_a_conjunction_stays_where_the_second_half_has_no_subject() -> None:
    document, halves = found(
        "4. Carers receive good training and strong support, but are not always given enough "
        "information about children."
    )
    assert [document.quote(f.evidence.start, f.evidence.end) for f in halves] == [
        "Carers receive good training and strong support",
        "but are not always given enough information about children.",
    ]


def test_one_finding_covers_the_whole_sentence() -> None:
    sentence = "Despite considerable investment, the quality of plans remains too variable."
    document, (one,) = found(f"4. {sentence}")
    assert document.quote(one.evidence.start, one.evidence.end) == sentence


# --- lists ---


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            ("## Findings\n\nThe local authority should ensure that:\n\n"
            "- plans are clear and have timescales\n- reviews of children are held on time\n\n"
            "Supervision is exemplary and helps staff to reflect."),
            [R, R, S],
            "items below ‘should’ are asked for; what follows the list is not",
        ),
        (
            ("## Findings\n\nInspectors highlighted these points:\n\n"
            "- plans are clear, thorough and of good quality\n- social workers know children well"),
            [S, S],
            "items below a stem that asks for nothing are judged by what they say",
        ),
        (
            ("## What needs to improve?\n\n- The quality of plans, including their timescales.\n"
            "- How well managers oversee practice.\n- Ensure that visits are regular."),
            [R, R, R],
            "a noun phrase, a question, an order",
        ),
        (
            "## What needs to improve?\n\n- The support for children who wait for therapy.",
            [R],
            "the verb of a relative clause makes no sentence",
        ),
    ],
)  # fmt: skip
def test_lists(body: str, expected: list[str], why: str) -> None:
    assert kinds(body) == expected, why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            ("## Areas for improvement\n\n- There was a significant backlog of police referrals. "
            "However, at the time of the inspection, too many of them had not been read."),
            [W, W],
            "an item of several sentences tells how things are",
        ),
        (
            "## Areas for improvement\n\n- The timeliness of strategy meetings.",
            [R],
            "a noun phrase asks",
        ),
        (
            "## Areas for improvement\n\n- As a result, health assessments are inconsistent and late.",
            [W],
            "a lead-in with a comma is no noun phrase",
        ),
        (
            ("## Areas for improvement\n\nThe health visitors’ work is excellent, and they respond "
            "quickly.\n\nToo many families wait longer than they should."),
            [S, W],
            "48, 50: prose under this heading is judged by what it says",
        ),
        (
            ("## Practice study: area for improvement\n\nThe family waited far too long for help, and plans "
            "were weak."),
            [W],
            "a study is prose",
        ),
        (
            ("## What needs to improve?\n\n- Children at risk of exploitation are quickly identified by the "
            "front door.\n- Consistent and timely sharing of notifications."),
            [R, R],
            "16, 17: an item of a list says what is to be reached, not what is",
        ),
        (
            ("## Areas for priority action\n\n- there is improvement in communication and information-sharing\n"
            "- The timeliness of information-sharing, in a small number of practice areas, related to risk."),
            [R, R],
            "19, 20: what action is to bring about",
        ),
        (
            ("## Areas for improvement\n\nSam later confirmed that during this period she had contact with the "
            "offender. The family had not been asked."),
            [W],
            "51: a story asks for nothing",
        ),
        (
            ("## Next steps\n\nThe local authority should prepare a written statement of proposed action "
            "with the partners of this letter."),
            [],
            "46, 47: what every such letter says",
        ),
    ],
)  # fmt: skip
def test_lists_of_joint_inspections(body: str, expected: list[str], why: str) -> None:
    assert kinds(body, JOINT) == expected, why


SEND = """# Area SEND inspection of Derby Local Area Partnership

Inspection dates: 8 to 12 July 2024

"""


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            ("## What does the area partnership need to do better?\n\nToo many children wait longer than "
            "they should for therapy.\n\nFamilies value the new team, which supports them well."),
            [W, S],
            "48, 49: a chapter of prose, not a list",
        ),
        (
            ("## What does the area partnership need to do better?\n\nThe partnership needs to strengthen its "
            "oversight of plans.\n\nHealth services that assess children should work more closely with schools."),
            [R, R],
            "who acts needs to, or should",
        ),
        (
            ("## Areas for improvement\n\n- Leaders should ensure that:\n\n- all children receive the checks "
            "that are due; and\n\n- moves between schools are improved.\n\n- practitioners have access to "
            "accurate information"),
            [R, R, R],
            "21 to 23: what leaders are to reach",
        ),
        (
            ("## Areas for priority action\n\nArea leaders need urgently to address the length of time that "
            "families wait."),
            [R],
            "18: an order with an adverb inside",
        ),
    ],
)  # fmt: skip
def test_lists_of_area_inspections(body: str, expected: list[str], why: str) -> None:
    assert kinds(body, SEND) == expected, why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        ("## Next steps\n\nSocial workers do not visit children often enough.", [W], "only joint inspections have procedure there"),
        ("## Summary of areas for improvement\n\nThe timeliness of assessments.", [R], "a summary of the list"),
        ("## 1.4 Areas for improvement\n\nThe timeliness of assessments.", [R], "a number before the heading"),
        ("## Recommendations\n\nImprove the timeliness of health assessments\n\n1. Ensure that plans are good.", [R, R], "an order is no heading"),
    ],
)  # fmt: skip
def test_headings_of_lists(body: str, expected: list[str], why: str) -> None:
    assert kinds(body) == expected, why


def test_headings_among_numbered_items_are_no_recommendations() -> None:
    """Error 37: a short line above a numbered item is its heading."""
    body = (
        "## Recommendations\n\nLeadership, management and governance\n\n1. Ensure that plans are "
        "reviewed.\n\nQuality and continuity of care\n\n2. Improve the matching of carers."
    )
    document, items = found(body)
    assert [document.quote(f.evidence.start, f.evidence.end) for f in items] == [
        "Ensure that plans are reviewed.",
        "Improve the matching of carers.",
    ]


@pytest.mark.parametrize(
    ("item", "words", "reference", "why"),
    [
        ("The quality of plans. (outcome 3, national framework)", "The quality of plans.", "outcome 3", "a sentence of its own"),
        ("The quality of plans (outcome 3: national framework).", "The quality of plans", "outcome 3", "before the full stop"),
        ("The quality of plans. (National Framework, Outcome Three)", "The quality of plans.", "outcome 3", "the other way round, in words"),
        ("The quality of plans (Enabler two).", "The quality of plans", "enabler 2", "without the framework's name"),
        ("The quality of plans. (Enabler: the workforce is equipped and effective, National Framework)", "The quality of plans.", "enabler 3", "by its name"),
        ("The quality of plans. (principle 2, national framework)", "The quality of plans.", "principle 2", "a principle"),
        ("The quality of plans (and of the visits).", "The quality of plans (and of the visits).", None, "other brackets"),
    ],
)  # fmt: skip
def test_references_to_the_national_framework_leave_the_words(
    item: str, words: str, reference: str | None, why: str
) -> None:
    document, (one,) = found(f"## What needs to improve?\n\n- {item}")
    quote = document.quote(one.evidence.start, one.evidence.end)
    assert (quote, one.framework_reference) == (words, reference), why


@pytest.mark.parametrize(
    ("heading", "priority"),
    [
        ("Areas for priority action", True),
        ("Responsible body Areas for priority action", True),
        ("Priority and immediate action", True),
        ("What needs to improve?", False),
        ("Areas for improvement", False),
    ],
)
def test_priority_is_what_the_heading_says(heading: str, priority: bool) -> None:
    _, (one,) = found(f"## {heading}\n\n- Ensure that children are seen.")
    assert one.priority is priority


FINDINGS = [
    ("Supervision is exemplary and helps social workers to reflect.", "strength", "praise"),
    ("Children benefit from stable homes and warm carers.", "strength", "an effect on children"),
    ("Children at risk are identified quickly and kept safe.", "strength", "risk, but dealt with"),
    ("There is no unnecessary delay in court work.", "strength", "a negation that is good"),
    ("Too many plans lack focus and are not updated.", "weakness", "blame"),
    ("The quality of assessments is variable.", "weakness", "variable counts as weak"),
    ("Supervision is not yet consistently effective.", "weakness", "not yet"),
    ("However, some children wait too long for help.", "weakness", "contrast"),
    ("Inspectors met social workers and read case records.", None, "how it was done"),
    ("There are 304 children looked after by the council.", None, "a number"),
]


@pytest.mark.parametrize(("sentence", "kind", "why"), FINDINGS)
def test_findings(sentence: str, kind: str | None, why: str) -> None:
    text = ilacs(f"## The experiences and progress of children in care: Good\n\n4. {sentence}")
    found = facts_of(text).findings
    assert [one.kind for one in found] == ([kind] if kind else []), why


def test_items_of_what_needs_to_improve_are_recommendations() -> None:
    text = ilacs(
        "## What needs to improve\n\n- The timeliness of health assessments.\n"
        "- How often social workers visit."
    )
    doc = document(text)
    found = extract(doc).findings
    assert [one.kind for one in found] == ["recommendation"] * 2
    assert doc.quote(found[0].evidence.start, found[0].evidence.end).startswith("The timeliness")
    assert {one.section for one in found} == {"What needs to improve"}


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Information about this inspection", "how it was done"),
        ("Local leadership", "facts about the area"),
        ("The inspection team", "people"),
        ("Contents", "headings"),
    ],
)
def test_some_sections_hold_no_findings(heading: str, why: str) -> None:
    text = ilacs(f"## {heading}\n\nSupervision is exemplary and helps staff to reflect.")
    assert facts_of(text).findings == (), why


@pytest.mark.parametrize(
    ("sentence", "trend"),
    [
        ("Practice has improved since the last inspection and is good.", "improving"),
        ("The quality of practice has deteriorated and is poor.", "declining"),
        ("Supervision is exemplary and helps staff to reflect.", None),
        ("The service needs improvement plans that are sharper.", None),
    ],
)
def test_trends(sentence: str, trend: str | None) -> None:
    found = facts_of(ilacs(f"## Findings\n\n4. {sentence}")).findings
    assert [one.trend for one in found] == [trend]


@pytest.mark.parametrize(
    ("sentence", "kind", "trend", "why"),
    [
        ("Demand has increased and staff are stretched.", "weakness", None, "demand is no decline"),
        ("The number of children on child protection plans has risen.", "weakness", None, "neither better nor worse"),
        ("Repeat child protection plans have risen.", "weakness", DOWN, "plans that come back are"),
        ("Referrals have doubled in a year.", "weakness", None, "neither better nor worse"),
        ("Re-referrals have doubled in a year.", "weakness", DOWN, "cases that come back are"),
        ("There has been a rise in the number of children in care.", "weakness", None, "neither"),
        ("There has been a rise in the number of children in care who go missing.", "weakness", None, "silent rather than wrong"),
        ("There is a rise in the number of young people over 15 requiring homes.", "weakness", None, "of an age"),
        ("There is a decline in referrals.", "weakness", None, "neither better nor worse"),
        ("There is a decline in attendance.", "weakness", DOWN, "worse"),
        ("There has been a rise in the number of exclusions.", "weakness", DOWN, "trouble that rises"),
        ("The proportion of pupils achieving five passes has risen.", "weakness", None, "that is good"),
        ("There was an increase in the number of staff who help young people.", "weakness", None, "that is good"),
        ("Demand is high, and caseloads have increased.", "weakness", DOWN, "it is caseloads that increased"),
        ("A visit which identified a decline in practice was followed by a plan.", "weakness", None, "told as the past"),
        ("The visit found a decline in practice.", "weakness", DOWN, "what the visit found"),
        ("Where practice has slipped, managers know of it.", "weakness", None, "only where it has"),
        ("Practice has slipped.", "weakness", DOWN, "said outright"),
        ("A small number of parents felt that support had declined.", "weakness", None, "what a few feel"),
        ("Support had declined.", "weakness", DOWN, "said outright"),
        ("Events are held, since the number of infants in need of homes is growing.", "strength", None, "a reason for acting"),
        ("The number of foster carers is growing.", "strength", UP, "what is good grows"),
        ("Managers are increasingly confident.", "strength", UP, "more than before"),
        ("Staff are skilled with increasingly complex families.", "strength", None, "families, not practice"),
        ("Although budgets are reducing, support is protected.", "strength", None, "money is no practice"),
        ("Turnover is reducing and support is good.", "strength", UP, "trouble that falls"),
        ("A clear plan measures how support has improved.", "strength", None, "what is measured"),
        ("Support has improved and is good.", "strength", UP, "said outright"),
        ("Contracts are reviewed well to provide further improvement.", "strength", None, "an aim"),
        ("Reviews have shown further improvement.", "strength", UP, "what has been shown"),
        ("New special guardianship orders have fallen.", "weakness", None, "neither better nor worse"),
    ],
)  # fmt: skip
def test_what_rises_or_falls(sentence: str, kind: str, trend: str | None, why: str) -> None:
    assert trend_of(sentence, kind) == trend, why


def test_a_page_about_no_inspection_has_no_findings() -> None:
    assert facts_of("# Bins\n\nThe service is exemplary and helps families.").findings == ()


def test_themes_are_known_and_the_first_is_the_most_fitting() -> None:
    text = ilacs("## Findings\n\n1. Pathway plans for care leavers are weak and late.")
    (found,) = facts_of(text).findings
    assert found.themes[0] == "care-leavers"
    assert 1 <= len(found.themes) <= 3
