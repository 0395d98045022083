"""XML files that are damaged, hostile or no article."""

SENTENCE = "Vesicles of irradiated cells slowed the growth of their neighbours."
ARTICLE = f"<article><body><sec><title>Results</title><p>{SENTENCE}</p></sec></body></article>"


def make_odd_xml() -> dict[str, tuple[bytes, str]]:
    """Give the content of each file and the status that it should be read with."""
    declared = '<?xml version="1.0" encoding="{}"?>'
    umlaut = ARTICLE.replace("neighbours", "neighbours in Köln")
    return {
        "article.xml": (ARTICLE.encode(), "ok"),
        "ARTICLE-2.NXML": (ARTICLE.encode(), "ok"),
        "bom.xml": (b"\xef\xbb\xbf" + ARTICLE.encode(), "ok"),
        "utf16.xml": ((declared.format("UTF-16") + ARTICLE).encode("utf-16"), "ok"),
        "latin1.xml": ((declared.format("ISO-8859-1") + umlaut).encode("latin-1"), "ok"),
        "wrong-encoding.xml": ((declared.format("UTF-8") + umlaut).encode("latin-1"), "partial"),
        "not-utf16.xml": ((declared.format("UTF-16") + ARTICLE).encode(), "corrupt"),
        "unknown-encoding.xml": ((declared.format("KOI-99") + ARTICLE).encode(), "partial"),
        "nothing.xml": (b"", "empty"),
        "recipe.xml": (b"<recipe><step>Stir.</step></recipe>", "corrupt"),
        "object.xml": (b'{"article": "none"}', "corrupt"),
        "no-text.xml": (b"<article><front/></article>", "empty"),
        "abstract-only.xml": (_abstract_only(), "ok"),
        "unclosed.xml": (ARTICLE.replace("</p></sec>", "").encode(), "partial"),
        "cut-off.xml": (ARTICLE.replace("</sec></body></article>", "").encode(), "partial"),
        "ampersand.xml": (ARTICLE.replace("growth", "growth & R&D").encode(), "partial"),
        "rubbish.xml": (b"Vesicles <b rose & fell.", "corrupt"),
        "entities.xml": (_entity_bomb(), "corrupt"),
        "repeated.xml": (_repeated_entity(), "corrupt"),
        "parameters.xml": (_parameter_bomb(), "corrupt"),
        "outside.xml": (_external_entity("file:///etc/passwd"), "ok"),
        "network.xml": (_external_entity("http://127.0.0.1:9/x"), "ok"),
        "network-dtd.xml": (_network_dtd(), "ok"),
        "include.xml": (_include(), "ok"),
        "deep.xml": (_nested(100_000), "corrupt"),
        "attribute.xml": (_long_attribute(12_000_000), "corrupt"),
    }


def _abstract_only() -> bytes:
    front = f"<front><article-meta><abstract><p>{SENTENCE}</p></abstract></article-meta></front>"
    return f"<article>{front}</article>".encode()


def _entity_bomb() -> bytes:
    names = [f"e{i}" for i in range(12)]
    nested = [f'<!ENTITY {name} "{f"&e{i};" * 10}">' for i, name in enumerate(names[1:])]
    declared = "".join(['<!ENTITY e0 "vesicle">', *nested])
    return f"<!DOCTYPE article [{declared}]><article><p>&e11;</p></article>".encode()


def _repeated_entity() -> bytes:
    declared = f'<!ENTITY long "{"vesicle " * 20_000}">'
    return f"<!DOCTYPE article [{declared}]><article><p>{'&long;' * 5000}</p></article>".encode()


def _parameter_bomb() -> bytes:
    """The same with entities of the DTD, which grow while it is read."""
    nested = "".join(
        f'<!ENTITY % p{i} "{f"&#37;p{i - 1};" * 10}">' if i else '<!ENTITY % p0 "vesicle">'
        for i in range(12)
    )
    grown = "<!ENTITY % all \"<!ENTITY grown '%p11;'>\"> %all;"
    declared = f"<!DOCTYPE article [{nested}{grown}]>"
    return f"{declared}<article><body><p>&grown;</p></body></article>".encode()


def _external_entity(address: str) -> bytes:
    """An entity in a file that must not be opened; the article is fine without it."""
    text = ARTICLE.replace("<p>", "<p>&outside; ")
    return f'<!DOCTYPE article [<!ENTITY outside SYSTEM "{address}">]>{text}'.encode()


def _network_dtd() -> bytes:
    """What JATS files begin with, but for the address."""
    return f'<!DOCTYPE article SYSTEM "http://127.0.0.1:9/JATS.dtd">{ARTICLE}'.encode()


def _include() -> bytes:
    included = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    return ARTICLE.replace("</p>", f" {included}</p>").encode()


def _nested(depth: int) -> bytes:
    return b"<article><body>" + b"<sec>" * depth + b"</sec>" * depth + b"</body></article>"


def _long_attribute(n_characters: int) -> bytes:
    return ARTICLE.replace("<p>", f'<p id="{"x" * n_characters}">').encode()
