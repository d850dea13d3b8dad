import { Button, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { ChangelogFormat } from '@parley/shared/contracts/contract';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { downloadText } from '../../lib/text/download-text.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { BaseVersionFilter } from '../../nouns/contract/base-version-filter.tsx';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { Section } from '../../ui/page/section.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/changelog');

const formats: Record<ChangelogFormat, { label: string; extension: string }> = {
  markdown: { label: 'Markdown', extension: 'md' },
  html: { label: 'HTML', extension: 'html' },
  json: { label: 'JSON', extension: 'json' },
  rss: { label: 'RSS', extension: 'xml' },
};

/** What changed, written for those who call, to read, to copy and to publish elsewhere. */
export function ContractChangelog() {
  const { slug, id } = route.useParams();
  const { from, format = 'markdown' } = route.useSearch();
  const changelog = useQuery(
    api.contractChange.changelog.queryOptions({ slug, to: id, from, format }, alone),
  );
  return (
    <>
      <Filters />
      {!changelog.data && changelog.error && (
        <ErrorState error={changelog.error} onRetry={changelog.refetch} />
      )}
      {!changelog.data && !changelog.error && <Skeleton h={260} radius="lg" />}
      {changelog.data && (
        <Preview
          text={changelog.data.text}
          contentType={changelog.data.contentType}
          fileName={`${slug}-changelog.${formats[format].extension}`}
        />
      )}
    </>
  );
}

function Filters() {
  const { slug, id } = route.useParams();
  const { from, format = 'markdown' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <FilterBar
      isFiltered={false}
      onClear={() => undefined}
      aside={
        <SegmentedControl
          aria-label="Format"
          data={ChangelogFormat.options.map((value) => ({ value, label: formats[value].label }))}
          value={format}
          onChange={(next) => {
            const chosen = ChangelogFormat.options.find((one) => one === next);
            void navigate({
              search: (before) => ({ ...before, format: chosen === 'markdown' ? undefined : chosen }),
              replace: true,
              resetScroll: false,
            });
          }}
        />
      }
    >
      <BaseVersionFilter
        slug={slug}
        id={id}
        value={from}
        onChange={(next) =>
          void navigate({
            search: (before) => ({ ...before, from: next }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    </FilterBar>
  );
}

const previewLength = 200_000;

function Preview({ text, contentType, fileName }: { text: string; contentType: string; fileName: string }) {
  return (
    <Section
      title="Changelog"
      actions={
        <Button
          type="button"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => downloadText(text, contentType, fileName)}
        >
          Download
        </Button>
      }
    >
      <CodeBlock code={text} label="text of the changelog" wrap>
        {text.slice(0, previewLength)}
      </CodeBlock>
      {text.length > previewLength && (
        <Text c="dimmed" mt="xs">
          The first {formatNumber(previewLength)} of {formatNumber(text.length)} characters. Copy and download
          take all of it.
        </Text>
      )}
    </Section>
  );
}
