import type { TestHub } from '../test-hub.ts';
import type { Walked } from './procedures.ts';

export type Door = 'trpc' | 'rest';

/** What a door answered: of tRPC the result or the problem, as REST has them. */
export interface DoorAnswer {
  door: Door;
  status: number;
  // The shape differs from call to call.
  body: any;
}

const queryOf = (input: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

const requestTo = (
  door: Door,
  { name, type, meta, input: schema }: Walked,
  input: Record<string, unknown>,
) => {
  if (door === 'trpc') {
    const hasInput = schema !== null;
    if (type === 'mutation')
      return { method: 'POST' as const, url: `/trpc/${name}`, payload: hasInput ? input : {} };
    const query = hasInput ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    return { method: 'GET' as const, url: `/trpc/${name}${query}` };
  }
  const { method, path } = meta.openapi!;
  const left = { ...input };
  const url = path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const value = left[field] ?? 'absent';
    delete left[field];
    return encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));
  });
  if (method === 'GET') return { method, url: `${url}?${queryOf(left)}` };
  return { method, url, ...(method === 'DELETE' && Object.keys(left).length === 0 ? {} : { payload: left }) };
};

/** The doors that a procedure has. */
export const doorsOf = ({ meta }: Walked): Door[] => (meta.openapi ? ['trpc', 'rest'] : ['trpc']);

/** Calls a procedure through one door, without a socket: a walk makes tens of thousands of calls. */
export const callDoor = async (
  hub: TestHub,
  door: Door,
  procedure: Walked,
  { input, headers }: { input: Record<string, unknown>; headers: Record<string, string> },
): Promise<DoorAnswer> => {
  // A stream has a socket.
  if (procedure.type === 'subscription') {
    const { status, body } = await hub.trpc(procedure.name, input, 'GET', headers);
    return { door, status, body };
  }
  const answer = await hub.hub.app!.inject({
    ...requestTo(door, procedure, input),
    headers: { host: 'localhost', ...headers },
  });
  const body: any = answer.body === '' ? null : answer.json();
  const inner =
    door === 'trpc' ? (body?.result ? body.result.data : (body?.error?.data?.problem ?? body)) : body;
  return { door, status: answer.statusCode, body: inner };
};
