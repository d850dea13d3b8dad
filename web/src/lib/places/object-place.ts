/** Where the address of an object lies. */
export interface ObjectPlace {
  /** The address of the object itself; its parts have longer ones. */
  path: string;
  /** What it is, as its page is called before it is loaded. */
  kind: string;
  /** What it is part of, outermost first: the way back. */
  trail: readonly { label: string; path: string }[];
}

const kinds: readonly { list: string; label: string; kind: string }[] = [
  { list: '/consumers', label: 'Consumers', kind: 'Consumer' },
  { list: '/requirements', label: 'Requirements', kind: 'Requirement' },
  { list: '/api-keys', label: 'API keys', kind: 'API key' },
  { list: '/apis', label: 'APIs', kind: 'API' },
  { list: '/event-types', label: 'Event types', kind: 'Event type' },
  { list: '/events', label: 'Events', kind: 'Event' },
  { list: '/endpoints', label: 'Endpoints', kind: 'Endpoint' },
  { list: '/deliveries', label: 'Deliveries', kind: 'Delivery' },
  { list: '/recoveries', label: 'Recoveries', kind: 'Recovery' },
  { list: '/bulk-changes', label: 'Bulk changes', kind: 'Bulk change' },
  { list: '/issues', label: 'Issues', kind: 'Issue' },
  { list: '/audit', label: 'Audit', kind: 'Audit entry' },
];

/** Of which object an address is the page, or a part of the page; `null` for lists and all other pages. */
export function objectAt(path: string): ObjectPlace | null {
  const [, list = '', id = '', part = '', partId = ''] = path.split('/');
  const found = kinds.find((one) => one.list === `/${list}`);
  if (!found || id === '') return null;
  const { label, kind } = found;
  const trail = [{ label, path: found.list }];
  // Of a requirement the address names the consumer first.
  if (list === 'requirements')
    return part === '' ? null : { path: `${found.list}/${id}/${part}`, kind, trail };
  const own = `${found.list}/${id}`;
  if (list !== 'apis' || part !== 'versions' || partId === '') return { path: own, kind, trail };
  return {
    path: `${own}/versions/${partId}`,
    kind: 'Contract version',
    trail: [...trail, { label: decodeURIComponent(id), path: own }],
  };
}
