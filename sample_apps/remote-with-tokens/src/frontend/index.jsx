import React, { useEffect, useState } from 'react';
import ForgeReconciler, { ProgressBar, Text } from '@forge/react';
import { invoke } from '@forge/bridge';

const Panel = () => {
  const [score, setScore] = useState();

  useEffect(() => {
    invoke('score').then((answer) => setScore(answer.score));
  }, []);

  return score === undefined ? <Text>Computing</Text> : <ProgressBar value={score} ariaLabel="Risk score" />;
};

ForgeReconciler.render(<Panel />);
