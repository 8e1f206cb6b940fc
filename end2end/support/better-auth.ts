import { webcrypto } from 'node:crypto';
import { createAuthClient } from 'better-auth/client';
import { jwtClient, twoFactorClient } from 'better-auth/client/plugins';
import { Program } from './program';
import type { Server } from './server';

// Node 18 has `crypto` only as `webcrypto`.
globalThis.crypto ??= webcrypto as Crypto;

/** Better Auth's own client, on a new device. */
export function connect(server: Server, program = new Program(server)) {
  const fetchOptions = { customFetchImpl: program.fetch };
  const client = createAuthClient({ baseURL: server.url, plugins: [jwtClient(), twoFactorClient()], fetchOptions });
  return { client, program };
}
