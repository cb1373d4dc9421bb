"""Every kind of job has somebody who does it."""

from __future__ import annotations

import ast
import inspect

from services import runners


def test_no_two_kinds_of_jobs_share_a_name() -> None:
    (table,) = (
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(runners)))
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
    )

    assert len(runners.RUNNERS) == len(table.keys)
