"""Types that the fields of content and routine files share. The bounds keep every text within its place on the screen."""

from typing import Annotated

from msgspec import Meta

Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
ShortText = Annotated[str, Meta(min_length=1, max_length=160)]
LongText = Annotated[str, Meta(min_length=1, max_length=400)]
Sources = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=20)], ...], Meta(min_length=1, max_length=12)]
"""Tags of content/sources.toml; "own" and "GK" are among them."""
