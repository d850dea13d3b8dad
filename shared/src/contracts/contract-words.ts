import { z } from 'zod';

export const FindingSeverity = z.enum(['error', 'warn', 'info']).meta({
  id: 'FindingSeverity',
  description: 'How severe a finding is.',
  example: 'warn',
});

export const WarningSeverity = FindingSeverity.exclude(['info']).meta({
  id: 'WarningSeverity',
  description: 'How severe a warning is.',
  example: 'warn',
});

export const OpenApiVersion = z.enum(['3.0', '3.1', '3.2']).meta({
  id: 'OpenApiVersion',
  description: 'The version of OpenAPI that the document is written in.',
  example: '3.1',
});

export const ChangeDirection = z.enum(['request', 'response', 'none']).meta({
  id: 'ChangeDirection',
  description: 'Whether it is about what is sent, what is answered, or neither.',
  example: 'request',
});

export const GateReasonCode = z
  .enum(['lint_below_bar', 'breaking_not_accepted', 'acceptance_expired', 'sunset_too_early'])
  .meta({
    id: 'GateReasonCode',
    description: 'The stable name of a reason; switch on this.',
    example: 'breaking_not_accepted',
  });
