using System.Diagnostics;

namespace Trading.Benchmarks;

/// <summary>Times small operations: each round is long enough to time, the median round counts.</summary>
internal static class Timing
{
    private const int Rounds = 9;

    /// <summary>Median nanoseconds and bytes allocated of one operation; <paramref name="run"/> does the given number of them.</summary>
    public static (double Nanoseconds, double Bytes) Of(int operations, Action<int> run)
    {
        run(operations); // lets the compiler see what is hot
        run(operations);
        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            run(operations);
            times[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / operations;
        }
        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Rounds / operations;
        Array.Sort(times);
        return (times[Rounds / 2], bytes);
    }

    /// <summary>Two operations in turn, so that a machine that changes its speed changes it for both.</summary>
    public static ((double Nanoseconds, double Bytes) First, (double Nanoseconds, double Bytes) Second) OfPair(
        int operations, Action<int> first, int operationsOfSecond, Action<int> second)
    {
        var a1 = Of(operations, first);
        var b1 = Of(operationsOfSecond, second);
        var a2 = Of(operations, first);
        var b2 = Of(operationsOfSecond, second);
        return ((Math.Min(a1.Nanoseconds, a2.Nanoseconds), Math.Min(a1.Bytes, a2.Bytes)), (Math.Min(b1.Nanoseconds, b2.Nanoseconds), Math.Min(b1.Bytes, b2.Bytes)));
    }
}
