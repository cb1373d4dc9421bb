"""A child that begins to write features, says who it is, and never ends."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Final

PID: Final = "pid"

if __name__ == "__main__":
    order = json.loads(Path(sys.argv[1]).read_text())
    if "into" in order:
        into = Path(order["into"])
        into.mkdir(parents=True)
        (into / "features.jsonl").write_text('{"n": 0, "wkb"')
    # Whoever reads it finds all of it.
    Path("pid.part").write_text(str(os.getpid()))
    Path("pid.part").rename(PID)
    time.sleep(600)
