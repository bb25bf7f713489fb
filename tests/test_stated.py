"""Sentences that give a facet of the plan where nobody asked about it, and sentences that look alike and give none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prfaq_lint.reading import Outline, stated

STATED = {
    "market-size": (
        "There are about 3,400 municipalities with a lock.",
        "More than 90,000 growers in Andalusia lose part of a harvest to hail.",
        "For the 2.2 million landlords who let a single flat, a broken boiler is a lost weekend.",
        "Every winter half a million pensioners fall; around 60,000 seniors a year break a hip.",
        "Over 41,000 Belgians live with a stoma.",
        "Pond liners are a $340 million market that nobody has touched in years.",
        "The market for harbour software is worth about €1.2 billion.",
        "Each year 1.5 million tenants in the UK move out without a report.",
        "Some 40K growers in Andalusia lose a harvest to hail.",
        "Pond liners are a $4B market, and locks a €2bn one.",
        "About 2million tenants in the UK move out each year.",
    ),
    "customer-evidence": (
        "We interviewed 31 lock keepers between March and May.",
        "In autumn we spoke with about forty dispatchers.",
        "Surveyed 212 head nurses; most of them keep a paper list.",
        "Nine of eleven bakers said they would pay for it.",
        "In usability tests with 14 conductors nobody missed the button.",
        "After a field test with 14 conductors we moved the button.",
        "We learned it in 14 live tests.",
        "Tenants have asked us for a printed copy 73 times since January.",
        "So far 480 people are on the waiting list.",
        "The team ran nineteen interviews in four ports.",
        "We see a strong signal of demand from the islands.",
    ),
    "dependencies": (
        "Three weeks of work. Dependencies: the label printer's driver and a nightly export from the depot.",
        "The launch depends on two suppliers, and one of them has not signed.",
        "The map provider could raise its prices, and then every page costs more.",
        "This needs a new export from the fleet data team before June.",
        "It relies on the tide office's public API.",
    ),
    "strategic-fit": (
        "We are best placed to do this because we already hold the keys of 300 locks.",
        "Quayline is the only company in the port that sees both the crane and the lorry.",
    ),
    "why-now": (
        "Sensors have become cheap enough to lie in every pot.",
        "The fleet has since grown to 40 boats, and the paper list no longer holds.",
        "The regulation on ballast water takes effect in March 2028.",
        "It was only possible since the tide office opened its data.",
    ),
}
ALIKE = {
    "market-size": (
        "Trusted by more than 40,000 teams worldwide.",
        "Our goal is 100,000 homes in Ohio by 2029.",
        "Acme serves 20,000 restaurants in 30 countries.",
        "Quayline has 12,000 employees in Leeds.",
        "It handles up to 50,000 parcels a day.",
        "The pilot reached 1,200 households in Bergen.",
        "A firm with 5,000 workers in Ghent saves a day.",
        "She said: “There are 90,000 growers in Andalusia, and I am one.”",
        "We raised $4 million and went to market in May.",
        "Read it in 10,000 words or fewer each week.",
        "Quayline was founded in 1998 and employs 12,000 people in Ohio.",
        "In 2019 the mayor opened 20,000 homes in Leeds.",
        "The city spent $3 million on the market hall.",
        "Every day 400,000 people in Tokyo open the app.",
    ),
    "customer-evidence": (
        "Customers told us they love it.",
        "A baker whom we talked with keeps two notebooks.",
        "Recruiters hold twelve interviews a week.",
        "Pilots of up to 500 documents take a day.",
        "The tool surveys 40 ponds at once.",
        "Ask five neighbours and you get six answers.",
        "“We interviewed 31 people for one post,” says Ilse.",
        "Customers asked for 3 more colours.",
        "In May the team observed two outages.",
        "I visited 30 countries.",
    ),
    "dependencies": (
        "Dependencies: none.",
        "It depends on the weather.",
        "Get help from our support team.",
        "You need a code from your landlord.",
        "The river could change its course.",
        "The crossing depends on a healthy team.",
        "A library could restrict access to members.",
    ),
    "strategic-fit": (
        "We are uniquely positioned to win.",
        "It fits our mission and our strategy.",
        "The treasurer is the only one with the password.",
    ),
    "why-now": (
        "There has never been a better moment.",
        "It is easy enough to use with gloves on.",
        "Finally, paying for a mooring is simple.",
        "Press Apply and the change takes effect.",
    ),
}


@pytest.mark.parametrize("facet, text", [(facet, text) for facet, texts in STATED.items() for text in texts])
def test_a_sentence_states_a_facet(facet: str, text: str) -> None:
    assert stated.states(facet, text)


@pytest.mark.parametrize("facet, text", [(facet, text) for facet, texts in ALIKE.items() for text in texts])
def test_a_sentence_that_looks_alike_states_nothing(facet: str, text: str) -> None:
    assert not stated.states(facet, text)


DRAFT = """# Lock keepers know when the next boat comes

Lockwise tells lock keepers an hour ahead which boats will come.

{}

## {}

### How does a keeper begin?

{}
"""


@pytest.mark.parametrize("facet", ["market-size", "customer-evidence", "why-now"])
def test_the_release_may_state_it(outline_of: Callable[..., Outline], facet: str) -> None:
    text = STATED[facet][0]
    assert facet in outline_of(DRAFT.format(text, "Customer FAQ", "Call the office.")).plan
    assert facet not in outline_of(DRAFT.format("", "Customer FAQ", "Call the office.")).plan


@pytest.mark.parametrize("facet", stated.OURS)
def test_what_we_depend_on_is_stated_by_the_company(outline_of: Callable[..., Outline], facet: str) -> None:
    text = STATED[facet][1]
    assert facet in outline_of(DRAFT.format("", "Internal FAQ", text)).plan
    assert facet not in outline_of(DRAFT.format("", "Customer FAQ", text)).plan
    assert facet not in outline_of(DRAFT.format(text, "Customer FAQ", "Call the office.")).plan


@given(st.data())
def test_every_match_holds_a_word_that_is_looked_for(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from([shape for facet in stated.FACETS for shape in stated._shapes(facet)]))
    text = data.draw(st.from_regex(shape.expression))
    assert any(word in text.lower().replace("\n", " ") for word in shape.needs), shape.expression.pattern


@pytest.mark.parametrize(
    "text, facets",
    [
        ("We spoke with\n31 lock keepers.", {"customer-evidence"}),
        ("More than 90,000 growers in\nAndalusia lose a harvest.", {"market-size"}),
        ("The launch depends on two\nsuppliers.", {"dependencies"}),
        ("Owner: Ilse\nDependencies: the label printer's driver and an export", {"dependencies"}),
        ("In May the agency\nasked 31 keepers.", set()),
    ],
)
def test_where_a_line_is_wrapped_states_nothing_else(text: str, facets: set[str]) -> None:
    assert {facet for facet in stated.FACETS if stated.states(facet, text)} == facets
