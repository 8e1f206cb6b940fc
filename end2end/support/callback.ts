import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';

/** Where an app has people sent back to, on this computer. */
export class Callback {
  private constructor(
    private readonly listener: Server,
    readonly address: string,
  ) {}

  static async listen(): Promise<Callback> {
    const listener = createServer((_, response) => response.end('You can close this page.')).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new Callback(listener, `http://127.0.0.1:${(listener.address() as AddressInfo).port}/callback`);
  }

  /** The address at which the person has come back. */
  async returned(page: Page): Promise<URL> {
    await page.waitForURL((url) => url.href.startsWith(this.address));
    return new URL(page.url());
  }

  close(): void {
    this.listener.close();
    this.listener.closeAllConnections();
  }
}
