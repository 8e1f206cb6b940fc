import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { person } from '../../pages/person';
import { connect } from '../../support/better-auth';
import { Gate, expect, test } from '../../support/test';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const python = process.env.DOCKET_PYTHON ?? at('../../../target/python/bin/python');

test.use({ scripted: true, settings: { AI_MODEL_PROVIDER: 'openai,offline' } });

test('a long session in which every event is valid by the types of the official SDK', async ({ server, model }) => {
  const [counted, broken] = [new Gate(), new Gate()];
  model.on('Tell me a story', async (reply) => {
    reply.say('Once upon a time');
    await reply.closed;
  });
  model.on('Count to two', async (reply, attempt) => {
    reply.say('One, ');
    if (attempt === 1) await counted.opened;
    reply.say('two.');
  });
  // In the middle, because before the first word the next model would answer.
  model.on('Fail', async (reply) => {
    reply.say('Half');
    await broken.opened;
    reply.cut();
  });

  const { client, program } = connect(server);
  await client.signUp.email(person());
  const answer = await program.fetch(`${server.url}/api/auth/token`);
  const { token } = (await answer.json()) as { token: string };

  const session = spawn(python, [at('../../clients/chatkit_session.py'), server.url, token]);
  let errors = '';
  session.stderr.on('data', (text) => (errors += text));
  const ended = new Promise<number | null>((done) => session.once('close', done));
  let seen: Record<string, number> = {};
  for await (const line of createInterface(session.stdout)) {
    const told = JSON.parse(line) as { wait?: string; seen?: Record<string, number> };
    if (told.wait === 'counted') counted.open();
    if (told.wait === 'broken') broken.open();
    seen = told.seen ?? seen;
  }
  expect(await ended, errors).toBe(0);
  // Nothing that the session is about was left out.
  for (const kind of [
    'thread.created',
    'thread.item.added',
    'thread.item.updated',
    'thread.item.done',
    'thread.item.removed',
    'stream_options',
    'progress_update',
    'error',
    'assistant_message.content_part.added',
    'assistant_message.content_part.text_delta',
    'assistant_message.content_part.done',
    'widget.root.updated',
    'item user_message',
    'item assistant_message',
    'item task',
    'item widget',
    'as the reference server',
  ]) {
    expect(seen, errors).toHaveProperty([kind]);
  }
});
