import { fileURLToPath } from 'node:url';
import { person } from './pages/person';
import { seed } from './support/seed';
import { test } from './support/test';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
/** The height in which long pages show all that they have. */
const tall = 1900;

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const javaScriptEnabled of [true, false]) {
      const name = [size, colorScheme, ...(javaScriptEnabled ? [] : ['no-javascript'])].join('-');

      test.describe(name, () => {
        test.use({
          viewport,
          colorScheme,
          javaScriptEnabled,
          isMobile: size === 'phone',
          hasTouch: size === 'phone',
          timezoneId: 'UTC',
          contextOptions: { reducedMotion: 'reduce' },
        });
        test.slow();

        test('chat and accounts', async ({ visitor, page }) => {
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
          for (const path of ['/chat/987654321', '/nowhere']) {
            await visitor.open(path);
            await shoot(path.slice(1).replaceAll('/', '-'));
          }
        });

        test('tasks', async ({ visitor, page }) => {
          const shoot = (what: string) =>
            page.screenshot({ path: here(`test-results/screenshots/${name}-${what}.png`) });
          const shootAll = async (what: string) => {
            await page.setViewportSize({ ...viewport, height: tall });
            await shoot(what);
            await page.setViewportSize(viewport);
          };
          const { tasks } = visitor;
          await visitor.signUp();
          await visitor.open('/tasks');
          await shoot('tasks-empty');
          const id = await seed(page);

          for (const [what, path] of [
            ['today', '/tasks/today'],
            ['upcoming', '/tasks/upcoming'],
            ['all', '/tasks'],
            ['done', '/tasks/done'],
            ['list', '/tasks/list/Work'],
            ['tag', '/tasks/tag/phone'],
            ['search-tasks', '/tasks?q=vienna'],
            ['search-nothing', '/tasks?q=submarine'],
            ['search', '/search?q=vienna'],
            ['chat-with-tasks', '/chat'],
          ] as const) {
            await visitor.open(path);
            await shoot(what);
          }
          await visitor.open(`/tasks/${id}`);
          await shootAll('task');
          await visitor.open('/settings');
          await shootAll('settings');

          await visitor.open('/tasks');
          await tasks.open('Send the invoice to Hartmann & Co');
          await shoot('editor');
          if (javaScriptEnabled) {
            await visitor.open('/tasks');
            await tasks.newTask.fill('Call mom tomorrow at 5 every week p1 #Family @phone');
            await tasks.preview.getByText('P1').waitFor();
            await shoot('quick-add');
            await tasks.newTask.fill('');
            await page.getByRole('button', { name: 'Select', exact: true }).click();
            for (const title of ['Find a new dentist', 'Reply to the landlord']) {
              await tasks.region.getByRole('checkbox', { name: `Select ${title}` }).check();
            }
            await shoot('bulk');
            await visitor.open('/tasks/today');
            await tasks.box('Reply to the landlord').click();
            await tasks.toast.waitFor();
            await shoot('undo');
          }

          await visitor.open('/tasks/import');
          await shoot('import');
          const file = here('../tests/import/todoist.csv');
          await page.getByLabel('File', { exact: true }).setInputFiles(file);
          await page.getByRole('button', { name: 'Show a preview' }).click();
          await page.waitForURL(/file=/);
          await shootAll('import-preview');

          await visitor.reminders.tell('Call mom', 'Take the cake out of the oven', 'Leave for the station');
          await visitor.open('/tasks/today');
          await shoot('reminders');
          await visitor.reminders.cards.first().getByText('Snooze', { exact: true }).click();
          await shoot('reminders-snooze');
        });
      });
    }
  }
}
