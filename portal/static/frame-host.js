// The frame and the page around it. Heard is only the window that holds the frame, from an origin on the desk's list; told
// is only that window, under that very origin.
const host = {
  origins: JSON.parse(document.body.dataset.origins),
  origin: '', // of the page around, once it has said hello
  calls: new Map(), // name of a message → what it sets off

  hear({source, origin, data}) {
    if (parent === window || source !== parent || !host.origins.includes(origin)) return;
    if (data === null || typeof data !== 'object' || data.refdesk !== document.body.dataset.desk) return;
    if (data.name === 'hello') host.origin = origin;
    if (origin === host.origin) host.calls.get(data.name)?.(data);
  },

  tell(name, content = {}) {
    if (host.origin) parent.postMessage({refdesk: document.body.dataset.desk, name, ...content}, host.origin);
  },

  // An event that the portal's page can listen to. It holds no words of a question, an answer or a document.
  event(name, detail = {}) {
    host.tell(name, {detail});
  },
};
addEventListener('message', host.hear);
