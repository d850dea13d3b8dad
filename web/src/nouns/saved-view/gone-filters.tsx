import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { problemOf } from '../../lib/problem/problem.ts';

const isGone = (error: unknown): boolean => problemOf(error).status === 404;

/** Says when a view, or an address that somebody sent, is about something that is not there any more, and offers the way on. */
export function GoneFilters({
  search,
  isViewGone,
}: {
  search: Readonly<Record<string, string>>;
  isViewGone: boolean;
}) {
  const { consumerId, endpointId } = search;
  const consumer = useQuery(
    api.consumer.get.queryOptions({ id: consumerId ?? '' }, { enabled: Boolean(consumerId), retry: false }),
  );
  const endpoint = useQuery(
    api.endpoint.get.queryOptions({ id: endpointId ?? '' }, { enabled: Boolean(endpointId), retry: false }),
  );

  return (
    <>
      {isViewGone && (
        <Gone
          field="view"
          text="The saved view of this address is not there any more, or is not shared with you."
        />
      )}
      {consumerId && isGone(consumer.error) && (
        <Gone
          field="consumerId"
          text={`There is no consumer ${consumerId} any more, which this list is filtered by.`}
        />
      )}
      {endpointId && isGone(endpoint.error) && (
        <Gone
          field="endpointId"
          text={`The endpoint ${endpointId}, which this list is filtered by, was removed.`}
        />
      )}
    </>
  );
}

function Gone({ field, text }: { field: string; text: string }) {
  const navigate = useNavigate();
  return (
    <Alert color="yellow" mb="sm" title={text}>
      <Button
        type="button"
        size="xs"
        variant="default"
        onClick={() =>
          void navigate({
            to: '.',
            search: (before: object): object => ({ ...before, [field]: undefined }),
            resetScroll: false,
          })
        }
      >
        {field === 'view' ? 'Look at it without a view' : 'Leave this filter out'}
      </Button>
    </Alert>
  );
}
