import api, { route } from '@forge/api';

interface Transition {
  issue: { key: string };
  transition: { to: { id: string } };
}

const today = (): string => new Date().toISOString().slice(0, 10);

export async function stamp({ issue }: Transition): Promise<void> {
  const init = {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ fields: { duedate: today() } }),
  };
  const response = await api.asApp().requestJira(route`/rest/api/3/issue/${issue.key}?notifyUsers=false`, init); // needs: PUT /rest/api/3/issue/{issueIdOrKey}
  if (!response.ok) {
    console.error(`${issue.key} was not stamped: ${response.status}`);
  }
}
