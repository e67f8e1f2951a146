using Trading.Messages;
using Trading.Risk;

namespace Trading.Runtime.Resilience;

/// <summary>Something at a broker that a person is to know of.</summary>
/// <param name="Code">Stable, such as <c>SCHWAB_LOGIN_EXPIRED</c>.</param>
/// <param name="Account">The account's name on the desk.</param>
/// <param name="Text">What is wrong and what to do; never a secret.</param>
/// <param name="HaltsTrading">Whether nothing new may be opened on the account until a person has looked.</param>
public sealed record BrokerAlarm(string Code, string Account, string Text, bool HaltsTrading = false)
{
    private static readonly TimeSpan OneRequestIn = TimeSpan.FromMinutes(1);

    /// <summary>The request to halt the account that the alarm is for. An alarm that goes on asks once a minute.</summary>
    public Message RequestHalt(string source, DateTimeOffset now) => Message.First(
        MessageId.From($"alarm/{Code}/{Account}", now.UtcTicks / OneRequestIn.Ticks), EventNames.HaltRequested, source, now, Account, Scope.OfAccount(Account),
        new HaltRequested(TradingState.Halted, Flatten: false, $"{Code}: {Text}"));
}
