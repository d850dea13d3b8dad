import { getRouteApi } from '@tanstack/react-router';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';

const route = getRouteApi('/_console/apis/$slug');

/** Who made an API, and who changed its rules. */
export function ApiHistory() {
  const { slug } = route.useParams();
  return <ObjectHistory id={slug} noun="API" />;
}
