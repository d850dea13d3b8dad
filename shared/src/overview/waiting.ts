import { z } from 'zod';
import { Environment } from '../words/environment.ts';

/** More of a kind are not counted: a hundred say the same as a thousand. */
export const waitingMax = 100;

export const WaitingInput = z.strictObject({ environment: Environment });

const count = (description: string) => z.int().max(waitingMax).nullable().meta({ description });

/** What waits for somebody, of what the reader may read; `null` for what they may not. A hundred stands for that and more. */
export const WaitingView = z.object({
  endpoints: count('Endpoints that fail, are left alone after failures, or were disabled by Parley.'),
  apis: count('APIs whose latest version is not published.'),
  recoveries: count('Recoveries that were planned and not started.'),
});
export type WaitingView = z.infer<typeof WaitingView>;
