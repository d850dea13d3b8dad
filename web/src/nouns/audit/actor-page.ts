import type { AuditEntryView } from '@parley/shared/administration/audit';
import type { LinkProps } from '@tanstack/react-router';

/** The page of whatever acted; `null` for what has none: people, Parley itself, and what came by a trusted issuer. */
export function actorPage({ kind, id }: AuditEntryView['actor']): LinkProps | null {
  if (kind !== 'api_key' || id === null || id.startsWith('isc_')) return null;
  return id.startsWith('cli_')
    ? { to: '/clients/$id', params: { id } }
    : { to: '/api-keys/$id', params: { id } };
}
