"""Finds the shared test data, which lies beside the tree and may be absent.

Nothing of it is part of the project: tests labelled `shared` read it in place.
"""

import os
import pathlib
import sys

# ctest's SKIP_RETURN_CODE for these tests.
SKIPPED = 77

ROOT = pathlib.Path(__file__).resolve().parents[2]


def shared_dir():
    """The folder named by DOORSTEP_SHARED, else the neighbour of the tree; it need not exist."""
    return pathlib.Path(os.environ.get("DOORSTEP_SHARED") or ROOT.parent / "shared")


def require_shared():
    """The folder; where it is absent the process ends: skipped on a desk, failed with CI set."""
    folder = shared_dir()
    if folder.is_dir():
        return folder
    if os.environ.get("CI"):
        print("failed: the shared test data is absent, and CI must have it (DOORSTEP_SHARED)")
        sys.exit(1)
    print("skipped: the shared test data is absent (DOORSTEP_SHARED)")
    sys.exit(SKIPPED)
