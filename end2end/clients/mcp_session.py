"""The official Python SDK talks to Docket over MCP: every tool, refusals, resources, prompts and a subscription.

    DOCKET_TOKEN=... python mcp_session.py URL MODE

MODE is what the SDK calls it: "legacy" (the handshake), "auto" (what it prefers), or a revision. The program ends with an
error if anything is not as it should be. The person must have no tasks yet.
"""

import json
import os
import sys

import anyio
import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import ResourceUpdated
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference

TOOLS = ["add_task", "list_tasks", "complete_task", "delete_task", "update_task"]


async def use_tools(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == TOOLS, tools
    assert all(tool.title and tool.output_schema and tool.annotations for tool in tools)
    hints = {tool.name: tool.annotations for tool in tools}
    assert hints["list_tasks"].read_only_hint and hints["delete_task"].destructive_hint

    async def call(name: str, **arguments: object) -> dict:
        # The SDK checks the structured content against the tool's output schema.
        result = await client.call_tool(name, arguments)
        assert not result.is_error, result
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    async def refusal(name: str, **arguments: object) -> str:
        result = await client.call_tool(name, arguments)
        assert result.is_error, result
        return json.loads(result.content[0].text)["code"]

    added = await call("add_task", title="Buy milk", description="2 l")
    task = added["task_id"]
    assert added == {"task_id": task, "status": "created", "title": "Buy milk"}, added
    assert (await call("update_task", task_id=task, title="Buy oat milk"))["status"] == "updated"
    assert (await call("complete_task", task_id=task))["status"] == "completed"
    listed = await call("list_tasks", status="completed")
    assert (listed["count"], listed["tasks"][0]["title"]) == (1, "Buy oat milk"), listed
    assert (await call("delete_task", task_id=task))["status"] == "deleted"
    assert await refusal("delete_task", task_id=task) == "TASK_NOT_FOUND"
    assert await refusal("add_task", title="") == "INVALID_TITLE"
    assert await refusal("add_task", title=7) == "INVALID_PARAMETER"
    await expect_error(-32602, client.call_tool("no_such_tool", {}))


async def read_resources(client: Client) -> None:
    await client.call_tool("add_task", {"title": "Pay rent"})
    uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
    assert uris[:2] == ["docket://tasks", "docket://conversations"], uris
    templates = (await client.list_resource_templates()).resource_templates
    assert "docket://tasks/{id}" in [template.uri_template for template in templates]
    [contents] = (await client.read_resource("docket://tasks", cache_mode="bypass")).contents
    [task] = json.loads(contents.text)["tasks"]
    [contents] = (await client.read_resource(f"docket://tasks/{task['id']}")).contents
    assert json.loads(contents.text)["title"] == "Pay rent"
    newest = client.protocol_version >= "2026-07-28"
    await expect_error(-32602 if newest else -32002, client.read_resource("docket://tasks/999999"))
    template = ResourceTemplateReference(type="ref/resource", uri="docket://tasks/{id}")
    completed = await client.complete(template, {"name": "id", "value": ""})
    assert completed.completion.values == [str(task["id"])], completed


async def get_prompts(client: Client) -> None:
    prompts = [prompt.name for prompt in (await client.list_prompts()).prompts]
    assert prompts == ["plan_my_day", "weekly_review", "add_tasks_from_text"], prompts
    plan = await client.get_prompt("plan_my_day", {"hours": "3"})
    assert "3 hours" in plan.messages[0].content.text
    assert "Pay rent" in plan.messages[1].content.resource.text
    prompt = PromptReference(type="ref/prompt", name="plan_my_day")
    completed = await client.complete(prompt, {"name": "hours", "value": "3"})
    assert completed.completion.values == ["3"], completed
    await expect_error(-32602, client.get_prompt("add_tasks_from_text", {}))


async def subscribe(client: Client) -> None:
    async with client.listen(resource_subscriptions=["docket://tasks"]) as subscription:
        await client.call_tool("add_task", {"title": "Call Bob"})
        with anyio.fail_after(1):
            event = await anext(aiter(subscription))
        assert event == ResourceUpdated(uri="docket://tasks"), event


async def expect_error(code: int, awaitable: object) -> None:
    try:
        result = await awaitable
    except MCPError as error:
        assert error.error.code == code, error
    else:
        raise AssertionError(f"no error {code}: {result}")


async def main(url: str, mode: str) -> None:
    headers = {"Authorization": f"Bearer {os.environ['DOCKET_TOKEN']}"}
    async with httpx2.AsyncClient(headers=headers) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            if mode in ("legacy", "auto"):  # A client that is told the revision does not ask who it talks to.
                assert client.server_info.title == "Docket", client.server_info
                assert "list_tasks" in client.instructions
            await use_tools(client)
            await read_resources(client)
            await get_prompts(client)
            if client.protocol_version >= "2026-07-28":
                await subscribe(client)
            print(client.protocol_version)


anyio.run(main, *sys.argv[1:])
