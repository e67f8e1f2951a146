using Trading.Agents.Ports;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Finds the hash that stands for the account in every path. Asked for once; the number itself is never sent.</summary>
internal sealed class SchwabAccounts(SchwabOptions options, SchwabClient client)
{
    private string? _hash;

    public async ValueTask<BrokerAnswer<string>> HashAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _hash) is { } known) return BrokerAnswers.Done(known);
        var answer = await client.GetAsync(CallClass.TradingRead, "accountNumbers", "/trader/v1/accounts/accountNumbers", SchwabJson.Default.WireAccountNumberArray, cancellation);
        // An account that is not there says nothing of the orders on it.
        if (answer.Outcome == BrokerOutcome.NotFound) return BrokerAnswers.Failed<string>(BrokerOutcome.NoAnswer, answer.Code, answer.Reason);
        if (answer is not { IsDone: true, Value: { } numbers }) return BrokerAnswers.Failed<string>(answer.Outcome, answer.Code, answer.Reason, answer.RetryAt);
        foreach (var number in numbers) client.Hide(number.AccountNumber, number.HashValue);
        var chosen = numbers.Where(number => number is { AccountNumber: { } text, HashValue.Length: > 0 } && text.EndsWith(options.AccountEnding ?? "", StringComparison.Ordinal)).ToArray();
        if (chosen is not [{ HashValue: { } hash }]) return BrokerAnswers.Failed<string>(BrokerOutcome.Unauthorised, SchwabCodes.AccountUnclear, Unclear(numbers, chosen.Length));
        Volatile.Write(ref _hash, hash);
        return BrokerAnswers.Done(hash);
    }

    /// <summary>The last digits of a number, which is all of it that is shown.</summary>
    public static string Ending(string? number) => number is null ? "" : number.Length <= 4 ? number : number[^4..];

    private static string Unclear(WireAccountNumber[] numbers, int fitting) =>
        numbers.Length == 0 ? "The login reaches no account. Link one at Schwab when you log in: trading login schwab"
        : $"{fitting} of the accounts that the login reaches fit. Set brokers.schwab.accountEnding to the last digits of one: {string.Join(", ", numbers.Select(number => $"...{Ending(number.AccountNumber)}"))}";
}
