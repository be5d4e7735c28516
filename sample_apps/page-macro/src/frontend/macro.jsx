import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Button, List, ListItem, Tag, TagGroup, Text, useConfig, useProductContext } from '@forge/react';
import { invoke, requestConfluence } from '@forge/bridge';

const childrenOf = async (pageId, limit) => {
  const response = await requestConfluence(`/wiki/api/v2/pages/${pageId}/direct-children?limit=${limit}`); // needs: GET /wiki/api/v2/pages/{id}/direct-children
  const { results } = await response.json();
  return results;
};

const Child = ({ page, labels, onReview }) => (
  <ListItem>
    <Text>{page.title}</Text>
    <TagGroup>
      {labels.map((label) => (
        <Tag key={label} text={label} />
      ))}
    </TagGroup>
    <Button onClick={() => onReview(page.id)}>Ask for review</Button>
  </ListItem>
);

const Digest = () => {
  const context = useProductContext();
  const config = useConfig() ?? {};
  const [pages, setPages] = useState([]);
  const [labels, setLabels] = useState({});
  const pageId = context?.extension.content.id;

  useEffect(() => {
    if (!pageId) {
      return;
    }
    childrenOf(pageId, config.limit ?? 25).then(async (found) => {
      setPages(found);
      setLabels(await invoke('labels', { ids: found.map((page) => page.id) }));
    });
  }, [pageId, config.limit]);

  const review = (id) => invoke('addLabel', { id, label: config.label ?? 'needs-review' });

  return (
    <List type="unordered">
      {pages.map((page) => (
        <Child key={page.id} page={page} labels={labels[page.id] ?? []} onReview={review} />
      ))}
    </List>
  );
};

ForgeReconciler.render(<Digest />);
