export interface Sprint {
  id: number;
  name: string;
  state: 'active' | 'future' | 'closed';
}

export interface Issue {
  id: string;
  key: string;
  fields: { summary: string; status: { name: string }; assignee: { accountId: string; displayName: string } | null };
}
