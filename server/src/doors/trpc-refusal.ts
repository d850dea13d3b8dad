import { getTRPCErrorShape } from '@trpc/server';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../platform/guard/context.ts';
import { trpcErrorOf } from '../platform/guard/procedures.ts';
import type { Problem } from '../platform/request/problem.ts';
import { logBug, problemOfRequest, sendRefusal } from './refusal.ts';
import { appRouter } from './router.ts';
import type { Services } from './services.ts';

/** Whether an address, as it was sent, is one that tRPC's client reads the answer of. */
export const isOfTrpc = (url: string): boolean => url.startsWith('/trpc/');

/** The same of a request that Node's parser refused, as far as its first line is in what the parser had at hand. */
export const isPacketOfTrpc = (error: Error): boolean =>
  'rawPacket' in error &&
  error.rawPacket instanceof Uint8Array &&
  /^[A-Z]+ \/trpc\//.test(Buffer.from(error.rawPacket.subarray(0, 64)).toString('latin1'));

/** One problem as tRPC says it: its client reads nothing else, and takes one for each call of a batch. */
export const viewTrpcError = (problem: Problem, ctx?: Context): object => ({
  error: getTRPCErrorShape({
    config: appRouter._def._config,
    error: trpcErrorOf(problem),
    type: 'unknown',
    path: undefined,
    input: undefined,
    ctx,
  }),
});

/** Answers a failure before tRPC has the request. */
export const sendTrpcError = (
  services: Services,
  error: FastifyError,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
) => {
  const problem = problemOfRequest(error);
  logBug(services, error, problem, request.id);
  const body = viewTrpcError(problem, request.admitted?.context);
  return sendRefusal(request, reply, { problem, type: 'application/json', body });
};
