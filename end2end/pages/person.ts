import { randomUUID } from 'node:crypto';

/** What somebody signs up with. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Somebody new, whose e-mail address nobody else has. */
export function person(name = 'Ada'): Person {
  return { name, email: `${name.toLowerCase()}-${randomUUID()}@example.org`, password: 'correct horse battery' };
}
