import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from './test';

/** A request that a receiver got. */
export interface Received {
  url?: string;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A server that Docket tells something, and that keeps what it is told. */
export class Receiver {
  received: Received[] = [];
  /** The status of its answers. */
  status = 200;
  /** Where it is. */
  origin = '';
  private readonly server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.received.push({ url: request.url, headers: request.headers, text: Buffer.concat(parts).toString() });
      answer.writeHead(this.status).end();
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Forgets what it was told, and answers with this status from now on. */
  begin(status: number): void {
    this.received = [];
    this.status = status;
  }
}

/** Tests with a receiver, whose address the server under test is started with in the environment variable `setting`. */
export const testWithReceiver = (setting: string) =>
  base.extend<object, { receiver: Receiver }>({
    receiver: [
      async ({}, use) => {
        const receiver = new Receiver();
        await receiver.start();
        await use(receiver);
        receiver.stop();
      },
      { scope: 'worker' },
    ],
    settings: [async ({ receiver }, use) => use({ [setting]: receiver.origin }), { scope: 'worker' }],
  });
