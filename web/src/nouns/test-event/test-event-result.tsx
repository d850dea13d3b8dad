import { Alert, Loader, Text } from '@mantine/core';
import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

/** What became of a test event, as soon as its first attempt has ended. */
export function TestEventResult({ deliveryId }: { deliveryId: string }) {
  const delivery = useQuery(
    api.delivery.get.queryOptions(
      { id: deliveryId },
      { refetchInterval: ({ state }) => (state.data?.status === 'pending' ? 700 : false) },
    ),
  );
  const isWaiting = !delivery.data || delivery.data.status === 'pending';
  return (
    <div aria-live="polite">
      <ProblemAlert error={delivery.error} />
      {isWaiting && (
        <Text>
          <Loader size={14} mr={8} aria-hidden style={{ verticalAlign: 'middle' }} />
          Sent; waiting for the answer…
        </Text>
      )}
      {delivery.data && !isWaiting && <Outcome delivery={delivery.data} />}
      <Text mt={6}>
        <TextLink to="/deliveries/$id" params={{ id: deliveryId }}>
          Open the delivery
        </TextLink>
      </Text>
    </div>
  );
}

function Outcome({ delivery }: { delivery: DeliveryDetail }) {
  const { status, lastResponseStatus, lastError, attempts } = delivery;
  const took = attempts.at(-1)?.durationMs;
  if (status === 'delivered') {
    return (
      <Alert color="green" title="Delivered" icon={<IconCircleCheck size={18} />}>
        The receiver answered {lastResponseStatus}
        {took === undefined ? '.' : ` after ${Math.round(took)} ms.`}
      </Alert>
    );
  }
  return (
    <Alert color="yellow" title="Not delivered" icon={<IconAlertTriangle size={18} />}>
      {lastResponseStatus === null
        ? (lastError ?? 'There was no answer.')
        : `The receiver answered ${lastResponseStatus}.`}{' '}
      {status === 'failed' && 'It will be tried again.'}
    </Alert>
  );
}
