import { z } from 'zod';

/** The name of an API in addresses. */
export const ApiSlug = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'Small letters and digits, joined by hyphens: clinic-billing')
  .meta({ description: 'Name of the API in addresses.', example: 'billing' });
