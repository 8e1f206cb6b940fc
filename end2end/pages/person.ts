import { randomUUID } from 'node:crypto';

/** The data with which a person signs up. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** A new person with a unique e-mail address. */
export function person(name = 'Ada'): Person {
  return { name, email: `${name.toLowerCase()}-${randomUUID()}@example.org`, password: 'correct horse battery' };
}
