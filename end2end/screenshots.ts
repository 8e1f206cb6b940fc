import { fileURLToPath } from 'node:url';
import { person } from './pages/person';
import { test } from './support/test';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const javaScriptEnabled of [true, false]) {
      const name = [size, colorScheme, ...(javaScriptEnabled ? [] : ['no-javascript'])].join('-');

      test.describe(name, () => {
        test.use({ viewport, colorScheme, javaScriptEnabled, isMobile: size === 'phone' });

        test('screenshots', async ({ visitor, page }) => {
          const shoot = (what: string) =>
            page.screenshot({ path: here(`test-results/screenshots/${name}-${what}.png`) });
          const { account, chat, tasks } = visitor;

          for (const path of ['/', '/login', '/signup']) {
            await visitor.open(path);
            await shoot(path.slice(1) || 'front');
          }
          await account.allowAnything();
          await account.signUp({ ...person(), password: 'short' });
          await account.password.and(page.locator('[aria-invalid=true]')).waitFor();
          await shoot('signup-refused');

          await visitor.signUp();
          await shoot('chat-empty');
          await chat.ask('Add a task to buy milk', /buy milk/i);
          await chat.ask('I need to remember to pay the electricity bill', /electricity/i);
          await chat.ask('Remind me to call the dentist', /dentist/i);
          await chat.ask('I finished buy milk', /buy milk/i);
          await chat.ask("What's pending?", /dentist/i);
          await chat.composer.blur();
          await shoot('chat');
          if (name === 'desktop-light') await page.screenshot({ path: here('../docs/screenshot.png') });

          if (size === 'desktop') {
            await tasks.open('Call the dentist');
            await shoot('task-edited');
          }
          for (const path of ['/tasks', '/settings', '/chat/987654321', '/nowhere']) {
            await visitor.open(path);
            await shoot(path.slice(1).replaceAll('/', '-'));
          }
        });
      });
    }
  }
}
