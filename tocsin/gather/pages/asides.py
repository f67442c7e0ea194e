"""What stands in an article and is not of it: lines that lead to other stories, boxes of them, captions."""

from __future__ import annotations

import re
from itertools import islice

from tocsin.gather.text.markup import Element

#: How such a line begins, by language. Each must open a line and lead to something: words alone do not cut it.
_LEADS = (
    r"(?:also )?(?:read|watch|listen)(?: (?:also|more|next|now|this|here|on|the full story))*|see (?:also|more)|also (?:read|see)"
    r"|must[- ]read|don'?t miss|you (?:may|might) (?:also )?(?:like|be interested in)|more (?:on|from|about) .{1,40}"
    r"|more on this(?: story)?|more stories|(?:related|recommended|trending|suggested|further|top)"
    r"(?: (?:articles?|stor(?:y|ies)|news|coverage|content|topics?|posts?|reading|links?|videos?))?|in case you missed it"
    r"|editor'?s picks?|most (?:read|popular)"
    r"|(?:lea|lee|leer|vea|ver|mira|mire|escucha|conozca|conoce|consulta)(?: (?:también|tambien|además|ademas|más|mas|aquí))+"
    r"|(?:te|le|también te|también le) (?:puede|podría|recomendamos|interesa)(?: .{1,20})?|más información"
    r"|(?:noticias?|notas?|artículos?|contenido) relacionad[ao]s?|relacionad[ao]s?|no te pierdas|además lea"
    r"|(?:à )?(?:lire|voir|écouter|découvrir)(?: (?:aussi|également|encore|plus|sur le sujet))*|lisez (?:aussi|également)"
    r"|sur le même (?:sujet|thème)|en savoir plus|notre dossier|articles? (?:liés?|associés?)|pour aller plus loin"
    r"|(?:lesen|sehen|hören) sie (?:auch|dazu|mehr|hier)(?: .{1,20})?|mehr (?:dazu|zum thema|lesen)|lesen sie (?:auch|mehr)"
    r"|(?:das könnte sie|auch) (?:auch )?interess(?:ieren|ant)|siehe auch|lesetipp|zum thema|weiterlesen|mehr über .{1,40}"
    r"|(?:leia|veja|ouça|assista|confira|saiba|entenda)(?: (?:também|tambem|mais|ainda|aqui))*|(?:matérias?|notícias?) relacionadas?"
    r"|(?:leggi|guarda|vedi|ascolta)(?: (?:anche|pure|qui|di più))+|potrebbe interessarti(?: .{1,12})?|approfondisci"
    r"|articoli correlati|per approfondire"
    r"|(?:читайте|смотрите|слушайте|см\.?)(?: (?:также|ещё|еще|по теме))+|читать (?:также|далее|ещё)|по теме|материалы по теме"
    r"|ранее по теме|похожие (?:новости|статьи)|читайте (?:также|нас)"
    r"|[إا]قر[أا]\S*(?: (?:أيض[اً]+|ايضا|المزيد|كذلك))*|شاهد(?:وا)?(?: (?:أيض[اً]+|ايضا|المزيد))*|مواضيع (?:ذات صلة|متعلقة)"
    r"|(?:أخبار|مقالات) ذات صلة|ذات صلة"
    r"|(?:ayrıca|bunu da|bunları da|şunu da) (?:oku|bak|gör|izle)\w*|ilgili (?:haber|içerik|yazı)\w*|haberin devamı|devamını oku"
    r"|(?:相关|延伸|更多|推荐|热门|扩展)(?:阅读|新闻|文章|报道|内容|推荐)?|另请参阅|点击阅读|(?:読|読み)むべき|関連(?:記事|ニュース)|관련 ?기사"
    r"|читайте також|дивіться також|czytaj (?:także|też|więcej)|zobacz (?:także|też|również)|lees (?:ook|meer|verder)|bekijk ook"
    r"|baca (?:juga|selengkapnya)|lihat juga|xem thêm|đọc thêm|διαβάστε (?:επίσης|ακόμα|ακόμη)|بیشتر بخوانید|همچنین بخوانید"
    r"|läs (?:också|mer|även)|les også|læs også|citește (?:și|mai mult)|citiți și|soma (?:pia|zaidi)|यह भी पढ़ें|ये भी पढ़ें|مزید پڑھیں"
)
_SIGNS = r"[\s>»›▶►➤→⇒•●■*_\[\](|–—-]{0,6}"
_LEAD = re.compile(rf"{_SIGNS}(?:{_LEADS})\s{{0,3}}(?P<end>[:：|>»›▶►➤→–—\]-]|$)", re.IGNORECASE)
_OPEN = re.compile(rf"{_SIGNS}(?:{_LEADS})(?=[\s\W]|$)", re.IGNORECASE)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|read-?(?:more|also|next)|more-?(?:on|from|stories)|most-?(?:read|popular)"
    r"|see-?also|also-?read|newsletter|outbrain|taboola|relacionad[ao]s|lire-?aussi|leia-?(?:tambem|mais))(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|image|photo|media|img|wp)?-?(?:caption|credit)(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST_LINE = 240  # characters; a headline that is led to is shorter
