"""A long session with Docket's ChatKit door. Every request is made, and every event and answer is checked, by the types
of OpenAI's own SDK (openai-chatkit). Its reference server checks the order of events. The spec beside it,
specs/protocols/chatkit.spec.ts, starts it.

    chatkit_session.py URL TOKEN

It prints JSON lines: {"wait": NAME} when the spec should let the model go on, and {"seen": {...}} at the end.
"""

import json
import sys
from collections import Counter
from datetime import datetime
from itertools import zip_longest

import requests
from chatkit import types, widgets
from chatkit_reference import repeat, without_server
from pydantic import TypeAdapter

URL, TOKEN = sys.argv[1:3]
EVENT = TypeAdapter(types.ThreadStreamEvent)
ITEMS = TypeAdapter(types.Page[types.ThreadItem])
THREADS = TypeAdapter(types.Page[types.Thread])
REQUEST = TypeAdapter(types.ChatKitReq)
seen: Counter[str] = Counter()


def tell(**what):
    print(json.dumps(what), flush=True)


# Checks by the SDK's types.


def same_times(value):
    """The same value, with each time in one form."""
    if isinstance(value, dict):
        return {key: when(entry) if key == "created_at" else same_times(entry) for key, entry in value.items()}
    return [same_times(entry) for entry in value] if isinstance(value, list) else value


def when(text):
    return datetime.fromisoformat(text).isoformat()


def check(adapter, sent):
    """Reads what was sent with the SDK's type. What the SDK would send of it must be the same."""
    read = adapter.validate_python(sent)
    context = {"exclude_metadata": True}
    again = adapter.dump_python(read, mode="json", by_alias=True, exclude_none=True, context=context)
    assert same_times(again) == same_times(sent), f"sent {sent}\nread {again}"
    for widget in widgets_in(sent):
        check_component(widget)
    return read


def widgets_in(value):
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "widget":
                yield entry
            else:
                yield from widgets_in(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from widgets_in(entry)


def check_component(component):
    """The SDK accepts any fields of a component; its class of that name does not."""
    kind = getattr(widgets, component["type"])
    TypeAdapter(kind).validate_python({**component, "children": []} if "children" in component else component, extra="forbid")
    for child in component.get("children", []):
        check_component(child)


def ask(request):
    """Sends a request and returns the response."""
    body = request.model_dump(mode="json", by_alias=True)
    REQUEST.validate_python(body)
    seen[f"request {request.type}"] += 1
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return requests.post(f"{URL}/chatkit", json=body, headers=headers, stream=True, timeout=60)


def answer(request, adapter=None):
    """The answer to a request that does not stream."""
    assert not types.is_streaming_req(request)
    response = ask(request)
    assert response.status_code == 200, f"{request.type}: {response.status_code} {response.text}"
    assert response.headers["content-type"] == "application/json"
    return check(adapter, response.json()) if adapter else response.json()


def refused(request, status, code):
    response = ask(request)
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code), f"{request.type}: {response.status_code} {body}"
    assert body["detail"]


class Stream:
    """The events of a request that streams, in the order that the reference server keeps."""

    def __init__(self, request):
        assert types.is_streaming_req(request)
        self.request = request
        self.response = ask(request)
        assert self.response.status_code == 200, f"{request.type}: {self.response.status_code} {self.response.text}"
        assert self.response.headers["content-type"] == "text/event-stream"
        self.lines = self.response.iter_lines()
        self.events, self.sent, self.done, self.texts, self.options = [], [], {}, {}, False

    def __iter__(self):
        for line in self.lines:
            if line.startswith(b"data: "):
                self.sent.append(json.loads(line.removeprefix(b"data: ")))
                event = check(EVENT, self.sent[-1])
                seen[event.type] += 1
                self.follow(event)
                self.events.append(event)
                yield event
            else:
                assert not line or line.startswith(b":"), line

    def follow(self, event):
        match event:
            case types.StreamOptionsEvent():
                assert not self.options
                self.options = True
                assert event.stream_options.allow_cancel
            case types.ThreadItemAddedEvent(item=item):
                assert self.options and item.id not in self.texts and item.id not in self.done
                self.texts[item.id] = None
            case types.ThreadItemUpdatedEvent(item_id=id, update=update):
                seen[update.type] += 1
                assert id in self.texts and id not in self.done, f"{id} is not open"
                match update:
                    case types.AssistantMessageContentPartAdded(content_index=0, content=content):
                        assert self.texts[id] is None
                        self.texts[id] = content.text
                    case types.AssistantMessageContentPartTextDelta(content_index=0, delta=delta):
                        self.texts[id] += delta
                    case types.AssistantMessageContentPartDone(content_index=0, content=content):
                        assert self.texts[id] == content.text
                    case types.WidgetRootUpdated():
                        pass
                    case _:
                        raise AssertionError(update)
            case types.ThreadItemDoneEvent(item=item):
                seen[f"item {item.type}"] += 1
                assert item.id not in self.done, f"{item.id} is done twice"
                self.done[item.id] = item
                if isinstance(item, types.AssistantMessageItem):
                    assert [part.text for part in item.content] == [self.texts[item.id]]

    def rest(self):
        """Reads to the end."""
        for _ in self:
            pass
        assert self.options
        assert not self.texts.keys() - self.done.keys(), "an item stays open"
        if isinstance(self.request, types.ThreadsCreateReq | types.ThreadsAddUserMessageReq):
            seen["as the reference server"] += 1
            reference = [same_times(event) for event in repeat(self.request, self.events)]
            for event, expected in zip_longest(self.sent, reference):
                event = event and without_server(same_times(event))
                assert event == expected, f"sent {event}\nthe reference server {expected}"
        return self

    def until(self, wanted):
        for event in self:
            if wanted(event):
                return event
        raise AssertionError("the stream ended too early")

    def lose(self):
        """Breaks the connection."""
        self.response.close()


