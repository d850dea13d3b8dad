import { Alert, List, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { problemOf } from '../../lib/problem/problem.ts';
import { CodeText } from '../code/code-text.tsx';

/** Why something did not work, above the form or list that it concerns. Nothing when `error` is `null`. */
export function ProblemAlert({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={problem.title}
      icon={<IconAlertCircle size={18} />}
      mb="md"
    >
      <Text>
        <CodeText text={problem.detail} />
      </Text>
      {problem.errors && problem.errors.length > 0 && (
        <List size="sm" mt="xs">
          {problem.errors.map(({ path, message }) => (
            <List.Item key={path + message}>
              <code>{path || '/'}</code> <CodeText text={message} />
            </List.Item>
          ))}
        </List>
      )}
      {problem.requestId && (
        <Text size="xs" mt="xs">
          Request <code>{problem.requestId}</code>
        </Text>
      )}
    </Alert>
  );
}
