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

export interface Page<T, Key extends string> {
  isLast: boolean;
  values?: T[];
  issues?: Record<Key, T>;
}
