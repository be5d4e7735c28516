import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Button, Form, FormFooter, Select, Text, Textfield, useForm } from '@forge/react';
import { invoke, router } from '@forge/bridge';

const options = (items, label) => items.map((item) => ({ label: item[label], value: item.id }));

const App = () => {
  const [choices, setChoices] = useState();
  const { handleSubmit, register } = useForm();

  useEffect(() => {
    invoke('choices').then(setChoices);
  }, []);

  const submit = async ({ version, space, templateLink }) => {
    const pageId = await invoke('publish', { version: version.label, spaceId: space.value, templateLink });
    await router.open(`/wiki/pages/viewpage.action?pageId=${pageId}`);
  };

  return choices ? (
    <Form onSubmit={handleSubmit(submit)}>
      <Select {...register('version')} options={options(choices.releases, 'name')} />
      <Select {...register('space')} options={options(choices.targets, 'name')} />
      <Textfield {...register('templateLink')} placeholder="Link of the introduction" />
      <FormFooter>
        <Button type="submit">Publish</Button>
      </FormFooter>
    </Form>
  ) : (
    <Text>Reading versions and spaces</Text>
  );
};

ForgeReconciler.render(<App />);
