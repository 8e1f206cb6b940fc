import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const built = fileURLToPath(new URL('../../target/debug/docket', import.meta.url));
const program = resolve(process.env.DOCKET_BIN ?? built);
/** Signs cookies and tokens. */
export const secret = 'a secret for browser tests and nothing else';

/** One running Docket with a database of its own (or the one that E2E_DATABASE_URL names). */
export class Server {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
    private readonly directory: string,
    private readonly logFile: string,
  ) {}

  /**
   * Starts a server on a free port. `settings` are environment variables. Its output goes to `logFile`. People reach it
   * by the name `host`.
   */
  static async start(settings: Record<string, string>, logFile: string, host = '127.0.0.1'): Promise<Server> {
    if (!existsSync(program)) throw new Error(`${program} is not there: run script/test e2e, or set DOCKET_BIN`);
    // The server gets none of the developer's environment, and a directory without a .env in it or above it.
    const directory = mkdtempSync(join(tmpdir(), 'docket-e2e-'));
    const port = await freePort();
    const url = `http://${host}:${port}`;
    const database = settings.DATABASE_URL ?? process.env.E2E_DATABASE_URL;
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      // A reply that a test leaves unfinished does not delay the server's end.
      SHUTDOWN_GRACE: '0',
      RUST_LOG: 'info',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: directory,
      BETTER_AUTH_URL: url,
      BETTER_AUTH_SECRET: secret,
      AI_MODEL_PROVIDER: 'offline',
      ...(database && { DATABASE_URL: database }),
      ...settings,
    };
    // On PostgreSQL `serve` does not migrate.
    if (database) await run(['migrate'], directory, env);

    mkdirSync(join(logFile, '..'), { recursive: true });
    const log = openSync(logFile, 'w');
    const child = spawn(program, ['serve'], { cwd: directory, env, stdio: ['ignore', log, log] });
    closeSync(log);
    const server = new Server(url, child, env, directory, logFile);
    await server.ready();
    return server;
  }

  /** Runs a command of the program beside the server, with the server's settings. Returns its output. */
  command(...args: string[]): Promise<string> {
    return run(args, this.directory, this.env);
  }

  /** Moves the beginning of all sessions two days into the past. Only with a SQLite database of the server's own. */
  async ageSessions(): Promise<void> {
    const script = [
      'import sqlite3, sys',
      'database = sqlite3.connect(sys.argv[1], timeout=10)',
      "database.execute(\"\"\"update session set createdAt = strftime('%Y-%m-%dT%H:%M:%fZ', createdAt, '-2 days')\"\"\")",
      'database.commit()',
    ];
    const file = join(this.directory, 'docket.db');
    await promisify(execFile)('python3', ['-c', script.join('\n'), file]);
  }

  /** The server's output so far. */
  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  async stop(): Promise<void> {
    if (this.running) {
      const gone = new Promise((done) => this.child.once('exit', done));
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(late);
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async ready(): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end && this.running; ) {
      const ready = await fetch(`${this.url}/ready`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await pause(50);
    }
    const log = this.log();
    await this.stop();
    throw new Error(`Docket did not get ready. It said:\n${log}`);
  }
}

async function run(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return (await promisify(execFile)(program, args, { cwd, env })).stdout;
}

/** A port without a listener. */
function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(address)));
    });
  });
}
