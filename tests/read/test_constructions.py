"""More constructions, in four languages: whose words, which words, how firm, and of what kind of event."""

from __future__ import annotations

import pytest
from samples import SOURCES, said

from tocsin.read import read

KNOWN = {source.id: source for source in SOURCES}
OUTLET = None  # nobody but the outlet itself vouches for it


def found(mali, text, **fields):
    return read([said(text, **fields)], mali, KNOWN)


def not_asserted(claims):
    return all(c.stance != "asserts" for c in claims)


def told(claims):
    return [(c.text, [v.name for v in c.voices], c.stance, c.hedged, c.kinds) for c in claims]


#: text, words of the claim, words for who says it (OUTLET: nobody is quoted), stance
ENGLISH = [
    # the order of cue and speaker
    ("“The palace is ours,” Colonel Issa Sanogo said in Bamako.", "The palace is ours", "Colonel Issa Sanogo", "asserts"),
    ("“Nobody has seized the palace in Bamako,” the minister of defence told reporters.", "Nobody has seized the palace", "The minister of defence", "denies"),
    ("Mali's parliament was surrounded by tanks before dawn, said a shopkeeper.", "parliament was surrounded by tanks", "a shopkeeper", "asserts"),
    ("The mutiny in Kati, the general added, was over by noon.", "was over by noon", "the general", "asserts"),
    ("Witnesses told Radio Djoliba that shots were fired in Kati.", "shots were fired", "Witnesses", "asserts"),
    ("Armed men hold the broadcaster in Bamako, per a police report.", "Armed men hold the broadcaster", "a police report", "asserts"),
    ("Two dozen mutineers gave up at dawn in Kati, the army announced.", "mutineers gave up at dawn", "the army", "asserts"),
    # confirmations, claims, warnings
    ("The presidency confirmed that President Moussa Keita had left Bamako.", "had left Bamako", "The presidency", "asserts"),
    ("The army warned that it would shoot anyone who approached the barracks in Kati.", "would shoot anyone", "The army", "threatens"),
    ("Colonel Issa Sanogo claimed that four garrisons in Mali had joined him.", "four garrisons in Mali had joined him", "Colonel Issa Sanogo", "asserts"),
    # denials
    ("The government dismissed reports of a coup in Bamako.", "reports of a coup", "The government", "denies"),
    ("The army rejected claims that it had arrested the president of Mali.", "it had arrested the president", "The army", "denies"),
    ("There was no coup in Mali, Defence Minister Ali Traore said.", "There was no coup", "Defence Minister Ali Traore", "denies"),
    ("Soldiers have not taken the airport in Bamako, the governor said.", "Soldiers have not taken the airport", "the governor", "denies"),
    # wishes, orders, promises, threats
    ("Colonel Issa Sanogo urged soldiers across Mali to join the mutiny.", "to join the mutiny", "Colonel Issa Sanogo", "calls_for"),
    ("The opposition appealed to residents of Bamako to take to the streets.", "to take to the streets", "The opposition", "calls_for"),
    ("President Moussa Keita commanded the army to retake the broadcaster in Bamako.", "to retake the broadcaster", "President Moussa Keita", "orders"),
    ("Colonel Issa Sanogo vowed to hold elections in Mali within a year.", "hold elections in Mali", "Colonel Issa Sanogo", "promises"),
    ("The regional bloc threatened to send troops to Mali.", "to send troops to Mali", "The regional bloc", "threatens"),
    # what is not known
    ("The army did not say how many soldiers had been arrested in Kati.", "how many soldiers had been arrested", OUTLET, "does_not_know"),
    ("Nobody knows where President Moussa Keita is.", "where President Moussa Keita is", OUTLET, "does_not_know"),
    ("The whereabouts of President Moussa Keita remained unknown on Wednesday.", "whereabouts of President Moussa Keita", OUTLET, "does_not_know"),
    ("It could not be verified whether the video from Kati was genuine.", "whether the video from Kati was genuine", OUTLET, "does_not_know"),
    # nobody is quoted: active, passive, nominal
    ("President Moussa Keita was arrested at his home in Bamako.", "President Moussa Keita was arrested", OUTLET, "asserts"),
    ("The arrest of President Moussa Keita brought crowds out in Bamako.", "The arrest of President Moussa Keita", OUTLET, "asserts"),
    ("Mali's internet was cut off at midnight.", "internet was cut off", OUTLET, "asserts"),
]  # fmt: skip

