"""`make portal-demo`: one command starts the desk and the portal, and a member of each tier reads what they may."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from corpus.encoder import CARRIED, model_folder
from corpus.settings import ROOT

RUN = ROOT / "examples" / "portal-demo" / "run.py"
READABLE = {None: 1, "public": 1, "member": 3, "staff": 4}
PATIENCE_S = 60.0
pytestmark = pytest.mark.slow


def documents_of(portal: str, desk: str, tier: str | None) -> int:
    """How many documents the desk lists for whoever chose `tier` in the portal."""
    with httpx.Client(base_url=portal, follow_redirects=True, timeout=PATIENCE_S) as browser:
        if tier:
            assert "Signed on as" in browser.post("/sign-in", data={"who": tier}).text
        token = browser.post("/refdesk-token")
        assert token.status_code == (200 if tier else 204)
    headers = {}
    if tier:
        given = httpx.post(f"{desk}/api/session", json={"desk": "members", "token": token.text}, timeout=PATIENCE_S)
        assert given.json()["tier"] == tier
        headers = {"Authorization": f"Bearer {given.json()['bearer']}"}
    return len(httpx.get(f"{desk}/api/documents", headers=headers, timeout=PATIENCE_S).json()["documents"])


def test_the_demonstration_starts_serves_and_ends(tmp_path: Path, tiny_model: Path) -> None:
    shutil.copytree(tiny_model, model_folder(tmp_path / "models", CARRIED))
    command = [sys.executable, str(RUN), "--small", "--data", str(tmp_path), "--desk-port", "0", "--portal-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            printed = ""
            for line in process.stdout:
                printed += line
                if line.startswith("The desk:"):
                    break
            found = re.search(r"The portal: (\S+)/ .*\nThe desk: +(\S+)/\n", printed)
            assert found, printed
            portal, desk = found.groups()
            policy = httpx.get(f"{portal}/library").headers["content-security-policy"]
            assert f"frame-src {desk};" in policy
            assert "'unsafe" not in policy
            assert {tier: documents_of(portal, desk, tier) for tier in READABLE} == READABLE
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=90)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{desk}/healthz")
