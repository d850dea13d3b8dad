import type { Answer, Rest } from '../../support/rest.ts';
import { createOwner, owner, signIn } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const free = 5;
const wrong = 'not the password';
const signInPath = '/trpc/session.signIn';

const codeOf = ({ body }: Answer): string =>
  /"code":"((?:session|request|storage)\.\w+)"/.exec(JSON.stringify(body))?.[1] ?? 'something else';

const count = (answers: readonly Answer[], code: string): number =>
  answers.filter((answer) => codeOf(answer) === code).length;

const guessAlone = async (rest: Rest, email: string): Promise<Answer> =>
  rest.post(signInPath, { email, password: wrong });

const guessInBatch = async (rest: Rest, email: string): Promise<Answer> => {
  const names = Array.from({ length: 10 }, () => 'session.signIn');
  const guesses = Object.fromEntries(names.map((_, index) => [index, { email, password: wrong }]));
  return rest.post(`/trpc/${names.join(',')}?batch=1`, guesses);
};

const assertSame = (what: string, found: number, wanted: number): void => {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}.`);
};

const guessEverywhere = async (rest: Rest, size: number): Promise<void> => {
  for (const email of [owner.email, 'nobody@clinic.example']) {
    const alone = await Promise.all(Array.from({ length: size }, async () => guessAlone(rest, email)));
    const batches = await Promise.all(
      Array.from({ length: size / 10 }, async () => guessInBatch(rest, email)),
    );
    assertSame(`guesses that were evaluated at ${email}`, count(alone, 'session.sign_in_failed'), free);
    assertSame('guesses that have to wait', count(alone, 'session.throttled'), size - free);
    assertSame('batches that were refused', count(batches, 'request.batch_refused'), batches.length);
  }
};

const inviteColleague = async (staff: Rest, colleague: Rest, email: string): Promise<void> => {
  const invited = await staff.post('/trpc/staff.invite', { email, role: 'viewer' });
  const token = /token=([\w-]+)/.exec(JSON.stringify(invited.body))?.[1];
  const { password } = owner;
  await colleague.post('/trpc/session.acceptInvitation', { token, name: 'Bob', password });
};

/** Changes the password to itself, which makes the browser known; answers its cookies. */
const deviceOf = async (rest: Rest): Promise<string> => {
  const { password } = owner;
  const answer = await rest.post('/trpc/session.changePassword', {
    currentPassword: password,
    newPassword: password,
  });
  return [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
};

/** Many guesses at once: at an account, at none, in batches, and from behind a proxy that nobody named. */
export const attack: Attack = {
  name: 'of any number of guesses at a password five are evaluated, and staff still sign in',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, isShort }) => {
    await using parley = await start();
    const size = isShort ? 60 : 600;
    const { cookie } = await createOwner(parley);
    const guesser = parley.rest({ origin: parley.url });

    const watched = await watch(parley, async () => guessEverywhere(guesser, size));
    // The browser that has signed in before, and a colleague whom the proxy gives the same address.
    const known = parley.rest({
      origin: parley.url,
      cookie: await deviceOf(parley.rest({ origin: parley.url, cookie })),
    });
    const back = await known.post(signInPath, owner);
    assertSame('the owner signs in from a browser of hers', back.status, 200);
    const email = 'bob@clinic.example';
    await inviteColleague(known, guesser, email);
    const stranger = parley.rest({ origin: parley.url, 'x-forwarded-for': '203.0.113.9' });
    for (let tries = 0; tries < 30; tries += 1) await guessAlone(stranger, `a${tries}@clinic.example`);
    await signIn(
      { url: parley.url, rest: () => parley.rest({ origin: parley.url, 'x-forwarded-for': '198.51.100.7' }) },
      { email, password: owner.password },
    );
    await parley.waitForOutput(/set PARLEY_TRUST_PROXY=/);

    return `${size} guesses at two addresses, ${free} evaluated each; ${describeWatched(watched)}`;
  },
};
