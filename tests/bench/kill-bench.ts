// Kills a saving program a thousand times and opens its project each time: npx tsx tests/bench/kill-bench.ts [KILLS]
import { killSaver } from "../node/kill-saver";

async function main(): Promise<void> {
  const kills = Number(process.argv[2] ?? 1000);
  for (const several of [false, true]) {
    const started = Date.now();
    const report = await killSaver(Math.ceil(kills / 2), several, Math.random);
    console.log(`${several ? "two files a save" : "one file a save"}: ${report.kills} kills, ${report.duringSave} within a save (${report.newState} then had the new state, ${report.oldState} the old), ${report.faults.length} faults, ${((Date.now() - started) / 1000).toFixed(0)} s`);
    for (const fault of report.faults.slice(0, 20)) console.log(`  ${fault}`);
    if (report.faults.length > 0) process.exitCode = 1;
  }
}

void main();
