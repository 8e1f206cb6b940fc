import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as v2 from '@modelcontextprotocol/client';
import * as v1auth from '@modelcontextprotocol/sdk/client/auth.js';
import * as v1client from '@modelcontextprotocol/sdk/client/index.js';
import * as v1http from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Page } from '@playwright/test';
import { Callback } from '../../support/callback';
import { pythonProgram } from '../../support/python';
import type { Server } from '../../support/server';
import { expect, test } from '../../support/test';

// The consent page has no scripts, and the settings need none.
test.use({ javaScriptEnabled: false });

let callback: Callback;
test.beforeAll(async () => {
  callback = await Callback.listen();
});
test.afterAll(() => callback.close());

/** What an app keeps of its connection, and where it sends the person. */
class Keeper {
  /** Where the person was sent last. */
  address?: URL;
  saved?: v2.OAuthTokens;
  private client?: v2.OAuthClientInformationFull;
  private verifier = '';

  constructor(private readonly name: string) {}

  readonly redirectUrl = callback.address;
  get clientMetadata() {
    return { client_name: this.name, redirect_uris: [callback.address], token_endpoint_auth_method: 'none' };
  }
  state = () => 'a state';
  clientInformation = () => this.client;
  saveClientInformation = (client: object) => void (this.client = client as v2.OAuthClientInformationFull);
  tokens = () => this.saved;
  saveTokens = (tokens: v2.OAuthTokens) => void (this.saved = tokens);
  redirectToAuthorization = (address: URL) => void (this.address = address);
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
  invalidateCredentials = (what: string) => void (what !== 'client' && (this.saved = undefined));
}

/** Both generations of the SDK, as far as this test needs them. */
const sdks = {
  'TypeScript SDK 1': {
    unauthorized: v1auth.UnauthorizedError,
    // With a refresh token it refreshes instead of asking the person, gets the same scope, and gives up.
    asksForMore: false,
    open(url: URL, keeper: Keeper) {
      const transport = new v1http.StreamableHTTPClientTransport(url, { authProvider: keeper });
      const client = new v1client.Client({ name: 'test', version: '1' });
      return {
        connect: () => client.connect(transport),
        finish: (answer: URLSearchParams) => transport.finishAuth(answer.get('code') ?? ''),
        call: (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args }),
        close: () => client.close(),
      };
    },
  },
  'TypeScript SDK 2': {
    unauthorized: v2.UnauthorizedError,
    asksForMore: true,
    open(url: URL, keeper: Keeper) {
      const transport = new v2.StreamableHTTPClientTransport(url, { authProvider: keeper });
      const client = new v2.Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
      return {
        connect: () => client.connect(transport),
        finish: (answer: URLSearchParams) => transport.finishAuth(answer),
        call: (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args }),
        close: () => client.close(),
      };
    },
  },
};

/** The person allows the app. Returns the address to which the browser is sent back. */
async function allow(page: Page, address: URL, app: string, onlySee = false): Promise<URL> {
  await page.goto(address.href);
  await expect(page.getByRole('heading', { name: `Connect ${app}?`, exact: true })).toBeVisible();
  if (onlySee) await page.getByRole('radio', { name: /^only see/ }).check();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  return callback.returned(page);
}

const endpoint = (server: Server) => new URL(`${server.url}/mcp`);

for (const [name, sdk] of Object.entries(sdks)) {
  test(`${name} connects by the address alone, refreshes, and is disconnected`, async ({ visitor, page, server }) => {
    await visitor.signUp();
    const keeper = new Keeper(name);
    const first = sdk.open(endpoint(server), keeper);
    await expect(first.connect()).rejects.toBeInstanceOf(sdk.unauthorized);
    expect(keeper.address?.searchParams.get('resource')).toBe(endpoint(server).href);
    expect(keeper.address?.searchParams.get('code_challenge_method')).toBe('S256');
    const callback = await allow(page, keeper.address!, name);
    await first.finish(callback.searchParams);
    expect(keeper.saved?.scope).toBe('read write');

    const client = sdk.open(endpoint(server), keeper);
    await client.connect();
    expect(await client.call('add_task', { title: 'Buy milk' })).toMatchObject({
      structuredContent: { status: 'created', title: 'Buy milk' },
    });

    // The access token ends. The client gets another one without the person.
    const before = keeper.saved!;
    keeper.saved = { ...before, access_token: `${before.access_token.slice(0, -4)}xxxx` };
    expect(await client.call('list_tasks', {})).toMatchObject({ structuredContent: { count: 1 } });
    expect(keeper.saved?.access_token).not.toBe(before.access_token);
    expect(keeper.saved?.refresh_token).not.toBe(before.refresh_token);

    await visitor.open('/settings');
    await page.getByRole('button', { name: `Disconnect ${name}`, exact: true }).click();
    await expect(page.getByText('That app is disconnected.')).toBeVisible();
    // The refresh token is worthless too, so the client sends the person to the consent page again.
    keeper.address = undefined;
    await expect(client.call('list_tasks', {})).rejects.toBeInstanceOf(sdk.unauthorized);
    expect(keeper.address).toBeDefined();
    await client.close();
  });

  test(`${name} is told when it may only read`, async ({ visitor, page, server }) => {
    await visitor.signUp();
    const keeper = new Keeper(name);
    const first = sdk.open(endpoint(server), keeper);
    await expect(first.connect()).rejects.toBeInstanceOf(sdk.unauthorized);
    await first.finish((await allow(page, keeper.address!, name, true)).searchParams);
    expect(keeper.saved?.scope).toBe('read');

    const client = sdk.open(endpoint(server), keeper);
    await client.connect();
    expect(await client.call('list_tasks', {})).toMatchObject({ structuredContent: { count: 0 } });
    keeper.address = undefined;
    const refused = client.call('add_task', { title: 'Buy milk' });
    await expect(refused).rejects.toThrow(sdk.asksForMore ? sdk.unauthorized : /403 after trying upscoping/);
    if (!sdk.asksForMore) return client.close();
    expect(keeper.address!.searchParams.get('scope')).toContain('write');
    await client.finish((await allow(page, keeper.address!, name)).searchParams);
    expect(await client.call('add_task', { title: 'Buy milk' })).toMatchObject({
      structuredContent: { status: 'created' },
    });
    await client.close();
  });
}

/** A program that prints lines and reads lines. */
class Dialogue {
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly child: ChildProcess) {
    this.lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  }

  async read(): Promise<string> {
    return ((await this.lines.next()).value as string | undefined) ?? '';
  }

  say(line: string): void {
    this.child.stdin!.write(`${line}\n`);
  }

  async end(): Promise<number> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode!;
  }
}

test('the Python SDK connects by the address alone, refreshes, and is disconnected', async ({ visitor, page, server }) => {
  await visitor.signUp();
  const { python, path } = pythonProgram('mcp_oauth.py');
  const child = spawn(python, [path, endpoint(server).href, callback.address], { stdio: ['pipe', 'pipe', 'inherit'] });
  const program = new Dialogue(child);
  const address = new URL(await program.read());
  expect(address.pathname).toBe('/oauth/authorize');
  program.say((await allow(page, address, 'Python SDK')).href);
  expect(await program.read()).toBe('added');
  expect(await program.read()).toBe('refreshed');
  await visitor.open('/settings');
  await page.getByRole('button', { name: 'Disconnect Python SDK', exact: true }).click();
  await expect(page.getByText('That app is disconnected.')).toBeVisible();
  program.say('disconnected');
  expect(await program.read()).toBe('must ask again');
  expect(await program.end()).toBe(0);
});
