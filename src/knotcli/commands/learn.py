"""`knot learn`: what is known about muscle knots, how well, and from which source."""

from typing import Annotated

import typer

from knotcli.flows.paging import show
from knotcli.world import World

EXAMPLES = "Examples: knot learn · knot learn evidence · knot learn heat"


def read_topic(
    context: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]", help="What to read about; none lists all")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, one a paragraph; no pager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the topics or the article as JSON.")] = False,
) -> int:
    """Read what is known, how well, and from where."""
    context.obj.plain_asked = plain
    return learn(context.obj, " ".join(topic) if topic else None, as_json)


def learn(world: World, topic: str | None, as_json: bool) -> int:
    """Show the topics, or one article. Raises Misuse for a topic that there is not."""
    from knotcli.coach.guide.articles import find_topic, parse_article
    from knotcli.views import learn as view

    names = [name.removesuffix(".md") for name in world.library.names("guide") if name.endswith(".md")]
    articles = {name: parse_article(name, world.library.text(f"guide/{name}.md")) for name in names}
    if topic is None:
        if as_json:
            world.print_json(view.documents(articles.values()))
        else:
            show(world, view.topics([*articles.values()], world.out.width, world.out.plain))
        return 0
    found = articles[find_topic(topic, articles.values())]
    titles = world.library.sources()
    if as_json:
        world.print_json(view.document(found, titles))
    else:
        show(world, view.article(found, titles, world.out.width, world.out.plain))
    return 0
