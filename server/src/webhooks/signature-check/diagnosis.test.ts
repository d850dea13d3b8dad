import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newSigningSecret } from '../../platform/secret/webhook-secret.ts';
import { diagnose } from './diagnosis.ts';
import { readHeaders } from './received-headers.ts';
import type { KnownSecret } from './signing-keys.ts';
import {
  asymmetric,
  body,
  brokenSamples,
  hour,
  id,
  keys,
  known,
  rotated,
  seconds,
  sent,
  sentAt,
  sign,
  validSamples,
  webhook,
} from '../../testing/fixtures/webhook-samples.ts';

test.each(validSamples)('a request is valid %s', (_name, given) => {
  const { verdict, cause, findings } = diagnose(webhook(given));

  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect([verdict, cause]).toEqual(['valid', null]);
});

describe.each(Object.entries(brokenSamples))('it is told, of %s, that', (_part, rows) => {
  test.each(rows)('%s', (_name, cause, code, given) => {
    const report = diagnose(webhook(given));

    expect([report.verdict, report.cause]).toEqual(['invalid', cause]);
    expect(report.findings.filter(({ ok }) => !ok).map((finding) => finding.code)).toContain(code);
    for (const { ok, fix } of report.findings) expect(fix === null).toBe(ok);
  });
});

test('no answer holds a secret, or a signature that the caller did not send', () => {
  for (const [name, , , given] of Object.values(brokenSamples).flat()) {
    const request = webhook(given);

    const answer = JSON.stringify(diagnose(request));

    for (const key of Object.values(keys)) {
      expect(answer, name).not.toContain(key.slice(6, 20));
      for (const content of [request.body.toString(), body]) {
        const signature = sign(content, key).slice(3);
        const hex = Buffer.from(signature, 'base64').toString('hex');
        if (request.headers.signature?.includes(signature.slice(0, 11))) continue;
        expect(answer, name).not.toContain(signature.slice(0, 12));
        if (request.headers.signature?.includes(hex)) continue;
        expect(answer, name).not.toContain(hex.slice(0, 16));
      }
    }
  }
});

test('a part of a right signature is as wrong as any other', () => {
  const right = sign();
  const almost = `${right.slice(0, 20)}${'A'.repeat(right.length - 21)}=`;

  const report = (signature: string) => {
    const { steps: _steps, ...rest } = diagnose(webhook({ signature }));
    return rest;
  };

  expect(report(almost)).toEqual(report(`v1,${'A'.repeat(43)}=`));
});

test('the first difference from what was sent is shown with its offset', () => {
  const changed = body.replace('Zoë', 'Zoe');
  const { findings } = diagnose(webhook({ body: changed, sent: sent() }));

  const { message } = findings.find(({ check }) => check === 'body')!;
  expect(message).toContain(`byte ${Buffer.from(body).indexOf('ë')}:`);
  expect(message).toContain('Zoe & <');
  expect(message).toContain('Zoë & <');
});

test('the difference in content is told where the white space was changed as well', () => {
  const pretty = JSON.stringify(JSON.parse(body), null, 2).replace('1200', '1300');
  const { findings } = diagnose(webhook({ body: pretty, sent: sent() }));

  const { code, message } = findings.find(({ check }) => check === 'body')!;
  expect(code).toBe('body_changed');
  expect(message).toContain(`byte ${body.indexOf('1200') + 1}:`);
});

test('the steps show the signed content, the hash of the body, the size of the key and each comparison', () => {
  const signature = `${sign(body, keys.stranger)} ${sign()} ${asymmetric}`;
  const { steps } = diagnose(webhook({ signature, secrets: rotated(hour) }));

  const [join, decode, hash, compare] = steps.map(({ detail }) => detail);
  expect(join).toContain(`${Buffer.byteLength(`${id}.${seconds}.${body}`)} bytes: ${id}.${seconds}.{"type"`);
  expect(join).toContain(createHash('sha256').update(body).digest('hex'));
  expect(decode).toContain(
    `Current secret: …${keys.secret.slice(-4)}, 32 characters of base64, a key of 24 bytes`,
  );
  expect(decode).toContain(`Previous secret: …${keys.previous.slice(-4)}`);
  expect(hash).toContain('not shown');
  expect(compare?.split('\n').map((line) => line.replace(/^\S+ /, '').split(' ')[0])).toEqual([
    'differs.',
    'matches',
    'asymmetric',
  ]);
});

test('two things that are wrong are both told', () => {
  const { cause, findings } = diagnose(
    webhook({
      headers: { 'svix-id': id, 'svix-timestamp': seconds, 'svix-signature': sign(body, keys.sibling) },
      body: `${body}\n`,
      now: new Date(sentAt.getTime() + hour),
    }),
  );

  expect(cause).toBe('header');
  expect(findings.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual([
    'header_renamed',
    'header_renamed',
    'header_renamed',
    'secret_other_endpoint',
    'body_trailing_newline',
    'clock_too_old',
  ]);
});

// Made to take quadratic time, or to be tried with every secret.
const size = 256 * 1024;
const hostileBodies = [
  `${' '.repeat(size)}x`,
  '"\\'.repeat(size / 2),
  '['.repeat(size),
  `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`,
  `"${'\\\\'.repeat(size / 2 - 1)}"`,
  `${'A'.repeat(size - 1)}!`,
  `{"a":"${'é'.repeat(size / 2 - 10)}"}`,
];

test('a hostile request is answered in a moment', () => {
  const others = Array.from({ length: 100 }, (): KnownSecret => ({
    text: newSigningSecret(),
    owner: { kind: 'other_endpoint', name: 'x' },
  }));
  const signature = Array.from({ length: 400 }, () => sign(body, keys.stranger)).join(' ');
  const before = process.threadCpuUsage();

  for (const hostile of hostileBodies)
    diagnose(webhook({ body: hostile, signature, secrets: [...known, ...others], sent: sent() }));
  readHeaders(`webhook-id: a${' '.repeat(31_000)}b`);
  readHeaders({ 'webhook-signature': ', '.repeat(4000), 'webhook-id': `a${' '.repeat(7900)}b` });

  expect(process.threadCpuUsage(before).user).toBeLessThan(hostileBodies.length * 1_500_000);
});
