using Trading.Agents.Ports;

namespace Trading.Runtime.Brokers;

/// <summary>Why nothing may trade on an account yet.</summary>
/// <param name="Text">What is wrong and what to do; never a secret.</param>
/// <param name="MayPass">Whether it may pass by itself, as a broker that does not answer; else a person has to do something.</param>
public sealed record AccountProblem(string Text, bool MayPass)
{
    /// <summary>An account that could not be read. What was refused is refused again; what was not answered may be answered.</summary>
    /// <param name="advice">What to do about a refusal.</param>
    public static AccountProblem Unread<T>(string account, in BrokerAnswer<T> answer, string advice)
    {
        var said = $"The account '{account}' could not be read: {answer.Outcome} {answer.Code} {answer.Reason}".TrimEnd();
        return answer.Outcome is BrokerOutcome.NoAnswer or BrokerOutcome.Throttled or BrokerOutcome.BreakerOpen
            ? new AccountProblem(said, MayPass: true)
            : new AccountProblem($"{said.TrimEnd('.')}. {advice}", MayPass: false);
    }
}
