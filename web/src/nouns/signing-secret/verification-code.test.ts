import { generateKeyPairSync, sign } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';
import { keyPairSnippet } from './verification-code.ts';

test('the snippet for v1a takes what the key signed, and refuses another body and an old time', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const code = stripTypeScriptTypes(keyPairSnippet(`whpk_${point.toString('base64')}`));
  const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const headersAt = (seconds: number) =>
    new Headers({
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,AAAA v1a,${sign(null, Buffer.from(`evt_1.${seconds}.{}`), privateKey).toString('base64')}`,
    });
  const now = Math.floor(Date.now() / 1000);

  expect(isGenuine(headersAt(now), '{}')).toBe(true);
  expect(isGenuine(headersAt(now), '{"a":1}')).toBe(false);
  expect(isGenuine(headersAt(now - 600), '{}')).toBe(false);
});
