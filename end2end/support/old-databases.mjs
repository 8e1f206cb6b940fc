// Makes databases with Better Auth itself, as people have them who move to Docket, and writes them as SQL to
// tests/takeover. Needs Node 20, python3, pg_dump and an empty PostgreSQL database:
//
//     node end2end/support/old-databases.mjs postgres://admin@127.0.0.1:5432/empty
//
// The files are kept, so that tests need none of this.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { admin, twoFactor } from 'better-auth/plugins';
import { SqliteDialect } from 'kysely';
import pg from 'pg';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../tests/takeover');
const password = 'correct horse';
const secret = 'a secret of at least thirty-two characters';
// Made by libxcrypt: perl -e 'print crypt("correct horse", q($2b$04$abcdefghijklmnopqrstuu))'.
const bcrypt = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e';

/** Better Auth's names in snake_case, by its own settings. */
const snake = {
  user: { fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' } },
  session: {
    fields: {
      userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent',
      createdAt: 'created_at', updatedAt: 'updated_at',
    },
  },
  account: {
    fields: {
      userId: 'user_id', accountId: 'account_id', providerId: 'provider_id', accessToken: 'access_token',
      refreshToken: 'refresh_token', idToken: 'id_token', accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at', createdAt: 'created_at', updatedAt: 'updated_at',
    },
  },
  verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
};
const generate = (generateId) => ({ advanced: { database: { generateId } } });

/** The databases: their names and what is set. */
const kinds = {
  text: {},
  uuid: generate('uuid'),
  serial: generate('serial'),
  snake: snake,
  admin: { plugins: [admin()] },
  'admin-serial': { plugins: [admin()], ...generate('serial') },
  'two-factor': { plugins: [twoFactor({ skipVerificationOnEnable: true })] },
  'two-factor-uuid': { plugins: [twoFactor({ skipVerificationOnEnable: true })], ...generate('uuid') },
  bcrypt: { emailAndPassword: { enabled: true, password: { hash: async () => bcrypt, verify: async () => true } } },
};

async function fill(database, settings, change) {
  const options = {
    baseURL: 'http://127.0.0.1', secret, database, emailAndPassword: { enabled: true },
    telemetry: { enabled: false }, logger: { level: 'error' }, ...settings,
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const headers = {};
  for (const name of ['Ann', 'Bob', 'Cid', 'Dee']) {
    const body = { name, email: `${name.toLowerCase()}@example.com`, password };
    const answer = await auth.api.signUpEmail({ body, asResponse: true });
    if (!answer.ok) throw new Error(await answer.text());
    headers[name] = new Headers({ cookie: answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') });
  }
  const plugins = (settings.plugins ?? []).map((plugin) => plugin.id);
  if (plugins.includes('two-factor')) {
    await auth.api.enableTwoFactor({ body: { password }, headers: headers.Bob });
  }
  if (plugins.includes('admin')) {
    // The first administrator is made by hand (Better Auth's documentation).
    await change(`update "user" set "role" = 'admin' where "email" = 'ann@example.com'`);
    const { users } = await auth.api.listUsers({ query: {}, headers: headers.Ann });
    const id = (name) => users.find((user) => user.name === name).id;
    const ban = (name, more) => auth.api.banUser({ body: { userId: id(name), ...more }, headers: headers.Ann });
    await ban('Bob', { banReason: 'Spam.' });
    await ban('Cid', { banReason: 'Later.', banExpiresIn: 60 * 60 * 24 * 365 * 50 });
    await ban('Dee', { banExpiresIn: 1 });
  }
}

/** The Python server's tables beside Better Auth's (SQLModel's DDL), with two tasks and one conversation each. */
const python = (serial, timestamp, json) => `
  create table tasks_phaseiii (id ${serial}, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at ${timestamp} not null, updated_at ${timestamp} not null);
  create index ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
  create table conversations (id ${serial}, user_id varchar not null,
    created_at ${timestamp} not null, updated_at ${timestamp} not null);
  create table messages (id ${serial}, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls ${json}, created_at ${timestamp} not null);
  insert into tasks_phaseiii (user_id, title, description, completed, priority, created_at, updated_at)
    select id, ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901'
    from "user" order by "email";
  insert into tasks_phaseiii (user_id, title, completed, priority, created_at, updated_at)
    select id, 'Call mom', true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05' from "user" order by "email";
  insert into conversations (user_id, created_at, updated_at)
    select id, '2026-01-02 03:04:05', '2026-01-02 03:04:06' from "user" order by "email";
  insert into messages (user_id, conversation_id, role, content, created_at)
    select user_id, id, 'user', 'Add milk', '2026-01-02 03:04:05' from conversations order by id;
  insert into messages (user_id, conversation_id, role, content, tool_calls, created_at)
    select user_id, id, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06'
    from conversations order by id;`;

/** As little of better-sqlite3 as Kysely needs. Each statement is run by Python. */
function sqlite(file) {
  const run = (sql, values) => {
    const script = `import json, sqlite3, sys
q = json.load(sys.stdin); c = sqlite3.connect(q["file"]); c.row_factory = sqlite3.Row
r = c.execute(q["sql"], q["values"]); rows = [dict(row) for row in r]; c.commit()
print(json.dumps({"rows": rows, "changes": max(r.rowcount, 0), "id": r.lastrowid or 0}))`;
    const input = JSON.stringify({ file, sql, values });
    return JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' }));
  };
  return {
    close() {},
    prepare: (sql) => ({
      reader: /^\s*(select|pragma|with)|returning/i.test(sql),
      all: (values) => run(sql, values).rows,
      *iterate(values) { yield* run(sql, values).rows; },
      run: (values) => {
        const { changes, id } = run(sql, values);
        return { changes, lastInsertRowid: id };
      },
    }),
    script(sql) {
      execFileSync('python3', ['-c', 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.stdin.read())', file], { input: sql });
    },
    dump: () => execFileSync('python3', ['-c', 'import sqlite3, sys; print("\\n".join(sqlite3.connect(sys.argv[1]).iterdump()))', file], { encoding: 'utf8' }),
  };
}

const scratch = mkdtempSync(join(tmpdir(), 'old-databases-'));
const url = process.argv[2];
for (const [kind, settings] of Object.entries(kinds)) {
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query('drop schema public cascade; create schema public');
  const pool = new pg.Pool({ connectionString: url });
  await fill(pool, settings, (sql) => pool.query(sql));
  await server.query(python('serial primary key', 'timestamp', 'json').replaceAll('select id,', 'select id::text,'));
  await pool.end();
  await server.end();
  const options = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', '--schema=public', url];
  const dump = execFileSync('pg_dump', options, { encoding: 'utf8' });
  // Only statements that change the database: no settings of the session, nothing of psql.
  const statements = dump.split('\n').filter((line) => !/^(--|\\|SET |SELECT pg_catalog.set_config|CREATE SCHEMA|$)/.test(line));
  writeFileSync(join(folder, `postgres-${kind}.sql`), `${statements.join('\n')}\n`);

  const database = sqlite(join(scratch, `${kind}.db`));
  await fill({ dialect: new SqliteDialect({ database }), type: 'sqlite' }, settings, (sql) => database.script(sql));
  database.script(python('integer primary key', 'datetime', 'json'));
  writeFileSync(join(folder, `sqlite-${kind}.sql`), database.dump());
  console.log(kind);
}
rmSync(scratch, { recursive: true });
