"""The options that a command declares are the fields of the value that travels on."""

from collections.abc import Callable
from inspect import signature
from typing import Any, get_type_hints

import pytest

from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands.log import log_rating
from knotcli.commands.session import start_session
from knotcli.flows.history.rating_entry import RatingInput


@pytest.mark.parametrize(("command", "value"), [(log_rating, RatingInput), (start_session, SessionOptions)])
def test_each_field_is_declared_with_its_type_and_default(command: Callable[..., int], value: type[Any]) -> None:
    declared = dict(signature(command).parameters)
    del declared["context"]
    types = get_type_hints(command)
    fields = signature(value).parameters
    assert {name: (types[name], getattr(part.default, "default", part.default)) for name, part in declared.items()} == {
        name: (get_type_hints(value)[name], part.default) for name, part in fields.items()
    }
