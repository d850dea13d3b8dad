import { type ProblemCode, problems } from '@parley/shared/problem';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../platform/request/problem.ts';
import { escapeXml } from '../../platform/request/xml.ts';

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

const inline = (text: string): string => escapeXml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}
code{font:14px ui-monospace,monospace}dt{font-weight:600}dd{margin:0 0 1rem}`;

const pageOf = (code: ProblemCode): string => {
  const { status, title, remedy } = problems[code];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeXml(title)} · Parley</title><link rel="stylesheet" href="/docs/problems.css"></head><body><main><h1>${inline(title)}</h1>
<dl><dt>Code</dt><dd><code>${code}</code></dd><dt>HTTP status</dt><dd>${status}</dd><dt>What to do</dt><dd>${inline(remedy)}</dd></dl>
<p><a href="/docs/problems">All problems</a></p></main></body></html>`;
};

const indexPage = (): string => {
  const rows = Object.entries(problems)
    .map(
      ([code, { status, title }]) =>
        `<li><a href="/docs/problems/${code}"><code>${code}</code></a> (${status}): ${inline(title)}</li>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Problems · Parley</title><link rel="stylesheet" href="/docs/problems.css"></head><body><main><h1>Problems</h1><ul>${rows}</ul></main></body></html>`;
};

/** The pages that the `type` of every problem points to, made from the one table. */
export const registerProblemPages = (app: FastifyInstance): void => {
  // A file of its own: the policy of pages takes no style that stands in one.
  app.get('/docs/problems.css', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(style),
  );
  app.get('/docs/problems', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(indexPage()),
  );
  app.get<{ Params: { code: string } }>('/docs/problems/:code', async ({ params }, reply) => {
    if (!isCode(params.code)) throw new Problem('request.not_found');
    return reply.type('text/html; charset=utf-8').send(pageOf(params.code));
  });
};
