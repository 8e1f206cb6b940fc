"""The official Python SDK connects to Docket over MCP by the address alone.

    python mcp_oauth.py URL REDIRECT_URI

It prints the address of the consent page and reads the address to which the browser was sent back. Then it adds a task
("added"), lets its access token end and gets another one ("refreshed"). When it has read a line that says that the person
disconnected it, it tries again, and prints "must ask again" if it is sent to the consent page.
"""

import sys
import time
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx2
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken


class MustAskAgain(Exception):
    """The person must allow the app again."""


class Memory:
    """Keeps the tokens and the registration while the program runs."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


async def read_line() -> str:
    return (await anyio.to_thread.run_sync(sys.stdin.readline)).strip()


async def main(url: str, redirect: str) -> None:
    memory = Memory()

    async def send_person(address: str) -> None:
        if memory.tokens:
            print("must ask again", flush=True)
            raise MustAskAgain
        print(address, flush=True)

    async def wait_for_person() -> AuthorizationCodeResult:
        answer = {name: values[0] for name, values in parse_qs(urlsplit(await read_line()).query).items()}
        return AuthorizationCodeResult(code=answer["code"], state=answer["state"], iss=answer["iss"])

    metadata = OAuthClientMetadata(
        client_name="Python SDK", redirect_uris=[redirect], token_endpoint_auth_method="none"
    )
    provider = OAuthClientProvider(url, metadata, memory, send_person, wait_for_person)
    async with httpx2.AsyncClient(auth=provider) as http:
        async with Client(streamable_http_client(url, http_client=http), mode="auto") as client:
            added = await client.call_tool("add_task", {"title": "Buy milk"})
            assert added.structured_content["status"] == "created", added
            print("added", flush=True)

            first = memory.tokens
            provider.context.token_expiry_time = time.time() - 1
            assert not (await client.call_tool("list_tasks", {})).is_error
            assert memory.tokens.access_token != first.access_token
            assert memory.tokens.refresh_token != first.refresh_token
            print("refreshed", flush=True)

            await read_line()
            try:
                await client.call_tool("list_tasks", {})
            except Exception:
                return
            raise AssertionError("a disconnected app could read tasks")


try:
    anyio.run(main, *sys.argv[1:])
except* MustAskAgain:
    pass
