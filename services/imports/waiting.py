"""Which layers somebody must decide about first: a new version waits, or is being loaded."""

from __future__ import annotations

from sqlalchemy import Connection, select

from services.database.tables import import_file, import_layer, job
from services.layers.keeping import Waiting


def waiting_for(connection: Connection, layer_id: str) -> tuple[Waiting, ...]:
    """Return the versions of a layer that wait for a decision, and those under way."""
    rows = connection.execute(
        select(
            import_file.c.id,
            import_layer.c.position,
            import_layer.c.state,
            import_layer.c.layer_id,
            import_layer.c.layer_version,
            import_layer.c.choices,
            job.c.state.label("job_state"),
        )
        .join(import_file, import_file.c.number == import_layer.c.import_number)
        .outerjoin(job, job.c.id == import_layer.c.job_id)
        .where(import_layer.c.state.in_(("ready", "loading")))
        .order_by(import_layer.c.import_number, import_layer.c.position)
    )
    found = []
    for row in rows:
        path = f"/verwaltung/importe/{row.id}/ebenen/{row.position}"
        if row.state == "ready" and row.layer_id == layer_id:
            found.append(Waiting(row.layer_version, path))
        elif row.job_state in {"queued", "running"} and row.choices.get("target") == layer_id:
            found.append(Waiting(None, path))
    return tuple(found)
