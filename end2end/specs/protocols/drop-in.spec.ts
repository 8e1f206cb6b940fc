import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { type Person, person } from '../../pages/person';
import { connect } from '../../support/better-auth';
import { Program } from '../../support/program';
import { Server, secret } from '../../support/server';
import { expect, test } from '../../support/test';

// Docket takes over a database that Better Auth itself, and the Python server beside it, have made and filled.

const PEOPLE = 12;
const TASKS = 40;
const CONVERSATIONS = 5;
const MESSAGES = 30;
const TABLES = ['user', 'session', 'account', 'verification', 'tasks_phaseiii', 'conversations', 'messages'];

/** The Python server's tables (SQLModel's DDL). */
const PYTHON = `
  create table tasks_phaseiii (id serial primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at timestamp not null, updated_at timestamp not null);
  create index ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
  create table conversations (id serial primary key, user_id varchar not null,
    created_at timestamp not null, updated_at timestamp not null);
  create table messages (id serial primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at timestamp not null)`;

/** The rows of every person, and rows of a person whose account is gone. */
const ROWS = `
  insert into tasks_phaseiii (user_id, title, description, completed, priority, created_at, updated_at)
    select u.id, ' Task ' || n, case n % 3 when 0 then null when 1 then '' else 'Details' end, n % 2 = 0, 'high',
      '2026-01-02 03:04:05.678901'::timestamp + n * interval '1 minute', now()
    from "user" u, generate_series(1, ${TASKS}) n order by n;
  insert into conversations (user_id, created_at, updated_at)
    select u.id, now(), now() from "user" u, generate_series(1, ${CONVERSATIONS}) n;
  insert into messages (user_id, conversation_id, role, content, tool_calls, created_at)
    select c.user_id, c.id, case n % 2 when 1 then 'user' else 'assistant' end, 'Message ' || n,
      case n % 2 when 0 then '[{"name": "list_tasks"}]'::json end, now()
    from conversations c, generate_series(1, ${MESSAGES}) n order by c.id, n;
  insert into tasks_phaseiii (user_id, title, completed, priority, created_at, updated_at)
    values ('gone', 'Left behind', false, 'low', now(), now());
  insert into conversations (user_id, created_at, updated_at) values ('gone', now(), now());
  insert into messages (user_id, conversation_id, role, content, created_at)
    select 'gone', max(id), 'system', 'You are a helpful assistant', now() from conversations`;

/** A column that only Better Auth 1.7.0 to 1.7.2 had. */
const ISSUER = `
  alter table account add column issuer text;
  update account set issuer = 'local:credential';
  alter table account alter column issuer set not null;
  create unique index account_issuer_idx on account (issuer, "accountId")`;

const admin = process.env.E2E_DATABASE_URL;
test.skip(!admin, 'needs PostgreSQL: E2E_DATABASE_URL');

