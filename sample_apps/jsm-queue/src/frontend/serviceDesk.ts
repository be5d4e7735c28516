import { requestJira } from '@forge/bridge';

export interface Queue {
  id: string;
  name: string;
  issueCount: number;
}

export interface Request {
  key: string;
  fields: { summary: string; created: string };
}

const DESK = '/rest/servicedeskapi/servicedesk';

async function values<T>(response: Response): Promise<T[]> {
  return response.ok ? (await response.json()).values : [];
}

export async function queues(serviceDeskId: string): Promise<Queue[]> {
  return values(await requestJira(`${DESK}/${serviceDeskId}/queue?includeCount=true`)); // needs: GET /rest/servicedeskapi/servicedesk/{serviceDeskId}/queue
}

export async function requests(serviceDeskId: string, queueId: string): Promise<Request[]> {
  const found = await requestJira(DESK + '/' + serviceDeskId + '/queue/' + queueId + '/issue'); // needs: GET /rest/servicedeskapi/servicedesk/{serviceDeskId}/queue/{queueId}/issue
  return values<Request>(found);
}
