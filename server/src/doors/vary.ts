import type { FastifyReply } from 'fastify';

/** Says of what the answer depends besides its address, beside what was said before. Names are in lower case. */
export const addVary = (reply: FastifyReply, names: string): void => {
  const before = reply.getHeader('vary');
  const said = typeof before === 'string' ? before.toLowerCase().split(/, */) : [];
  const all = new Set([...said, ...names.toLowerCase().split(/, */)]);
  reply.header('vary', [...all].join(', '));
};
