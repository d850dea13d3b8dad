import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import type { VersionFigures } from '@parley/shared/contracts/version-figures';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { Numbers, type Figure } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useVersionFigures } from './use-version-figures.ts';
import { isToCome, useVersionImpact } from './use-version-impact.ts';

const awaited = (labels: readonly string[]): Figure[] => labels.map((label) => ({ label, value: undefined }));

/** A contract version in numbers: of one that is to come whom it would break, of another who calls it. */
export function VersionNumbers({ version }: { version: ContractVersionDetail }) {
  return isToCome(version.status) ? <ToCome version={version} /> : <InForce version={version} />;
}

function ToCome({ version }: { version: ContractVersionDetail }) {
  const { data: impact } = useVersionImpact(version);
  const { isOpen, reasons } = version.gate;
  return (
    <Numbers
      label="This version in numbers"
      figures={[
        ...(impact ? reachOf(impact, version) : awaited(['Consumers it breaks', 'To be told by hand'])),
        {
          label: 'Gate',
          value: isOpen ? 'Open' : 'Closed',
          note: isOpen ? 'It may be published' : count(reasons.length, 'reason'),
          ...(!isOpen && { alarm: 'bad' as const }),
        },
        lintOf(version),
      ]}
    />
  );
}

const reachOf = ({ consumers }: ImpactView, { api: slug, id }: ContractVersionDetail): Figure[] => {
  const broken = consumers.filter(({ breaking }) => breaking > 0);
  const affected = consumers.filter(({ breaking, risky }) => breaking + risky > 0);
  const byHand = affected.filter(({ channels }) => channels.length === 0);
  const link = { to: '/apis/$slug/versions/$id/impact', params: { slug, id } } as const;
  return [
    {
      label: 'Consumers it breaks',
      value: formatNumber(broken.length),
      note: `${formatNumber(affected.length - broken.length)} more at risk`,
      link,
      ...(broken.length > 0 && { alarm: 'bad' as const }),
    },
    {
      label: 'To be told by hand',
      value: formatNumber(byHand.length),
      note: `of ${count(affected.length, 'consumer')}`,
      link,
      ...(byHand.length > 0 && { alarm: 'warn' as const }),
    },
  ];
};

function InForce({ version }: { version: ContractVersionDetail }) {
  const environment = useEnvironment();
  const { data } = useVersionFigures(version.api, version.id);
  return (
    <Numbers
      label={`This version in numbers, in ${environment}`}
      figures={[
        ...(data
          ? callsOf(data, version.id)
          : awaited(['Calls in 30 days', 'Consumers', 'Operations called'])),
        lintOf(version),
      ]}
    />
  );
}

const callsOf = (data: VersionFigures, id: string): Figure[] => {
  const last = data.consumers
    .map(({ lastAt }) => lastAt)
    .toSorted()
    .at(-1);
  const own = data.versions.find((one) => one.id === id);
  return [
    {
      label: 'Calls in 30 days',
      value: formatNumber(data.calls),
      note: last ? (
        <>
          last <Time at={last} />
        </>
      ) : (
        'Nobody called it'
      ),
      series: own?.perDay,
    },
    {
      label: 'Consumers',
      value: `${formatNumber(data.consumers.length)}${data.hasMoreConsumers ? '+' : ''}`,
      note: 'called it in 30 days',
    },
    {
      label: 'Operations called',
      value: formatNumber(data.operationsCalled),
      note: `of ${formatNumber(data.operationCount)}, as far as counts go back`,
    },
  ];
};

const lintOf = ({ api: slug, id, lint }: ContractVersionDetail): Figure => ({
  label: 'Lint',
  value: formatNumber(lint.score),
  note: `of 100, ${count(lint.findingCount, 'finding')}`,
  link: { to: '/apis/$slug/versions/$id/lint', params: { slug, id } },
});
