import { join } from 'node:path';
import { type BrowserContext, expect, test as base } from '@playwright/test';
import { Visitor } from '../pages/visitor';
import { BrowserLog } from './browser-log';
import { FakeOpenAI } from './fake-openai';
import { Server } from './server';

export { expect } from '@playwright/test';
export { Gate } from './fake-openai';

interface PerTest {
  /** A person with a browser, not logged in. */
  visitor: Visitor;
  /** Adds a person with a browser profile of their own. */
  another: () => Promise<Visitor>;
}

interface PerWorker {
  /** Whether replies come from `model` instead of the built-in assistant: test.use({ scripted: true }). */
  scripted: boolean;
  /** More environment variables of the server under test. */
  settings: Record<string, string>;
  /** The name by which people reach the server under test. */
  host: string;
  /** The model provider of the server under test, if `scripted`. */
  model: FakeOpenAI;
  server: Server;
}

const failed = 'the client or the server failed';

export const test = base.extend<PerTest, PerWorker>({
  scripted: [false, { option: true, scope: 'worker' }],
  settings: [{}, { option: true, scope: 'worker' }],
  host: ['127.0.0.1', { option: true, scope: 'worker' }],

  model: [
    async ({}, use) => {
      const model = await FakeOpenAI.start();
      await use(model);
      await model.stop();
    },
    { scope: 'worker' },
  ],

  server: [
    async ({ scripted, settings, host, model }, use, worker) => {
      const provider: Record<string, string> = scripted
        ? { AI_MODEL_PROVIDER: 'openai', OPENAI_API_KEY: 'none', OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'fake' }
        : {};
      const logFile = join(worker.project.outputDir, `server-${worker.workerIndex}.log`);
      const server = await Server.start({ ...provider, ...settings }, logFile, host);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  visitor: async ({ page, javaScriptEnabled, server }, use, info) => {
    const log = new BrowserLog(page.context());
    await use(new Visitor(page, javaScriptEnabled ?? true, log));
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: server.log() });
    else expect(log.faults, failed).toEqual([]);
  },

  another: async ({ browser, contextOptions, baseURL, javaScriptEnabled, viewport }, use) => {
    const opened: BrowserContext[] = [];
    const logs: BrowserLog[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL, javaScriptEnabled, viewport });
      opened.push(context);
      const log = new BrowserLog(context);
      logs.push(log);
      return new Visitor(await context.newPage(), javaScriptEnabled ?? true, log);
    });
    for (const context of opened) await context.close();
    expect(logs.flatMap((log) => log.faults), failed).toEqual([]);
  },
});
