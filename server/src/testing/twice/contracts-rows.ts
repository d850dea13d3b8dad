import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

const documentOf = (version: string, parameters: readonly string[], required: readonly string[] = []) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [...parameters, ...required].map((name) => ({
          name,
          in: 'query',
          required: required.includes(name),
          schema: { type: 'string' },
        })),
        responses: { 200: { description: 'Pets.' } },
      },
    },
  },
});

const apiOf = async (pair: Pair): Promise<string> => {
  const slug = pair.unique('pets');
  await pair.admin.api.create({ slug, name: 'Pets' });
  return slug;
};

const uploaded = async (pair: Pair, slug: string, document: Record<string, unknown>): Promise<string> =>
  (await pair.admin.contract.upload({ slug, document })).id;

/** An API with a published version, and a draft that breaks it by a change of this fingerprint. */
const broken = async (pair: Pair): Promise<{ slug: string; id: string; fingerprint: string }> => {
  const slug = await apiOf(pair);
  const first = await uploaded(pair, slug, documentOf('1.0.0', ['status']));
  await pair.admin.contract.publish({ slug, id: first });
  const id = await uploaded(pair, slug, documentOf('2.0.0', ['status'], ['clinic']));
  const { changes } = await pair.admin.contractChange.list({ slug });
  return { slug, id, fingerprint: changes[0]!.fingerprint };
};

const day = 86_400_000;
const sunsetAt = new Date(Date.now() + 400 * day).toISOString();

type Step = 'draft' | 'published' | 'deprecated';

const versionAt = async (pair: Pair, step: Step): Promise<{ slug: string; id: string }> => {
  const slug = await apiOf(pair);
  const id = await uploaded(pair, slug, documentOf('1.0.0', ['status']));
  if (step !== 'draft') await pair.admin.contract.publish({ slug, id });
  if (step === 'deprecated') await pair.admin.contract.deprecate({ slug, id, sunsetAt });
  return { slug, id };
};

const countEntries = async (pair: Pair, id: string, action: string): Promise<number> =>
  (await pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action)).length;

const stepping = (action: 'review' | 'retire', from: Step): Row => ({
  holds: 'the step is taken once',
  prepare: async (pair, times) => {
    const key = await versionAt(pair, from);
    return {
      calls: same(times, { name: `contract.${action}`, input: key }),
      after: async (outcomes) => {
        oneWins(outcomes, 'contract.state');
        expect(await countEntries(pair, key.id, `contract.${action}`)).toBe(1);
      },
    };
  },
});

const isPublished = async (pair: Pair, id: string): Promise<boolean> =>
  (await pair.rows(`select id from contract_version where id = ? and status = 'published'`, id)).length > 0;

