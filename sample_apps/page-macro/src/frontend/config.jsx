import React from 'react';
import ForgeReconciler, { Button, Form, FormFooter, Label, Textfield, useForm } from '@forge/react';
import { view } from '@forge/bridge';

const Config = () => {
  const { handleSubmit, register, getFieldId } = useForm();

  return (
    <Form onSubmit={handleSubmit((config) => view.submit({ config }))}>
      <Label labelFor={getFieldId('limit')}>How many pages</Label>
      <Textfield {...register('limit')} />
      <Label labelFor={getFieldId('label')}>Label that asks for a review</Label>
      <Textfield {...register('label')} />
      <FormFooter>
        <Button type="submit">Save</Button>
      </FormFooter>
    </Form>
  );
};

ForgeReconciler.render(<Config />);
