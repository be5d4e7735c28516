import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Button, DynamicTable, SectionMessage, Text } from '@forge/react';
import { invoke } from '@forge/bridge';

const head = { cells: [{ content: 'Key' }, { content: 'Summary' }, { content: 'Status' }, { content: '' }] };

const App = () => {
  const [work, setWork] = useState();
  const [error, setError] = useState();

  useEffect(() => {
    invoke('loadRelated').then(setWork).catch((reason) => setError(reason.message));
  }, []);

  const link = async (otherKey) => {
    await invoke('link', { otherKey });
    setWork({ ...work, related: work.related.filter((other) => other.key !== otherKey) });
  };

  if (error) {
    return (
      <SectionMessage appearance="error">
        <Text>{error}</Text>
      </SectionMessage>
    );
  }
  if (!work) {
    return <Text>Looking for related work</Text>;
  }
  const rows = work.related.map(({ key, summary, status }) => ({
    key,
    cells: [{ content: key }, { content: summary }, { content: status }, { content: <Button onClick={() => link(key)}>Link</Button> }],
  }));
  return <DynamicTable caption={work.summary} head={head} rows={rows} emptyView="Nothing shares a label with this issue" />;
};

ForgeReconciler.render(
  <React.StrictMode>
    <App />
  </React.StrictMode>,
);
