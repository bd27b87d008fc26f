import { showAlarms } from './alarms.js';
import { showCases } from './cases.js';
import { showMails } from './mails.js';
import { showFailures, showLogs, showOutcomes, showQueues } from './queues.js';

const pauseMilliseconds = 1000;
const place = (id) => document.getElementById(id);

async function post(path, body) {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) say('bad', (await response.json()).message);
  await refresh();
}

function say(tone, text) {
  const activity = place('activity');
  if (activity.textContent !== text) activity.textContent = text;
  activity.className = `badge ${tone}`;
}

async function refresh() {
  const state = await (await fetch('/_local/state')).json();
  const work = state.queues.some(
    (one) => one.role === 'source' && one.visible + one.inFlight + one.delayed > 0,
  );
  say(work ? 'wait' : 'good', work ? 'working' : 'idle');
  place('now').textContent = state.now.slice(0, 19).replace('T', ' ');
  showMails(place('mail-list'), state.mails, (mailId, type) => post('/_local/feedback', { mailId, type }));
  showQueues(place('queue-list'), state.queues);
  showFailures(place('failure-list'), state.queues);
  showAlarms(place('alarm-list'), state.alarms);
  showOutcomes(place('outcome-list'), state.outcomes);
  showLogs(place('log-list'), state.logs);
  await showCases(place('case-list'), state.cases);
}

for (const button of document.querySelectorAll('button[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    await post('/_local/clock', { advance: button.dataset.advance }).finally(() => {
      button.disabled = false;
    });
  });
}

for (;;) {
  if (!document.hidden) await refresh().catch(() => say('bad', 'the stack does not answer'));
  await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
}
