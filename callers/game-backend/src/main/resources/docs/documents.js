const documents = {
  urls: [
    {url: 'openapi-public.yaml', name: 'What the page asks'},
    {url: 'openapi.yaml', name: 'What services ask'},
  ],
  layout: 'StandaloneLayout',
};
