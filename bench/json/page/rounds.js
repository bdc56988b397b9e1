// Medians over rounds. Every round runs every task once, beginning with another one each time, so that none
// always stands behind the same neighbour. Rounds whose number is below zero warm up and are not counted.

const WARM_UP = 4;

/** A task that is slow gets fewer rounds: after its first it stops when it has taken this long, in ms. */
const PATIENCE = 15_000;

/** A sample of a quick task is made of so many runs that it takes about this long, in ms. */
const SAMPLE = 2;

export function measure(tasks, rounds) {
  const states = tasks.map((task) => ({ task, samples: [], spent: 0, runs: 1, result: undefined }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let at = 0; at < states.length; at++) {
      const state = states[(at + round + WARM_UP) % states.length];
      if (state.spent < PATIENCE || state.samples.length === 0) sample(state, round >= 0);
    }
  }
  return states.map(({ task, samples, result }) => ({
    name: task.name,
    group: task.group,
    milliseconds: median(samples),
    fastest: Math.min(...samples),
    rounds: samples.length,
    result,
  }));
}

function sample(state, counts) {
  const { task } = state;
  // What the one before left behind is not this one's to clear up.
  globalThis.gc?.();
  const began = performance.now();
  let answer;
  for (let run = 0; run < state.runs; run++) answer = task.run();
  const took = performance.now() - began;
  state.spent += took;
  state.result ??= task.result ? task.result(answer) : answer;
  task.after?.(answer);
  if (counts || took > PATIENCE / 10) state.samples.push(took / state.runs);
  // Its answers are dropped one by one only where each run has a single one.
  else if (!task.after) state.runs = Math.max(1, Math.min(100_000, Math.round((SAMPLE * state.runs) / Math.max(took, 1e-3))));
}

function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
