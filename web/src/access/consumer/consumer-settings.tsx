import { Button } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { IconPencil } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../lib/session/session-context.ts';
import { ConsumerKeys } from '../../nouns/api-key/consumer-keys.tsx';
import { ConsumerRequirement } from '../../nouns/consumer/consumer-requirement.tsx';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';
import { useConsumerFigures } from '../../nouns/consumer/use-consumer-figures.ts';
import { ConsumerEndpoints } from '../../nouns/endpoint/consumer-endpoints.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';

const route = getRouteApi('/_console/consumers/$id');

/** What a consumer holds and receives, what it declared, and what is written about it. */
export function ConsumerSettings({ consumer }: { consumer: ConsumerView }) {
  const { data: figures } = useConsumerFigures(consumer.id);
  const mayReadKeys = useMay('api-keys:read');
  const mayReadEndpoints = useMay('endpoints:read');
  return (
    <>
      {mayReadKeys && <ConsumerKeys consumerId={consumer.id} />}
      {mayReadEndpoints && <ConsumerEndpoints consumerId={consumer.id} />}
      <Section title="What it declared">
        <ConsumerRequirement id={consumer.id} figures={figures} />
      </Section>
      <Section title="Details" actions={<Edit />}>
        <KeyValue
          facts={[
            ['Name', consumer.name],
            ['Kind', kindLabels[consumer.kind]],
            ['Contact', consumer.contactEmail],
            ['Technical contact', consumer.technicalEmail],
            ['Description', consumer.description],
          ]}
        />
      </Section>
    </>
  );
}

function Edit() {
  const mayWrite = useMay('consumers:write');
  const navigate = route.useNavigate();
  if (!mayWrite) return null;
  return (
    <Button
      type="button"
      variant="default"
      leftSection={<IconPencil size={14} />}
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, dialog: 'edit' }), resetScroll: false })
      }
    >
      Edit
    </Button>
  );
}
