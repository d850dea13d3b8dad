import type { NamedObject, ObjectKind } from '@parley/shared/overview/object';
import type { LinkProps } from '@tanstack/react-router';

/** What people call each kind of object. */
export const objectWords: Record<ObjectKind, string> = {
  consumer: 'Consumer',
  api_key: 'API key',
  requirement: 'Requirement',
  event_type: 'Event type',
  event: 'Event',
  endpoint: 'Endpoint',
  delivery: 'Delivery',
  recovery: 'Recovery',
  staff: 'Staff member',
  api: 'API',
  contract_version: 'Contract version',
  contract_change: 'Contract change',
};

// The noun of an act says what its target is; these have another word, or act on somebody else.
const otherWords: Record<string, ObjectKind> = {
  contract: 'contract_version',
  session: 'staff',
  invitation: 'staff',
};

const isKind = (noun: string): noun is ObjectKind => Object.hasOwn(objectWords, noun);

/** What the target of an act is; `undefined` for one that this console does not know. */
export function kindOfTarget(action: string): ObjectKind | undefined {
  const noun = action.split('.', 1)[0] ?? '';
  return isKind(noun) ? noun : otherWords[noun];
}

const rooms: Record<ObjectKind, (id: string, within: string) => LinkProps> = {
  consumer: (id) => ({ to: '/consumers/$id', params: { id } }),
  api_key: (id) => ({ to: '/api-keys/$id', params: { id } }),
  requirement: (id, within) => ({ to: '/requirements/$consumerId/$id', params: { consumerId: within, id } }),
  event_type: (id) => ({ to: '/event-types/$id', params: { id } }),
  event: (id) => ({ to: '/events/$id', params: { id } }),
  endpoint: (id) => ({ to: '/endpoints/$id', params: { id } }),
  delivery: (id) => ({ to: '/deliveries/$id', params: { id } }),
  recovery: (id) => ({ to: '/recoveries/$id', params: { id } }),
  staff: () => ({ to: '/staff' }),
  api: (slug) => ({ to: '/apis/$slug', params: { slug } }),
  contract_version: (id, within) => ({ to: '/apis/$slug/versions/$id', params: { slug: within, id } }),
  contract_change: (_id, within) => ({ to: '/apis/$slug', params: { slug: within } }),
};

/** Where an object is shown; what was removed has no page but its history. */
export function objectAddress({ kind, id, within, isRemoved }: NamedObject): LinkProps {
  if (isRemoved) return { to: '/audit', search: { targetId: id } };
  return rooms[kind](id, within ?? '');
}
