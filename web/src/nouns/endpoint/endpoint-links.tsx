import { count } from '../../lib/text/count.ts';
import { useEndpointUrl } from './use-endpoint-url.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

const shownMax = 5;

/** The first endpoints of a list as links, and how many more of `total` there are. */
export function EndpointLinks({ ids, total }: { ids: readonly string[]; total: number }) {
  const shown = ids.slice(0, shownMax);
  const more = total - shown.length;
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
