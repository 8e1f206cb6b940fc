import type { Server } from './server';

/** A program that calls Docket: fetch with a cookie jar. */
export class Program {
  private readonly cookies = new Map<string, string>();

  constructor(readonly server: Server) {}

  /** Its session cookie, as a browser would send it. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Puts a cookie into the jar: "name=value". Attributes are ignored. */
  keep(cookie: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined) throw new Error(`no cookie: ${cookie}`);
    if (value) this.cookies.set(name, value);
    else this.cookies.delete(name);
  }

  /** fetch with the jar, and with the origin that a browser on Docket's page would send. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    request.headers.set('origin', this.server.url);
    if (this.cookies.size > 0) request.headers.set('cookie', this.cookie);
    const response = await fetch(request);
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return response;
  };

  /** Calls a server function, as the page does. */
  async call<T>(path: string, fields: Record<string, string | number> = {}): Promise<T> {
    const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    const headers = { accept: 'application/json' };
    const response = await this.fetch(`${this.server.url}/rpc/${path}`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
