"""How many and when, as agencies put it in four languages: a vague word is a range, and no more exact than it says."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.numerals import grammar
from tocsin.read.quantities import LANGUAGES, quantities
from tocsin.read.when import when

CARACAS = ZoneInfo("America/Caracas")
NOW = datetime(2019, 4, 30, 16, tzinfo=UTC)  # a Tuesday, noon in Caracas

COUNTS = [
    ("dozens of protesters", 24, 99),
    ("thousands of people", 2000, 9999),
    ("tens of thousands of people", 20000, 99999),
    ("a dozen officers", 12, 12),
    ("about a dozen officers", 10, 14),
    ("1,500 people", 1500, 1500),
    ("between 20 and 30 soldiers", 20, 30),
    ("20 to 30 soldiers", 20, 30),
    ("more than 40 vehicles", 41, None),
    ("up to 300 troops", 0, 300),
    ("fewer than 50 people", 0, 49),
    ("decenas de militares", 20, 99),
    ("más de 1.500 personas", 1501, None),
    ("al menos cinco muertos", 5, None),
    ("unos pocos soldados", 3, 5),
    ("des centaines de manifestants", 200, 999),
    ("plus de 200 soldats", 201, None),
    ("no soldiers", 0, 0),
    ("two hundred and fifty-three people", 253, 253),
    ("between two and three million voters", 2_000_000, 3_000_000),
    ("20 people or more", 20, None),
    ("50+ people", 50, None),
    ("several dozen officers", 36, 120),
    ("half a million refugees", 500_000, 500_000),
    ("dos mil quinientas viviendas", 2500, 2500),
    ("cuarenta y dos personas", 42, 42),
    ("medio centenar de personas", 45, 55),
    ("quatre-vingt-dix-sept personnes", 97, 97),
    ("plus d'une centaine de blessés", 101, None),
    ("casi un centenar de jueces", 90, 100),
    ("not a single ballot", 0, 0),
    ("upwards of 70 boats", 71, None),
    ("10\u202f000 personnes", 10_000, 10_000),
    ("duzentas e cinquenta famílias", 250, 250),
    ("mais de 200 mil pessoas", 200_001, None),
]


@pytest.mark.parametrize(("text", "low", "high"), COUNTS, ids=[row[0] for row in COUNTS])
def test_a_count_is_the_range_that_its_words_leave(text, low, high):
    assert [(q.low, q.high) for q in quantities(f"{text}.")] == [(low, high)]


@pytest.mark.parametrize(
    "text", ["about 25 soldiers", "around 25 soldiers", "cerca de 25 soldados", "environ 25 soldats"]
)
def test_about_is_no_exact_number(text):
    (count,) = quantities(text)
    assert count.low < 25 < count.high


def test_each_count_of_a_sentence_has_its_own_unit_and_place():
    text = "Three soldiers and 12 officers were in two vehicles."
    found = quantities(text, offset=100)
    assert [(q.low, q.unit) for q in found] == [(3, "soldier"), (12, "officer"), (2, "vehicle")]
    assert [text[q.start - 100 : q.end - 100] for q in found] == [
        "Three soldiers",
        "12 officers",
        "two vehicles",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "hundreds",
        "the 5-2 defeat",
        "page 12",
        "1.2.3 soldiers,",
        "no evidence",
        "on May 12 in Bamako",
        "5 percent of voters",
        "10:30 soldiers",
        "F-16 jets",
        "a 62-year-old woman",
        "$5 million of bonds, 3 million euros",
        "for three hours and 20 kilometres",
        "the Group of Seven leaders",
        "Article 16 rights",
        "nine out of ten stations",
        "2 p.m. flights",
        "thousands left their villages",
        "hace dos horas",
        "trois fois par jour",
        "há dois anos",
    ],
)
def test_what_counts_nobody_is_no_count(text):
    assert quantities(text) == ()


def test_a_score_of_soldiers_in_spanish_is_about_twenty():
    (count,) = quantities("una veintena de soldados")
    assert 15 <= count.low <= 20 <= (count.high or 20)


@pytest.mark.parametrize("text", ["in 2019 the soldiers left", "in 2019 soldiers left", "the 2019 protests"])
def test_a_year_before_soldiers_is_no_count_of_them(text):
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("three lorries", "en", "lorry"),
        ("four policemen", "en", "policeman"),
        ("12 killed in the blast", "en", "killed"),
        ("200 U.S. troops", "en", "troop"),
        ("five hundred Russian and Chechen fighters", "en", "fighter"),
        ("a single police officer died", "en", "officer"),
        ("tres aviones", "es", "avión"),
        ("otros cinco jueces", "es", "juez"),
        ("dos nuevos casos", "es", "caso"),
        ("tres jóvenes", "es", "joven"),
        ("deux généraux", "fr", "général"),
        ("quelques dizaines d'hommes", "fr", "homme"),
        ("três quartéis", "pt", "quartel"),
        ("dez aviões", "pt", "avião"),
    ],
)
def test_the_unit_is_the_head_noun_in_the_singular(text, language, unit):
    (count,) = quantities(text, language=language)
    assert count.unit == unit


def test_a_language_whose_nouns_cannot_be_told_gives_no_counts():
    assert quantities("12 солдат", language="ru") == ()


PIECES = [
    *(
        "12",
        "1,500",
        "1.500",
        "3,5",
        "10 000",
        "2019",
        "007",
        "\u0663",
        "1,",
        "-",
        "–",
        "+",
        "%",
        "$",
        ":",
        "’",
        "d'",
        "\n\n",
    ),
    *(
        "at least",
        "about",
        "up to",
        "to",
        "and",
        "between",
        "or more",
        "no",
        "of",
        "the",
        "more than",
        "some",
        "al menos",
    ),
    *(
        "entre",
        "y",
        "de",
        "plus de",
        "ou",
        "um",
        "des",
        "soldiers",
        "people",
        "policías",
        "İstanbul",
        "ﬁghters",
        ",",
        ".",
    ),
    *sorted({word for language in LANGUAGES for word in grammar(language).signals}),
    *sorted({phrase for language in LANGUAGES for phrase in grammar(language).data["vague"]}),
]


@settings(max_examples=400, deadline=None)
@given(
    words=st.lists(st.sampled_from(PIECES), max_size=12),
    glue=st.sampled_from([" ", "  ", "", "\n", "\xa0", "-"]),
    language=st.sampled_from([None, *LANGUAGES]),
)
def test_a_count_lies_in_its_text_and_its_range_is_in_order(words, glue, language):
    text = glue.join(words)
    last = 0
    for count in quantities(text, language=language):
        assert last <= count.start < count.end <= len(text)
        assert not text[count.start].isspace() and not text[count.end - 1].isspace()
        assert count.low >= 0
        assert count.high is None or count.low <= count.high
        assert count.unit and not count.unit[0].isdigit()
        last = count.end
    moved = quantities(text, 7, language)
    assert [(q.start - 7, q.end - 7) for q in moved] == [
        (q.start, q.end) for q in quantities(text, language=language)
    ]


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from([None, *LANGUAGES]))
def test_no_text_whatever_breaks_the_counting(text, language):
    for count in quantities(f"12 {text} soldiers", language=language):
        assert count.high is None or 0 <= count.low <= count.high


@pytest.mark.parametrize(
    "piece", ["1", "five ", "between 1 and ", "two hundred and ", "5 armed, ", "1 000 ", "half a "]
)
def test_the_work_grows_no_faster_than_the_text(piece):
    def steps(times):
        return sum(1 for _ in _traced(lambda: quantities(piece * times, language="en")))

    assert steps(2_000) < 3 * steps(1_000) + 100


def _traced(work):
    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append(event) if event.endswith("call") else None)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@settings(max_examples=100, deadline=None)
@given(low=st.integers(1, 5000), more=st.integers(0, 5000))
def test_a_range_of_figures_is_read_as_it_stands(low, more):
    (count,) = quantities(f"between {low} and {low + more} soldiers")
    assert (count.low, count.high) == (low, low + more)


# day and hour in Caracas that the words cover, and one that they do not
TIMES = [
    ("early on Tuesday", (30, 5), (30, 15)),
    ("late on Monday", (29, 22), (30, 2)),
    ("on Monday morning", (29, 9), (29, 20)),
    ("overnight", (30, 1), (30, 9)),
    ("last night", (29, 22), (30, 11)),
    ("yesterday", (29, 12), (30, 1)),
    ("this morning", (30, 9), (30, 20)),
    ("at 5:30 a.m.", (30, 5.5), (30, 17.5)),
    ("two hours ago", (30, 10), (30, 7)),
    ("an hour ago", (30, 11), (30, 9)),
    ("hace dos horas", (30, 10), (30, 7)),
    ("anoche", (29, 22), (30, 11)),
    ("esta madrugada", (30, 4), (30, 11)),
    ("el martes por la mañana", (30, 9), (29, 9)),
    ("a las 5:40 a.m.", (30, 5 + 40 / 60), (30, 6)),
    ("mardi matin", (30, 9), (29, 9)),
    ("lundi", (29, 12), (30, 12)),
]


def on(day, hour):
    return datetime(2019, 4, day, int(hour), round(hour % 1 * 60), tzinfo=CARACAS)


@pytest.mark.parametrize(("words", "within", "without"), TIMES, ids=[row[0] for row in TIMES])
def test_a_time_covers_what_it_means_and_no_more(words, within, without):
    span = when(f"Soldiers moved {words}.", NOW, CARACAS)
    assert span is not None
    assert span[0] <= on(*within) < span[1]
    assert not span[0] <= on(*without) < span[1]


@pytest.mark.parametrize(
    "words", ["", "at the bridge", "by 12 votes", "in March Street", "in one of two cars"]
)
def test_words_that_are_no_time_give_none(words):
    assert when(f"Soldiers moved {words}.", NOW, CARACAS) is None


def test_a_day_is_the_watchs_day_and_not_that_of_greenwich():
    late = datetime(2019, 5, 1, 2, tzinfo=UTC)  # still Tuesday in Caracas
    span = when("Soldiers moved today.", late, CARACAS)
    assert span is not None
    assert span[0] <= on(30, 12) < span[1]


@settings(max_examples=60, deadline=None)
@given(
    hours=st.integers(0, 300_000),
    words=st.sampled_from([row[0] for row in TIMES]),
)
def test_a_time_is_never_empty_and_lies_near_the_report(hours, words):
    said = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    span = when(f"Soldiers moved {words}.", said, CARACAS)
    assert span is not None
    assert span[0] < span[1]
    assert abs((span[0] - said).days) <= 8


@pytest.mark.parametrize(("language", "text", "low", "unit"), [
    ("en", "Police arrested 3 400 people.", 3400, "person"),
    ("en", "Police arrested 3\u2009400 people.", 3400, "person"),
    ("en", "2,30,000 people fled.", 230_000, "person"),
    ("es", "Unos 1.234,5 millones de votos.", 1_111_050_000, "voto"),
    ("es", "14.000 soldados marcharon.", 14_000, "soldado"),
    ("en", "Two of the seven pilots were shot.", 2, "pilot"),
    ("es", "Dos de los siete pilotos murieron.", 2, "piloto"),
    ("fr", "Deux des sept pilotes sont morts.", 2, "pilote"),
    ("pt", "Dois dos sete pilotos morreram.", 2, "piloto"),
    ("en", "The toll stands at 53.", 53, "person"),
    ("en", "The death toll rose from 50 to 53, a doctor said.", 53, "person"),
    ("fr", "Le bilan s'élève à 53.", 53, "personne"),
    ("es", "El saldo asciende a 53.", 53, "persona"),
    ("en", "Tens of thousands gathered at dawn.", 20_000, "person"),
    ("en", "At least 19 were detained.", 19, "person"),
    ("en", "A shell struck Goundam and injured six others.", 6, "person"),
    ("en", "It killed three US soldiers.", 3, "soldier"),
])  # fmt: skip
def test_a_count_is_read_as_its_language_writes_it_and_without_its_noun(language, text, low, unit):
    (found,) = quantities(text, language=language)
    assert (found.low, found.unit) == (low, unit)


def test_the_second_of_two_counts_needs_no_noun():
    found = quantities("The mine killed 15 miners and wounded 33.", language="en")
    assert [(q.low, q.unit) for q in found] == [(15, "miner"), (33, "person")]


@pytest.mark.parametrize("text", [
    "Guests fled the Hotel 3000.", "It is an Airbus A330.", "He drove down Route 61.", "It was on Channel 9.", "Flight 93 left.",
    "They won 3-1.", "It began at 11:45.", "He paid $3 million.", "They took 15 000 euros.", "He was killed 3 days ago.",
    "The toll road is closed.", "Hundreds of others.",
])  # fmt: skip
def test_a_number_in_a_name_a_score_a_clock_or_a_sum_is_no_count(text):
    assert quantities(text, language="en") == ()
