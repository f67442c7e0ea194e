"""Forms of sentences that mean something of their own: colons, headline tails, corrections, condemnations."""

from __future__ import annotations

import re

#: 'Padrino López: the attempt was defeated'.
COLON = re.compile(r"([@A-ZÀ-Þ][^:.!?\n“”\"«»]{2,80}?)\s*:\s+([^\n]{12,}[^\n\s.]\.?)")
#: 'In a statement on Tuesday, X said': where it was said stands first.
OPENING = re.compile(
    r"(?:In|On|Via|Through|Over|During|En|Por|A través de|Dans|Sur|Em|Numa?)\s[^,.;:“”\"«»]{3,70},\s"
)
#: Headlines: 'Air base seized, reports say', 'Gunfire at rally - witnesses'.
TAIL = re.compile(r"(.{12,}?)(?:,\s+|\s+[-–—]\s+)([^,;:–—]{3,50}?)(?:\s+(says?|said))?$")
UNNAMED_TAIL = re.compile(
    r"(?:\w+\s+)?(?:witness\w*|sources?|reports?|officials?|media|residents|police|ministry|testigos|fuentes|medios|temoins|sources)$"
)
#: To reject a coup is not to deny that there is one; to reject a claim is to deny it.
CONDEMNS = re.compile(r"reject|rechaz|rejet|dismiss")
SAYING = re.compile(
    r"\b(?:claims?|assertions?|accusations?|reports?|allegations?|notion|idea|suggestions?|rumou?rs?|descriptions?|that|acusaci\w+|afirmaci\w+|version\w*)\b"
)
#: A report that corrects or retracts, and the sentence in it that tells what was said before.
CORRECTING = re.compile(
    r"^\W*(?:correction|corrigendum|retraction|clarification|correccion|rectificacion|fe de errata|rectificatif)|"
    r"earlier version|previous version|version anterior|version precedente|informacion es incorrecta|"
    r"(?:we have|has been|have been) (?:removed|withdrawn|retracted|deleted)|"
    r"this (?:story|article|item|post) (?:was|has been) corrected"
)
SAID_BEFORE = re.compile(
    r"earlier version|previous version|version anterior|version precedente|incorrectly|wrongly|erroneously|erroneamente|a tort|"
    r"an? (?:item|story|article|report|post|alert) (?:published|posted|sent|said)|we (?:had |have )?(?:earlier |previously )?(?:reported|said|wrote|posted)|"
    r"(?:removed|withdrawn|retracted|deleted) (?:an?|our|the|this) (?:earlier |previous )?(?:report|story|article|item|post|alert)"
)
#: Whoever asks for this says nothing of what happened: "not to be named", "anonymity".
NAMELESS = re.compile(
    r"\W*(?:not )?(?:to be|being|be) (?:named|identified|quoted)\b|\W*(?:for |on condition of )?(?:anonymity|anonimato|l'anonymat)\b"
    r"|\W*(?:que )?(?:no|ne pas) (?:se (?:le|les|la) (?:nombr|identific)\w+|ser (?:nombrad|identificad|citad)\w+|etre (?:nomme|cite)\w*)"
)
#: Subjects of a verb of saying that mean that nobody says it.
NOBODY = frozenset(
    ("nothing", "no one", "no-one", "nobody", "none", "nada", "nadie", "rien", "personne", "ninguem")
)
