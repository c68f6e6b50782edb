"""`knot` alone: today at a glance."""

from knotcli.world import World


def today(world: World) -> int:
    """Show what stands and one next step."""
    from knotcli.views.today import lines

    history = world.history
    now = world.clock.now()
    checks = history.checks()
    ratings = [r for name in history.rated_regions() for r in history.ratings(region=name, limit=1)]
    world.show(lines(checks, ratings, now))
    return 0
