"""OpenAI's reference server of ChatKit's protocol (openai-chatkit), with an assistant that says what another one said."""

import asyncio
import json

from chatkit import types
from chatkit.errors import CustomStreamError
from chatkit.server import ChatKitServer
from chatkit.store import Store


async def nothing(*_, **__):
    pass


def store(events, thread_id):
    """A store that keeps nothing, and makes the ids that the events have."""
    question = next(event.item.id for event in events if event.type == "thread.item.done")
    # Only the events tell a time that matters.
    thread = types.ThreadMetadata(id=thread_id, created_at="2026-01-01T00:00:00")

    async def load_thread(*_, **__):
        return thread

    methods = {name: nothing for name in Store.__abstractmethods__}
    methods |= {
        "load_thread": load_thread,
        "generate_thread_id": lambda *_: thread_id,
        "generate_item_id": lambda *_: question,
    }
    return type("Forgetful", (Store,), methods)()


class Repeater(ChatKitServer):
    """Answers with events of another server: those after its stream options."""

    def __init__(self, events, thread_id):
        super().__init__(store(events, thread_id))
        begin = next(n for n, event in enumerate(events) if event.type == "stream_options")
        self.events = events[begin + 1 :]

    async def respond(self, thread, _item, _context):
        for event, following in zip(self.events, [*self.events[1:], None], strict=True):
            if isinstance(event, types.ThreadUpdatedEvent):
                continue
            if isinstance(event, types.ErrorEvent):
                raise CustomStreamError(event.message, allow_retry=event.allow_retry)
            # The reference server tells a changed thread right after the event during which it changed.
            if isinstance(following, types.ThreadUpdatedEvent):
                thread.title = following.thread.title
            yield event


def repeat(request, events):
    """What the reference server sends for a request, as JSON, if its assistant says what that of these events said."""
    created = [event.thread.id for event in events if event.type == "thread.created"]
    thread_id = created[0] if created else request.params.thread_id
    server = Repeater(events, thread_id)

    async def run():
        result = await server.process(request.model_dump_json(by_alias=True), None)
        return [json.loads(event.removeprefix(b"data: ")) async for event in result]

    return [without_server(event) for event in asyncio.run(run())]


def without_server(event):
    """An event without what each server chooses: when a thread or a question began, a new thread's title, and a
    question's options, which Docket keeps with the conversation."""
    if event["type"].startswith("thread.") and "thread" in event:
        del event["thread"]["created_at"]
        if event["type"] == "thread.created":
            event["thread"].pop("title", None)
    if event.get("item", {}).get("type") == "user_message":
        del event["item"]["created_at"], event["item"]["inference_options"]
    return event
