import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { count, formatNumber } from '../../lib/text/count.ts';
import { originOf } from '../../nouns/contract-upload/contract-origin.ts';
import { LastChange } from '../../nouns/audit/last-change.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** What a contract version is, and when it went through which step of its life. */
export function ContractFacts({ version }: { version: ContractVersionDetail }) {
  const { lint, reviewedAt, publishedAt, deprecatedAt, sunsetAt, retiredAt } = version;
  const params = { slug: version.api, id: version.id };
  const steps = [
    ['Reviewed', reviewedAt],
    ['Published', publishedAt],
    ['Deprecated', deprecatedAt],
    ['Sunset', sunsetAt],
    ['Retired', retiredAt],
  ] as const;
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={version.id} what="contract version id" />],
        ['Version', <code key="version">{version.version}</code>],
        ['OpenAPI', version.openapi + originOf(version)],
        [
          'Operations',
          <TextLink key="operations" to="/apis/$slug/versions/$id/contract" params={params}>
            {count(version.operationCount, 'operation')}
          </TextLink>,
        ],
        ['Size', `${formatNumber(Math.ceil(version.bytes / 1024))} KiB`],
        ['SHA-256', <Id key="sha" value={version.sha256} what="SHA-256" />],
        [
          'Lint',
          <TextLink key="lint" to="/apis/$slug/versions/$id/lint" params={params}>
            {lint.score} of 100, {count(lint.findingCount, 'finding')}
          </TextLink>,
        ],
        ['Last change', <LastChange key="change" id={version.id} at={version.createdAt} />],
        ['Uploaded', <Time key="uploaded" at={version.createdAt} />],
        ...steps.flatMap(([name, at]) => (at ? [[name, <Time key={name} at={at} />] as const] : [])),
      ]}
    />
  );
}
