import { requestJira } from '@forge/bridge';
import type { Issue, Sprint } from './types';

const json = { 'Content-Type': 'application/json', Accept: 'application/json' };

async function body<T>(response: Response): Promise<T> {
  if (!response.ok) {
    throw new Error(`Jira answered ${response.status}`);
  }
  return (await response.json()) as T;
}

export async function activeSprint(boardId: string): Promise<Sprint | undefined> {
  const response = await requestJira(`/rest/agile/1.0/board/${boardId}/sprint?state=active`); // needs: GET /rest/agile/1.0/board/{boardId}/sprint
  const { values } = await body<{ values: Sprint[] }>(response);
  return values[0];
}

export async function sprintIssues(sprintId: number): Promise<Issue[]> {
  const query = new URLSearchParams({ fields: 'summary,status,assignee', maxResults: '100' });
  // needs: GET /rest/software/1.0/sprint/{sprintId}/issue
  const response = await requestJira(`/rest/software/1.0/sprint/${sprintId}/issue?${query}`);
  const { issues } = await body<{ issues: Issue[] }>(response);
  return issues;
}

export async function currentAccount(): Promise<string> {
  const response = await requestJira('/rest/api/3/myself', { headers: json }); // needs: GET /rest/api/3/myself
  return (await body<{ accountId: string }>(response)).accountId;
}

export const assign = async (key: string, accountId: string | null): Promise<void> => {
  // needs: PUT /rest/api/3/issue/{issueIdOrKey}/assignee
  const response = await requestJira(`/rest/api/3/issue/${key}/assignee`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ accountId }),
  });
  if (response.status !== 204) {
    throw new Error(`${key} was not assigned`);
  }
};
