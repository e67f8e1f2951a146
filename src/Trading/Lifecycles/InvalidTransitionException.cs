namespace Trading.Lifecycles;

/// <summary>An event arrived that the lifecycle's table does not allow in its state. The state is unchanged.</summary>
public sealed class InvalidTransitionException : InvalidOperationException
{
    public InvalidTransitionException(string subject, string from, string to, string happened)
        : base($"{subject} is {from} and cannot become {to} because of {happened}. Its state is unchanged.")
    {
        Subject = subject;
        From = from;
        To = to;
        Event = happened;
    }

    public string Subject { get; }
    public string From { get; }
    public string To { get; }
    public string Event { get; }
}
