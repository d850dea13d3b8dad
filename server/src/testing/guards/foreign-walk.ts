import { startBearers } from '../bearers.ts';
import { foreignRowsOf } from '../foreign-rows.ts';
import type { Receiver } from '../receiver.ts';
import { type Client, keyScopes, type TestHub } from '../test-hub.ts';
import { guardedOnes, sampleInput, scopeOf, takesId, type Walked } from './procedures.ts';
import { callDoor, type DoorAnswer, doorsOf } from './two-doors.ts';
import type { OnLeak } from './walk.ts';

type Foreign = Awaited<ReturnType<typeof foreignRowsOf>>;
type Someone = { kind: string; secret: string };

/** What is walked, by whom: a stranger with all scopes, the owner of the rows in the other environment, and tokens. */
interface Walk extends Foreign {
  hub: TestHub;
  stranger: Someone;
  ownInTest: Someone;
  /** Tokens of the stranger. */
  tokens: Someone[];
  onLeak: OnLeak;
}

/** Rooms whose rows belong to the company and to no consumer: whoever may read one row may read all. */
const ofTheCompany = ['contract', 'contractImpact', 'route'];

const bothDoors = async (
  hub: TestHub,
  procedure: Walked,
  input: Record<string, unknown>,
  { secret }: Pick<Someone, 'secret'>,
): Promise<DoorAnswer[]> => {
  const answers: DoorAnswer[] = [];
  for (const door of doorsOf(procedure))
    answers.push(
      await callDoor(hub, door, procedure, { input, headers: { authorization: `Bearer ${secret}` } }),
    );
  return answers;
};

const isReachable = (procedure: Walked): boolean => {
  const scope = scopeOf(procedure);
  return scope !== null && keyScopes.includes(scope) && procedure.type !== 'subscription';
};

const told = ({ status, body }: DoorAnswer): string =>
  JSON.stringify({ status, code: body?.code, detail: body?.detail });

const leakOf = (identity: string, procedure: Walked, answer: DoorAnswer, expected: string) => ({
  identity,
  procedure: procedure.name,
  door: answer.door,
  expected,
  got: told(answer),
});

/** An id of somebody else has to be answered as one that nobody has. */
const walkId = async (
  { hub, rows, stranger, ownInTest, tokens, onLeak }: Walk,
  procedure: Walked,
): Promise<boolean> => {
  const id = rows.byRoom[procedure.room];
  if (id === undefined) throw new Error(`\`foreignRowsOf\` has no row of the room ${procedure.room}.`);
  // A consumer is one in both environments, and may read itself and its plan in either.
  const isOfConsumer = /^(?:consumer|plan(?:Preview)?$|refusedCall$)/.test(procedure.room);
  for (const who of isOfConsumer ? [stranger] : [stranger, ownInTest]) {
    const sample = sampleInput(procedure);
    const asked = await bothDoors(hub, procedure, { ...sample, id }, who);
    const absent = await bothDoors(hub, procedure, { ...sample, id: `${procedure.room}_absent` }, who);
    for (const [index, answer] of asked.entries())
      if (answer.status !== 404 || told(answer) !== told(absent[index]!))
        if (onLeak(leakOf(who.kind, procedure, answer, told(absent[index]!))) === 'stop') return false;
  }
  for (const who of tokens)
    for (const answer of await bothDoors(hub, procedure, { ...sampleInput(procedure), id }, who)) {
      // What makes and replaces keys is closed to tokens of other issuers, before anything is looked for.
      const isRefused = answer.status === 403 && answer.body?.code === 'auth.grant_refused';
      const isAbsent = answer.status === 404 && String(answer.body?.code).endsWith('_found');
      if (isRefused || isAbsent) continue;
      if (onLeak(leakOf(who.kind, procedure, answer, '404, or 403 auth.grant_refused')) === 'stop')
        return false;
    }
  return true;
};

/** A problem says which path was asked for. */
const textOf = (body: unknown): string =>
  JSON.stringify(body ?? null, (name, value: unknown) => (name === 'instance' ? undefined : value));

/** Lists, creations and filters: nothing of somebody else may stand in an answer. */
const walkAnswers = async (walk: Walk, procedure: Walked): Promise<boolean> => {
  const { hub, rows, owner, stranger, ownInTest, tokens, onLeak } = walk;
  const fields = Object.keys(procedure.input?.shape ?? {}).filter((field) => field in rows.byField);
  const sample = sampleInput(procedure);
  const inputs = [sample, ...fields.map((field) => ({ ...sample, [field]: rows.byField[field] }))];
  const ofOwner = [rows.byRoom.endpoint!, rows.byRoom.event!, rows.byRoom.delivery!, owner.keyId];
  const asked = [
    ...inputs.map((input) => ({ who: stranger, input, marks: rows.marks })),
    // What rows are seen is decided by consumer and environment: tokens are tried with one input each.
    ...tokens.map((who) => ({ who, input: inputs.at(-1)!, marks: rows.marks })),
    { who: ownInTest, input: sample, marks: ofOwner },
  ];
  for (const { who, input, marks } of asked)
    for (const answer of await bothDoors(hub, procedure, input, who)) {
      const mark = marks.find((one) => textOf(answer.body).includes(one));
      if (mark !== undefined && onLeak(leakOf(who.kind, procedure, answer, `nothing of ${mark}`)) === 'stop')
        return false;
    }
  return true;
};

const someone = (kind: string, { secret }: Client): Someone => ({ kind, secret });

/**
 * Every procedure that a key can call, through both doors, by a stranger with all scopes, by the owner in the other
 * environment, and by tokens: with ids and filters of rows of somebody else. With `byTokens` false, by keys only.
 */
export const walkForeignRows = async (
  hub: TestHub,
  receiver: Receiver,
  { byTokens, onLeak }: { byTokens: boolean; onLeak: OnLeak },
): Promise<void> => {
  const foreign = await foreignRowsOf(hub, receiver);
  const stranger = await hub.client({ environment: 'live' });
  const ownInTest = await hub.client({ consumerId: foreign.owner.consumerId, environment: 'test' });
  await using bearers = await startBearers(hub, stranger.consumerId);
  const walk: Walk = {
    ...foreign,
    hub,
    onLeak,
    stranger: someone('a stranger', stranger),
    ownInTest: someone('the owner in test', ownInTest),
    tokens: byTokens ? await bearers.holding(keyScopes) : [],
  };
  const read = async () =>
    JSON.stringify((await foreign.owner.rest(`/v1/endpoints/${foreign.rows.byRoom.endpoint}`)).body);
  const before = await read();
  for (const procedure of guardedOnes.filter(isReachable)) {
    if (ofTheCompany.includes(procedure.room) && takesId(procedure)) continue;
    if (!(await (takesId(procedure) ? walkId : walkAnswers)(walk, procedure))) return;
  }
  const after = await read();
  if (after !== before)
    onLeak({ identity: 'somebody', procedure: 'any', door: 'any', expected: before, got: after });
};
