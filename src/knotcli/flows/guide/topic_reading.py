"""Read what is known about muscle knots."""

from knotcli.coach.guide.articles import Article, find_topic, parse_article
from knotcli.flows.paging import show_paged
from knotcli.views.guide import articles as view
from knotcli.world import World


def load_articles(world: World) -> dict[str, Article]:
    """Return the articles by their names."""
    names = [name.removesuffix(".md") for name in world.library.names("guide") if name.endswith(".md")]
    return {name: parse_article(name, world.library.text(f"guide/{name}.md")) for name in names}


def show_topic(world: World, topic: str | None, as_json: bool) -> int:
    """Show the topics, or one article. Raise Misuse for a topic that there is not."""
    articles = load_articles(world)
    if topic is None:
        if as_json:
            world.print_json(view.topics_document(articles.values()))
        else:
            show_paged(world, view.topic_lines([*articles.values()]))
        return 0
    found = articles[find_topic(topic, articles.values())]
    titles = world.library.sources()
    if as_json:
        world.print_json(view.article_document(found, titles))
    else:
        show_paged(world, view.article_lines(found, titles))
    return 0