SPANISH = [
    ("«El palacio de Bamako está tomado», afirmó el coronel Issa Sanogo.", "El palacio de Bamako está tomado", "el coronel Issa Sanogo", "asserts"),
    ("Los militares siguen en los cuarteles de Mali, dijo el ministro Ali Traore.", "siguen en los cuarteles", "el ministro Ali Traore", "asserts"),
    ("El ministro de Defensa, Ali Traore, dijo que los soldados de Kati se rindieron.", "los soldados de Kati se rindieron", "ministro de Defensa", "asserts"),
    ("De acuerdo con Radio Djoliba, soldados tomaron la televisora estatal de Mali.", "soldados tomaron la televisora estatal", "Radio Djoliba", "asserts"),
    ("El Ejército desmintió que el presidente de Mali esté detenido.", "el presidente de Mali esté detenido", "El Ejército", "denies"),
    ("El coronel Issa Sanogo llamó a los militares de Mali a sumarse a la sublevación.", "a sumarse a la sublevación", "El coronel Issa Sanogo", "calls_for"),
    ("El presidente Moussa Keita ordenó retirar las tanquetas de Bamako.", "retirar las tanquetas de Bamako", "El presidente Moussa Keita", "orders"),
    ("Se desconoce cuántos militares siguen en la base de Kati, en Mali.", "cuántos militares siguen en la base", OUTLET, "does_not_know"),
    ("No se sabe si el presidente de Mali sigue en el palacio.", "si el presidente de Mali sigue en el palacio", OUTLET, "does_not_know"),
    ("El presidente de Mali fue detenido en su residencia.", "El presidente de Mali fue detenido", OUTLET, "asserts"),
]  # fmt: skip

FRENCH_AND_PORTUGUESE = [
    ("fr", "« Le palais de Bamako est encerclé », a déclaré le colonel Issa Sanogo.", "Le palais de Bamako est encerclé", "le colonel Issa Sanogo", "asserts"),
    ("fr", "Le gouvernement a démenti que des soldats aient pris l'aéroport de Bamako.", "des soldats aient pris l'aéroport", "Le gouvernement", "denies"),
    ("fr", "On ignore combien de militaires participent à la mutinerie au Mali.", "combien de militaires participent", OUTLET, "does_not_know"),
    ("fr", "Le président du Mali a été arrêté à son domicile.", "Le président du Mali a été arrêté", OUTLET, "asserts"),
    ("pt", "O ministro Ali Traore afirmou que o exército do Mali continua leal.", "o exército do Mali continua leal", "O ministro Ali Traore", "asserts"),
    ("pt", "Segundo a Radio Djoliba, militares tomaram o aeroporto de Bamako.", "militares tomaram o aeroporto", "Radio Djoliba", "asserts"),
    ("pt", "O governo negou que haja um golpe no Mali.", "haja um golpe no Mali", "O governo", "denies"),
    ("pt", "Não se sabe quantos soldados estão no palácio do Mali.", "quantos soldados estão no palácio", OUTLET, "does_not_know"),
]  # fmt: skip


def is_said(claims, words, speaker, stance):
    fitting = [c for c in claims if words in c.text]
    assert fitting, told(claims)
    right = [c for c in fitting if c.stance == stance]
    assert right, told(claims)
    heard = [None if c.speaker.start is None else c.speaker.name.lower() for c in right]
    assert any(h is None if speaker is None else h is not None and speaker.lower() in h for h in heard), told(
        claims
    )


