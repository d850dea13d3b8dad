// A real OAuth provider in a process of its own: prints its address and then serves until it is ended. It issues access
// tokens as RFC 9068 says to the client `northwind` by client credentials, and takes a new signing key when asked to.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const newJwk = async (kid: string) => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' };
};

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const audience = process.argv[2] ?? 'https://parley.example';

const serve = (keys: Awaited<ReturnType<typeof newJwk>>[]) => {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'northwind',
        client_secret: 'northwind-secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys },
    scopes: ['events:read', 'orders.read'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope: 'events:read orders.read',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  return provider.callback();
};

const first = await newJwk('first');
let answer = serve([first]);
server.on('request', (request, response) => void answer(request, response));
process.stdin.on('data', async () => {
  // The new one signs from now on; the old one is still published.
  answer = serve([await newJwk('second'), first]);
  process.stdout.write('rotated\n');
});
process.stdout.write(`${issuer}\n`);
