import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Mark } from '../../ui/chart/chart-data.ts';

const apisMax = 10;
const patient = { staleTime: 300_000 };

/** When contract versions were published, of the newest ten APIs: what may explain that something changed. */
export function usePublicationMarks(): Mark[] {
  const mayRead = useMay('contracts:read');
  const apis = useQuery(api.api.list.queryOptions({ limit: apisMax }, { ...patient, enabled: mayRead }));
  return useQueries({
    queries: (apis.data?.items ?? []).map(({ slug }) =>
      api.contract.list.queryOptions({ slug, limit: 20 }, patient),
    ),
    combine: (lists) =>
      lists.flatMap(({ data }) =>
        (data?.items ?? []).flatMap(({ id, api: slug, title, version, publishedAt }): Mark[] =>
          publishedAt === null
            ? []
            : [
                {
                  at: Date.parse(publishedAt),
                  label: `${title} ${version} published`,
                  link: { to: '/apis/$slug/versions/$id', params: { slug, id } },
                },
              ],
        ),
      ),
  });
}
