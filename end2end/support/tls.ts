import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A proxy that takes HTTPS on this machine and passes everything on to a Docket. Its certificate is its own. */
export class TlsProxy {
  /** Where the requests go: http://HOST:PORT. */
  target = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TlsProxy> {
    const directory = mkdtempSync(join(tmpdir(), 'docket-tls-'));
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
    await promisify(execFile)('openssl', ['req', ...options.split(' '), '-keyout', key, '-out', cert]);
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
    rmSync(directory, { recursive: true, force: true });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const proxy = new TlsProxy(server, `https://localhost:${(server.address() as AddressInfo).port}`);
    server.on('request', (incoming, outgoing) => {
      const { method, headers } = incoming;
      const passed = request(`${proxy.target}${incoming.url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      outgoing.on('close', () => passed.destroy());
      incoming.pipe(passed);
    });
    return proxy;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
