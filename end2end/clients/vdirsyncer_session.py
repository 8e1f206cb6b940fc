"""vdirsyncer keeps a folder and Docket the same: changes on both sides while they are apart, and a conflict.

    DOCKET_TOKEN=... python vdirsyncer_session.py URL EMAIL

The program ends with an error if anything is not as it should be. The person must have no tasks yet.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import requests

CONFIGURATION = """
[general]
status_path = "{folder}/status/"

[pair tasks]
a = "folder"
b = "docket"
collections = ["from b"]
conflict_resolution = "b wins"
metadata = ["displayname", "color"]

[storage folder]
type = "filesystem"
path = "{folder}/lists/"
fileext = ".ics"

[storage docket]
type = "caldav"
url = {url}
username = {email}
password = {token}
"""

TODO = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//vdirsyncer session//EN
BEGIN:VTODO
UID:{uid}
DTSTAMP:20261129T020000Z
SUMMARY:{title}
X-OF-THE-FOLDER:kept
END:VTODO
END:VCALENDAR
"""


class Session:
    def __init__(self, folder: Path, url: str, email: str, token: str) -> None:
        self.folder, self.url, self.token = folder, url, token
        self.configuration = folder / "config"
        texts = {"url": f"{url}/dav/", "email": email, "token": token}
        texts = {name: json.dumps(text) for name, text in texts.items()}
        self.configuration.write_text(CONFIGURATION.format(folder=folder, **texts))
        self.person = self.api("GET", "/api/me")["user_id"]

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "vdirsyncer", "-c", str(self.configuration), *arguments]
        # It asks whether it may make the folders of new lists.
        done = subprocess.run(command, input="y\n" * 20, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def sync(self) -> None:
        self.run("sync")
        # A text that Docket has changed comes back with the next look.
        self.run("sync")

    def api(self, method: str, path: str, **body: object) -> dict:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.request(method, self.url + path, headers=headers, json=body or None, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def tasks(self) -> dict[str, dict]:
        return {task["title"]: task for task in self.api("GET", f"/api/{self.person}/tasks")["tasks"]}

    def change(self, title: str, /, **changes: object) -> None:
        self.api("PATCH", f"/api/{self.person}/tasks/{self.tasks()[title]['id']}", **changes)

    def write(self, uid: str, title: str) -> None:
        path = self.folder / "lists" / "tasks" / f"{uid}.ics"
        path.write_text(TODO.format(uid=uid, title=title).replace("\n", "\r\n"), newline="")

    def files(self) -> dict[str, tuple[Path, str]]:
        """The files of the folder by their titles."""
        found = {}
        for path in (self.folder / "lists" / "tasks").glob("*.ics"):
            text = path.read_text()
            [title] = [line[8:].strip() for line in text.splitlines() if line.startswith("SUMMARY:")]
            found[title] = (path, text)
        return found

    def agree(self, *titles: str) -> None:
        assert sorted(self.files()) == sorted(titles) == sorted(self.tasks()), (self.files(), self.tasks())


def main(url: str, email: str) -> None:
    token = os.environ["DOCKET_TOKEN"]
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), url, email, token)
        tasks = f"/api/{session.person}/tasks"
        for title in ("Of Docket", "To change", "To delete"):
            session.api("POST", tasks, title=title)
        session.run("discover")
        session.sync()
        session.agree("Of Docket", "To change", "To delete")

        # Both sides change while they are apart.
        session.write("of-the-folder", "Of the folder")
        path, text = session.files()["To change"]
        path.write_text(text.replace("To change", "Changed in the folder"), newline="")
        session.files()["To delete"][0].unlink()
        session.change("Of Docket", title="Changed in Docket")
        session.api("POST", tasks, title="New in Docket")
        session.sync()
        session.agree("Of the folder", "Changed in the folder", "Changed in Docket", "New in Docket")

        # What Docket does not know of a file stays in it when Docket changes the task.
        session.change("Of the folder", title="Of both", due="2026-12-05")
        session.sync()
        _, text = session.files()["Of both"]
        assert "X-OF-THE-FOLDER:kept" in text and "DUE;VALUE=DATE:20261205" in text, text

        # The same task changes on both sides, and Docket wins, as the configuration says.
        path, text = session.files()["Of both"]
        path.write_text(text.replace("Of both", "Loses"), newline="")
        session.change("Of both", title="Wins")
        session.sync()
        session.agree("Wins", "Changed in the folder", "Changed in Docket", "New in Docket")

        # Done in the folder, deleted in Docket.
        path, text = session.files()["Wins"]
        lines = [line for line in text.splitlines() if not line.startswith("STATUS:")]
        done = ["STATUS:COMPLETED", "COMPLETED:20261129T030000Z", "PERCENT-COMPLETE:100", "END:VTODO"]
        lines[lines.index("END:VTODO") : lines.index("END:VTODO") + 1] = done
        path.write_text("\r\n".join(lines) + "\r\n", newline="")
        session.api("DELETE", f"{tasks}/{session.tasks()['New in Docket']['id']}")
        session.sync()
        assert session.tasks()["Wins"]["completed"] is True
        session.agree("Wins", "Changed in the folder", "Changed in Docket")

        # Nothing is left to do.
        before = session.files()
        assert "Copying" not in session.run("sync") and session.files() == before
        print("done")


main(*sys.argv[1:])
