import { appRouter } from '../doors/router.ts';

/** Every procedure as a typed function. */
export type Caller = ReturnType<typeof appRouter.createCaller>;

/** One call over tRPC. */
type Call = (
  procedure: string,
  input: unknown,
  method: 'GET' | 'POST',
) => Promise<{ status: number; body: any }>;

const methodOf = (procedure: string): 'GET' | 'POST' => {
  // The type says that routers are nested; by then they are one flat record of names with dots.
  const procedures: Record<string, any> = appRouter._def.procedures;
  return procedures[procedure]?._def.type === 'query' ? 'GET' : 'POST';
};

/**
 * A typed caller over `call`. It answers what the procedure answers; what is refused rejects with an error that has the
 * fields of the problem: `status`, `code`, `detail`, `errors`.
 */
export const callerOver = (call: Call): Caller => {
  const run = async (procedure: string, input: unknown): Promise<unknown> => {
    const { status, body } = await call(procedure, input, methodOf(procedure));
    if (status < 400) return body;
    throw Object.assign(new Error(`${body.code}: ${body.detail}`), body);
  };
  const at = (path: readonly string[]): unknown =>
    new Proxy(() => undefined, {
      // A caller is no promise, whoever awaits it.
      get: (_, name) => (typeof name === 'string' && name !== 'then' ? at([...path, name]) : undefined),
      apply: async (_, __, [input]) => run(path.join('.'), input),
    });
  return at([]) as Caller;
};
