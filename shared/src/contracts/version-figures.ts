import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { figureDays } from '../words/calls.ts';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

export const GetVersionFigures = z.strictObject({
  slug: ApiSlug,
  id: idOf('ctr', 'contract version'),
  days: figureDays,
  environment: Environment.meta({
    description: 'Whose calls count: those with live keys, unless `test` is asked for.',
    example: 'live',
  }).default('live'),
});
export type GetVersionFigures = z.infer<typeof GetVersionFigures>;

const perDay = z.array(z.int()).meta({ description: 'Calls of each day, in the order of `days`.' });

const VersionCourse = z
  .object({
    id: idOf('ctr', 'contract version'),
    number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
    version: z.string().meta({ description: '`info.version` of the document.', example: '2.1.0' }),
    status: z.string().meta({ description: 'Where it stands.', example: 'published' }),
    calls: z.int().meta({ description: 'Calls of these days.' }),
    perDay,
  })
  .meta({ id: 'VersionCourse', description: 'How often one contract version was called, day by day.' });

const VersionCaller = z
  .object({
    consumerId: idOf('con', 'consumer'),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    contactEmail: z
      .string()
      .nullable()
      .meta({ description: 'Where to reach it; `null` where nobody said, or the asker may not read it.' }),
    calls: z.int().meta({ description: 'Calls of these days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastAt: isoTime('The latest call.'),
    perDay: perDay.nullable().meta({
      description: 'Calls of each day, in the order of `days`, of the ten that call most; `null` of others.',
    }),
    toldAt: isoTime('When it was last told of a change of this API.').nullable(),
  })
  .meta({ id: 'VersionCaller', description: 'A consumer that calls a contract version.' });

const VersionOperation = z
  .object({
    operation: z.string().meta({ description: 'Method and path.', example: 'GET /v1/pets' }),
    lastDay: isoTime('Start of the latest day with a call, in UTC; `null` where none is counted.').nullable(),
  })
  .meta({ id: 'VersionOperation', description: 'Whether an operation of a contract version is called.' });

const VersionMarkKind = z.enum(['published', 'deprecated', 'sunset', 'retired']).meta({
  id: 'VersionMarkKind',
  description: 'What became of a contract version; `sunset` is when it stops being promised.',
  example: 'published',
});

const VersionMark = z
  .object({
    at: isoTime('When.'),
    kind: VersionMarkKind,
    versionId: idOf('ctr', 'contract version'),
    version: z.string().meta({ description: '`info.version` of the document.', example: '2.1.0' }),
  })
  .meta({ id: 'VersionMark', description: 'A day in the life of a contract version.' });

/** How a contract version is called, and by whom. */
export const VersionFigures = z
  .object({
    countedSince: isoTime(
      'The first day of which a call of it is counted; `null` where there is none.',
    ).nullable(),
    days: z
      .array(isoTime('Start of the day in UTC.'))
      .meta({ description: 'Every day, the oldest first; the last one is not over.' }),
    calls: z.int().meta({ description: 'Calls of this version on these days.' }),
    versions: z.array(VersionCourse).meta({
      description: 'This version and the latest that were published, five at most, the newest first.',
    }),
    consumers: z
      .array(VersionCaller)
      .meta({ description: 'Who called it on these days, the most first, two hundred at most.' }),
    hasMoreConsumers: z.boolean().meta({ description: 'Whether there are more than are named.' }),
    operations: z
      .array(VersionOperation)
      .meta({ description: 'Its operations as the contract has them, a thousand at most.' }),
    operationCount: z.int().meta({ description: 'How many operations it has.' }),
    operationsCalled: z.int().meta({ description: 'Of these, how many were ever called, within 400 days.' }),
    marks: z.array(VersionMark).meta({
      description:
        'What became of these versions within the days, and what is announced, in the order of time.',
    }),
  })
  .meta({ id: 'VersionFigures', description: 'How a contract version is called, and by whom.' });
export type VersionFigures = z.infer<typeof VersionFigures>;
