import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A program of end2end/clients, which uses an official client in Python, and the Python that has the client. */
export function pythonProgram(name: string): { python: string; path: string } {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  return { python: at('../../target/python/bin/python'), path: at(`../clients/${name}`) };
}

/** Runs a program of end2end/clients. Returns its output. */
export async function runPython(name: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { python, path } = pythonProgram(name);
  const { stdout } = await promisify(execFile)(python, [path, ...args], { env: { ...process.env, ...env } });
  return stdout.trim();
}
