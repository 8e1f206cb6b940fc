import { type Page, expect } from '@playwright/test';

/** A day: `days` after today in UTC, as a field of a form has it. */
export const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Tasks as one line each, as a person types them. */
const LINES = [
  'Read “The Left Hand of Darkness”',
  'Renew the passport next month #Travel',
  'Order birthday present for Amira on 12 March @shopping',
  'Water the plants every 3 days #Home',
  'Back up the laptop every month #Home p4',
  'Find a new dentist @phone',
  'Book train tickets to Vienna in 3 days p2 #Travel',
  'Team meeting every Monday at 9:30 #Work',
  'Prepare slides for the quarterly review on Friday at 14:00 p1 #Work',
  'Send the invoice to Hartmann & Co tomorrow p2 #Work @finance',
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz zusammenfassen in 2 days #Work @reading',
  'امی کو فون کریں tomorrow at 18:00 @phone',
  'Take out the recycling today at 23:30 #Home',
  'Buy milk, eggs and bread today #Home @shopping',
  'Pay the electricity bill today p1 #Home @finance',
];

/** Fills an account with what people have in theirs. Returns the number of the task with the most to show. */
export async function seed(page: Page): Promise<number> {
  const headers = { origin: new URL(page.url()).origin, accept: 'application/json' };
  const call = async (path: string, form: Record<string, string>) => {
    const answer = await page.request.post(`/rpc/tasks/${path}`, { form, headers });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  for (const line of LINES) await call('add-line', { line });
  for (const [title, due] of [['Return the library books', -4], ['Reply to the landlord', -1]] as const) {
    await call('add', { title, 'plan[due]': day(due), 'plan[list]': 'Home' });
  }
  for (const title of ['Call the plumber', 'Hand in the tax return', 'Repair the bike']) {
    const { id } = await call('add', { title, 'plan[due]': day(0) });
    await call('complete', { id, completed: 'true' });
  }
  const trip = await call('add', {
    title: 'Plan the trip to Vienna',
    description: 'Leave on **Thursday evening**, back on Sunday.\n\n- ask Jonas about the flat\n- museum passes: <https://example.org/passes>',
    'plan[due]': `${day(6)}T17:00`,
    'plan[reminders]': '1 day before, 1 h before',
    'plan[priority]': '2',
    'plan[tags]': 'family, booking',
    'plan[list]': 'Travel',
  });
  const id = String(trip.id);
  for (const title of ['Compare hotels', 'Ask for days off', 'Find somebody for the cat']) {
    const part = await call('add', { title, 'plan[parent_id]': id });
    if (title === 'Ask for days off') await call('complete', { id: String(part.id), completed: 'true' });
  }
  await call('update', { id, title: 'Plan the long weekend in Vienna' });
  await call('update', { id, 'plan[due]': `${day(5)}T12:00`, 'plan[priority]': '1' });
  return trip.id;
}
