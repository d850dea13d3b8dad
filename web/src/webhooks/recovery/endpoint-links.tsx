import type { RecoveryView } from '@parley/shared/recovery';
import { count } from '../../lib/text/count.ts';
import { useEndpointUrl } from '../../nouns/endpoint/use-endpoint-url.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

const shownMax = 5;

/** The first endpoints of a recovery as links, and how many more there are. */
export function EndpointLinks({ recovery }: { recovery: RecoveryView }) {
  const shown = recovery.endpointIds.slice(0, shownMax);
  const more = recovery.endpointCount - shown.length;
  return (
    <>
      {shown.map((id) => (
        <div key={id}>
          <EndpointLink id={id} />
        </div>
      ))}
      {more > 0 && <div>and {count(more, 'other')}</div>}
    </>
  );
}

function EndpointLink({ id }: { id: string }) {
  const url = useEndpointUrl(id);
  return (
    <TextLink to="/endpoints/$id" params={{ id }}>
      {url}
    </TextLink>
  );
}