@pytest.mark.parametrize(
    ("text", "words", "speaker", "stance"), ENGLISH, ids=[row[0][:48] for row in ENGLISH]
)
def test_an_english_sentence_keeps_its_voice(mali, text, words, speaker, stance):
    is_said(found(mali, text, language="en"), words, speaker, stance)


@pytest.mark.parametrize(
    ("text", "words", "speaker", "stance"), SPANISH, ids=[row[0][:48] for row in SPANISH]
)
def test_a_spanish_sentence_keeps_its_voice(mali, text, words, speaker, stance):
    is_said(found(mali, text, language="es"), words, speaker, stance)


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker", "stance"),
    FRENCH_AND_PORTUGUESE,
    ids=[row[1][:48] for row in FRENCH_AND_PORTUGUESE],
)
def test_a_french_or_portuguese_sentence_keeps_its_voice(mali, language, text, words, speaker, stance):
    is_said(found(mali, text, language=language), words, speaker, stance)


#: text, words of the claim, is it passed on without being vouched for?
HEDGES = [
    ("Unconfirmed reports said shots were fired in Bamako.", "shots were fired", True),
    ("The president of Mali is believed to be held in Kati.", "held in Kati", True),
    ("Soldiers in Bamako appear to have cut the internet.", "cut the internet", True),
    ("The president of Mali may have fled to Dakar.", "fled to Dakar", True),
    ("Mutineers have allegedly surrounded the palace in Bamako.", "surrounded the palace", True),
    ("Mutineers have surrounded the palace in Bamako.", "surrounded the palace", False),
    ("Presuntamente los militares ocuparon el aeropuerto de Bamako.", "militares ocuparon el aeropuerto", True),
    ("Los militares ocuparon el aeropuerto de Bamako.", "militares ocuparon el aeropuerto", False),
    ("Le président du Mali aurait été arrêté à Kati.", "arrêté", True),
    ("Le président du Mali a été arrêté à Kati.", "arrêté", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "hedged"), HEDGES, ids=[row[0][:48] for row in HEDGES])
def test_a_hedge_is_heard_and_none_is_made_up(mali, text, words, hedged):
    fitting = [c for c in found(mali, text) if words in c.text]
    assert fitting and {c.hedged for c in fitting} == {hedged}, told(found(mali, text))


