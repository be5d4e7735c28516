import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Text } from '@forge/react';
import { invoke } from '@forge/bridge';

const Byline = () => {
  const [answer, setAnswer] = useState();

  useEffect(() => {
    invoke('readingTime').then(setAnswer);
  }, []);

  return <Text>{answer ? `${answer.minutes} min` : 'Counting words'}</Text>;
};

ForgeReconciler.render(<Byline />);
