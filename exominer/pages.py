"""Pages from the templates that stand beside the code of a package."""

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def load_template(
    package: str, name: str, filters: Mapping[str, Callable[..., object]] | None = None
) -> Template:
    """Load a template of a package; whatever it shows is escaped, and a missing name is an error.

    Args:
        package: The package, in dots, whose folder ``templates`` has the template.
        name: The template and what it includes are files of that folder.
        filters: Functions that the template may call, by name.

    Example:
        >>> load_template("exominer.ingest", "document.html").name
        'document.html'
    """
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters or {}
    return environment.get_template(name)
