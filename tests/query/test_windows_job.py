"""Windows jobs; what a job does can only be seen on Windows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.query.windows_job import job


@pytest.mark.skipif(sys.platform != "win32", reason="jobs are of Windows")
def test_a_process_ends_with_its_job() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        with job(int(process._handle)):  # type: ignore[attr-defined]
            assert process.poll() is None
        process.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="there are jobs")
def test_there_are_no_jobs_elsewhere() -> None:
    with pytest.raises(NotImplementedError), job(0):
        pass
