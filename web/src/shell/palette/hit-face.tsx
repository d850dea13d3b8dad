import type { SearchHit } from '@parley/shared/overview/search';
import { EnvironmentBadge } from '../../ui/text/environment-badge.tsx';
import { isStatus, StatusBadge } from '../../ui/text/status-badge.tsx';
import classes from './command-palette.module.css';
import { kindIcons } from './kinds.ts';
import { MarkedText } from './marked-text.tsx';
import type { Recent } from './recent-hits.ts';

/** One result: what it is called, what tells it from others, whose it is, where, and how it is. */
export function HitFace({ hit, query }: { hit: Recent & Partial<Pick<SearchHit, 'state'>>; query: string }) {
  const KindIcon = kindIcons[hit.kind];
  const owner = hit.kind === 'consumer' ? null : hit.consumerName;
  return (
    <>
      <KindIcon size={16} stroke={1.7} aria-hidden />
      <span className={classes.what}>
        <span className={classes.name}>
          <MarkedText text={hit.title} query={query} />
        </span>
        {hit.detail !== null && (
          <span className={classes.detail}>
            <MarkedText text={hit.detail} query={query} />
          </span>
        )}
      </span>
      <span className={classes.meta}>
        {owner !== null && <span className={classes.owner}>{owner}</span>}
        {hit.environment && <EnvironmentBadge environment={hit.environment} />}
        {hit.state != null && isStatus(hit.state) && <StatusBadge status={hit.state} />}
      </span>
    </>
  );
}
