import { startBearers } from '../bearers.ts';
import type { TestHub } from '../test-hub.ts';
import type { Identity } from './identity.ts';
import { clients, foreigners, forged, keys, lackingOne } from './machines.ts';
import { byLink, people, peopleRefused, withoutSecondFactor } from './people.ts';
import { few, guardedOnes, scopeOf, type Walked } from './procedures.ts';
import { callDoor, type DoorAnswer, doorsOf } from './two-doors.ts';

/** A procedure that answered otherwise than it has to. */
export interface Leak {
  identity: string;
  procedure: string;
  door: string;
  expected: unknown;
  got: unknown;
}

/** Called with each leak; the walk ends when it answers `stop`. */
export type OnLeak = (leak: Leak) => 'stop' | 'go on';

/** What refuses a caller for who it is, and not for what it asks. */
const refusals = /^auth\.(?!grant_refused)|^consumer\.suspended$|^plan\.environment_refused$/;

const isAsExpected = (
  { status, body }: DoorAnswer,
  expected: NonNullable<ReturnType<Identity['expects']>>,
): boolean =>
  expected === 'served'
    ? status !== 401 && status !== 500 && !refusals.test(String(body?.code ?? ''))
    : status === expected.status &&
      body?.code === expected.code &&
      (expected.says === undefined || expected.says.test(String(body?.detail)));

interface Walk {
  hub: TestHub;
  /** That a few procedures of each kind stand for all. */
  isShort?: boolean;
  /** Which stage comes first. */
  first?: 'tokens' | 'people';
  onLeak: OnLeak;
}

/** How often each kind of identity called. */
export type Walks = Map<string, number>;

const anyone: Identity = {
  kind: 'anyone',
  headers: {},
  expects: () => ({ status: 401, code: 'auth.required' }),
};

const walkOne = async (
  { hub, onLeak }: Walk,
  identity: Identity,
  procedure: Walked,
  walks: Walks,
): Promise<boolean> => {
  const expected = identity.expects(procedure);
  if (expected === null) return true;
  for (const door of doorsOf(procedure)) {
    const answer = await callDoor(hub, door, procedure, { input: {}, headers: identity.headers });
    walks.set(identity.kind, (walks.get(identity.kind) ?? 0) + 1);
    if (isAsExpected(answer, expected)) continue;
    const got = { status: answer.status, code: answer.body?.code, detail: answer.body?.detail };
    const leak = { identity: identity.kind, procedure: procedure.name, door, expected, got };
    if (onLeak(leak) === 'stop') return false;
  }
  return true;
};

const walkAll = async (walk: Walk, identities: readonly Identity[], walks: Walks): Promise<boolean> => {
  for (const procedure of guardedOnes) {
    if (walk.isShort && !few.has(procedure.name)) continue;
    for (const identity of identities) if (!(await walkOne(walk, identity, procedure, walks))) return false;
  }
  return true;
};

const lackingAny = async (hub: TestHub, bearers: Parameters<typeof lackingOne>[1]): Promise<Identity[]> => {
  const identities: Identity[] = [];
  for (const scope of new Set(guardedOnes.map(scopeOf)))
    identities.push(...(await lackingOne(hub, bearers, scope)));
  return identities;
};

/**
 * Every procedure, through both doors, called by everybody: without a credential, with each kind that has ended, is for somebody
 * else, was altered or made up, with all scopes but the one that is needed, and with each role. Nothing is called that would
 * change something for who may. Answers how often each identity called.
 */
export const walkGuards = async (hub: TestHub, how: Omit<Walk, 'hub'>): Promise<Walks> => {
  await using disposing = new AsyncDisposableStack();
  const walks: Walks = new Map();
  const walk = { hub, ...how };
  const bearers = disposing.use(await startBearers(hub, await hub.consumer()));
  const tokens = [
    async () => [
      anyone,
      ...(await keys(hub)),
      ...(await clients(hub)),
      ...(await foreigners(hub, disposing)),
    ],
    async () => forged(hub, disposing),
  ];
  const persons = [
    async () => [...(await people(hub)), ...(await peopleRefused(hub)), ...(await byLink(hub))],
    async () => lackingAny(hub, bearers),
  ];
  const stages = how.first === 'people' ? [...persons, ...tokens] : [...tokens, ...persons];
  // Comes last, for it holds for everybody.
  stages.push(async () => withoutSecondFactor(hub));
  for (const identitiesOf of stages) if (!(await walkAll(walk, await identitiesOf(), walks))) break;
  return walks;
};
