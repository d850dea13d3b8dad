import { Select, Text } from '@mantine/core';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { AddName } from './add-name.tsx';

interface Row<Value extends string> {
  name: string;
  /** `undefined` for the usual one. */
  value: Value | undefined;
}

interface TableProps<Value extends string> {
  label: string;
  /** What is named: “rule”, “check”. */
  what: string;
  /** Names that show although their severity is the usual one. Others can be typed. */
  known: readonly string[];
  search: string | undefined;
  values: Readonly<Record<string, Value>>;
  options: readonly { value: Value; label: string }[];
  onChange: (values: Record<string, Value>) => void;
  isReadOnly: boolean;
}

const rowsStep = 50;

/** The severity of each name: the usual one, or one of its own. Those with their own come first. */
export function SeverityTable<Value extends string>(props: TableProps<Value>) {
  const { label, what, known, search, values, options, onChange, isReadOnly } = props;
  const [first] = options;
  const wanted = search?.toLowerCase() ?? '';
  const names = [...new Set([...Object.keys(values).toSorted(), ...known])];
  const rows = names
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name) => ({ name, value: values[name] }));
  const { shown, ...rest } = useGrowing(rows, rowsStep, wanted);
  return (
    <>
      <DataTable
        isBare
        label={label}
        query={loadedList([...shown])}
        columns={columnsOf(props)}
        rowKey={({ name }) => name}
        empty={
          <Text c="dimmed" px={16} pt={16}>
            {names.length > 0
              ? 'None of them matches the search above.'
              : `All have their usual severity. No ${what} found anything in the newest contract.`}
          </Text>
        }
      />
      <div style={{ padding: '0 16px' }}>
        <GrowButton {...rest} />
      </div>
      {!isReadOnly && first && (
        <AddName
          what={what}
          names={names}
          onAdd={(name) => onChange({ ...values, [name]: values[name] ?? first.value })}
        />
      )}
    </>
  );
}

function columnsOf<Value extends string>(props: TableProps<Value>): Column<Row<Value>>[] {
  const { what } = props;
  return [
    {
      id: 'name',
      header: what.charAt(0).toUpperCase() + what.slice(1),
      cell: ({ name }) => <code style={{ whiteSpace: 'normal' }}>{name}</code>,
    },
    {
      id: 'value',
      header: 'Severity',
      align: 'right',
      cell: (row) => <Severity row={row} {...props} />,
    },
  ];
}

function Severity<Value extends string>({
  row: { name, value },
  values,
  options,
  onChange,
  isReadOnly,
}: TableProps<Value> & { row: Row<Value> }) {
  const choose = (next: string | null) => {
    const chosen = options.find((option) => option.value === next);
    const others = Object.fromEntries(Object.entries<Value>(values).filter(([one]) => one !== name));
    onChange(chosen ? { ...others, [name]: chosen.value } : others);
  };
  return (
    <Select
      aria-label={`Severity of ${name}`}
      w={130}
      ml="auto"
      disabled={isReadOnly}
      data={[{ value: '', label: 'As usual' }, ...options]}
      value={value ?? ''}
      onChange={choose}
    />
  );
}
