import { z } from 'zod';

/** The two worlds that never mix: keys, events, endpoints, deliveries and usage belong to exactly one. */
export const Environment = z.enum(['live', 'test']).meta({
  id: 'Environment',
  description: 'The world a row belongs to. `live` and `test` never mix.',
  example: 'test',
});
export type Environment = z.infer<typeof Environment>;

/**
 * The environment a caller names. A key already belongs to one, so it may leave this out; staff work in both
 * and say which.
 */
export const EnvironmentChoice = Environment.meta({
  description: 'Needed from staff; a key already belongs to one environment and may leave it out.',
  example: 'test',
}).optional();