#: text, the kind of event that it tells of
KINDS = [
    ("Colonel Issa Sanogo called for a military uprising in Mali.", "call-to-rise"),
    ("Tanks rolled through the streets of Bamako at dawn.", "troops"),
    ("Gunfire was heard near the barracks in Kati.", "gunfire"),
    ("Soldiers stormed the state broadcaster in Bamako.", "site-seized"),
    ("Soldiers announced on television that they had seized power in Mali.", "takeover-announced"),
    ("President Moussa Keita was detained by his own guards.", "leader-detained"),
    ("President Moussa Keita fled to Dakar at night.", "leader-fled"),
    ("President Moussa Keita addressed the nation on television from Bamako.", "leader-seen"),
    ("Social media was blocked across Mali on Wednesday.", "networks-cut"),
    ("The internet was restored across Mali on Wednesday.", "networks-back"),
    ("The army closed all land borders of Mali and imposed a curfew.", "borders-closed"),
    ("The junta dissolved the government and suspended the constitution of Mali.", "institutions-dissolved"),
    ("Colonel Issa Sanogo was sworn in as transitional president in Bamako.", "new-leader"),
    ("Thousands of protesters filled the streets of Bamako.", "crowds-out"),
    ("Twelve people were wounded in Bamako.", "casualties"),
    ("The coup in Mali has failed.", "coup-crushed"),
    ("The parliament of Mali voted to impeach the president.", "lawful-process"),
    ("La Guardia Nacional de Mali sigue leal al presidente.", "command-loyal"),
    ("Les militaires ont pris le pouvoir au Mali.", "takeover-announced"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[row[1] + ": " + row[0][:24] for row in KINDS])
def test_the_kind_of_event_is_known_by_its_words(mali, text, kind):
    claims = found(mali, text)
    assert any(kind in c.kinds for c in claims), told(claims)


#: text, a kind that it does not tell of
NO_SUCH = [
    ("The parliament of Mali voted to impeach the president.", "takeover-announced"),
    ("The internet was restored across Mali on Wednesday.", "networks-cut"),
    ("The airport in Bamako was closed by fog, and a curfew was lifted in Kati.", "borders-closed"),
    ("The cyclist from Mali pulled off a coup de théâtre in the last stage.", "leader-detained"),
    ("President Moussa Keita was last seen in public on Sunday in Bamako.", "leader-seen"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), NO_SUCH, ids=[row[1] + ": " + row[0][:24] for row in NO_SUCH])
def test_words_that_only_sound_alike_are_no_such_event(mali, text, kind):
    claims = found(mali, text)
    assert all(kind not in c.kinds for c in claims), told(claims)


@pytest.mark.parametrize("text", [
    "If the army takes power in Mali, sanctions will follow.",
    "The army could take power in Mali within days.",
    "Soldiers might storm the palace in Bamako tonight.",
    "Si los militares toman el poder en Mali, habrá sanciones.",
])  # fmt: skip
def test_what_is_only_supposed_is_not_asserted(mali, text):
    claims = found(mali, text)
    assert all(c.stance != "asserts" for c in claims if c.kinds), told(claims)


def test_a_claim_covers_what_was_said_and_neither_speaker_nor_cue(mali):
    (claim,) = (
        c
        for c in found(mali, "Colonel Issa Sanogo said that tanks had surrounded the palace in Bamako.")
        if "tanks" in c.text
    )
    assert claim.text.rstrip(".") == "tanks had surrounded the palace in Bamako"
    assert (claim.cue, claim.speaker.name, claim.speaker.who) == (
        "said",
        "Colonel Issa Sanogo",
        "Issa Sanogo",
    )


def test_a_reporter_within_an_agency_within_an_outlet_are_named_outermost_first(mali):
    claims = found(
        mali,
        "Sahel Press reported that Colonel Issa Sanogo said that the palace in Bamako had fallen.",
        source="radio",
    )
    chains = [[v.who for v in c.voices] for c in claims if "the palace in Bamako had fallen" in c.text]
    assert ["Sahel Press", "Issa Sanogo"] in chains, told(claims)


@pytest.mark.parametrize(("text", "side"), [
    ("President Moussa Keita said the army in Bamako was calm.", "government"),
    ("A government spokesman said the army in Bamako was calm.", None),
    ("The government said the army in Bamako was calm.", "government"),
    ("Colonel Issa Sanogo said the army in Bamako was calm.", "soldiers"),
    ("A taxi driver said the army in Bamako was calm.", None),
])  # fmt: skip
def test_a_speakers_side_is_the_one_the_watch_gives_him(mali, text, side):
    assert side in {c.speaker.side for c in found(mali, text) if "calm" in c.text}


@pytest.mark.parametrize(("text", "named"), [
    ("Witnesses said shots were fired in Bamako.", False),
    ("A senior officer said shots were fired in Bamako.", False),
    ("Shots were fired in Bamako, two people close to the presidency said.", False),
    ("Mayor Fatou Diarra said shots were fired in Bamako.", True),
])  # fmt: skip
def test_a_name_is_what_makes_a_speaker_one_who_can_be_asked_again(mali, text, named):
    assert {c.speaker.named for c in found(mali, text) if "were fired" in c.text} == {named}


@pytest.mark.parametrize(("text", "medium"), [
    ("Ali Traore wrote on Facebook that the army in Bamako was loyal.", "facebook"),
    ("Ali Traore said in a video that the army in Bamako was loyal.", "video"),
    ("El ministro Ali Traore dijo en Twitter que el Ejército de Mali es leal.", "twitter"),
    ("Ali Traore said that the army in Bamako was loyal.", None),
])  # fmt: skip
def test_the_medium_is_the_one_that_is_named(mali, text, medium):
    assert {c.speaker.medium for c in found(mali, text) if "loyal" in c.text or "leal" in c.text} == {medium}


def test_a_surname_an_office_and_a_pronoun_lead_back_to_the_full_name(mali):
    claims = found(
        mali,
        "Foreign Minister Fatou Diarra said the palace in Bamako was safe. Diarra said the army was calm. "
        "The minister added that the guards were calm. She said the coup had collapsed.",
    )
    speakers = [c.speaker.who for c in claims if c.speaker.start is not None]
    assert speakers == ["Fatou Diarra"] * 4, told(claims)


def test_a_quotation_that_goes_on_stays_with_its_speaker(mali):
    claims = found(
        mali,
        "“The palace in Bamako is calm,” Ali Traore said. “The soldiers have all returned to their barracks.”",
    )
    assert {c.speaker.who for c in claims if "returned to their barracks" in c.text} == {"Ali Traore"}, told(
        claims
    )


def test_a_colon_in_a_headline_names_the_speaker(mali):
    claims = found(mali, "The day in Bamako was long.", title="Ali Traore: coup in Bamako was defeated")
    assert {c.speaker.who for c in claims if "was defeated" in c.text} == {"Ali Traore"}, told(claims)


def test_a_headline_is_no_firmer_than_the_text_below_it(mali):
    claims = found(
        mali, "Soldiers reportedly seized the airport in Bamako.", title="Airport seized in Bamako"
    )
    assert {c.hedged for c in claims if c.end <= len("Airport seized in Bamako")} == {True}, told(claims)


def test_a_credit_line_puts_the_agency_before_all_voices(mali):
    claims = found(mali, "Soldiers have seized the airport in Bamako. (Sahel Press)", source="paper")
    assert {c.voices[0].who for c in claims if "airport" in c.text} == {"Sahel Press"}, told(claims)


def test_what_a_correction_takes_back_is_denied_by_the_outlet(mali):
    claims = found(
        mali,
        "Correction: An earlier version of this article said that soldiers had seized the airport in Bamako. They had not.",
    )
    taken = [c for c in claims if "seized the airport" in c.text]
    assert [(c.stance, c.negated, c.cue, c.speaker.start) for c in taken] == [
        ("denies", True, "correction", None)
    ]


def test_an_earlier_version_of_a_law_corrects_nothing(mali):
    claims = found(mali, "The army said soldiers had seized the airport in Bamako.")
    assert {c.stance for c in claims if "seized the airport" in c.text} == {"asserts"}


#: What was once read wrongly: text, how, and what is right of its claims.
ONCE_WRONG = [
    ("Ali Traore said in a statement that the army in Bamako was loyal.", "the outlet speaks, not the minister",
     lambda claims: any(c.speaker.who == "Ali Traore" for c in claims)),
    ("Ali Traore said the coup was over.", "a clause of few content words is dropped",
     lambda claims: any(c.speaker.who == "Ali Traore" for c in claims)),
    ("Ali Traore ruled out a coup in Mali.", "the outlet asserts a coup",
     lambda claims: all(c.stance == "denies" for c in claims)),
    ("Neither the army nor the government of Mali has confirmed the arrest of the president.", "the army confirms it", not_asserted),
    ("The army declined to confirm that the president of Mali had been arrested.", "the army asserts it", not_asserted),
    ("L'armée n'a pas confirmé l'arrestation du président du Mali.", "the outlet asserts it", not_asserted),
    ("The army neither confirmed nor denied the arrest of the president of Mali.", "the army denies it",
     lambda claims: {c.stance for c in claims}.isdisjoint({"asserts", "denies"})),
    ("Ali Traore denied ordering the arrest of the president of Mali.", "he orders it",
     lambda claims: {c.stance for c in claims} == {"denies"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right"), ONCE_WRONG, ids=[row[0][:48] for row in ONCE_WRONG])
def test_what_was_once_read_wrongly_is_read_rightly(mali, text, wrong, right):
    claims = found(mali, text)
    assert right(claims), told(claims)
