import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Which of the two answers. */
export type Build = 'old' | 'new';

/** The id of the new build. */
export const newBuild = '0123456789abcdef';
/** An id that no server knows. */
const nobody = 'fedcba9876543210';

/**
 * A small proxy before two servers of one Docket that is being updated. Both are the same program. In what the new one says
 * and is asked, its build has another id.
 */
export class TwoBuilds {
  /** Chooses who answers a request. */
  choose: (path: string) => Build = () => 'old';

  private constructor(
    private readonly behind: string,
    private readonly oldBuild: string,
    private readonly proxy: HttpServer,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  /** Starts the proxy before the server at `behind`. */
  static async start(behind: string): Promise<TwoBuilds> {
    const page = await (await fetch(`${behind}/login`)).text();
    const oldBuild = /data-build="(\w+)"/.exec(page)?.[1];
    if (!oldBuild) throw new Error('the page names no build');
    const proxy = createServer();
    const two = new TwoBuilds(behind, oldBuild, proxy);
    proxy.on('request', (asked: IncomingMessage, answer: ServerResponse) => two.pass(asked, answer));
    await new Promise<void>((listens) => proxy.listen(0, '127.0.0.1', listens));
    return two;
  }

  async stop(): Promise<void> {
    this.proxy.closeAllConnections();
    await new Promise((closed) => this.proxy.close(closed));
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const path = asked.url ?? '/';
    const isNew = this.choose(path) === 'new';
    const known = isNew ? path.replace(this.oldBuild, nobody).replace(newBuild, this.oldBuild) : path;
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const onward = request(`${this.behind}${known}`, { method: asked.method, headers }, (response) => {
      const { 'content-length': _, ...kept } = response.headers;
      answer.writeHead(response.statusCode ?? 502, kept);
      const text = /html|json|octet-stream/.test(response.headers['content-type'] ?? '');
      // Ids are of letters and digits, so each character of the rest may stand for one byte.
      const renamed = (part: Buffer) => Buffer.from(part.toString('latin1').replaceAll(this.oldBuild, newBuild), 'latin1');
      response.on('data', (part: Buffer) => answer.write(isNew && text ? renamed(part) : part));
      response.on('end', () => answer.end());
      answer.on('close', () => onward.destroy());
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }
}