/** Mutations of the wing `contracts`, twice at once. */
export const contractsRows: Rows = {
  'api.create': {
    holds: 'a slug has one API',
    prepare: async (pair, times) => {
      const slug = pair.unique('pets');
      return {
        calls: same(times, { name: 'api.create', input: { slug, name: 'Pets' } }),
        after: (outcomes) => void oneWins(outcomes, 'api.slug_taken'),
      };
    },
  },
  'api.update': {
    holds: 'each change sees the one before it',
    prepare: async (pair, times) => {
      const slug = await apiOf(pair);
      return {
        calls: Array.from({ length: times }, (_, index) => ({
          name: 'api.update',
          input: { slug, name: `Pets ${index}` },
        })),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const entries = await pair.rows<{ changes: string }>(
            `select changes from audit_entry where target_id = ? and action = 'api.update'`,
            slug,
          );
          const before = entries.map(({ changes }) => JSON.parse(changes).name.before);
          expect(new Set(before).size).toBe(times);
        },
      };
    },
  },
  'contract.upload': {
    holds: 'the same document is one version',
    prepare: async (pair, times) => {
      const slug = await apiOf(pair);
      const document = documentOf('1.0.0', [pair.unique('p')]);
      return {
        calls: same(times, { name: 'contract.upload', input: { slug, document } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect((await pair.admin.api.get({ slug })).versionCount).toBe(1);
        },
      };
    },
    more: [
      {
        holds: 'different documents are numbered without a gap',
        prepare: async (pair, times) => {
          const slug = await apiOf(pair);
          return {
            calls: Array.from({ length: times }, (_, index) => ({
              name: 'contract.upload',
              input: { slug, document: documentOf(`1.${index}.0`, [pair.unique('p')]) },
            })),
            after: (outcomes) => {
              allSucceed(outcomes);
              const numbers = outcomes.map(({ body }) => body.number).toSorted((a, b) => a - b);
              expect(numbers).toEqual(Array.from({ length: times }, (_, index) => index + 1));
            },
          };
        },
      },
      {
        holds: 'two APIs may get the same document',
        prepare: async (pair) => {
          const document = documentOf('1.0.0', [pair.unique('p')]);
          const slugs = [await apiOf(pair), await apiOf(pair)];
          return {
            calls: slugs.map((slug) => ({ name: 'contract.upload', input: { slug, document } })),
            after: allSucceed,
          };
        },
      },
    ],
  },
  'contract.check': {
    holds: 'every answer is the same',
    prepare: async (pair, times) => {
      const { slug } = await broken(pair);
      const document = documentOf('3.0.0', [pair.unique('p')]);
      return { calls: same(times, { name: 'contract.check', input: { slug, document } }), after: allAgree };
    },
  },
  'contract.review': stepping('review', 'draft'),
  'contract.publish': {
    holds: 'a version is published once',
    prepare: async (pair, times) => {
      const key = await versionAt(pair, 'draft');
      return {
        calls: same(times, { name: 'contract.publish', input: key }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await countEntries(pair, key.id, 'contract.publish')).toBe(1);
        },
      };
    },
    more: [
      {
        holds: 'the gate is judged by what is published at the same moment',
        prepare: async (pair) => {
          const slug = await apiOf(pair);
          const first = await uploaded(pair, slug, documentOf('1.0.0', ['status']));
          await pair.admin.contract.publish({ slug, id: first });
          // Beside the first the third adds something; beside the second it takes an operation away.
          const withToys = documentOf('1.1.0', ['status']);
          const toys = { get: { operationId: 'listToys', responses: { 200: { description: 'Toys.' } } } };
          const second = await uploaded(pair, slug, {
            ...withToys,
            paths: { ...withToys.paths, '/toys': toys },
          });
          const third = await uploaded(pair, slug, documentOf('1.2.0', ['status', 'page']));
          return {
            calls: [second, third].map((id) => ({ name: 'contract.publish', input: { slug, id } })),
            after: async (outcomes) => {
              const order = await pair.rows<{ target_id: string }>(
                `select target_id from audit_entry where action = 'contract.publish' and target_id in (?, ?)
                 order by position`,
                second,
                third,
              );
              const published = order.map((entry) => entry.target_id);
              expect([[second], [third, second]]).toContainEqual(published);
              expect(outcomes[1]!.code).toBe(published.includes(third) ? null : 'contract.gate_closed');
            },
          };
        },
      },
      {
        holds: 'nothing is published by an acceptance that was taken back before',
        prepare: async (pair) => {
          const { slug, id, fingerprint } = await broken(pair);
          await pair.admin.contractChange.accept({ slug, fingerprint, reason: 'Nobody uses it.' });
          return {
            calls: [
              { name: 'contractChange.withdraw', input: { slug, fingerprint } },
              { name: 'contract.publish', input: { slug, id } },
            ],
            after: async ([withdrawn, published]) => {
              expect(withdrawn!.code).toBeNull();
              expect(await isPublished(pair, id)).toBe(published!.code === null);
              if (published!.code !== null) return;
              const order = await pair.rows<{ action: string }>(
                `select action from audit_entry where action in ('contract_change.withdraw', 'contract.publish')
                 and target_id in (?, ?) order by position`,
                fingerprint,
                id,
              );
              expect(order.at(-1)!.action).toBe('contract_change.withdraw');
            },
          };
        },
      },
    ],
  },
  'contract.deprecate': {
    holds: 'each announcement sees the one before it',
    prepare: async (pair, times) => {
      const key = await versionAt(pair, 'published');
      return {
        calls: same(times, { name: 'contract.deprecate', input: { ...key, sunsetAt } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          const entries = await pair.rows<{ changes: string }>(
            `select changes from audit_entry where target_id = ? and action = 'contract.deprecate'`,
            key.id,
          );
          const first = entries.filter(({ changes }) => JSON.parse(changes).status.before === 'published');
          expect(first).toHaveLength(1);
        },
      };
    },
    more: [
      {
        holds: 'of two sunsets the later one stands, however they meet',
        prepare: async (pair) => {
          const key = await versionAt(pair, 'published');
          const later = new Date(Date.parse(sunsetAt) + day).toISOString();
          return {
            calls: [later, sunsetAt].map((at) => ({
              name: 'contract.deprecate',
              input: { ...key, sunsetAt: at },
            })),
            after: async ([first]) => {
              expect(first!.code).toBeNull();
              const [row] = await pair.rows<{ sunset_at: Date }>(
                'select sunset_at from contract_version where id = ?',
                key.id,
              );
              expect(new Date(row!.sunset_at).toISOString()).toBe(later);
            },
          };
        },
      },
    ],
  },
  'contract.retire': stepping('retire', 'deprecated'),
  'contractChange.accept': {
    holds: 'a change has one acceptance',
    prepare: async (pair, times) => {
      const { slug, fingerprint } = await broken(pair);
      return {
        calls: same(times, {
          name: 'contractChange.accept',
          input: { slug, fingerprint, reason: 'Agreed.' },
        }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(
            await pair.rows('select id from acceptance where fingerprint = ?', fingerprint),
          ).not.toHaveLength(0);
        },
      };
    },
  },
  'contractChange.withdraw': {
    holds: 'it is taken back once',
    prepare: async (pair, times) => {
      const { slug, fingerprint } = await broken(pair);
      await pair.admin.contractChange.accept({ slug, fingerprint, reason: 'Agreed.' });
      return {
        calls: same(times, { name: 'contractChange.withdraw', input: { slug, fingerprint } }),
        after: (outcomes) => void oneWins(outcomes, 'contract_change.not_accepted'),
      };
    },
  },
};
