import { ContractVersionView } from '@parley/shared/contracts/contract';
import { contract } from './contracts.ts';
import { read } from './rest.ts';
import type { Staff } from './staff.ts';

/** What a person does with contracts over REST; each step throws when it is refused. */
export interface ContractSteps {
  createApi: (slug: string) => Promise<void>;
  /** Answers the id of the version. */
  push: (slug: string, document: object) => Promise<string>;
  publish: (slug: string, id: string) => Promise<void>;
  /** An API with a published version, and a draft that breaks callers. */
  prepareApi: (slug: string) => Promise<{ published: string; draft: string }>;
}

/** The steps of this person. */
export const contractStepsOf = ({ rest }: Staff): ContractSteps => {
  const steps: ContractSteps = {
    createApi: async (slug) => {
      const { status } = await rest.post('/v1/apis', { slug, name: slug });
      if (status !== 201) throw new Error(`Creating the API ${slug} was answered with ${status}.`);
    },
    push: async (slug, document) =>
      read(ContractVersionView, await rest.post(`/v1/apis/${slug}/versions`, { document }), 201).id,
    publish: async (slug, id) => {
      read(ContractVersionView, await rest.post(`/v1/apis/${slug}/versions/${id}/publish`, {}));
    },
    prepareApi: async (slug) => {
      await steps.createApi(slug);
      const published = await steps.push(slug, contract('1.0.0'));
      await steps.publish(slug, published);
      return { published, draft: await steps.push(slug, contract('2.0.0')) };
    },
  };
  return steps;
};
