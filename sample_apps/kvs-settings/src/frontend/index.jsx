import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Button, Form, FormFooter, Label, List, ListItem, Textfield, useForm } from '@forge/react';
import { invoke } from '@forge/bridge';

const Settings = () => {
  const [settings, setSettings] = useState();
  const [entries, setEntries] = useState([]);
  const { handleSubmit, register, getFieldId } = useForm();

  useEffect(() => {
    invoke('settings').then(setSettings);
    invoke('recent', { environment: 'production' }).then(setEntries);
  }, []);

  return (
    <>
      <Form onSubmit={handleSubmit(async (values) => setSettings(await invoke('save', values)))}>
        <Label labelFor={getFieldId('token')}>{settings?.hasToken ? 'Replace the token' : 'Token'}</Label>
        <Textfield {...register('token')} type="password" />
        <FormFooter>
          <Button type="submit">Save</Button>
        </FormFooter>
      </Form>
      <Button onClick={() => invoke('announce', { environment: 'production' })}>Announce</Button>
      <List type="unordered">
        {entries.map((entry) => (
          <ListItem key={entry.at}>{new Date(entry.at).toISOString()}</ListItem>
        ))}
      </List>
    </>
  );
};

ForgeReconciler.render(<Settings />);