# Requests.


def message(text, model=None):
    options = types.InferenceOptions(model=model)
    content = [types.UserMessageTextContent(text=text)]
    return types.UserMessageInput(content=content, attachments=[], inference_options=options)


def create(text, model=None):
    return Stream(types.ThreadsCreateReq(params=types.ThreadCreateParams(input=message(text, model))))


def add(thread, text, model=None):
    params = types.ThreadAddUserMessageParams(thread_id=thread, input=message(text, model))
    return Stream(types.ThreadsAddUserMessageReq(params=params))


def action_params(thread, kind, payload=None, item=None):
    action = types.Action(type=kind, payload=payload)
    return types.ThreadCustomActionParams(thread_id=thread, item_id=item, action=action)


def press(thread, item, config):
    """Does what the component does when a button of a widget is pressed."""
    assert config.handler == "server" and not config.streaming
    params = action_params(thread, config.type, config.payload, item.id)
    adapter = TypeAdapter(types.SyncCustomActionResponse)
    return answer(types.ThreadsSyncCustomActionReq(params=params), adapter).updated_item


def items(thread, **params):
    request = types.ItemsListReq(params=types.ItemsListParams(thread_id=thread, **params))
    return answer(request, ITEMS)


def all_items(thread, limit):
    found, after = [], None
    while True:
        page = items(thread, limit=limit, order="asc", after=after)
        found += page.data
        if not page.has_more:
            assert page.after is None
            return found
        after = page.after


def listed(thread, stream, question=True):
    """What the stream said last of each item must be what the list has."""
    by_id = {item.id: item for item in all_items(thread, 100)}
    for id, item in stream.done.items():
        assert by_id[id] == item, f"{by_id[id]}\n{item}"
    assert question is False or any(isinstance(item, types.UserMessageItem) for item in stream.done.values())


def boxes(widget):
    """The check boxes and buttons of each task, by its title."""
    tasks = [row for row in widget.widget.children if row.key.startswith("task-")]
    return {row.children[1].value: (row.children[0], row.children[3]) for row in tasks}


def texts(found):
    return [item.content[0].text for item in found if isinstance(item, types.AssistantMessageItem)]


# The session.


def tools_and_buttons():
    stream = create("Add buy milk and add pay rent", "offline").rest()
    kinds = [event.type for event in stream.events]
    assert kinds[:3] == ["thread.created", "thread.item.done", "stream_options"], kinds
    assert "progress_update" in kinds
    thread = stream.events[0].thread.id
    listed(thread, stream)
    widget = next(item for item in stream.done.values() if isinstance(item, types.WidgetItem))
    box, _ = boxes(widget)["Buy milk"]
    widget = press(thread, widget, box.onChangeAction)
    box, delete = boxes(widget)["Buy milk"]
    assert box.defaultChecked
    widget = press(thread, widget, box.onChangeAction)
    assert not boxes(widget)["Buy milk"][0].defaultChecked
    widget = press(thread, widget, delete.onClickAction)
    undo = widget.widget.children[-1]
    assert list(boxes(widget)) == ["Pay rent"] and undo.key == "undo"
    widget = press(thread, widget, undo.children[2].onClickAction)
    assert boxes(widget) == {}
    # The newest list in the thread shows the same.
    assert next(item for item in all_items(thread, 3) if item.id == widget.id) == widget

    stream = add(thread, "Add a task to call mom").rest()
    assert any(event.type == "thread.item.removed" and event.item_id == widget.id for event in stream.events)
    listed(thread, stream)
    return thread