/** Makes a database beside the one under test. */
async function withDatabase(use: (url: string, pool: pg.Pool) => Promise<void>): Promise<void> {
  const name = `docket_drop_in_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: admin });
  await server.connect();
  await server.query(`create database ${name}`);
  const url = new URL(admin ?? '');
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href });
  try {
    await use(url.href, pool);
  } finally {
    await pool.end();
    // Waits for the connections that are being closed. With force it would cut them, which they report as errors.
    await server.query(`drop database ${name}`);
    await server.end();
  }
}

/** Runs Better Auth itself on this database, as the old system does. Returns its people with their session cookies. */
async function fill(pool: pg.Pool): Promise<{ people: Person[]; cookies: string[] }> {
  const options = {
    baseURL: 'http://127.0.0.1',
    secret,
    database: pool,
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const people = Array.from({ length: PEOPLE }, (_, number) => person(`Person${number}`));
  const cookies = [];
  for (const body of people) {
    const signedUp = await auth.api.signUpEmail({ body, asResponse: true });
    cookies.push(signedUp.headers.getSetCookie()[0]);
    await auth.api.signInEmail({ body });
  }
  await pool.query(PYTHON);
  await pool.query(ROWS);
  return { people, cookies };
}

async function count(pool: pg.Pool): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await pool.query<{ count: string }>(`select count(*) from "${table}"`);
    counts[table] = Number(rows[0].count);
  }
  return counts;
}

const last = async (pool: pg.Pool, table: string) =>
  Number((await pool.query<{ id: string }>(`select max(id) as id from ${table}`)).rows[0].id);

test('everything of an old system is there, and goes on', async ({}, info) => {
  await withDatabase(async (url, pool) => {
    const { people, cookies } = await fill(pool);
    const before = await count(pool);
    const ids = { task: await last(pool, 'tasks_phaseiii'), message: await last(pool, 'messages') };
    // Migrates, then serves.
    const server = await Server.start({ DATABASE_URL: url }, info.outputPath('server.log'));
    try {
      const after = await count(pool);
      console.log(TABLES.map((table) => `${table}: ${before[table]} -> ${after[table]}`).join(', '));
      expect(after).toEqual(before);
      expect(before).toMatchObject({ user: PEOPLE, session: 2 * PEOPLE, account: PEOPLE });
      expect(before.messages).toBe(PEOPLE * CONVERSATIONS * MESSAGES + 1);

      // A cookie of the old system, signed with the same secret.
      const old = new Program(server);
      old.keep(cookies[0]);
      const session = (await connect(server, old).client.getSession()).data;
      expect(session?.user.email).toBe(people[0].email);

      // An old password works, and its hash is replaced by a better one.
      const hash = async () =>
        (await pool.query('select password from account where "userId" = $1', [session?.user.id])).rows[0].password;
      expect(await hash()).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
      const { client, program } = connect(server);
      expect((await client.signIn.email({ ...people[0], password: 'not this one' })).error?.status).toBe(401);
      for (const round of [1, 2]) expect((await client.signIn.email(people[0])).error, `log-in ${round}`).toBeNull();
      expect(await hash()).toMatch(/^\$argon2id\$/);
      for (const other of people.slice(1)) {
        expect((await connect(server).client.signIn.email(other)).data?.user.email).toBe(other.email);
      }

      // Her old data.
      type Row = { id: number; title: string; description: string | null; priority?: number; created_at: string };
      const tasks = await old.call<Row[]>('tasks/list', { status: 'all' });
      expect(tasks).toHaveLength(TASKS);
      const first = tasks.find((task) => task.title === 'Task 1');
      expect(first).toMatchObject({ description: null, priority: 1, created_at: '2026-01-02T03:05:05.678Z' });
      const { conversations } = await program.call<{ conversations: Row[] }>('chat/conversations');
      expect(conversations).toHaveLength(CONVERSATIONS);
      expect(conversations[0].title).toBe('Message 1');
      const page = await program.call<{ messages: unknown[] }>('chat/messages', { conversation: conversations[0].id });
      expect(page.messages).toHaveLength(MESSAGES);

      // New data.
      const added = await program.call<Row>('tasks/add', { title: 'A new one' });
      expect(added.id).toBe(ids.task + 1);
      const turn = { conversation: conversations[0].id, text: 'Show me all my tasks', client_id: randomUUID() };
      await program.call('chat/send_and_wait', turn);
      const { rows } = await pool.query('select role, content from messages order by id desc limit 2');
      expect(rows).toMatchObject([{ role: 'assistant' }, { role: 'user', content: turn.text }]);
      expect(await last(pool, 'messages')).toBe(ids.message + 2);
      await program.call('tasks/complete', { id: tasks[0].id, completed: 'true' });
      await program.call('tasks/delete', { id: added.id });
      const newcomer = connect(server);
      expect((await newcomer.client.signUp.email(person('Newcomer'))).error).toBeNull();
      expect(await newcomer.program.call('tasks/list', { status: 'all' })).toEqual([]);
      expect(await newcomer.program.call('chat/conversations')).toMatchObject({ conversations: [] });
    } finally {
      await server.stop();
    }
  });
});

test('a column that Better Auth has withdrawn does no harm', async ({}, info) => {
  await withDatabase(async (url, pool) => {
    const { people } = await fill(pool);
    await pool.query(ISSUER);
    const before = await count(pool);
    const server = await Server.start({ DATABASE_URL: url }, info.outputPath('server.log'));
    try {
      expect(await count(pool)).toEqual(before);
      const { client } = connect(server);
      expect((await client.signUp.email(person('Newcomer'))).error).toBeNull();
      expect((await client.signUp.email(person('Another'))).error).toBeNull();
      expect((await client.signIn.email(people[0])).error).toBeNull();
    } finally {
      await server.stop();
    }
  });
});
