import { z } from 'zod';
import { PutPlan } from '../access/plan.ts';
import { PlanDifference } from '../access/plan-proposal.ts';
import { Scope } from '../scope.ts';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';

export const PreviewPlan = PutPlan;
export type PreviewPlan = z.infer<typeof PreviewPlan>;
/** A plan as it may be sent: what has a default can be left out. */
export type PlanAsked = z.input<typeof PreviewPlan>;

const name = z.string().meta({ description: 'What it is called.', example: 'ci' });
const isRefused = z.boolean().meta({
  description: 'Whether the plan has nothing in its environment, so that it is refused as a whole.',
  example: false,
});
const beyond = z.array(Scope).meta({ description: 'Scopes that it holds and would not hold any more.' });

export const NarrowedKey = z
  .object({ id: idOf('key', 'API key'), name, environment: Environment, isRefused, beyond })
  .meta({ id: 'NarrowedKey', description: 'A key that holds more than the plan.' });

const NarrowedClient = z
  .object({ id: idOf('cli', 'client'), name, environment: Environment, isRefused, beyond })
  .meta({ id: 'NarrowedClient', description: 'An OAuth client that holds more than the plan.' });

const CutEndpoint = z
  .object({
    id: idOf('ep', 'endpoint'),
    url: z.string().meta({ description: 'Where its webhooks go.' }),
    environment: Environment,
    beyond: z.array(z.string()).meta({
      description: 'Event types and patterns that it asks for and would not get any more, or not all of.',
      example: ['invoice.*'],
    }),
  })
  .meta({ id: 'CutEndpoint', description: 'An endpoint that asks for more than the plan.' });

export const PlanPreview = z
  .object({
    differences: z
      .array(PlanDifference)
      .meta({ description: 'What it changes of the plan that there is; all of it where there is none.' }),
    endpoints: z
      .array(CutEndpoint)
      .meta({ description: 'Endpoints that would not get all that they ask for, of the latest 200.' }),
    keys: z
      .array(NarrowedKey)
      .meta({ description: 'Active keys that hold more than the plan, of the latest 200.' }),
    clients: z
      .array(NarrowedClient)
      .meta({ description: 'Active clients that hold more than the plan, of the latest 200.' }),
  })
  .meta({ id: 'PlanPreview', description: 'What a plan would change and cut off if it were set now.' });
export type PlanPreview = z.infer<typeof PlanPreview>;
