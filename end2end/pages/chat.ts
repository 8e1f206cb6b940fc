import { type Locator, type Page, expect } from '@playwright/test';

/** A conversation, the message field below it, and the list of conversations. */
export class Chat {
  readonly composer: Locator;
  readonly model: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly retryButton: Locator;
  readonly regenerateButton: Locator;
  readonly conversation: Locator;
  /** The person's messages. */
  readonly questions: Locator;
  /** The assistant's replies. */
  readonly replies: Locator;
  readonly lastReply: Locator;
  readonly conversations: Locator;
  readonly newChat: Locator;

  constructor(private readonly page: Page) {
    this.composer = page.getByRole('textbox', { name: 'Message', exact: true });
    this.model = page.getByRole('combobox', { name: 'Model', exact: true });
    this.sendButton = page.getByRole('button', { name: 'Send', exact: true });
    this.stopButton = page.getByRole('button', { name: 'Stop', exact: true });
    this.retryButton = page.getByRole('button', { name: 'Retry', exact: true });
    this.regenerateButton = page.getByRole('button', { name: 'Regenerate', exact: true });
    this.conversation = page.getByRole('log', { name: 'Conversation', exact: true });
    this.questions = this.conversation.getByRole('article', { name: 'You', exact: true });
    this.replies = this.conversation.getByRole('article', { name: 'Assistant', exact: true });
    this.lastReply = this.replies.last();
    this.conversations = page.getByRole('navigation', { name: 'Conversations', exact: true });
    this.newChat = page
      .getByRole('button', { name: 'New chat', exact: true })
      .or(page.getByRole('link', { name: 'New chat', exact: true }));
  }

  /** Sends a message and waits until the conversation shows it. */
  async say(text: string): Promise<void> {
    const before = await this.questions.count();
    await this.composer.fill(text);
    await this.sendButton.click();
    await this.questionIs(before, text);
  }

  /** Waits until the question after the first `before` ones has this text. */
  async questionIs(before: number, text: string): Promise<void> {
    await expect(this.questions).toHaveCount(before + 1);
    await expect(this.questions.last()).toContainText(text);
  }

  /** Sends a message and waits for the complete reply, which must contain `expected`. */
  async ask(text: string, expected: string | RegExp): Promise<void> {
    const before = await this.replies.count();
    await this.say(text);
    await expect(this.replies).toHaveCount(before + 1);
    await expect(this.lastReply).toContainText(expected);
    await this.settled();
  }

  /** Waits until no reply is running. The conversation then has a URL of its own. */
  async settled(): Promise<void> {
    await expect(this.stopButton).toBeHidden();
    await expect(this.page).toHaveURL(/\/chat\/\d+$/);
  }

  /** The part of a message that shows its versions. */
  versions(message: Locator): Locator {
    return message.getByRole('group', { name: 'Versions' });
  }

  /** Steps to another version of a message. */
  async step(message: Locator, way: 'Earlier version' | 'Later version'): Promise<void> {
    await message.getByRole('button', { name: way }).click();
  }

  /** Replaces a message with another text. */
  async edit(message: Locator, text: string): Promise<void> {
    await message.hover();
    await message.getByText('Edit', { exact: true }).click();
    await message.getByRole('textbox', { name: 'Edited message' }).fill(text);
    await message.getByRole('button', { name: 'Send again' }).click();
  }

  /** The button that undoes the change on a card. */
  undoButton(what: string): Locator {
    return this.conversation.getByRole('button', { name: `Undo: ${what}` });
  }

  /** The button by which the person says what they think of a reply. */
  feedback(reply: Locator, kind: 'Good reply' | 'Bad reply'): Locator {
    return reply.getByRole('button', { name: kind, exact: true });
  }

  /** Goes to an empty conversation. */
  async startNew(): Promise<void> {
    await this.newChat.click();
    await expect(this.page).toHaveURL('/chat');
    await expect(this.questions).toHaveCount(0);
  }

  /** The number of the conversation that is open. */
  get number(): string {
    return new URL(this.page.url()).pathname.replace('/chat/', '');
  }

  /** The link to a conversation. */
  link(number: string): Locator {
    return this.conversations.locator(`a[href$="/chat/${number}"]`);
  }
}
