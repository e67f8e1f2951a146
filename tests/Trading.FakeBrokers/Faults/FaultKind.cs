using System.Text.Json.Serialization;

namespace Trading.FakeBrokers.Faults;

/// <summary>What a rule of a fault script does to a request, or to a message of a stream.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Answers with <see cref="FaultRule.Status"/>, <see cref="FaultRule.Body"/> and <see cref="FaultRule.Headers"/>; the request has no effect.</summary>
    Reply,

    /// <summary>Waits <see cref="FaultRule.Delay"/>, then does what was asked, whether or not anybody waits for the answer yet. A message of a stream is delayed likewise.</summary>
    Delay,

    /// <summary>Closes the connection; the request has no effect. A message of a stream is lost.</summary>
    Drop,

    /// <summary>Does what was asked and closes the connection without an answer.</summary>
    DropAfter,

    /// <summary>Never answers; the request has no effect.</summary>
    Hang,

    /// <summary>Does what was asked and never answers: a time-out after acceptance.</summary>
    HangAfter,

    /// <summary>Does what was asked, and puts <see cref="FaultRule.Value"/> into every field <see cref="FaultRule.Field"/> of the answer or message.</summary>
    Rewrite,

    /// <summary>Sends a message of a stream twice.</summary>
    Duplicate,

    /// <summary>Keeps a message of a stream back until the next one has been sent.</summary>
    HoldBack,

    /// <summary>The stream stays connected and says nothing any more: half-dead.</summary>
    Silence,

    /// <summary>Closes the stream.</summary>
    Close,

    /// <summary>A cancel is confirmed, and the order still fills in the next bar.</summary>
    FillLate,

    /// <summary>From here on a bar has <see cref="FaultRule.Value"/> shares for our orders; <c>off</c> for all of them.</summary>
    CapFills,

    /// <summary>The access token that the request came with has expired.</summary>
    ExpireToken,

    /// <summary>The refresh token is revoked.</summary>
    RevokeToken,
}
