// If somebody else logs in in another tab, the page is loaded again: nothing of one person stays on the screen for the next.

const { person } = document.documentElement.dataset;
const tabs = person && 'BroadcastChannel' in window ? new BroadcastChannel('docket.person') : null;
tabs?.addEventListener('message', ({ data }) => data === person || location.reload());
tabs?.postMessage(person);
