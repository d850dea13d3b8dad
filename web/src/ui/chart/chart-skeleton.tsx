import { Skeleton } from '@mantine/core';
import { Section } from '../page/section.tsx';

/** The place of a chart that is on its way: as high as the chart will be. */
export function ChartSkeleton({ title }: { title: string }) {
  return (
    <Section title={title}>
      <Skeleton h={223} />
    </Section>
  );
}
