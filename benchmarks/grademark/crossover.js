// Runs grademark's backtest of an EMA 20/50 crossover over the bars of a file and prints what it made, as one line of JSON.
// The file holds, for each bar, open, high, low and close as little-endian doubles.
"use strict";
const fs = require("fs");
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

// As on the other side: some runs to warm up, then the median.
for (let i = 0; i < 6; i++) run();
const runs = [run(), run(), run(), run(), run()];
runs.sort((a, b) => a.seconds - b.seconds);
console.log(JSON.stringify({ bars: bars.length, seconds: runs[2].seconds, trades: runs[2].trades, profitCents: runs[2].profitCents }));
