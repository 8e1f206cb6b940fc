import { SignJWT, UnsecuredJWT, decodeProtectedHeader, jwtVerify } from 'jose';
import { person } from '../../pages/person';
import { connect } from '../../support/better-auth';
import { secret } from '../../support/server';
import { expect, test } from '../../support/test';

const bytes = (text: string) => new TextEncoder().encode(text);
const foreign = 'another secret of thirty-two characters!';
const rules = { algorithms: ['HS256'], issuer: 'phaseiii-app' };

test('a token is verified by another library, and by Docket', async ({ server }) => {
  const { client } = connect(server);
  await client.signUp.email(person());
  let header = '';
  const onSuccess = ({ response }: { response: Response }) => void (header = response.headers.get('set-auth-jwt') ?? '');
  const session = (await client.getSession({ fetchOptions: { onSuccess } })).data;
  const onDemand = (await client.token()).data?.token ?? '';

  for (const token of [header, onDemand]) {
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
    const { payload } = await jwtVerify(token, bytes(secret), rules);
    expect(payload).toMatchObject({ iss: 'phaseiii-app', sub: session?.user.id, sid: session?.session.id });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(604_800);
    await expect(jwtVerify(token, bytes(foreign), rules)).rejects.toThrow('signature');
  }

  // The person for whom Docket accepts a token.
  const bearer = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.url}/api/auth/get-session`, { headers });
    return ((await answer.json()) as { user: { id: string } } | null)?.user.id;
  };
  expect(await bearer(onDemand)).toBe(session?.user.id);
  const { payload } = await jwtVerify(onDemand, bytes(secret), rules);
  const sign = (alg: string, key: string) => new SignJWT(payload).setProtectedHeader({ alg }).sign(bytes(key));
  expect(await bearer(await sign('HS256', secret))).toBe(session?.user.id);
  const unsigned = new UnsecuredJWT(payload).encode();
  await expect(jwtVerify(unsigned, bytes(secret), rules)).rejects.toThrow();
  for (const forged of [unsigned, await sign('HS256', foreign), await sign('HS512', secret)]) {
    expect(await bearer(forged)).toBeUndefined();
  }

  await client.signOut();
  expect(await bearer(onDemand)).toBeUndefined();
});
