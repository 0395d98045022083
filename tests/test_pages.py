import pytest
from jinja2 import UndefinedError

from exominer.pages import load_template


def test_load_template_makes_a_missing_name_an_error():
    with pytest.raises(UndefinedError):
        load_template("exominer.ingest", "document.html").render()


def test_load_template_escapes_what_it_shows(tmp_path, monkeypatch):
    templates = tmp_path / "paper_pages" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "paper_pages" / "__init__.py").touch()
    (templates / "note.html").write_text("{{ text | twice }}")
    monkeypatch.syspath_prepend(tmp_path)

    page = load_template("paper_pages", "note.html", {"twice": lambda text: text * 2})

    assert page.render(text="p<") == "p&lt;p&lt;"
