import { Input, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import classes from './contract-file-drop.module.css';
import { pathOf } from './contract-files.ts';

/** Takes one or several files, chosen or dropped. The input covers the field, so that the browser takes the drop. */
export function ContractFileDrop({
  files,
  isFolder,
  error,
  onChoose,
}: {
  files: readonly File[];
  /** Whether a folder is chosen, with all that is in it. */
  isFolder: boolean;
  error: string | null;
  onChoose: (files: File[]) => void;
}) {
  const [isOver, setOver] = useState(false);
  const errorId = useId();
  return (
    <div>
      <label className={classes.drop} data-over={isOver || undefined}>
        <Text component="span" fw={600} display="block">
          {isFolder ? 'Choose a folder, or drop it here' : 'Choose files, or drop them here'}
        </Text>
        <Text component="span" c="dimmed" display="block" mt={2}>
          OpenAPI 3.0, 3.1 or 3.2 as JSON or YAML; several when they refer to each other. At most 20 MiB.
        </Text>
        <input
          data-autofocus
          className={classes.input}
          type="file"
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          multiple
          {...(isFolder && { webkitdirectory: '' })}
          accept=".json,.yaml,.yml,application/json,application/yaml"
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
          onChange={({ currentTarget }) => onChoose([...(currentTarget.files ?? [])])}
        />
      </label>
      {error !== null && (
        <Input.Error id={errorId} mt={5}>
          {error}
        </Input.Error>
      )}
      {files.length > 0 && <Files files={files} />}
    </div>
  );
}

function Files({ files }: { files: readonly File[] }) {
  return (
    <ul className={classes.files} aria-label="Chosen files">
      {files.map((file) => (
        <li key={pathOf(file)}>
          <code>{pathOf(file)}</code>{' '}
          <Text component="span" c="dimmed">
            {sizeWords(file.size)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${formatNumber(bytes)} bytes`;
  if (bytes < 1024 * 1024) return `${formatNumber(Math.round(bytes / 1024))} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
