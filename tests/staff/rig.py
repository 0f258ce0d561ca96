"""What the tests of editing work with: a library, an editor, and a person of the staff."""

import io
import json
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

from corpus.encoder import CARRIED
from corpus.settings import ROOT
from corpus.types import Tier
from ingest.edit import work_off

OURS = {"origin": "http://localhost"}
QUOLLS = "# Of quolls\n\nThe spotted quoll sleeps in hollow logs near the river. It wakes at dusk.\n"


class Rig(SimpleNamespace):
    """A served library with an editor whose line is worked off by hand, in this process."""

    def work_off(self) -> None:
        work_off(self.data, CARRIED)

    def upload(self, name: str, content: bytes, **fields: str) -> Any:
        form = {"tier": "public", "confirmed": "yes", **fields}
        files = {"file": (name, io.BytesIO(content))}
        return self.staff.post("/staff/upload", data=form, files=files, headers=OURS, follow_redirects=False)

    def change(self, document_id: str, task: str, **fields: str) -> Any:
        address = f"/staff/documents/{document_id}/{task}"
        asked = self.staff.post(address, data=fields, headers=OURS)
        assert asked.status_code == 200, asked.text
        meaning = re.search(r'name="meaning" value="([^"]*)"', asked.text)
        assert meaning
        done = {**fields, "meaning": meaning[1], "confirmed": "yes"}
        return self.staff.post(address, data=done, headers=OURS, follow_redirects=False)

    def ids(self, tier: Tier) -> set[str]:
        return {entry.id for entry in self.library.catalogue.entries(tier)}

    def id_of(self, stem: str) -> str:
        return next(id for id in self.ids(Tier.STAFF) if id.startswith(stem))

    def ingest_again(self) -> dict[str, Any]:
        """A plain `python -m ingest` of the papers."""
        done = subprocess.run(
            [sys.executable, "-m", "ingest", str(self.papers), "--prune", "--json"],
            cwd=ROOT, env={**self.environment, "REFDESK_DATA": str(self.data)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        return dict(json.loads(done.stdout))
