// A service with more than one contract has a file of its own in the place of this one.
const documents = {url: 'openapi.yaml'};
