"""Unicode normalisation that takes no longer than a text is long."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import Final, Literal

MARKS_MAX: Final = 30
"""Most marks on one letter: the Stream-Safe Text Format of Unicode (UAX #15, section 13)."""


def composed(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """Return a text in a normal form; of more marks on one letter, the first ``MARKS_MAX`` stay.

    Ordering a run of marks takes time that grows with its square: a hundred thousand of them
    would hold up everybody for seconds.
    """
    return unicodedata.normalize(form, _long_runs().sub(r"\1", text))


@cache
def _long_runs() -> re.Pattern[str]:
    marks = "".join(
        chr(one) for one in range(sys.maxunicode + 1) if unicodedata.combining(chr(one))
    )
    return re.compile(f"([{marks}]{{{MARKS_MAX}}})[{marks}]+")
