import { person } from '../../pages/person';
import { connect } from '../../support/better-auth';
import { runPython } from '../../support/python';
import { expect, test } from '../../support/test';

for (const client of ['caldav', 'vdirsyncer']) {
  test(`the Python client ${client} and Docket change the same tasks`, async ({ server }) => {
    test.setTimeout(120_000);
    const { client: auth, program } = connect(server);
    const ann = person();
    await auth.signUp.email(ann);
    const wanted = { token_name: client, permission: 'write', days: 30, token_password: ann.password };
    const { token } = await program.call<{ token: string }>('auth/make_personal_token', wanted);
    const output = await runPython(`${client}_session.py`, [server.url, ann.email], { DOCKET_TOKEN: token });
    expect(output).toBe('done');
  });
}
