// Runs the official conformance suite of MCP (@modelcontextprotocol/conformance):
//
// - against the fixture (examples/mcp_fixture), which has the tools, resources and prompts of the suite on Docket's stack:
//   all that the two newest revisions require;
// - against Docket itself: what needs no fixture, and what the suite asks of an authorization server.
//
// It prints a line for each scenario, and fails if a scenario ends otherwise than it should.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = (program) => here(`../../target/debug/${program}`);
const directory = mkdtempSync(join(tmpdir(), 'docket-conformance-'));
const children = [];

/** Scenarios in which the server asks the client (2025-11-25). That needs a session, and Docket has none. */
const needSessions = [
  'tools-call-sampling',
  'tools-call-elicitation',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
];

/** Scenarios that every server can pass, by revision. */
const forEveryServer = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'completion-complete',
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
  ],
  '2026-07-28': [
    'completion-complete',
    'tools-list',
    'resources-list',
    'prompts-list',
    'sep-2164-resource-not-found',
    'caching',
    'dns-rebinding-protection',
    'http-header-validation',
    'input-required-result-unsupported-methods',
  ],
};

/** Starts a program that ends with this one. */
function start(program, args, env) {
  const child = spawn(program, args, { cwd: directory, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

async function freePort() {
  const probe = createSocket().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

/** Runs the suite. Returns what it says. */
async function conformance(url, ...options) {
  return run(['server', '--url', url, ...options]);
}

/** The same for any part of the suite. `watch` gets what it has said so far. */
async function run(options, watch = () => {}) {
  const bin = here('node_modules/.bin');
  const suite = spawn(join(bin, 'conformance'), options, {
    cwd: directory,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [suite.stdout, suite.stderr]) stream.on('data', (data) => watch((output += data)));
  await once(suite, 'close');
  return output;
}

let wrong = 0;

function report(where, scenario, passed, failed, expected) {
  const ok = (failed === 0) === expected;
  if (!ok) wrong += 1;
  const note = ok ? (expected ? '' : ' (expected)') : expected ? ' WRONG' : ' WRONG: it passes now';
  console.log(`${failed === 0 ? '✓' : '✗'} ${where} ${scenario}: ${passed} passed, ${failed} failed${note}`);
}

async function judgeFixture() {
  const fixture = start(built('examples/mcp_fixture'), ['127.0.0.1:0'], { DATA_DIR: directory });
  const [line] = await once(fixture.stdout, 'data');
  for (const revision of ['2025-11-25', '2026-07-28']) {
    const output = await conformance(String(line).trim(), '--requirements', revision);
    const [, summary = '', rest = ''] = output.split(/=== SUMMARY ===|Not scored for/);
    const unscored = new Set([...rest.matchAll(/[✓✗] (\S+) \(/g)].map(([, name]) => name));
    const results = [...summary.matchAll(/[✓✗] (\S+): (\d+) passed, (\d+) failed/g)];
    const scored = results.filter(([, name]) => !unscored.has(name));
    for (const [, name, passed, failed] of scored) {
      report(revision, name, Number(passed), Number(failed), revision !== '2025-11-25' || !needSessions.includes(name));
    }
    const good = scored.filter(([, , , failed]) => failed === '0').length;
    console.log(`Fixture, ${revision}: ${good} of ${scored.length} scenarios pass\n`);
    if (scored.length < 30) throw new Error(output);
  }
}

/** Docket with a person, behind a proxy that adds the person's token, because the suite has no option for it. */
async function startDocket() {
  const [port, front] = [await freePort(), await freePort()];
  const [url, seen] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${front}`];
  start(built('docket'), ['serve'], {
    PORT: String(port),
    DATA_DIR: directory,
    BETTER_AUTH_URL: url,
    // The suite takes the proxy for the server, so it names the proxy as its origin.
    TRUSTED_ORIGINS: seen,
    BETTER_AUTH_SECRET: 'a secret for conformance tests and nothing else',
    AI_MODEL_PROVIDER: 'offline',
  }).stdout.resume();
  for (let tries = 0; !(await fetch(`${url}/ready`).then((answer) => answer.ok, () => false)); tries += 1) {
    if (tries > 200) throw new Error('Docket did not get ready');
    await pause(50);
  }
  const body = JSON.stringify({ name: 'Ann', email: 'ann@example.com', password: 'correct horse battery' });
  const headers = { 'content-type': 'application/json', origin: url };
  const signedUp = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', headers, body });
  const cookie = signedUp.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
  const { token } = await (await fetch(`${url}/api/auth/token`, { headers: { cookie } })).json();

  const proxy = createServer((asked, answer) => {
    const headers = { ...asked.headers, authorization: `Bearer ${token}` };
    const passed = request({ host: '127.0.0.1', port, path: asked.url, method: asked.method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  proxy.listen(front, '127.0.0.1');
  await once(proxy, 'listening');
  return { url: `${seen}/mcp`, proxy, issuer: url, cookie };
}

async function judgeDocket() {
  const { url, proxy, issuer, cookie } = await startDocket();
  for (const [revision, scenarios] of Object.entries(forEveryServer)) {
    for (const scenario of scenarios) {
      const output = await conformance(url, '--scenario', scenario, '--spec-version', revision);
      const [, passed, failed] = /Passed: (\d+)\/\d+, (\d+) failed/.exec(output) ?? [, 0, 1];
      report(`Docket, ${revision}`, scenario, Number(passed), Number(failed), true);
    }
  }
  proxy.closeAllConnections();
  proxy.close();
  await judgeAuthorization(issuer, cookie);
}

/** The suite registers nothing and opens no page. So this registers it, and allows what it asks for as the person. */
async function judgeAuthorization(issuer, cookie) {
  const port = await freePort();
  const client = { client_name: 'Suite', redirect_uris: [`http://127.0.0.1:${port}/callback`] };
  const headers = { 'content-type': 'application/json' };
  const registered = await fetch(`${issuer}/oauth/register`, { method: 'POST', headers, body: JSON.stringify(client) });
  const { client_id: id } = await registered.json();
  const resource = `${issuer}/mcp`;
  const options = ['--url', issuer, '--client-id', id, '--resource', resource, '--port', String(port)];
  let asked = '';
  const output = await run(['authorization', ...options], (said) => {
    const [address] = said.match(/http:\S+\/oauth\/authorize\?\S+(?=\s)/) ?? [];
    // Its own server for the answer must listen first.
    if (!address || asked || !said.includes('Callback server started')) return;
    asked = address;
    void allow(issuer, cookie, address);
  });
  const results = [...output.matchAll(/[✓✗] (\S+): (\d+) passed, (\d+) failed/g)];
  for (const [, name, passed, failed] of results) report('Authorization', name, Number(passed), Number(failed), true);
  if (results.length < 2) throw new Error(output);
}

/** Allows an app on the consent page, and follows the redirect. */
async function allow(issuer, cookie, address) {
  const page = await (await fetch(address, { headers: { cookie } })).text();
  const plain = (html) => html.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&');
  const [form] = page.split('</form>');
  const fields = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const body = new URLSearchParams(fields.map(([, name, value]) => [name, plain(value)]));
  body.set('decision', 'allow');
  body.set('allowed', 'write');
  const headers = { cookie, origin: issuer };
  const answer = await fetch(`${issuer}/oauth/authorize`, { method: 'POST', headers, body, redirect: 'manual' });
  await fetch(answer.headers.get('location'));
}

try {
  await judgeFixture();
  await judgeDocket();
} finally {
  for (const child of children) child.kill();
  rmSync(directory, { recursive: true, force: true });
}
console.log(wrong === 0 ? '\nAll scenarios end as they should.' : `\n${wrong} scenarios do not end as they should.`);
process.exitCode = wrong === 0 ? 0 : 1;
