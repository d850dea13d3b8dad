import { ApiKeyCreated } from '@parley/shared/access/api-key';
import { ConsumerView } from '@parley/shared/access/consumer';
import { SessionView } from '@parley/shared/administration/session';
import type { CreatedKey, Parley } from './parley.ts';
import { type Answer, read, type Rest } from './rest.ts';

/** What the tests sign in with. */
export const owner = { email: 'ada@clinic.example', password: 'a long enough password' };

/** A signed-in person. */
export interface Staff {
  /** REST with the session of the person. */
  rest: Rest;
  /** Value of the session cookie, `name=value`. */
  cookie: string;
  /** Registers a consumer and creates a key for it. */
  createKey: (consumer: string, scopes: string[], environment?: 'live' | 'test') => Promise<CreatedKey>;
}

/** The data inside a tRPC answer. */
const ofTrpc = {
  parse: (body: unknown) => SessionView.parse((body as { result: { data: unknown } }).result.data),
};

const asStaff = (parley: Pick<Parley, 'url' | 'rest'>, answer: Answer): Staff => {
  read(ofTrpc, answer);
  const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
  const rest = parley.rest({ origin: parley.url, cookie });
  const createKey: Staff['createKey'] = async (name, scopes, environment = 'live') => {
    const consumer = read(ConsumerView, await rest.post('/v1/consumers', { name, kind: 'partner' }), 201);
    const key = { name: 'tests', consumerId: consumer.id, environment, scopes };
    const created = read(ApiKeyCreated, await rest.post('/v1/api-keys', key), 201);
    return { consumerId: consumer.id, keyId: created.id, secret: created.secret };
  };
  return { rest, cookie, createKey };
};

/** Signs in as the console does: tRPC from our own origin, answered with a cookie. */
export const signIn = async (parley: Pick<Parley, 'url' | 'rest'>, credentials = owner): Promise<Staff> =>
  asStaff(parley, await parley.rest({ origin: parley.url }).post('/trpc/session.signIn', credentials));

/** Accepts the invitation of a link, and is signed in. */
export const acceptInvitation = async (
  parley: Pick<Parley, 'url' | 'rest'>,
  invited: { token: string; name: string; password: string; email?: string },
): Promise<Staff> =>
  asStaff(parley, await parley.rest({ origin: parley.url }).post('/trpc/session.acceptInvitation', invited));

/** Creates the first owner with the link that the process prints, and is signed in. */
export const createOwner = async (parley: Parley): Promise<Staff> => {
  const token = new URL(await parley.setUpLink()).searchParams.get('token') ?? '';
  return acceptInvitation(parley, { token, name: 'Ada Lovelace', ...owner });
};
