// Runs grademark's backtest of an EMA 20/50 crossover over the bars of a file, as often as it is asked to.
// The file holds, for each bar, open, high, low and close as little-endian doubles.
"use strict";
const fs = require("fs");
const readline = require("readline");
const { DataFrame } = require("data-forge");
const { backtest } = require("grademark");

const [, , path, fastPeriod, slowPeriod] = process.argv;
const buffer = fs.readFileSync(path);
const values = new Float64Array(buffer.buffer, buffer.byteOffset, buffer.length / 8);
const bars = new Array(values.length / 4);
for (let i = 0; i < bars.length; i++) {
    bars[i] = {
        time: new Date(i * 60000),
        open: values[4 * i],
        high: values[4 * i + 1],
        low: values[4 * i + 2],
        close: values[4 * i + 3],
        fast: 0,
        slow: 0,
    };
}

function run() {
    const started = process.hrtime.bigint();
    const fastWeight = 2 / (Number(fastPeriod) + 1);
    const slowWeight = 2 / (Number(slowPeriod) + 1);
    let fast = bars[0].close;
    let slow = bars[0].close;
    for (const bar of bars) {
        fast += fastWeight * (bar.close - fast);
        slow += slowWeight * (bar.close - slow);
        bar.fast = fast;
        bar.slow = slow;
    }
    const strategy = {
        entryRule: (enterPosition, { bar }) => {
            if (bar.fast > bar.slow) enterPosition();
        },
        exitRule: (exitPosition, { bar }) => {
            if (bar.fast < bar.slow) exitPosition();
        },
    };
    const trades = backtest(strategy, new DataFrame(bars));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const closed = trades.filter(trade => trade.exitReason !== "finalize").length;
    // Prices are whole cents, so summing in cents is exact.
    const cents = trades.reduce((sum, trade) => sum + Math.round(trade.profit * 100), 0);
    return { seconds, trades: closed, profitCents: cents };
}

// Each line asks for a run and is answered by a line of JSON: one process, so that it stays warm between its turns.
readline.createInterface({ input: process.stdin }).on("line", () => console.log(JSON.stringify({ bars: bars.length, ...run() })));
