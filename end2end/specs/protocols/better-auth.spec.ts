import { person } from '../../pages/person';
import { code } from '../../support/authenticator';
import { connect } from '../../support/better-auth';
import { expect, test } from '../../support/test';

/** Milliseconds until a time that the client has received. */
const until = (time: Date) => time.getTime() - Date.now();
const day = 24 * 60 * 60 * 1000;
/** The cookies of a browser in which somebody was logged in before, and nobody is now. */
const onlyKnown = /^docket\.device=[^;]+$/;

test('somebody signs up, comes back and leaves', async ({ server }) => {
  const ada = person();
  const { client, program } = connect(server);
  expect(await client.getSession()).toEqual({ data: null, error: null });

  const signedUp = await client.signUp.email({ ...ada, email: ada.email.toUpperCase() });
  expect(signedUp.error).toBeNull();
  expect(signedUp.data?.user).toMatchObject({ name: ada.name, email: ada.email, emailVerified: false, image: null });
  const created = signedUp.data?.user.createdAt as Date;
  expect(created).toBeInstanceOf(Date);
  expect(Math.abs(until(created))).toBeLessThan(60_000);

  const session = await client.getSession();
  expect(session.data?.user.id).toBe(signedUp.data?.user.id);
  expect(session.data?.session.token).toBe(signedUp.data?.token);
  expect(session.data?.session.userId).toBe(signedUp.data?.user.id);
  const left = until(session.data?.session.expiresAt as Date);
  expect(left).toBeGreaterThan(7 * day - 60_000);
  expect(left).toBeLessThanOrEqual(7 * day);

  const taken = await connect(server).client.signUp.email(ada);
  expect(taken.error).toMatchObject({ status: 422, code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL' });

  expect((await client.signOut()).data).toEqual({ success: true });
  expect(program.cookie).toMatch(onlyKnown);
  expect((await client.getSession()).data).toBeNull();

  const wrong = await client.signIn.email({ email: ada.email, password: 'not this one' });
  expect(wrong.error).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' });
  const unknown = await client.signIn.email({ email: person().email, password: ada.password });
  expect(unknown.error).toEqual(wrong.error);

  const back = await client.signIn.email(ada);
  expect(back.data).toMatchObject({ redirect: false, user: { id: signedUp.data?.user.id } });
  // The page knows the same session.
  expect(await program.call('auth/me')).toMatchObject({ email: ada.email });
});

test('somebody logs in with two factors', async ({ server }) => {
  const ada = person();
  const { client } = connect(server);
  await client.signUp.email(ada);
  const enabled = await client.twoFactor.enable({ password: ada.password });
  expect(enabled.error).toBeNull();
  const made = enabled.data as { totpURI: string; backupCodes: string[] };
  const key = new URL(made.totpURI).searchParams.get('secret') as string;
  expect(made.backupCodes).toHaveLength(10);
  expect((await client.twoFactor.verifyTotp({ code: '000000' })).error).toMatchObject({ code: 'INVALID_CODE' });
  expect((await client.twoFactor.verifyTotp({ code: code(key) })).error).toBeNull();
  expect((await client.getSession()).data?.user).toMatchObject({ twoFactorEnabled: true });

  const other = connect(server).client;
  expect((await other.signIn.email(ada)).data).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  expect((await other.getSession()).data).toBeNull();
  const entered = await other.twoFactor.verifyTotp({ code: code(key, 1), trustDevice: true });
  expect(entered.data).toMatchObject({ user: { email: ada.email } });
  await other.signOut();
  expect((await other.signIn.email(ada)).data).toMatchObject({ redirect: false });

  const third = connect(server).client;
  await third.signIn.email(ada);
  const recovery = { code: made.backupCodes[0] as string };
  expect((await third.twoFactor.verifyBackupCode(recovery)).error).toBeNull();
  expect((await third.twoFactor.sendOtp()).error).toMatchObject({ code: 'OTP_NOT_CONFIGURED' });
  const again = await third.twoFactor.generateBackupCodes({ password: ada.password });
  expect(again.data?.backupCodes).toHaveLength(10);
  expect((await third.twoFactor.disable({ password: ada.password })).data).toEqual({ status: true });
  expect((await connect(server).client.signIn.email(ada)).data).toMatchObject({ redirect: false });
});

test('input is refused with codes that programs can tell apart', async ({ server }) => {
  const { client } = connect(server);
  const refused = async (change: object) => (await client.signUp.email({ ...person(), ...change })).error;
  expect(await refused({ email: 'nobody' })).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  expect(await refused({ name: 7 })).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  expect(await refused({ password: 'short' })).toMatchObject({ status: 400, code: 'PASSWORD_TOO_SHORT' });
  expect(await refused({ password: 'x'.repeat(129) })).toMatchObject({ status: 400, code: 'PASSWORD_TOO_LONG' });
  expect(await refused({ callbackURL: 'https://evil.example' })).toMatchObject({
    status: 403,
    code: 'INVALID_CALLBACK_URL',
  });
  const email = person().email;
  const reset = { newPassword: 'long enough', token: 'made up' };
  for (const [answer, code] of [
    [client.signIn.email({ email: 'nobody', password: 'x' }), 'INVALID_EMAIL'],
    [client.signIn.social({ provider: 'github' }), 'PROVIDER_NOT_FOUND'],
    [client.requestPasswordReset({ email }), 'RESET_PASSWORD_DISABLED'],
    [client.sendVerificationEmail({ email }), 'VERIFICATION_EMAIL_NOT_ENABLED'],
    [client.resetPassword(reset), 'INVALID_TOKEN'],
    [client.listSessions(), 'UNAUTHORIZED'],
  ] as const) {
    expect((await answer).error).toMatchObject({ code });
  }
  expect((await client.jwks()).error).toMatchObject({ status: 404 });
  expect((await client.$fetch('/ok')).data).toEqual({ ok: true });
});

test('a log-in ends with the browser if asked', async ({ server }) => {
  const ada = person();
  await connect(server).client.signUp.email(ada);
  const { client, program } = connect(server);
  await client.signIn.email({ ...ada, rememberMe: false });
  expect(program.cookie).toMatch(/better-auth\.dont_remember=true\./);
  const session = await client.getSession();
  expect(until(session.data?.session.expiresAt as Date)).toBeLessThanOrEqual(day);
  await client.signOut();
  expect(program.cookie).toMatch(onlyKnown);
});

test('sessions are listed and ended', async ({ server }) => {
  const ada = person();
  const [phone, tablet, laptop] = [connect(server).client, connect(server).client, connect(server).client];
  await phone.signUp.email(ada);
  await tablet.signIn.email(ada);
  const token = (await laptop.signIn.email(ada)).data?.token ?? '';
  const sessions = (await phone.listSessions()).data ?? [];
  expect(sessions).toHaveLength(3);
  for (const session of sessions) expect(session.expiresAt).toBeInstanceOf(Date);
  expect(sessions.map((session) => session.token)).toContain(token);

  const stranger = connect(server).client;
  await stranger.signUp.email(person('Eve'));
  expect((await stranger.revokeSession({ token })).data).toEqual({ status: true });
  expect((await laptop.getSession()).data).not.toBeNull();
  expect((await phone.revokeSession({ token })).data).toEqual({ status: true });
  expect((await laptop.getSession()).data).toBeNull();
  expect((await phone.revokeOtherSessions()).data).toEqual({ status: true });
  expect((await tablet.getSession()).data).toBeNull();
  expect((await phone.getSession()).data).not.toBeNull();
  expect((await phone.revokeSessions()).data).toEqual({ status: true });
  expect((await phone.getSession()).data).toBeNull();
});

test('a person changes their account and deletes it', async ({ server }) => {
  const ada = person();
  const [{ client, program }, other] = [connect(server), connect(server).client];
  await client.signUp.email(ada);
  await other.signIn.email(ada);

  const update = await client.updateUser({ name: 'Ada Lovelace', image: 'https://example.org/ada.png' });
  expect(update.data).toEqual({ status: true });
  const user = (await client.getSession()).data?.user;
  expect(user).toMatchObject({ name: 'Ada Lovelace', image: 'https://example.org/ada.png' });
  expect((await client.updateUser({ image: null })).error).toBeNull();
  expect((await client.getSession()).data?.user.image).toBeNull();
  const nothing = await client.$fetch('/update-user', { method: 'POST', body: {} });
  expect(nothing.error).toMatchObject({ status: 400, message: 'No fields to update' });
  const changeEmail = await client.changeEmail({ newEmail: person().email });
  expect(changeEmail.error).toMatchObject({ status: 400, code: 'CHANGE_EMAIL_DISABLED' });

  const accounts = (await client.listAccounts()).data ?? [];
  expect(accounts).toMatchObject([{ providerId: 'credential', accountId: user?.id, userId: user?.id, scopes: [] }]);

  const verify = (password: string) => client.$fetch('/verify-password', { method: 'POST', body: { password } });
  expect((await verify(ada.password)).data).toEqual({ status: true });
  expect((await verify('not this one')).error).toMatchObject({ code: 'INVALID_PASSWORD' });

  const change = { currentPassword: ada.password, newPassword: 'another horse', revokeOtherSessions: true };
  const refused = await client.changePassword({ ...change, currentPassword: 'not this one' });
  expect(refused.error).toMatchObject({ status: 400, code: 'INVALID_PASSWORD' });
  const changed = await client.changePassword(change);
  expect(changed.data?.user.id).toBe(user?.id);
  expect((await client.getSession()).data?.session.token).toBe(changed.data?.token);
  expect((await other.getSession()).data).toBeNull();

  const again = await client.changePassword({ currentPassword: 'another horse', newPassword: 'third horse' });
  expect(again.data?.token).toBeNull();
  expect((await client.deleteUser({ password: ada.password })).error).toMatchObject({ code: 'INVALID_PASSWORD' });
  expect((await client.deleteUser({ password: 'third horse' })).data).toMatchObject({ success: true });
  expect(program.cookie).toMatch(onlyKnown);
  const gone = await client.signIn.email({ ...ada, password: 'third horse' });
  expect(gone.error).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' });
});

test('guessing is limited, and the client is told for how long', async ({ server }) => {
  const ada = person();
  await connect(server).client.signUp.email(ada);
  // A browser in which nobody has logged in before.
  const { client } = connect(server);
  let retryAfter: string | null = null;
  const onError = ({ response }: { response: Response }) => void (retryAfter = response.headers.get('X-Retry-After'));
  const guess = () => client.signIn.email({ ...ada, password: 'not this one', fetchOptions: { onError } });
  for (let number = 0; number < 10; number += 1) expect((await guess()).error?.status).toBe(401);
  expect((await guess()).error?.status).toBe(429);
  expect(Number(retryAfter)).toBeGreaterThan(0);
});
