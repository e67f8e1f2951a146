namespace Trading.Runtime.Delivery;

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>Everything in it is stored.</summary>
    Committed,

    /// <summary>Its message was handled before, by this copy or another. Nothing of the step is stored.</summary>
    AlreadyHandled,

    /// <summary>A value was changed by somebody else since it was loaded. Nothing of the step is stored: decide again.</summary>
    Conflict,
}
