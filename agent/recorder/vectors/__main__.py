"""Hold this release's gate to what must come of known cases: `python -m agent.recorder.vectors`.

Rules kept here:
- Status 0 where each case is judged as published, 1 with their names where one is not.
- Without a single case it has held the gate to nothing, which is status 1 as well.
"""

from __future__ import annotations

import sys

from agent.recorder.vectors import FOLDER, wrong_cases


def main() -> int:
    """Judge each case, and return the exit status."""
    count = len(list(FOLDER.glob("*.json")))
    wrong = wrong_cases()
    if wrong or not count:
        print(f"The gate judged {len(wrong)} of {count} cases wrongly: {', '.join(wrong)}")
        return 1
    print(f"The gate judged {count} cases as it must.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
