using System.Diagnostics;

namespace Trading.Runtime.Tests.Redis;

/// <summary>Asks again and again until something holds, and fails when it does not in good time.</summary>
internal static class Until
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task<T> TrueAsync<T>(Func<Task<T>> ask, Func<T, bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (holds(answer)) return answer;
            Assert.True(waited.Elapsed < Deadline, $"It did not come true in {Deadline}; the last answer was {answer}.");
            // Whoever asks without a pause takes the server's and the machine's time from those it waits for.
            await Task.Delay(BetweenLooks);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> holds) => TrueAsync(holds, isTrue => isTrue);
}
