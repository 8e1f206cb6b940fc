"""The Python client "caldav" uses Docket as a task list: every change both ways, a conflict, a task that repeats.

    DOCKET_TOKEN=... python caldav_session.py URL EMAIL

URL is that of the server alone, as people know it. The token is a personal access token that may write. The program ends
with an error if anything is not as it should be. The person must have no tasks yet.
"""

import os
import sys
from datetime import date, datetime, timedelta, timezone

import caldav
import requests
from caldav.lib import error


class Api:
    """The person's tasks by Docket's own API, as another program sees them."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.headers = {"Authorization": f"Bearer {token}"}
        self.person = requests.get(f"{url}/api/me", headers=self.headers, timeout=10).json()["user_id"]

    def call(self, method: str, path: str, **body: object) -> dict:
        address = f"{self.url}/api/{self.person}/tasks{path}"
        answer = requests.request(method, address, headers=self.headers, json=body or None, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def task(self, title: str) -> dict:
        [task] = [task for task in self.call("GET", "")["tasks"] if task["title"] == title]
        return task


def summaries(todos: list) -> list[str]:
    return sorted(str(todo.icalendar_component["SUMMARY"]) for todo in todos)


def changes(calendar: caldav.Calendar, token: str) -> tuple[list[str], str]:
    """The addresses of what has changed since, and where to begin next time."""
    found = calendar.get_objects_by_sync_token(token, load_objects=False)
    return sorted(str(found_object.url) for found_object in found), found.sync_token


def edit_both_ways(calendar: caldav.Calendar, api: Api) -> None:
    todo = calendar.add_todo(
        summary="Buy milk", due=date(2026, 12, 4), priority=1, categories=["food"], location="Corner shop"
    )
    task = api.task("Buy milk")
    assert (task["due"], task["priority"], task["list"]) == ("2026-12-04", 1, "Errands"), task
    assert summaries(calendar.get_todos()) == ["Buy milk"]

    todo.icalendar_component["SUMMARY"] = "Buy oat milk"
    todo.save()
    assert api.task("Buy oat milk")["id"] == task["id"]

    api.call("PATCH", f"/{task['id']}", title="Buy soy milk", due="2026-12-05T10:00:00Z")
    todo.load()
    component = todo.icalendar_component
    assert component["SUMMARY"] == "Buy soy milk", component
    assert component["LOCATION"] == "Corner shop", "what Docket does not know is kept"
    assert component["DUE"].dt.astimezone(timezone.utc) == datetime(2026, 12, 5, 10, tzinfo=timezone.utc)

    todo.complete()
    assert api.task("Buy soy milk")["completed"] is True
    assert calendar.get_todos() == []
    assert summaries(calendar.get_todos(include_completed=True)) == ["Buy soy milk"]
    api.call("PATCH", f"/{task['id']}/complete", completed=False)
    assert summaries(calendar.get_todos()) == ["Buy soy milk"]


def delete_both_ways(calendar: caldav.Calendar, api: Api) -> None:
    _, token = changes(calendar, None)
    ours = calendar.add_todo(summary="Deleted by the program")
    theirs = calendar.add_todo(summary="Deleted elsewhere")
    added, token = changes(calendar, token)
    assert added == sorted([str(ours.url), str(theirs.url)]), added
    ours.delete()
    api.call("DELETE", f"/{api.task('Deleted elsewhere')['id']}")
    gone, token = changes(calendar, token)
    assert gone == sorted([str(ours.url), str(theirs.url)]), gone
    assert changes(calendar, token)[0] == []
    for todo in (ours, theirs):
        expect(error.NotFoundError, todo.load)
    assert summaries(calendar.get_todos()) == ["Buy soy milk"]


def meet_a_conflict(calendar: caldav.Calendar, api: Api) -> None:
    [todo] = calendar.get_todos()
    api.call("PATCH", f"/{api.task('Buy soy milk')['id']}", title="Buy rice milk")
    todo.icalendar_component["SUMMARY"] = "Too late"
    expect(error.DAVError, todo.save)
    todo.load()
    assert todo.icalendar_component["SUMMARY"] == "Buy rice milk"
    todo.icalendar_component["SUMMARY"] = "In time"
    todo.save()
    assert api.task("In time")


def repeat(calendar: caldav.Calendar, api: Api) -> None:
    first = date.today() + timedelta(days=3)
    todo = calendar.add_todo(summary="Water the plants", dtstart=first, due=first, rrule={"FREQ": "DAILY"})
    assert api.task("Water the plants")["repeat"].startswith("FREQ=DAILY")
    # As most programs do: the task itself is done. Docket moves it on.
    todo.complete()
    task = api.task("Water the plants")
    assert (task["completed"], task["due"]) == (False, str(first + timedelta(days=1))), task
    todo.load()
    assert todo.icalendar_component["DUE"].dt == first + timedelta(days=1)
    assert todo.icalendar_component.get("STATUS") != "COMPLETED"
    # As this library does if it is asked to: a copy is done, and the program itself gives the task its next date, after today.
    todo.complete(handle_rrule=True, rrule_mode="safe")
    tasks = [task for task in api.call("GET", "")["tasks"] if task["title"] == "Water the plants"]
    assert sorted(task["completed"] for task in tasks) == [False, True], tasks
    [open_task] = [task for task in tasks if not task["completed"]]
    assert open_task["repeat"].startswith("FREQ=DAILY"), open_task
    assert datetime.fromisoformat(open_task["due"]) == todo.icalendar_component["DUE"].dt, open_task


def search(calendar: caldav.Calendar) -> None:
    found = calendar.search(todo=True, summary="plants", include_completed=False)
    assert summaries(found) == ["Water the plants"], summaries(found)
    soon = datetime.now(timezone.utc)
    found = calendar.search(todo=True, start=soon, end=soon + timedelta(days=30), expand=False)
    assert "Water the plants" in summaries(found), summaries(found)


def expect(kind: type[Exception], action: object) -> None:
    try:
        action()
    except kind:
        return
    raise AssertionError(f"no {kind.__name__}")


def main(url: str, email: str) -> None:
    token = os.environ["DOCKET_TOKEN"]
    api = Api(url, token)
    with caldav.DAVClient(f"{url}/dav/", username=email, password=token) as client:
        principal = client.get_principal()
        assert [str(calendar.get_display_name()) for calendar in principal.get_calendars()] == ["Tasks"]
        calendar = principal.make_calendar(name="Errands", supported_calendar_component_set=["VTODO"])
        assert calendar.get_supported_components() == ["VTODO"]
        edit_both_ways(calendar, api)
        delete_both_ways(calendar, api)
        meet_a_conflict(calendar, api)
        repeat(calendar, api)
        search(calendar)
        print("done")


main(*sys.argv[1:])
