import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Button, DynamicTable, Select, useProductContext } from '@forge/react';
import { invoke } from '@forge/bridge';
import { queues, requests, type Queue, type Request } from './serviceDesk';

const THANKS = 'Thank you for waiting. Somebody is looking at your request now.';

const age = ({ fields }: Request) => Date.now() - Date.parse(fields.created);

const App = () => {
  const context = useProductContext();
  const [desks, setDesks] = useState<Queue[]>([]);
  const [queueId, setQueueId] = useState<string>();
  const [open, setOpen] = useState<Request[]>([]);
  const serviceDeskId = context?.extension.serviceDesk.id;

  useEffect(() => {
    if (serviceDeskId) {
      queues(serviceDeskId).then(setDesks);
    }
  }, [serviceDeskId]);

  useEffect(() => {
    if (serviceDeskId && queueId) {
      requests(serviceDeskId, queueId).then((found) => setOpen(found.sort((a, b) => age(b) - age(a))));
    }
  }, [serviceDeskId, queueId]);

  const rows = open.map(({ key, fields }) => ({
    key,
    cells: [
      { content: key },
      { content: fields.summary },
      { content: <Button onClick={() => invoke('answer', { issueKey: key, text: THANKS })}>Answer</Button> },
    ],
  }));
  return (
    <>
      <Select options={desks.map(({ id, name }) => ({ label: name, value: id }))} onChange={({ value }) => setQueueId(value)} />
      <DynamicTable rows={rows} />
    </>
  );
};

ForgeReconciler.render(<App />);
