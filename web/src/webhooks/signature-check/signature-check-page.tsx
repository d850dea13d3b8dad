import { Grid } from '@mantine/core';
import type { SignatureCheckView } from '@parley/shared/webhooks/signature-check';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { HowToCheck } from './how-to-check.tsx';
import { SignatureCheckForm } from './signature-check-form.tsx';
import { SignatureReport } from './signature-report.tsx';

const route = getRouteApi('/_console/signature-check');

/** Finds out why a webhook does not verify at its receiver: secret, raw body, clock, prefix or headers. */
export function SignatureCheckPage() {
  const { endpointId = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [checked, setChecked] = useState<{ report: SignatureCheckView; number: number } | null>(null);
  return (
    <>
      <PageHeader
        title="Signature doctor"
        description="Paste a webhook that a receiver refused, and learn what is wrong with it."
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title="The request as it was received">
            <SignatureCheckForm
              endpointId={endpointId}
              onChoose={(id) =>
                void navigate({
                  search: (before) => ({ ...before, endpointId: id || undefined }),
                  replace: true,
                  resetScroll: false,
                })
              }
              onChecked={(report) => setChecked((before) => ({ report, number: (before?.number ?? 0) + 1 }))}
            />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          {checked ? <SignatureReport key={checked.number} report={checked.report} /> : <HowToCheck />}
        </Grid.Col>
      </Grid>
    </>
  );
}
