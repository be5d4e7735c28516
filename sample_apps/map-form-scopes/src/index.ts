import { asApp, asUser, route } from '@forge/api';
import { kvs } from '@forge/kvs';

interface Subscriber {
  accountId: string;
  issueKey: string;
  jql: string;
}

async function count({ accountId, jql }: Subscriber): Promise<number> {
  // needs: POST /rest/api/3/search/approximate-count
  const response = await asUser(accountId).requestJira(route`/rest/api/3/search/approximate-count`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jql }),
  });
  return (await response.json()).count;
}

async function post(issueKey: string, text: string): Promise<void> {
  const content = [{ type: 'paragraph', content: [{ type: 'text', text }] }];
  // needs: POST /rest/api/3/issue/{issueIdOrKey}/comment
  await asApp().requestJira(route`/rest/api/3/issue/${issueKey}/comment`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ body: { type: 'doc', version: 1, content } }),
  });
}

export async function run(): Promise<void> {
  const subscribers = (await kvs.get<Subscriber[]>('subscribers')) ?? []; // needs: storage:app
  await Promise.all(subscribers.map(async (subscriber) => post(subscriber.issueKey, `${await count(subscriber)} issues match your filter.`)));
}
