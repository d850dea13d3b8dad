import { Button, Group, NumberInput, Select, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { AnswerEnums, ApiRules as Rules, type ApiView, ChangeSeverity } from '@parley/shared/contracts/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { Section } from '../../ui/page/section.tsx';
import { mergeRules } from './merge-rules.ts';
import { SeverityTable } from './severity-table.tsx';
import { useKnownNames } from './use-known-names.ts';

const route = getRouteApi('/_console/apis/$slug/rules');

const lintOptions = [
  { value: 'error', label: 'Error' },
  { value: 'warn', label: 'Warning' },
  { value: 'info', label: 'Info' },
  { value: 'off', label: 'Off' },
] as const;

const severityOptions = [...ChangeSeverity.options, 'ignore' as const].map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

const enumOptions: { value: AnswerEnums; label: string }[] = [
  { value: 'closed', label: 'Closed: unless marked, one more value breaks' },
  { value: 'open', label: 'Open: readers take values that they do not know' },
];

/** What an API asks of its contracts. */
export function ApiRules() {
  const { slug } = route.useParams();
  // The page around this one has loaded it.
  const found = useQuery(api.api.get.queryOptions({ slug })).data;
  if (!found) return <Skeleton h={260} radius="lg" />;
  return <RulesForm key={slug} found={found} />;
}

function useRules(found: ApiView) {
  const { slug } = found;
  const [before, setBefore] = useState(found.rules);
  const [rules, setRules] = useState(found.rules);
  const update = useMutation(api.api.update.mutationOptions());
  const save = useMutation({
    mutationFn: async () => {
      const latest = await queryClient.query({ ...api.api.get.queryOptions({ slug }), staleTime: 0 });
      return update.mutateAsync({ slug, rules: mergeRules(before, rules, latest.rules) });
    },
    onSuccess: async (saved) => {
      setBefore(saved.rules);
      setRules(saved.rules);
      notifications.show({ message: 'The rules are saved.' });
      const rooms = [api.api, api.contract, api.contractChange, api.contractImpact];
      await Promise.all(rooms.map(async (room) => queryClient.invalidateQueries(room.pathFilter())));
    },
  });
  return {
    rules,
    change: (part: Partial<Rules>) => setRules({ ...rules, ...part }),
    undo: () => setRules(before),
    isChanged: JSON.stringify(rules) !== JSON.stringify(before),
    isValid: Rules.safeParse(rules).success,
    save,
  };
}

function RulesForm({ found }: { found: ApiView }) {
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const isReadOnly = !useMay('contracts:publish');
  const form = useRules(found);
  const { rules, change, save } = form;
  const known = useKnownNames(found.slug, found.newest?.id);
  const find = (next: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, search: next }), replace: true, resetScroll: false });
  return (
    <>
      <ProblemAlert error={save.error} />
      <Limits rules={rules} isReadOnly={isReadOnly} onChange={change} />
      <FilterBar isFiltered={Boolean(search)} onClear={() => find(undefined)}>
        <SearchFilter label="Search rules and checks" value={search} onChange={find} />
      </FilterBar>
      <Section flush title="Severity of lint rules">
        <SeverityTable
          label="Lint rules"
          what="rule"
          known={known.rules}
          options={lintOptions}
          values={rules.lint}
          onChange={(lint) => change({ lint })}
          {...{ search, isReadOnly }}
        />
      </Section>
      <Section flush title="Severity of changes">
        <SeverityTable
          label="Checks of changes"
          what="check"
          known={known.checks}
          options={severityOptions}
          values={rules.severities}
          onChange={(severities) => change({ severities })}
          {...{ search, isReadOnly }}
        />
      </Section>
      {!isReadOnly && <Acts form={form} />}
    </>
  );
}

function Acts({ form: { undo, isChanged, isValid, save } }: { form: ReturnType<typeof useRules> }) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button type="button" variant="default" disabled={!isChanged} onClick={undo}>
        Undo
      </Button>
      <Button
        type="button"
        disabled={!isChanged || !isValid}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        Save rules
      </Button>
    </Group>
  );
}

interface LimitsProps {
  rules: Rules;
  isReadOnly: boolean;
  onChange: (part: Partial<Rules>) => void;
}

function Limits({ rules, isReadOnly, onChange }: LimitsProps) {
  return (
    <Section title="What a contract needs">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <NumberInput
          label="Bar"
          description="The lowest lint score that may be published, 0 to 100."
          min={0}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={isReadOnly}
          value={rules.bar}
          onChange={(bar) => onChange({ bar: Number(bar) })}
        />
        <NumberInput
          label="Days of grace"
          description="From a deprecation to its sunset, at least."
          min={0}
          max={3650}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={isReadOnly}
          value={rules.sunsetGraceDays}
          onChange={(days) => onChange({ sunsetGraceDays: Number(days) })}
        />
        <Enums {...{ rules, isReadOnly, onChange }} />
      </SimpleGrid>
      <Text c="dimmed" mt="sm">
        They decide what may be published from now on. Scores change with the next upload.
      </Text>
    </Section>
  );
}

function Enums({ rules, isReadOnly, onChange }: LimitsProps) {
  return (
    <Select
      label="Enums in answers"
      description="Whether one more value breaks those who read it."
      data={enumOptions}
      allowDeselect={false}
      disabled={isReadOnly}
      value={rules.answerEnums}
      onChange={(value) => {
        const chosen = AnswerEnums.safeParse(value);
        if (chosen.success) onChange({ answerEnums: chosen.data });
      }}
    />
  );
}
