import { shellQuote } from '../../lib/rest/curl.ts';

/** Verifies a webhook in TypeScript. */
export const typeScriptSnippet = `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET); // whsec_…

export async function POST(request: Request) {
  const body = await request.text();
  try {
    const event = webhook.verify(body, Object.fromEntries(request.headers));
    // Do not process the same webhook-id twice; answer 2xx within 20 s.
    return new Response(null, { status: 204 });
  } catch {
    return new Response('bad signature', { status: 400 });
  }
}`;

/** Verifies a webhook in Python. */
export const pythonSnippet = `import os
from flask import Flask, request
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

app = Flask(__name__)
webhook = Webhook(os.environ["WEBHOOK_SECRET"])  # whsec_…

@app.post("/webhooks")
def receive():
    try:
        event = webhook.verify(request.get_data(as_text=True), dict(request.headers))
    except WebhookVerificationError:
        return "bad signature", 400
    # Do not process the same webhook-id twice; answer 2xx within 20 s.
    return "", 204`;

/** Signs a webhook in a POSIX shell and sends it to `url`; works as it stands when `secret` is given. */
export function shellSnippet(url: string, secret?: string): string {
  const assignment = secret ? `secret=${shellQuote(secret)}` : 'secret=$WEBHOOK_SECRET # whsec_…';
  return `${assignment}
body='{"type":"parley.test","timestamp":"2026-01-01T00:00:00Z","data":{}}'
id=msg_$(date +%s)
timestamp=$(date +%s)
key=$(printf %s "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -i ${shellQuote(url)} \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $id" \\
  -H "webhook-timestamp: $timestamp" \\
  -H "webhook-signature: v1,$signature" \\
  -d "$body"`;
}

/** Verifies a `v1a` signature with the public key of the endpoint, in TypeScript without a package. */
export function keyPairSnippet(publicKey: string): string {
  return `import { createPublicKey, verify } from 'node:crypto';

const x = Buffer.from('${publicKey.replace(/^whpk_/, '')}', 'base64').toString('base64url');
const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });

/** Whether Parley sent this, less than five minutes ago. */
export function isGenuine(headers: Headers, body: string): boolean {
  const [id, timestamp] = [headers.get('webhook-id'), headers.get('webhook-timestamp')];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return false;
  const signed = Buffer.from(\`\${id}.\${timestamp}.\${body}\`);
  const signatures = (headers.get('webhook-signature') ?? '').split(' ');
  return signatures.some((one) => {
    const [scheme, base64 = ''] = one.split(',');
    return scheme === 'v1a' && verify(null, signed, key, Buffer.from(base64, 'base64'));
  });
}`;
}
