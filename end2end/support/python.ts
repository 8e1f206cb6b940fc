import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const python = fileURLToPath(new URL('../../target/python/bin/python', import.meta.url));

/** Runs a program of end2end/clients, which uses an official client in Python. Returns its output. */
export async function runPython(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const path = fileURLToPath(new URL(`../clients/${program}`, import.meta.url));
  const { stdout } = await promisify(execFile)(python, [path, ...args], { env: { ...process.env, ...env } });
  return stdout.trim();
}
