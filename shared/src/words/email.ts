import { z } from 'zod';

/** An e-mail address, in small letters. */
export const emailAddress = z
  .email()
  .max(254)
  .toLowerCase()
  .meta({ description: 'E-mail address; upper and lower case are the same.', example: 'ada@clinic.example' });
