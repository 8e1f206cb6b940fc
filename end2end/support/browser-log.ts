import type { BrowserContext, Request } from '@playwright/test';

const serverFailed = 'the server failed';

/** What goes wrong in the pages of a browser profile: errors, and requests that fail or do not end. */
export class BrowserLog {
  private readonly errors: string[] = [];
  private readonly open = new Map<Request, number>();

  constructor(context: BrowserContext) {
    context.on('weberror', (error) => this.errors.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    context.on('response', (response) => {
      if (response.status() === 500) this.errors.push(`${response.url()}: ${serverFailed}`);
    });
    context.on('request', (request) => this.open.set(request, Date.now()));
    context.on('requestfinished', (request) => this.open.delete(request));
    context.on('requestfailed', (request) => {
      this.open.delete(request);
      this.errors.push(`${request.url()}: ${request.failure()?.errorText}`);
    });
  }

  /**
   * Each time that the client or the server failed. The page then loads again, by itself or by the person, so that a test may
   * not notice.
   */
  get faults(): string[] {
    return this.errors.filter((error) => error.includes('panicked at') || error.includes(serverFailed));
  }

  /** Forgets what went wrong on purpose. */
  forget(): void {
    this.errors.length = 0;
  }

  /** Everything, in a few lines. */
  toString(): string {
    const now = Date.now();
    const waits = [...this.open].map(([request, since]) => `${request.url()}: no end for ${now - since} ms`);
    return [...this.errors.slice(-10), ...waits].map((line) => line.slice(0, 300)).join('\n');
  }
}
