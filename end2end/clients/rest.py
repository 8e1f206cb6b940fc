"""Schemathesis against a running Docket, with every check and every phase.

Usage: rest.py URL, for example rest.py http://127.0.0.1:3000. The Docket must accept sign-ups and answer by its built-in
assistant. Two people sign up, so that the checks can tell whether one reaches what is the other's.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import requests

# How many cases each operation gets in a phase.
MAX_EXAMPLES = os.environ.get("REST_MAX_EXAMPLES", "30")
# The same cases each time. Another seed finds other cases.
SEED = os.environ.get("REST_SEED", "8")

# `format: docket-model` names one of the configured models, which no generator can guess.
HOOKS = """
import schemathesis
from hypothesis import strategies as st

schemathesis.openapi.format("docket-model", st.sampled_from(["offline", "automatic"]))
# What a task's plan holds, in texts that no schema describes. A task starts before it is due.
schemathesis.openapi.format("docket-when", st.sampled_from(["2031-12-04", "2032-02-29T17:00:00+01:00", "2033-01-01T00:00Z"]))
schemathesis.openapi.format("docket-day", st.sampled_from(["2026-12-01", "2031-12-04"]))
schemathesis.openapi.format("docket-rule", st.sampled_from(["FREQ=DAILY", "freq=weekly;interval=2;byday=TU", "FREQ=MONTHLY;BYMONTHDAY=-1"]))
schemathesis.openapi.format("docket-reminder", st.sampled_from(["2031-12-03T08:00:00Z", "2032-01-01T00:00:00-05:00"]))
schemathesis.openapi.format("docket-tag", st.sampled_from(["phone", "Träume", "x" * 100]))
schemathesis.openapi.format("docket-list", st.sampled_from(["Home", "Åland 2032", "y" * 100]))
"""


def sign_up(url: str, name: str) -> tuple[str, str]:
    """Makes an account. Returns the person's id and a bearer token."""
    with requests.Session() as session:
        email = f"{name}-{uuid.uuid4().hex}@example.com"
        account = {"name": name, "email": email, "password": "correct horse"}
        signed_up = session.post(f"{url}/api/auth/sign-up/email", json=account)
        signed_up.raise_for_status()
        token = session.get(f"{url}/api/auth/token")
        token.raise_for_status()
        return signed_up.json()["user"]["id"], token.json()["token"]


def configuration(user: str, token: str) -> str:
    """What no description can say: who we are, and which refusals are right for a request that is well-formed.

    Besides the tool's own list these are 409 and 422 (an Idempotency-Key that was used for another request) and 412 (an
    If-Match that is not the current tag). Like 404, they depend on what is stored and not on the request alone.
    """
    return f"""
headers = {{ Authorization = "Bearer {token}" }}
parameters = {{ "path.user_id" = {json.dumps(user)} }}
hooks = "hooks"
request-timeout = 20.0

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "409", "412", "422"]
"""


def main(url: str) -> int:
    user, token = sign_up(url, "ann")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hooks.py").write_text(HOOKS)
        (folder / "schemathesis.toml").write_text(configuration(user, token))
        command = [
            Path(sys.executable).with_name("schemathesis"), "run", f"{url}/api/openapi.json",
            "--checks", "all",
            "--phases", "examples,coverage,fuzzing,stateful",
            "--mode", "all",
            "--max-examples", MAX_EXAMPLES,
            "--seed", SEED,
            "--continue-on-failure",
            "--no-color",
            *sys.argv[2:],
        ]
        return subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": name}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
