import { view } from '@forge/bridge';
import { useCallback, useEffect, useState } from 'react';
import { activeSprint, assign, currentAccount, sprintIssues } from './jira';
import type { Issue, Sprint } from './types';

interface State {
  sprint?: Sprint;
  issues: Issue[];
}

async function load(): Promise<State> {
  const context = await view.getContext();
  const sprint = await activeSprint(context.extension.board.id);
  return { sprint, issues: sprint ? await sprintIssues(sprint.id) : [] };
}

export function Board() {
  const [state, setState] = useState<State>({ issues: [] });
  const refresh = useCallback(() => load().then(setState), []);

  useEffect(() => {
    void refresh();
  }, [refresh]);

  const take = async (issue: Issue) => {
    await assign(issue.key, await currentAccount());
    await refresh();
  };

  if (!state.sprint) {
    return <p>No sprint is active.</p>;
  }
  return (
    <section>
      <h1>{state.sprint.name}</h1>
      <ul>
        {state.issues.map((issue) => (
          <li key={issue.id}>
            {issue.key} {issue.fields.summary} ({issue.fields.status.name}){' '}
            {issue.fields.assignee?.displayName ?? <button onClick={() => take(issue)}>Take it</button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
