import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/request/problem.ts';
import { apiHeaders } from './refusal.ts';

/** Paths of the API; all others are pages of the console or the docs. */
const ourPaths = /^\/(?:v1|trpc|oauth|in|gateway|authorize|metrics|healthz|readyz)(?:\/|$)/;
/** What the build of the console writes where the nonce of an answer belongs; see `web/vite.config.ts`. */
const noncePlaceholder = 'PARLEY_CSP_NONCE';

const policyOf = (styles: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", ...styles],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
});

const isPageRoute = (url: string): boolean => url === '/' || url === '/*' || /^\/docs(?:\/|$)/.test(url);

/** The path of an address as routes would read it, however it is spelt. */
const plainPathOf = (url: string): string => {
  const path = url.split('?', 1)[0] ?? '/';
  try {
    const decoded = decodeURIComponent(path)
      .toLowerCase()
      .replaceAll(/[/\\]+/g, '/');
    return new URL(decoded, 'http://parley').pathname;
  } catch {
    return path;
  }
};

const sendIndex = async (reply: FastifyReply, folder: string) => {
  const nonce = randomBytes(16).toString('base64');
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  reply.helmet({ contentSecurityPolicy: policyOf([`'nonce-${nonce}'`]) });
  return reply
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(noncePlaceholder, nonce));
};

const registerConsole = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(serveFiles, {
    root: folder,
    index: false,
    cacheControl: false,
    // The build writes each file as brotli and as gzip as well.
    preCompressed: true,
    // Built files carry a hash in their name; the others keep theirs from version to version.
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  app.get('/', async (_request, reply) => sendIndex(reply, folder));
  // The template without its nonce is no page.
  app.get('/index.html', async (_request, reply) => reply.redirect('/'));
};

/**
 * Headers of every answer, by the route that it comes from and not by how its address is spelt: routes below `/docs` and
 * those of the console are pages, all others are the API's. Registered before any route.
 */
export const registerHeaders = async (app: FastifyInstance, publicUrl: string): Promise<void> => {
  await app.register(helmet, {
    // For pages only: a JSON answer is no page, and working these headers out for each would cost 3 % of all that we do.
    global: false,
    contentSecurityPolicy: policyOf([]),
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });
  app.addHook('onRoute', (route) => {
    const others = route.onRequest === undefined ? [] : [route.onRequest].flat();
    route.onRequest = [
      isPageRoute(route.url)
        ? (_request, reply, done) => {
            reply.helmet();
            done();
          }
        : (_request, reply, done) => {
            reply.headers(apiHeaders);
            done();
          },
      ...others,
    ];
  });
};

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** Whether somebody asks for a page, as browsers do. A program that mistyped an address is not to take one for an answer. */
const wantsPage = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '')
    .split(',')
    .some(
      (one) =>
        /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(one) &&
        !/;\s*q=0(?:\.0*)?\s*$/i.test(one),
    );

/** The console's files, and what is said of an address that is none. */
export const registerPages = async (app: FastifyInstance, consoleFolder: string | null): Promise<void> => {
  const folder =
    consoleFolder !== null && existsSync(join(consoleFolder, 'index.html')) ? consoleFolder : null;
  if (folder !== null) await registerConsole(app, folder);
  app.setNotFoundHandler((request, reply) => {
    const path = plainPathOf(request.url);
    // A file that is not there is missing; anything else is a page of the console, which finds its way by itself.
    const isPage = isRead(request) && !ourPaths.test(path) && !/^\/(?:docs|assets)(?:\/|$)/.test(path);
    if (folder === null || !isPage || !wantsPage(request)) throw new Problem('request.not_found');
    return sendIndex(reply, folder);
  });
};
