import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { person } from '../../pages/person';
import { connect } from '../../support/better-auth';
import { runPython } from '../../support/python';
import type { Server } from '../../support/server';
import { expect, test } from '../../support/test';

/** A new person's token, and a program of theirs. */
async function member(server: Server) {
  const { client, program } = connect(server);
  await client.signUp.email(person());
  return { token: (await client.token()).data?.token ?? '', program };
}

/** The official clients in TypeScript, by the revision that they end up with. */
const clients = {
  'the TypeScript SDK 1': {
    revision: '2025-11-25',
    async connect(url: URL, token: string) {
      const client = new OldClient({ name: 'test', version: '1' });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      await client.connect(new OldTransport(url, { requestInit }));
      return client;
    },
  },
  'the TypeScript SDK 2 with a handshake': {
    revision: '2025-11-25',
    connect: (url: URL, token: string) => connectNew(url, token, 'legacy'),
  },
  'the TypeScript SDK 2': {
    revision: '2026-07-28',
    connect: (url: URL, token: string) => connectNew(url, token, 'auto'),
  },
};

async function connectNew(url: URL, token: string, mode: 'legacy' | 'auto') {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider: { token: async () => token } }));
  return client;
}

/** What the clients say of a 401: their own words, or the answer. */
const unauthorized = /unauthorized|unauthenticated|401|authentication/i;
const endpoint = (server: Server) => new URL(`${server.url}/mcp`);
/** What both generations of clients have in common. */
type AnyClient = Pick<Client, 'callTool' | 'close' | 'readResource'>;

for (const [name, { revision, connect: connectClient }] of Object.entries(clients)) {
  test(`${name} uses tools, resources and prompts`, async ({ server }) => {
    const { token, program } = await member(server);
    const client = await connectClient(endpoint(server), token);
    expect(client.getServerVersion()).toMatchObject({ name: 'docket', title: 'Docket' });
    expect(client.getInstructions()).toContain('list_tasks');
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(
      ['add_task', 'list_tasks', 'complete_task', 'delete_task', 'update_task'],
    );

    // The client checks the answer against the tool's output schema.
    const call = async (name: string, args: Record<string, unknown>) => {
      const result = await (client as AnyClient).callTool({ name, arguments: args });
      const [content] = result.content as { text: string }[];
      const answer = JSON.parse(content!.text) as Record<string, unknown>;
      return { ...answer, refused: result.isError === true } as Record<string, unknown>;
    };
    const added = await call('add_task', { title: 'Buy milk' });
    expect(added).toMatchObject({ refused: false, status: 'created', title: 'Buy milk' });
    const task = { task_id: added['task_id'] };
    expect(await call('update_task', { ...task, title: 'Buy oat milk' })).toMatchObject({ status: 'updated' });
    expect(await call('complete_task', task)).toMatchObject({ status: 'completed' });
    expect(await call('list_tasks', {})).toMatchObject({ count: 1, tasks: [{ title: 'Buy oat milk', completed: true }] });
    expect(await program.call('tasks/list', { status: 'all' })).toMatchObject([{ title: 'Buy oat milk' }]);
    expect(await call('add_task', { title: 7 })).toMatchObject({ refused: true, code: 'INVALID_PARAMETER', field: 'title' });
    expect(await call('complete_task', { task_id: 999_999 })).toMatchObject({ refused: true, code: 'TASK_NOT_FOUND' });
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toMatchObject({ code: -32602 });

    const { resources } = await client.listResources();
    expect(resources.map((resource) => resource.uri)).toEqual(['docket://tasks', 'docket://conversations']);
    const { contents } = await client.readResource({ uri: `docket://tasks/${added['task_id']}` });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ title: 'Buy oat milk' });
    const missing = revision === '2026-07-28' ? -32602 : -32002;
    await expect((client as AnyClient).readResource({ uri: 'docket://tasks/999999' })).rejects.toMatchObject({ code: missing });
    const { prompts } = await client.listPrompts();
    expect(prompts.map((prompt) => prompt.name)).toContain('plan_my_day');
    const review = await client.getPrompt({ name: 'weekly_review' });
    expect(JSON.stringify(review.messages)).toContain('Buy oat milk');

    expect(await call('delete_task', task)).toMatchObject({ status: 'deleted' });
    expect(await call('delete_task', task)).toMatchObject({ refused: true, code: 'TASK_NOT_FOUND' });
    await client.close();
  });

  test(`${name} is told when its token does not hold`, async ({ server }) => {
    const { program, token } = await member(server);
    const client = await connectClient(endpoint(server), token);
    await program.call('auth/log_out');
    await expect(client.listPrompts()).rejects.toThrow(unauthorized);
    await expect(connectClient(endpoint(server), 'made up')).rejects.toThrow(unauthorized);
  });
}

test('the TypeScript SDK 2 hears of changes from everywhere', async ({ server }) => {
  const { token, program } = await member(server);
  const client = await connectNew(endpoint(server), token, 'auto');
  const heard: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
  const subscription = await client.listen({ resourceSubscriptions: ['docket://tasks'] });
  await program.call('tasks/add', { title: 'On the page' });
  await expect.poll(() => heard, { timeout: 1000 }).toEqual(['docket://tasks']);
  await program.call('auth/log_out');
  await subscription.closed;
  await client.close();
});

for (const [mode, revision] of [['legacy', '2025-11-25'], ['auto', '2026-07-28'], ['2026-07-28', '2026-07-28']] as const) {
  test(`the Python SDK does everything, mode ${mode}`, async ({ server }) => {
    const { token } = await member(server);
    const output = await runPython('mcp_session.py', [`${server.url}/mcp`, mode], { DOCKET_TOKEN: token });
    expect(output).toBe(revision);
  });
}
