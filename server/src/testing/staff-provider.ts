// A real OpenID Connect provider in a process of its own, with a login form: prints its address and serves until it is
// ended. The arguments are the address that it sends people back to, and the secret of the client `parley`. Whoever types a name
// is that person, with the address `<name>@company.example` and the groups that the name says: `grace-api-team`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri = '', secret = ''] = process.argv.slice(2);
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

const personOf = (name: string) => {
  const [first = '', ...group] = name.split('-');
  return {
    sub: `sub-${first}`,
    email: `${first}@company.example`,
    email_verified: first !== 'eve',
    name: first.charAt(0).toUpperCase() + first.slice(1),
    groups: ['everybody', group.join('-')],
  };
};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'parley',
      client_secret: secret,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [redirectUri],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ['a key of this process'] },
  pkce: { required: () => true },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...personOf(id), sub: id }) }),
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  // Nobody is asked for consent: the company has given it.
  loadExistingGrant: async (ctx) => {
    const accountId = ctx.oidc.session?.accountId;
    const clientId = ctx.oidc.client?.clientId;
    if (accountId === undefined || clientId === undefined) return undefined;
    const grant = new ctx.oidc.provider.Grant({ accountId, clientId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
});

const form = `<!doctype html><html lang="en"><title>Company</title><h1>Company login</h1>
<form method="post"><label>Name <input name="name" autofocus></label><button>Log in</button></form></html>`;

const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(form);
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const accountId = new URLSearchParams(Buffer.concat(parts).toString('utf8')).get('name') ?? '';
  await provider.interactionFinished(request, response, { login: { accountId, amr: ['pwd'] } });
};

const answer = provider.callback();
server.on('request', (request, response) => {
  const done = request.url?.startsWith('/interaction/')
    ? interact(request, response)
    : answer(request, response);
  done.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
});
process.stdout.write(`${issuer}\n`);
