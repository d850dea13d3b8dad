import { randomUUID } from 'node:crypto';
import type { Answer, Rest } from '../../support/rest.ts';
import type { Parley } from '../../support/parley.ts';
import { createOwner } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';
import { demand } from '../demand.ts';

interface Made {
  id: string;
  secret: string;
  expiresAt: string | null;
}

const madeOf = (answer: Answer): Made => {
  if (answer.status !== 201) throw new Error(`Not made: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as Made;
};

const wanted = { name: 'minted', scopes: ['api-keys:read', 'api-keys:write', 'events:read'] };

const mint = async (rest: Rest, more: object = {}): Promise<Answer> =>
  rest.post('/v1/api-keys', { ...wanted, ...more });

const revoke = async (rest: Rest, id: string): Promise<Answer> => rest.post(`/v1/api-keys/${id}/revoke`, {});

const rotate = async (rest: Rest, id: string): Promise<Answer> => rest.post(`/v1/api-keys/${id}/rotate`, {});

const codeOf = ({ status, body }: Answer): string => `${status} ${(body as { code?: string }).code}`;

const opens = async (parley: Parley, secret: string): Promise<boolean> =>
  (await parley.rest(secret).get('/v1/events')).status === 200;

const tryToOutlive = async (parley: Parley, staff: Rest, thief: Rest, stolen: string): Promise<void> => {
  const child = madeOf(await mint(thief));
  const grandchild = madeOf(await mint(parley.rest(child.secret)));
  const successor = madeOf(await rotate(thief, stolen));
  await revoke(staff, stolen);
  for (const [what, { secret }] of Object.entries({ child, grandchild, successor }))
    demand(`the ${what} of a revoked key opens something`, await opens(parley, secret), false);
};

const tryTheNarrowWay = async (parley: Parley, owner: Rest, broadId: string): Promise<void> => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const narrow = parley.rest(madeOf(await mint(owner, { expiresAt })).secret);
  const later = new Date(Date.parse(expiresAt) + 60_000).toISOString();
  demand('a later end', codeOf(await mint(narrow, { expiresAt: later })), '403 auth.grant_refused');
  demand('no end', madeOf(await mint(narrow)).expiresAt, expiresAt);
  demand('the revocation of a broader key', codeOf(await revoke(narrow, broadId)), '403 api_key.broader');
  demand('the rotation of a broader key', codeOf(await rotate(narrow, broadId)), '403 api_key.broader');
};

const tryToReplay = async (owner: Rest): Promise<void> => {
  const headers = { 'idempotency-key': randomUUID() };
  const send = async () => owner.post('/v1/api-keys', wanted, headers);
  const { id, secret } = madeOf(await send());
  demand('a repeated answer', madeOf(await send()).secret, secret);
  await revoke(owner, id);
  const again = await send();
  demand('a kept secret after its revocation', codeOf(again), '410 idempotency.secret_ended');
  demand('the secret in it', JSON.stringify(again.body).includes(secret), false);
};

// At once with the revocation, and on PostgreSQL through another process, whose statements run beside it.
const race = async (
  parley: Parley,
  minting: Parley,
  staff: Rest,
  owner: Rest,
  rounds: number,
): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    const root = madeOf(await mint(owner));
    const rest = minting.rest(root.secret);
    await rest.get('/v1/events');
    const [, ...answers] = await Promise.all([
      revoke(staff, root.id),
      ...Array.from({ length: 12 }, async () => mint(rest)),
    ]);
    for (const answer of answers)
      if (answer.status === 201)
        demand(
          'a key that was made at once with the revocation',
          await opens(parley, madeOf(answer).secret),
          false,
        );
  }
};

/** Somebody with a stolen key that may make keys. */
export const attack: Attack = {
  name: 'nothing that a stolen key makes outlives it, and a narrow key ends no broader one',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, createDatabase, database, isShort }) => {
    const PARLEY_DATABASE_URL = await createDatabase();
    const PARLEY_MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
    const environment = { PARLEY_DATABASE_URL, PARLEY_MASTER_KEY };
    await using parley = await start({ environment });
    const staff = await createOwner(parley);
    await using second =
      database === 'postgresql'
        ? await start({ environment: { ...environment, PARLEY_ROLES: 'api' } })
        : null;
    const scopes = [...wanted.scopes, 'events:publish'];
    const own = await staff.createKey('Northwind', scopes);
    const owner = parley.rest(own.secret);
    const stolen = madeOf(await mint(owner));

    await tryToOutlive(parley, staff.rest, parley.rest(stolen.secret), stolen.id);
    await tryTheNarrowWay(parley, owner, own.keyId);
    await tryToReplay(owner);
    const rounds = isShort ? 2 : 15;
    await race(parley, second ?? parley, staff.rest, owner, rounds);
    return `child, grandchild and successor ended; ${rounds * 12} made at once with a revocation`;
  },
};
