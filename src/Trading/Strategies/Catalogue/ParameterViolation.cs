namespace Trading.Strategies;

/// <summary>One thing that is wrong with what a strategy was told.</summary>
/// <param name="Parameter">The parameter's name; <c>strategy</c> when there is no such strategy.</param>
/// <param name="Given">The value given; the name given when that is unknown.</param>
/// <param name="Allowed">What may be given, in words.</param>
public sealed record ParameterViolation(ViolationCode Code, string Parameter, string Given, string Allowed)
{
    /// <summary>The known name that was probably meant; null when none is near.</summary>
    public string? Nearest { get; init; }

    /// <summary>The whole, for a person: <c>fast: '0' is not allowed; it takes a whole number from 1 to 10000</c>.</summary>
    public override string ToString() => Code switch
    {
        ViolationCode.UnknownStrategy => $"there is no strategy '{Given}'{Suggestion}; known are {Allowed}",
        ViolationCode.UnknownParameter => $"there is no parameter '{Given}'{Suggestion}; known are {Allowed}",
        ViolationCode.GivenTwice => $"{Parameter}: given more than once, last as '{Given}'; it takes {Allowed}",
        _ => $"{Parameter}: '{Given}' is not allowed; it takes {Allowed}",
    };

    private string Suggestion => Nearest is null ? "" : $" (did you mean '{Nearest}'?)";
}
