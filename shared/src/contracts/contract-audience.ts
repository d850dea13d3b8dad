import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';
import { ToldBy } from './contract-impact.ts';

/** What is done to a version that somebody may have to be told of. */
export const AnnouncedAct = z.enum(['publish', 'deprecate', 'retire']).meta({
  id: 'AnnouncedAct',
  description: 'A step of a contract version that somebody may have to be told of.',
  example: 'publish',
});
export type AnnouncedAct = z.infer<typeof AnnouncedAct>;

const contact = (description: string) =>
  z
    .string()
    .nullable()
    .meta({ description: `${description} \`null\` without one, or for who may not read it.` });

/** The addresses of a consumer, by what they are for. */
export const contacts = {
  contactEmail: contact('Who answers for it.'),
  technicalEmail: contact('Who builds and runs it.'),
};

const AudienceMember = z
  .object({
    consumerId: z.string().meta({ description: 'Identifier of the consumer.' }),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    ...contacts,
    channels: z
      .array(ToldBy)
      .meta({ description: 'By which ways Parley tells it; empty when people have to.' }),
    breaking: z.int().meta({ description: 'Breaking changes that affect it.' }),
    risky: z.int().meta({ description: 'Risky changes that affect it.' }),
    calls: z
      .int()
      .meta({ description: 'Its calls to the version within 30 days, when that is what counts.' }),
    lastSeenAt: isoTime('The last of them.').nullable(),
  })
  .meta({ id: 'AudienceMember', description: 'A consumer that has to know of a step, and who tells it.' });
export type AudienceMember = z.infer<typeof AudienceMember>;

const members = (description: string) => z.array(AudienceMember).meta({ description });

export const ContractAudienceView = z
  .object({
    act: AnnouncedAct,
    told: members('Whom Parley tells at once, the most affected first; the first 200.'),
    toldCount: z.int().meta({ description: 'How many it tells.' }),
    byHand: members('Who has an address and has to be told by people; the first 200.'),
    byHandCount: z.int().meta({ description: 'How many people have to tell.' }),
    withoutContact: members('Who is affected, is not told, and has no address; the first 200.'),
    withoutContactCount: z.int().meta({ description: 'How many nobody can tell.' }),
    addresses: z.array(z.string()).meta({
      description: 'The addresses of all who have to be told by people, each once; the first 2,000.',
    }),
    addressCount: z.int().meta({ description: 'How many addresses there are.' }),
    hasMail: z.boolean().meta({ description: 'Whether Parley has a mail server to send by.' }),
  })
  .meta({
    id: 'ContractAudience',
    description: 'Who is told of a step of a contract version by Parley, and who has to be told by people.',
  });
export type ContractAudienceView = z.infer<typeof ContractAudienceView>;

export const GetContractAudience = z.strictObject({
  slug: ApiSlug,
  id: idOf('ctr', 'contract version'),
  act: AnnouncedAct.default('publish'),
});
export type GetContractAudience = z.infer<typeof GetContractAudience>;
