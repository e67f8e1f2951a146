namespace Trading.Messages;

/// <summary>What is wrong with a message that cannot be written or read. The names are stable: they are stored with dead letters.</summary>
public enum MessageFault
{
    /// <summary>Not one JSON object.</summary>
    Malformed,

    /// <summary>More than <see cref="MessageJson.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>An attribute that each message has is not there.</summary>
    MissingAttribute,

    /// <summary>An attribute is there twice, or is not what it must be.</summary>
    InvalidAttribute,

    /// <summary>The type is no event of the catalogue.</summary>
    UnknownEvent,

    /// <summary>The schema is newer than this program: another copy of the desk may read it.</summary>
    NewerVersion,

    /// <summary>The data is not what the event carries.</summary>
    InvalidData,
}
