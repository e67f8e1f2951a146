using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>Reads one message from a CloudEvents object, whatever the order of its attributes.</summary>
internal ref struct MessageReader
{
    private const int MaxToken = 256;

    private static readonly JsonDocumentOptions DataOptions = new() { MaxDepth = TradingJson.MaxDepth, AllowDuplicateProperties = false };

    private readonly ReadOnlySpan<byte> _json;
    private readonly EventCatalogue _catalogue;
    private Utf8JsonReader _reader;
    private uint _seen;

    private MessageId _id;
    private EventRow? _row;
    private MessageSchema _schema;
    private string _source = "";
    private DateTimeOffset _time;
    private string _subject = "";
    private string? _traceParent;
    private string? _traceState;
    private MessageId _correlation;
    private MessageId _causation;
    private string _account = "";
    private string _strategy = "";
    private Symbol _symbol;
    private Range _data;

    private MessageReader(ReadOnlySpan<byte> json, EventCatalogue catalogue)
    {
        _json = json;
        _catalogue = catalogue;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TradingJson.MaxDepth });
    }

    /// <exception cref="MessageFormatException">The bytes are no message of the catalogue.</exception>
    public static Message Read(ReadOnlySpan<byte> json, EventCatalogue catalogue)
    {
        if (json.Length > MessageJson.MaxBytes)
            throw new MessageFormatException(MessageFault.TooLarge, "$", 0, $"A message of {json.Length} bytes is over the limit of {MessageJson.MaxBytes}");
        var reader = new MessageReader(json, catalogue);
        try
        {
            reader.ReadObject();
        }
        catch (JsonException inner)
        {
            throw new MessageFormatException(MessageFault.Malformed, "$", JsonProblem.Offset(inner, json), $"Not JSON: {JsonProblem.Words(inner)}", inner);
        }
        catch (InvalidOperationException inner)
        {
            throw new MessageFormatException(MessageFault.Malformed, "$", reader._reader.TokenStartIndex, $"Not UTF-8: {inner.Message}", inner);
        }
        return reader.ToMessage();
    }

    private void ReadObject()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject) throw Malformed("A message is a JSON object");
        var expected = MessageAttribute.SpecVersion;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (MessageAttributes.Find(ref _reader, expected) is { } attribute)
            {
                expected = attribute + 1;
                ReadAttribute(attribute);
            }
            else if (_reader.ValueTextEquals("data_base64"u8)) throw Malformed("The data must be JSON, in the attribute data");
            else _reader.Skip();
        }
        _reader.Read(); // throws where something follows the object
    }

    private void ReadAttribute(MessageAttribute attribute)
    {
        var bit = 1u << (int)attribute;
        if ((_seen & bit) != 0) throw Invalid(attribute, "It is there twice");
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null) return; // as if it were not there, says the JSON format of CloudEvents
        _seen |= bit;
        if (attribute != MessageAttribute.Data && _reader.TokenType != JsonTokenType.String) throw Invalid(attribute, $"It must be a string, not {_reader.TokenType}");
        switch (attribute)
        {
            case MessageAttribute.SpecVersion: Check(attribute, _reader.ValueTextEquals(MessageAttributes.SpecVersion), "It must be 1.0, the version of CloudEvents"); break;
            case MessageAttribute.Id: _id = ReadId(attribute); break;
            case MessageAttribute.Source: _source = ReadText(attribute); break;
            case MessageAttribute.Type: _row = ReadType(); break;
            case MessageAttribute.Time: Check(attribute, UtcTimeJsonConverter.TryRead(ref _reader, out _time), UtcTimeJsonConverter.Expected); break;
            case MessageAttribute.Subject: _subject = ReadText(attribute); break;
            case MessageAttribute.DataContentType: CheckContentType(attribute); break;
            case MessageAttribute.DataSchema: _schema = ReadSchema(attribute); break;
            case MessageAttribute.TraceParent: _traceParent = ReadText(attribute); break;
            case MessageAttribute.TraceState: _traceState = ReadText(attribute); break;
            case MessageAttribute.CorrelationId: _correlation = ReadId(attribute); break;
            case MessageAttribute.CausationId: _causation = ReadId(attribute); break;
            case MessageAttribute.Account: _account = ReadName(attribute); break;
            case MessageAttribute.Strategy: _strategy = ReadName(attribute); break;
            case MessageAttribute.Symbol: Check(attribute, Symbol.TryParse(_reader.GetString(), out _symbol), SymbolJsonConverter.Expected); break;
            case MessageAttribute.Data: _data = SkipData(); break;
            default: throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute.");
        }
    }

    private readonly Message ToMessage()
    {
        foreach (var required in MessageAttributes.Required)
            if ((_seen & 1u << (int)required) == 0)
                throw new MessageFormatException(MessageFault.MissingAttribute, Path(required), -1, $"A message must have the attribute {required.Name()}");
        var row = _row!;
        if (!ReferenceEquals(row, _schema.Row))
            throw new MessageFormatException(MessageFault.InvalidAttribute, Path(MessageAttribute.DataSchema), -1, $"A schema of {_schema.Row.Name} is not one of {row.Name}");
        if (_schema.Version > row.Version)
            throw new MessageFormatException(
                MessageFault.NewerVersion, Path(MessageAttribute.DataSchema), -1, $"{row.Name} has version {_schema.Version} and this program reads versions up to {row.Version}; update it");
        return new Message(_id, row.Name, _source, _time, _subject, new Scope(_account, _strategy, _symbol), ReadData(row))
        {
            CorrelationId = _correlation.IsEmpty ? _id : _correlation,
            CausationId = _causation.IsEmpty ? _id : _causation,
            Trace = new TraceContext(_traceParent, _traceState),
        };
    }

    private readonly Payload ReadData(EventRow row)
    {
        var json = _json[_data];
        try
        {
            var data = _schema.Version == row.Version ? JsonSerializer.Deserialize(json, row.PayloadType) : Upcast(row, json).Deserialize(row.PayloadType);
            return data as Payload ?? throw new JsonException("There is nothing in it.");
        }
        catch (JsonException inner)
        {
            var offset = _schema.Version == row.Version ? JsonProblem.Offset(inner, json) : -1;
            throw InvalidData(row, inner.Path, offset, inner);
        }
        catch (Exception inner) when (inner is NotSupportedException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw InvalidData(row, null, -1, inner);
        }
    }

    private readonly JsonObject Upcast(EventRow row, ReadOnlySpan<byte> json)
    {
        var data = JsonNode.Parse(json, documentOptions: DataOptions) as JsonObject ?? throw new JsonException("It must be an object.");
        for (var version = _schema.Version; version < row.Version; version++)
        {
            try
            {
                data = row.Upcasts[version - 1](data);
            }
            catch (Exception inner) // the steps look into data that nobody has checked
            {
                throw new JsonException($"It cannot be brought from version {version} to {version + 1}: {inner.Message}", inner);
            }
        }
        return data;
    }

    private readonly MessageFormatException InvalidData(EventRow row, string? path, long offset, Exception inner)
    {
        var at = offset < 0 ? -1 : _data.Start.Value + offset;
        return new MessageFormatException(MessageFault.InvalidData, $"{Path(MessageAttribute.Data)}{path?.TrimStart('$')}", at, $"The data of {row.Name}: {JsonProblem.Words(inner)}", inner);
    }

    private Range SkipData()
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return start..(int)_reader.BytesConsumed;
    }

    private readonly EventRow ReadType()
    {
        var name = ReadToken(stackalloc char[MaxToken]);
        return _catalogue.Find(name)
            ?? throw new MessageFormatException(MessageFault.UnknownEvent, Path(MessageAttribute.Type), _reader.TokenStartIndex, $"'{name}' is not an event of this desk");
    }

    private readonly MessageSchema ReadSchema(MessageAttribute attribute)
    {
        var text = ReadToken(stackalloc char[MaxToken]);
        return MessageSchema.TryParse(text, _catalogue, out var schema)
            ? schema
            : throw Invalid(attribute, $"'{text}' is not the schema of an event, such as {MessageSchema.Write(_catalogue.Rows[0])}");
    }

    private readonly MessageId ReadId(MessageAttribute attribute) => MessageId.TryParse(ReadToken(stackalloc char[MaxToken]), out var id) && !id.IsEmpty
        ? id
        : throw Invalid(attribute, "It must be 32 hexadecimal digits, not all zero");

    private readonly string ReadName(MessageAttribute attribute) => _reader.GetString() is { } name && Scope.IsName(name)
        ? name
        : throw Invalid(attribute, "It must be 1 to 32 characters of a-z, 0-9 and _");

    private readonly string ReadText(MessageAttribute attribute) =>
        _reader.GetString() is { } text && MessageAttributes.IsText(text) ? text : throw Invalid(attribute, "It must be text with no control characters; leave it out where there is none");

    private readonly void CheckContentType(MessageAttribute attribute)
    {
        var type = ReadToken(stackalloc char[MaxToken]);
        var parameters = type.IndexOf(';');
        var media = (parameters < 0 ? type : type[..parameters]).Trim();
        Check(attribute, media.Equals(MessageAttributes.ContentType, StringComparison.OrdinalIgnoreCase), "It must be application/json");
    }

    private readonly void Check(MessageAttribute attribute, bool isRight, string problem)
    {
        if (!isRight) throw Invalid(attribute, problem);
    }

    /// <summary>The text without making a string of it; what is too long for any token is cut off to nothing.</summary>
    private readonly ReadOnlySpan<char> ReadToken(Span<char> buffer) =>
        _reader.ValueSpan.Length <= buffer.Length ? buffer[.._reader.CopyString(buffer)] : default;

    private readonly MessageFormatException Malformed(string problem) => new(MessageFault.Malformed, "$", _reader.TokenStartIndex, problem);

    private readonly MessageFormatException Invalid(MessageAttribute attribute, string problem) =>
        new(MessageFault.InvalidAttribute, Path(attribute), _reader.TokenStartIndex, problem);

    private static string Path(MessageAttribute attribute) => $"$.{attribute.Name()}";
}