_LONGEST_CAPTION = 600
_MOST = 1000  # of one page: more are no article
_LINES = frozenset(
    {"p", "div", "li", "h2", "h3", "h4", "h5", "h6", "span", "section", "aside", "strong", "b"}
)
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "table", "section", "article", "blockquote", "figure", "h1", "h2", "h3"}
)


def prune(root: Element) -> bool:
    """Take what is not of the article out of its tree; whether anything was.

    A line goes where it opens with words that lead elsewhere and is a link, or those words and a colon.
    """
    body = root.find(".//body")
    asides = (element for element in (root if body is None else body).iter() if _is_aside(element))
    cut = list(islice(asides, _MOST))
    for element in cut:
        if element.getparent() is not None:
            follows = element.getnext()
            if (
                follows is not None
                and follows.tag in {"ul", "ol"}
                and _is_lead(_text(element))
                and _linked(follows) > 0.8
            ):
                drop(follows)
            drop(element)
    return bool(cut)


def drop(element: Element) -> None:
    """Take an element out of its tree, and leave the words that follow it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if not tail.strip():
        tail = " "  # and no more, however many stand in a row
    if before is not None and (before.tail or "").endswith(" ") and tail == " ":
        pass
    elif before is not None:
        before.tail = f"{before.tail or ''} {tail}"
    else:
        parent.text = f"{parent.text or ''} {tail}"
    parent.remove(element)


def without_asides(text: str) -> str:
    """The text without the lines that lead to other stories: 'READ ALSO: ...'."""
    lines = text.split("\n")
    kept = [line for line in lines if not (len(line) <= _LONGEST_LINE and _leads(line))]
    return text if len(kept) == len(lines) else re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _leads(line: str) -> bool:
    """Whether a line without markup leads elsewhere: its opening words and a sign, and no sentence behind."""
    found = _LEAD.match(line)
    return bool(found and found["end"] and found["end"] not in "–—-" and not re.search(r"[.!?]\s+\S", line))


def _is_aside(element: Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag == "figcaption" or (named.strip() and tag != "body" and _CAPTION.search(named)):
        return len(_text(element)) <= _LONGEST_CAPTION
    if tag in _BLOCKS | {"aside"} and _BOX.search(named):
        return _linked(element) > 0.5
    return tag in _LINES and _is_line(element)


def _is_line(element: Element) -> bool:
    if any(child.tag in _BLOCKS for child in element.iterchildren()):
        return False
    text = _text(element)
    if not text or len(text) > _LONGEST_LINE or not _OPEN.match(text):
        return False
    if _is_lead(text) and len(text) < 60 and element.tag in {"h2", "h3", "h4", "h5", "h6"}:
        return True
    linked = _linked(element)
    return linked > 0.5 or (linked == 0 and element.tag not in {"span", "strong", "b"} and _leads(text))


def _is_lead(text: str) -> bool:
    found = _LEAD.match(text)
    return bool(found and not text[found.end() :].strip())


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _linked(element: Element) -> float:
    """The share of its letters that stand in links."""
    whole = len(_text(element))
    return sum(len(_text(link)) for link in element.iter("a")) / whole if whole else 0.0
