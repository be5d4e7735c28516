import api, { route } from '@forge/api';

interface PullRequestEvent {
  workspace: { uuid: string };
  repository: { uuid: string };
  pullrequest: { id: number };
}

interface PullRequest {
  title: string;
  summary: { raw: string };
}

const TICKET = /\b[A-Z][A-Z0-9]+-\d+\b/;
const TEMPLATE = ['## Why', '', '## What', '', '## How it was tested'].join('\n');

async function pullRequest({ workspace, repository, pullrequest }: PullRequestEvent): Promise<PullRequest> {
  const response = await api
    .asApp()
    // needs: GET /repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}
    .requestBitbucket(route`/2.0/repositories/${workspace.uuid}/${repository.uuid}/pullrequests/${pullrequest.id}`);
  return response.json();
}

export const checkTitle = async (event: PullRequestEvent) => {
  const { title } = await pullRequest(event);
  return TICKET.test(title) ? { success: true } : { success: false, message: 'The title names no ticket.' };
};

export const fillDescription = async (event: PullRequestEvent) => {
  const { workspace, repository, pullrequest } = event;
  const { title, summary } = await pullRequest(event);
  if (summary.raw.trim()) {
    return;
  }
  const path = route`/2.0/repositories/${workspace.uuid}/${repository.uuid}/pullrequests/${pullrequest.id}`;
  // needs: PUT /repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}
  await api.asApp().requestBitbucket(path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ title, description: TEMPLATE }),
  });
};
