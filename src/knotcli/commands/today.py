"""`knot` alone: today at a glance."""

from knotcli.world import World


def today(world: World) -> int:
    """Show what stands and one next step."""
    from knotcli.views.today import lines

    history = world.history
    ratings = [r for name in history.rated_regions() for r in history.ratings(region=name, limit=1)]
    world.show(lines(history.checks(), history.assessments(), ratings, world.clock.now()))
    return 0
