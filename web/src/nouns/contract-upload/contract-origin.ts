import type { ContractVersionView } from '@parley/shared/contracts/contract';

const names = { 'swagger-2.0': 'Swagger 2.0' };

/** What a contract was converted from, as the end of a sentence; empty when it is kept as it was sent. */
export function originOf({ convertedFrom }: Pick<ContractVersionView, 'convertedFrom'>): string {
  return convertedFrom ? `, converted from ${names[convertedFrom]}` : '';
}
