import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../platform/request/problem.ts';
import type { LeakReports } from './leak-report.service.ts';

const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' && value.length <= 500 ? value : undefined;
};

const callsOf = (reports: LeakReports) => {
  const calls = [{ name: 'leakReport.take', access: 'anyone' as const }];
  return () => {
    if (!reports.isOpen) throw new Problem('request.not_found');
    return calls;
  };
};

/** The door for reports of leaked keys. The parser of this app has to leave bodies as the bytes that they came in. */
export const registerLeakReports = (app: FastifyInstance, reports: LeakReports): void => {
  app.route({
    method: 'POST',
    url: '/v1/leak-reports',
    config: { calls: callsOf(reports) },
    handler: async (request, reply) => {
      const { body } = request;
      if (!Buffer.isBuffer(body)) throw new Problem('leak_report.unsigned');
      const labels = await reports.take(
        {
          body,
          identifier: headerOf(request, 'github-public-key-identifier'),
          signature: headerOf(request, 'github-public-key-signature'),
        },
        { requestId: request.id, peer: request.ip },
      );
      return reply.send(labels);
    },
  });
};
