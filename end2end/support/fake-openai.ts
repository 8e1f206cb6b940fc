import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The fake's answer to one request. The test controls each step of it. */
export class Reply {
  /** Resolves when either side ends the connection. */
  readonly closed: Promise<void>;

  constructor(private readonly response: ServerResponse) {
    this.closed = new Promise((done) => response.once('close', done));
  }

  /** Streams a piece of text. */
  say(text: string): void {
    if (!this.response.headersSent) {
      this.response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    }
    this.send({ role: 'assistant', content: text }, null);
  }

  /** Refuses the request instead of answering it. */
  refuse(status: number): void {
    this.response.writeHead(status, { 'content-type': 'application/json' });
    this.response.end(JSON.stringify({ error: { message: 'refused by the test', type: 'server_error' } }));
  }

  /** Breaks the connection in the middle. */
  cut(): void {
    this.response.destroy();
  }

  /** Ends the reply properly, if it has not ended yet, or because it has reached the limit of its length. */
  finish(reason: 'stop' | 'length' = 'stop'): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    this.send({}, reason);
    this.response.end('data: [DONE]\n\n');
  }

  private send(delta: object, finish_reason: 'stop' | 'length' | null): void {
    const chunk = {
      id: 'chatcmpl-fake',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'fake',
      choices: [{ index: 0, delta, finish_reason }],
    };
    this.response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
}

/** Answers a message. `attempt` counts the requests for it from 1, because Docket tries again after some failures. */
export type Script = (reply: Reply, attempt: number) => void | Promise<void>;

/** A model provider with OpenAI's chat completions API. Tests decide its answers. */
export class FakeOpenAI {
  private readonly scripts = new Map<string, { script: Script; attempts: number }>();

  private constructor(private readonly http: HttpServer) {}

  static async start(): Promise<FakeOpenAI> {
    const http = createServer();
    const fake = new FakeOpenAI(http);
    http.on('request', (request, response) => void fake.answer(request, response));
    await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
    return fake;
  }

  /** The value for OPENAI_BASE_URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/v1`;
  }

  /** Answers every request whose last user message is `message` with this script. Other requests get "OK." */
  on(message: string, script: Script): void {
    this.scripts.set(message, { script, attempts: 0 });
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((closed) => this.http.close(closed));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = new Reply(response);
    const said = lastUserMessage(await body(request));
    // Messages that got no reply come together with the next one.
    const planned = this.scripts.get(said) ?? this.scripts.get(said.split('\n\n').at(-1) ?? '');
    if (planned) {
      planned.attempts += 1;
      await planned.script(reply, planned.attempts);
    } else {
      reply.say('OK.');
    }
    reply.finish();
  }
}

/** A gate that a test opens at the right moment. */
export class Gate {
  open!: () => void;
  readonly opened = new Promise<void>((open) => (this.open = open));
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

interface ChatRequest {
  messages?: { role: string; content: string | { text?: string }[] }[];
}

function lastUserMessage(json: string): string {
  const messages = (JSON.parse(json || '{}') as ChatRequest).messages ?? [];
  const content = messages.filter((message) => message.role === 'user').at(-1)?.content ?? '';
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}