def stop(thread):
    stream = add(thread, "Tell me a story", "openai/fake")
    stream.until(lambda event: event.type == "thread.item.updated" and "Once upon" in str(event))
    # The buttons of the list work meanwhile.
    widget = next(item for item in all_items(thread, 100) if isinstance(item, types.WidgetItem))
    widget = press(thread, widget, boxes(widget)["Call mom"][0].onChangeAction)
    assert boxes(widget)["Call mom"][0].defaultChecked
    Stream(types.ThreadsCustomActionReq(params=action_params(thread, "stop"))).rest()
    stream.rest()
    listed(thread, stream)
    last = list(stream.done.values())[-1]
    assert isinstance(last, types.TaskItem) and last.task.title == "Stopped."


def lost_connection(thread):
    stream = add(thread, "Count to two")
    stream.until(lambda event: event.type == "thread.item.updated" and "One" in str(event))
    question = next(item for item in stream.done.values() if isinstance(item, types.UserMessageItem))
    stream.lose()
    half = [item for item in items(thread, limit=3).data if isinstance(item, types.AssistantMessageItem)]
    assert half[0].id in stream.texts
    follow = Stream(types.ThreadsCustomActionReq(params=action_params(thread, "follow")))
    follow.until(lambda event: event.type == "thread.item.added")
    tell(wait="counted")
    follow.rest()
    assert texts(follow.done.values()) == ["One, two."] and half[0].id in follow.done
    listed(thread, follow, question=False)
    return question


def retry(thread, question):
    params = types.ThreadRetryAfterItemParams(thread_id=thread, item_id=question.id)
    before = {item.id for item in all_items(thread, 100)}
    stream = Stream(types.ThreadsRetryAfterItemReq(params=params)).rest()
    assert stream.events[0].type == "stream_options"
    now = all_items(thread, 100)
    position = [item.id for item in now].index(question.id)
    assert {item.id for item in now[position + 1 :]} == set(stream.done)
    assert not before & set(stream.done)
    listed(thread, stream, question=False)


def failure(thread):
    stream = add(thread, "Fail")
    stream.until(lambda event: event.type == "thread.item.updated" and "Half" in str(event))
    tell(wait="broken")
    stream.rest()
    error = stream.events[-1]
    assert error.type == "error" and error.code == "custom" and error.message and error.allow_retry, error
    listed(thread, stream)


def lists(thread):
    whole = all_items(thread, 100)
    for limit in (1, 2, 5):
        assert all_items(thread, limit) == whole
    assert len({item.id for item in whole}) == len(whole)
    renamed = answer(
        types.ThreadsUpdateReq(params=types.ThreadUpdateParams(thread_id=thread, title="Errands")),
        TypeAdapter(types.Thread),
    )
    assert renamed.title == "Errands" and renamed.items.data == []
    got = answer(types.ThreadsGetByIdReq(params=types.ThreadGetByIdParams(thread_id=thread)), TypeAdapter(types.Thread))
    assert got.items.data == whole[:20] and got.items.has_more == (len(whole) > 20)
    create("Hello", "offline").rest()
    first = answer(types.ThreadsListReq(params=types.ThreadListParams(limit=1)), THREADS)
    assert first.has_more and first.data[0].id != thread
    second = answer(types.ThreadsListReq(params=types.ThreadListParams(limit=1, after=first.after)), THREADS)
    assert [found.id for found in second.data] == [thread] and not second.has_more
    replies = [item.id for item in whole if not isinstance(item, types.UserMessageItem)]
    params = types.ItemFeedbackParams(thread_id=thread, item_ids=replies, kind="negative")
    assert answer(types.ItemsFeedbackReq(params=params)) == {}


def refusals(thread):
    attachment = types.AttachmentCreateParams(name="a.png", size=1, mime_type="image/png")
    refused(types.AttachmentsCreateReq(params=attachment), 400, "INVALID_PARAMETER")
    refused(types.AttachmentsDeleteReq(params=types.AttachmentDeleteParams(attachment_id="x")), 400, "INVALID_PARAMETER")
    speech = types.InputTranscribeParams(audio_base64="", mime_type="audio/webm")
    refused(types.InputTranscribeReq(params=speech), 400, "INVALID_PARAMETER")
    output = types.ThreadAddClientToolOutputParams(thread_id=thread, result={})
    refused(types.ThreadsAddClientToolOutputReq(params=output), 400, "INVALID_PARAMETER")
    answers = types.StructuredInputSubmission()
    structured = types.ThreadAddStructuredInputParams(thread_id=thread, item_id="x", input=answers)
    refused(types.ThreadsAddStructuredInputReq(params=structured), 400, "INVALID_PARAMETER")
    gone = types.ThreadGetByIdParams(thread_id=thread)
    assert answer(types.ThreadsDeleteReq(params=types.ThreadDeleteParams(thread_id=thread))) == {}
    refused(types.ThreadsGetByIdReq(params=gone), 404, "CONVERSATION_NOT_FOUND")


if __name__ == "__main__":
    the_thread = tools_and_buttons()
    stop(the_thread)
    retry(the_thread, lost_connection(the_thread))
    failure(the_thread)
    lists(the_thread)
    refusals(the_thread)
    tell(seen=seen)
