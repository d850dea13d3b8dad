import { getRouteApi } from '@tanstack/react-router';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** Who uploaded a contract version, published it, and what they did with it since. */
export function ContractHistory() {
  const { id } = route.useParams();
  return <ObjectHistory id={id} noun="contract version" />;
}
