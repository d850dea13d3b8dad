import type { Resolver } from 'node:dns/promises';

/** An address with the seconds that it may be kept. */
export interface Found {
  address: string;
  ttlSeconds: number;
}

/** What name servers said about one name: addresses, that there is none, or nothing that can be used. */
export type NameAnswer =
  | { kind: 'found'; addresses: Found[] }
  | { kind: 'none'; code: 'NO_SUCH_NAME' | 'NO_ADDRESS' | 'BAD_NAME' }
  | { kind: 'failed'; code: 'NAME_TIMEOUT' | 'NAME_SERVER_FAILED'; isUnreachable: boolean };

/** How long the other family is waited for when one has answered. RFC 8305, "Resolution Delay", with room for a slow one. */
const otherFamilyMs = 200;

const timedOut: NameAnswer = { kind: 'failed', code: 'NAME_TIMEOUT', isUnreachable: false };

const codes: Readonly<Record<string, NameAnswer>> = {
  ENOTFOUND: { kind: 'none', code: 'NO_SUCH_NAME' },
  ENODATA: { kind: 'none', code: 'NO_ADDRESS' },
  EBADNAME: { kind: 'none', code: 'BAD_NAME' },
  ETIMEOUT: timedOut,
  // Nobody listens where our name server should be, or there is none.
  ECONNREFUSED: { kind: 'failed', code: 'NAME_TIMEOUT', isUnreachable: true },
  ENOSERVER: { kind: 'failed', code: 'NAME_TIMEOUT', isUnreachable: true },
};

const answerOf = (error: unknown): NameAnswer => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return codes[code] ?? { kind: 'failed', code: 'NAME_SERVER_FAILED', isUnreachable: false };
};

const queryOne = async (resolver: Resolver, name: string, family: 4 | 6): Promise<NameAnswer> => {
  try {
    const records = await (family === 4
      ? resolver.resolve4(name, { ttl: true })
      : resolver.resolve6(name, { ttl: true }));
    const addresses = records.map(({ address, ttl }) => ({ address, ttlSeconds: ttl }));
    return addresses.length === 0 ? { kind: 'none', code: 'NO_ADDRESS' } : { kind: 'found', addresses };
  } catch (error) {
    return answerOf(error);
  }
};

// Some servers say of a missing family that there is no such name: addresses win, and a failure is no denial.
const weightOf = (answer: NameAnswer): number => {
  if (answer.kind === 'found') return 3;
  return answer.kind === 'failed' ? 2 : answer.code === 'NO_ADDRESS' ? 1 : 0;
};

const join = (one: NameAnswer, other: NameAnswer): NameAnswer => {
  if (one.kind === 'found' && other.kind === 'found')
    return { kind: 'found', addresses: [...one.addresses, ...other.addresses] };
  return weightOf(other) > weightOf(one) ? other : one;
};

/** Whether a server answers at all: asked for the root, which every one knows or denies. */
export const isAnswering = async (resolver: Resolver, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), timeoutMs);
    const end = (isAnswered: boolean) => {
      clearTimeout(limit);
      resolve(isAnswered);
    };
    resolver.resolveNs('.').then(
      () => end(true),
      (error: unknown) => end(answerOf(error).kind === 'none'),
    );
  });

/**
 * Asks for both families at once; takes at most `timeoutMs`. One family that has addresses, or says that there is no such
 * name, is enough when the other hangs.
 */
export const queryName = async (resolver: Resolver, name: string, timeoutMs: number): Promise<NameAnswer> =>
  new Promise((resolve) => {
    let first: NameAnswer | undefined;
    let grace: NodeJS.Timeout | undefined;
    const end = (answer: NameAnswer) => {
      clearTimeout(limit);
      clearTimeout(grace);
      resolve(answer);
    };
    const limit = setTimeout(() => end(join(first ?? timedOut, timedOut)), timeoutMs);
    const note = (answer: NameAnswer) => {
      if (first) {
        end(join(first, answer));
        return;
      }
      first = answer;
      if (answer.kind === 'found' || (answer.kind === 'none' && answer.code !== 'NO_ADDRESS'))
        grace = setTimeout(() => end(answer), otherFamilyMs);
    };
    void queryOne(resolver, name, 4).then(note);
    void queryOne(resolver, name, 6).then(note);
  });
