import type { Scope } from '@parley/shared/scope';
import type { LinkProps } from '@tanstack/react-router';
import { useSession } from '../../lib/session/session-context.ts';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './consumer-ways.module.css';

interface Way {
  name: string;
  scope: Scope;
  link: LinkProps;
}

const waysOf = (consumerId: string): Way[] => [
  {
    name: 'Exhausted deliveries',
    scope: 'deliveries:read',
    link: { to: '/deliveries', search: { consumerId, status: 'exhausted' } },
  },
  {
    name: 'Deliveries that will be tried again',
    scope: 'deliveries:read',
    link: { to: '/deliveries', search: { consumerId, status: 'failed' } },
  },
  {
    name: 'All deliveries to it',
    scope: 'deliveries:read',
    link: { to: '/deliveries', search: { consumerId } },
  },
  { name: 'Events that it published', scope: 'events:read', link: { to: '/events', search: { consumerId } } },
  { name: 'Recoveries', scope: 'deliveries:read', link: { to: '/recoveries', search: { consumerId } } },
  { name: 'Endpoints', scope: 'endpoints:read', link: { to: '/endpoints', search: { consumerId } } },
  { name: 'API keys', scope: 'api-keys:read', link: { to: '/api-keys', search: { consumerId } } },
  {
    name: 'Who changed this consumer',
    scope: 'audit:read',
    link: { to: '/audit', search: { targetId: consumerId } },
  },
];

/** Every list with this consumer as its filter. */
export function ConsumerWays({ id }: { id: string }) {
  const { scopes } = useSession();
  const ways = waysOf(id).filter(({ scope }) => scopes.includes(scope));
  return (
    <ul className={classes.list}>
      {ways.map(({ name, link }) => (
        <li key={name}>
          <TextLink {...link}>{name}</TextLink>
        </li>
      ))}
    </ul>
  );
}
